"""短信验证码: sent to any number alike, five minutes, five tries, once; nobody keeps another's number out."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from huijia.core.residents import entering
from huijia.core.residents.actions import codes
from huijia.core.residents.models import PhoneCode, ResidentLogin
from huijia.kernel.accounts.models import SignIn
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.core.residents.conftest import last_code

SEND, CHECK, LOGIN = "/me/login/send/", "/me/login/check/", "/me/login/"
KNOWN, UNKNOWN = "13800001234", "13811112222"


def ask(client: Client, phone: str, address: str = "203.0.113.9"):
    return client.post(SEND, {"phone": phone}, REMOTE_ADDR=address)


def test_without_text_messages_the_page_says_so(home: Cast) -> None:
    text = Client().get(LOGIN).content.decode()
    assert "还没有开通短信验证码" in text
    assert "发验证码" not in text
    assert ask(Client(), KNOWN).status_code == 422
    assert not Outbox.objects.exists()


def test_in_with_the_code(home: Cast, sms: list) -> None:
    client = Client()
    with clock.frozen(MONDAY):
        assert ask(client, KNOWN).headers["Location"] == CHECK
        page = client.get(CHECK).content.decode()
        assert "138****1234" in page and KNOWN not in page
        code = last_code()
        answer = client.post(CHECK, {"code": code})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/me/")
        assert client.get("/me/").status_code == 200
    login = ResidentLogin.objects.everywhere().get()
    assert (login.person, login.phone, login.user.is_resident, login.user.has_usable_password()) == (
        None, KNOWN, True, False,
    )
    assert SignIn.objects.get().means == "sms"
    assert code not in str([(entry.data, entry.personal) for entry in Entry.objects.all()])


def test_at_night_too(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY.replace(hour=23)):
        ask(Client(), KNOWN)
        assert len(last_code()) == 6


def test_the_same_answer_for_a_number_that_nobody_knows(home: Cast, sms: list) -> None:
    answers = [(a.status_code, a.headers["Location"]) for a in (ask(Client(), KNOWN), ask(Client(), UNKNOWN))]
    assert answers[0] == answers[1]


def test_in_another_browser_the_code_is_worth_nothing(home: Cast, sms: list) -> None:
    ask(Client(), KNOWN)
    code, other = last_code(), Client()
    assert other.post(CHECK, {"code": code}).headers["Location"] == LOGIN
    ask(other, UNKNOWN)
    assert other.post(CHECK, {"code": code}).status_code == 422


def test_five_minutes(home: Cast, sms: list) -> None:
    client = Client()
    with clock.frozen(MONDAY) as standing:
        ask(client, KNOWN)
        code = last_code()
        standing.move(timedelta(minutes=5))
        assert "不能用了" in client.post(CHECK, {"code": code}).content.decode()


def test_once(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY):
        row = codes.send_code(home.community, phone=KNOWN, address="a")
        code = last_code()
        assert codes.check_code(row, code) == KNOWN
        with pytest.raises(Refusal):
            codes.check_code(row, code)


def test_five_tries(home: Cast, sms: list) -> None:
    client = Client()
    with clock.frozen(MONDAY):
        ask(client, KNOWN)
        code = last_code()
        wrong = "000000" if code != "000000" else "111111"
        tries = [client.post(CHECK, {"code": wrong}).content.decode() for _n in range(5)]
        assert all("验证码不对" in text for text in tries)
        assert "不能用了" in client.post(CHECK, {"code": code}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_tries_from_many_processes_are_counted_together(sms: list) -> None:
    row, said = codes.send_code(cast().community, phone=KNOWN, address="a"), []

    def guess() -> None:
        try:
            codes.check_code(row, "12345")
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["over"] * 3 + ["wrong"] * 5
    assert PhoneCode.objects.everywhere().get().tries == 5


@pytest.mark.parametrize("phone", ["", "12", "110", "0511-12345678"])
def test_no_mobile_number(home: Cast, sms: list, phone: str) -> None:
    answer = ask(Client(), phone)
    assert answer.status_code == 422
    assert not PhoneCode.objects.everywhere().exists()


def test_three_in_a_quarter_of_an_hour_from_one_place(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY):
        assert [ask(Client(), KNOWN).status_code for _n in range(4)] == [303, 303, 303, 429]
        assert ask(Client(), UNKNOWN).status_code == 303
        assert ask(Client(), KNOWN, "198.51.100.1").status_code == 303


def test_nobody_uses_up_the_messages_of_a_phone_that_came_in_before(home: Cast, sms: list) -> None:
    own = Client()
    with clock.frozen(MONDAY):
        ask(own, KNOWN)
        own.post(CHECK, {"code": last_code()})
        own.post("/me/leave/")
        strangers = [ask(Client(), KNOWN, f"198.51.100.{n}").status_code for n in range(12)]
        assert strangers[-1] == 429
        assert ask(own, KNOWN).status_code == 303
        assert ask(own, UNKNOWN, "192.0.2.7").status_code == 303


def test_the_same_number_again_is_the_same_login(home: Cast, sms: list) -> None:
    for _n in range(2):
        client = Client()
        ask(client, KNOWN)
        client.post(CHECK, {"code": last_code()})
    assert ResidentLogin.objects.everywhere().count() == 1


def test_the_session_lasts_for_weeks_and_is_not_idle(home: Cast, sms: list) -> None:
    client = Client()
    with clock.frozen(MONDAY) as standing:
        ask(client, KNOWN)
        client.post(CHECK, {"code": last_code()})
        standing.move(timedelta(days=20))
        assert client.get("/me/").status_code == 200
    assert client.session.get_expiry_age() == 90 * 86400


def test_a_session_of_nobody(home: Cast) -> None:
    assert entering.CODE_KEY not in Client().session
    assert Client().get(CHECK).headers["Location"] == LOGIN

"""登录码 and link: read out or printed, once, seven days, and a preview of the link does not use it up."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from huijia.core.residents import actions
from huijia.core.residents.actions import admissions
from huijia.core.residents.enums import Checked
from huijia.core.residents.models import Admission, ResidentLogin
from huijia.kernel.accounts.models import Membership, SignIn
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.core.residents.conftest import entered, issued
from tests.doors.desk.conftest import signed_in

GIVEN, ME = "/me/login/given/", "/me/"


def test_nine_signs_of_which_only_the_hash_is_kept(home: Cast) -> None:
    made = issued(home)
    assert (len(made.code), [len(group) for group in made.groups]) == (9, [3, 3, 3])
    row = Admission.objects.everywhere().get()
    assert made.code not in str(vars(row)) and made.token not in str(vars(row))
    entry = Entry.objects.get(kind="residents.admitted")
    assert (entry.subject_type, entry.subject_id, entry.data["checked"], entry.personal) == (
        "person", home.resident.pk, "card", {"name": "赵明明"},
    )


def test_in_as_people_type_it(home: Cast) -> None:
    made, client = issued(home), Client()
    answer = client.post(GIVEN, {"code": "-".join(made.groups).lower()})
    assert answer.headers["Location"] == ME
    assert "赵明明，您好" in client.get(ME).content.decode()
    login = ResidentLogin.objects.everywhere().get()
    assert (login.person, login.user.name) == (home.resident, "赵*")
    assert Membership.objects.get(user=login.user).role == "resident"
    assert SignIn.objects.get().means == "code"


def test_once(home: Cast) -> None:
    made = issued(home)
    assert Client().post(GIVEN, {"code": made.code}).status_code == 303
    again = Client().post(GIVEN, {"code": made.code})
    assert (again.status_code, "用过了或者过期了" in again.content.decode()) == (422, True)


def test_a_second_code_voids_the_first_and_opens_the_same_login(home: Cast) -> None:
    first, second = issued(home), issued(home)
    assert Client().post(GIVEN, {"code": first.code}).status_code == 422
    assert Client().post(GIVEN, {"code": second.code}).status_code == 303
    entered(home)
    assert ResidentLogin.objects.everywhere().count() == 1


def test_after_seven_days(home: Cast) -> None:
    with clock.frozen(MONDAY) as standing:
        made = issued(home)
        standing.move(timedelta(days=7))
        assert Client().post(GIVEN, {"code": made.code}).status_code == 422
        assert Client().get(f"/me/in/{made.token}/").status_code == 410


def test_opening_the_link_uses_nothing_pressing_does(home: Cast) -> None:
    made = issued(home)
    url = f"/me/in/{made.token}/"
    for _n in range(3):
        text = Client().get(url).content.decode()
        assert "这是给 赵* 的登录链接" in text and "赵明明" not in text
    assert Client().head(url).status_code == 200
    client = Client()
    assert client.post(url).headers["Location"] == ME
    assert client.get(ME).status_code == 200
    assert Client().get(url).status_code == 410
    assert Client().get("/me/in/NOSUCHTOKENATALLXXXXXX/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_uses_of_one_code_at_once() -> None:
    made, said = issued(cast()), []

    def use() -> None:
        try:
            said.append(Client().post(GIVEN, {"code": made.code}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [303, 422, 422, 422]
    assert ResidentLogin.objects.everywhere().count() == 1


def test_guessing_is_counted_by_address_and_keeps_nobody_else_out(home: Cast) -> None:
    made = issued(home)
    with clock.frozen(MONDAY + timedelta(days=1)):
        made = issued(home)
        tries = [Client().post(GIVEN, {"code": "ABCDEFGHJ"}, REMOTE_ADDR="203.0.113.9") for _n in range(21)]
        assert [answer.status_code for answer in tries] == [422] * 20 + [429]
        assert Client().post(GIVEN, {"code": made.code}, REMOTE_ADDR="203.0.113.9").status_code == 429
        assert Client().post(GIVEN, {"code": made.code}, REMOTE_ADDR="198.51.100.1").status_code == 303


def test_who_may_give_and_for_whom(home: Cast) -> None:
    for who in ("worker", "committee", "admin", "street"):
        with pytest.raises(Refusal):
            actions.admit(by=home.access(who), checked=Checked.CARD, person=home.resident)
    with pytest.raises(Refusal):
        actions.admit(by=home.access("operator"), checked=Checked.CARD, person=cast("乙社区").resident)
    home.resident.died_on = MONDAY.date()
    with pytest.raises(Refusal):
        actions.admit(by=home.access("operator"), checked=Checked.CARD, person=home.resident)


def test_a_code_of_somebody_who_has_died_since(home: Cast) -> None:
    made = issued(home)
    type(home.resident).objects.of(home.community).update(died_on=MONDAY.date())
    assert Client().post(GIVEN, {"code": made.code}).status_code == 422


def test_for_a_phone(home: Cast) -> None:
    client = entered(home, phone="13811112222")
    assert "尾号 2222，您好" in client.get(ME).content.decode()


def test_the_pages_of_the_office(home: Cast) -> None:
    client = signed_in(home, "operator")
    page = f"/desk/residents/admit/{home.resident.pk}/"
    text = client.get(page).content.decode()
    assert "138****1234" in text and "13800001234" not in text
    assert client.post(page, {}).status_code == 422
    given = client.post(page, {"checked": "phone"}).content.decode()
    assert "的登录码" in given and "data:image/svg+xml" in given
    row = Admission.objects.everywhere().get()
    assert "赵*" in client.get("/desk/residents/").content.decode()
    assert client.post(f"/desk/residents/codes/{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    stranger = signed_in(cast("乙社区"), "operator")
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"/desk/residents/codes/{row.pk}/revoke/").status_code == 404


def test_slips_for_a_grid(home: Cast) -> None:
    client = signed_in(home, "operator")
    first = client.post("/desk/residents/slips/", {"grid": home.grid.pk}).content.decode()
    assert first.count("slip-row") == 1 and "傅家组12号" in first and "赵明明" not in first
    assert Entry.objects.get(kind="residents.batch").data["count"] == 1
    assert client.post("/desk/residents/slips/", {"grid": home.grid.pk}).status_code == 422


def test_the_link_is_sent_where_messages_are(home: Cast, sms: list) -> None:
    from huijia.kernel.notify.deliverer import deliver_due

    with clock.frozen(MONDAY):
        signed_in(home, "operator").post(
            f"/desk/residents/admit/{home.resident.pk}/", {"checked": "card", "send": "on"}
        )
        deliver_due()
    assert sms[-1].to.value == "13800001234"
    assert "/me/in/" in sms[-1].text


def test_the_office_closes_a_login(home: Cast) -> None:
    client = entered(home)
    login = ResidentLogin.objects.everywhere().get()
    assert signed_in(home, "operator").post(f"/desk/residents/logins/{login.pk}/close/").status_code == 302
    assert client.get(ME).headers["Location"] == "/me/login/"
    assert admissions.by_code("") is None
    entered(home)
    assert ResidentLogin.objects.everywhere().filter(closed_at=None).count() == 1

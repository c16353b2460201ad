"""第二重验证: codes taken once, a clock that is off, ten codes on paper, and who must have it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huijia.kernel.accounts import actions, totp
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import Factor, RecoveryCode, User
from huijia.kernel.communities.models import Option
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock, crypto
from tests.kernel.accounts.conftest import PASSWORD, House
from tests.kernel.accounts.test_devices import PIN, ROLES, remembered

NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
URL = "/accounts/me/factor/"
Enter = Callable[[User], Client]
# RFC 6238, appendix B: the secret "12345678901234567890", six of its eight digits.
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code_of(user: User, at: datetime, shift: int = 0) -> str:
    secret = crypto.open_sealed(Factor.objects.get(user=user).secret_sealed)
    return totp.code_at(secret, totp.step_of(at) + shift)


def set_up(user: User, at: datetime = NOON) -> list[str]:
    """Turned on a minute before `at`."""
    earlier = at - timedelta(minutes=1)
    actions.begin_factor(user, at=earlier)
    return actions.confirm_factor(user, code=code_of(user, earlier), at=earlier)


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_the_codes_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_at(RFC, seconds // 30) == code


@given(st.integers(min_value=0, max_value=4_000_000_000), st.integers(min_value=-3, max_value=3))
def test_a_clock_may_be_off_by_one_step(seconds: int, off: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    step = totp.step_of(at) + off
    if step < 0:
        return
    found = totp.matching_step(RFC, totp.code_at(RFC, step), at) if step >= 1 and totp.step_of(at) >= 1 else None
    if abs(off) <= 1 and totp.step_of(at) >= 1 and step >= 1:
        assert found == step


def test_setting_up(house: House, enter: Enter) -> None:
    with clock.frozen(NOON):
        client = enter(house.operator)
        assert "开始设置" in client.get(URL).content.decode()
        page = client.post(f"{URL}begin/").content.decode()
        assert "data:image/svg+xml" in page
        wrong = client.post(f"{URL}confirm/", {"code": "000000"})
        assert (wrong.status_code, "验证码不对" in wrong.content.decode()) == (422, True)
        done = client.post(f"{URL}confirm/", {"code": code_of(house.operator, NOON)})
    assert done.status_code == 200
    assert done.content.decode().count("<li><code>") == 10
    assert RecoveryCode.objects.filter(user=house.operator).count() == 10
    assert Entry.objects.filter(kind="accounts.factor_on").count() == 1
    assert client.get(f"{URL}confirm/").status_code == 405


def test_the_code_is_asked_for_after_the_password(house: House, client: Client) -> None:
    set_up(house.operator)
    with clock.frozen(NOON):
        answer = client.post("/accounts/login/", {"username": "wang", "password": PASSWORD, "next": ROLES})
        assert answer.headers["Location"] == "/accounts/second/?next=%2Faccounts%2Froles%2F"
        assert client.get(ROLES).status_code == 302
        assert client.post("/accounts/second/", {"code": "000000"}).status_code == 200
        good = client.post("/accounts/second/", {"code": code_of(house.operator, NOON), "next": ROLES})
        assert good.headers["Location"] == ROLES
        assert client.get(ROLES).status_code == 200


def test_five_minutes_after_the_password_it_is_too_late(house: House, client: Client) -> None:
    set_up(house.operator)
    with clock.frozen(NOON) as standing:
        client.post("/accounts/login/", {"username": "wang", "password": PASSWORD})
        standing.move(timedelta(minutes=5, seconds=1))
        assert client.get("/accounts/second/").headers["Location"] == "/accounts/login/"


def test_a_code_is_taken_once(house: House) -> None:
    set_up(house.operator)
    code = code_of(house.operator, NOON)
    assert actions.take_code(house.operator, code=code, at=NOON) == "code"
    with pytest.raises(Refusal) as refused:
        actions.take_code(house.operator, code=code, at=NOON)
    assert refused.value.code == "used"
    earlier = code_of(house.operator, NOON, -1)
    with pytest.raises(Refusal) as refused:
        actions.take_code(house.operator, code=earlier, at=NOON)
    assert refused.value.code == "used"


def test_one_step_off_is_taken_two_are_not(house: House) -> None:
    set_up(house.operator)
    with pytest.raises(Refusal):
        actions.take_code(house.operator, code=code_of(house.operator, NOON, 2), at=NOON)
    assert actions.take_code(house.operator, code=code_of(house.operator, NOON, 1), at=NOON) == "code"


def test_five_tries_from_one_address_and_no_other_is_kept_out(house: House) -> None:
    set_up(house.operator)
    with clock.frozen(NOON):
        codes = []
        for _n in range(6):
            with pytest.raises(Refusal) as refused:
                actions.take_code(house.operator, code="000000", address="a")
            codes.append(refused.value.code)
        assert codes == ["wrong"] * 5 + ["locked"]
        assert actions.take_code(house.operator, code=code_of(house.operator, NOON), address="b") == "code"


def test_a_recovery_code_works_once(house: House) -> None:
    codes = set_up(house.operator)
    typed = f"{codes[0][:5].lower()}-{codes[0][5:]}"
    assert actions.take_code(house.operator, code=typed, at=NOON) == "recovery"
    with pytest.raises(Refusal):
        actions.take_code(house.operator, code=typed, at=NOON)
    assert Entry.objects.filter(kind="accounts.recovery_used").count() == 1


def test_of_somebody_else_it_is_worth_nothing(house: House) -> None:
    codes = set_up(house.operator)
    set_up(house.admin)
    with pytest.raises(Refusal):
        actions.take_code(house.admin, code=codes[0], at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_recovery_code(house: House) -> None:
    codes = set_up(house.operator)
    said: list[str] = []

    def take() -> None:
        try:
            said.append(actions.take_code(house.operator, code=codes[0], at=NOON))
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["recovery", "wrong", "wrong", "wrong"]


def test_new_recovery_codes_end_the_old(house: House) -> None:
    old = set_up(house.operator)
    new = actions.renew_recovery_codes(house.operator)
    assert not set(old) & set(new)
    with pytest.raises(Refusal):
        actions.take_code(house.operator, code=old[0], at=NOON)
    assert actions.take_code(house.operator, code=new[9], at=NOON) == "recovery"


def test_a_trusted_phone_skips_it_but_not_for_dangerous_acts(house: House, enter: Enter) -> None:
    with clock.frozen(NOON):
        client = remembered(enter, house.admin)
        set_up(house.admin)
        client.post("/accounts/logout/")
        answer = client.post("/accounts/login/", {"username": "guan", "password": PASSWORD, "next": ROLES})
        assert answer.headers["Location"] == ROLES
        add = "/accounts/users/add/"
        assert client.get(add).headers["Location"] == "/accounts/confirm/?next=%2Faccounts%2Fusers%2Fadd%2F"
        assert client.post("/accounts/confirm/", {"code": PASSWORD, "next": add}).status_code == 200
        code = code_of(house.admin, NOON)
        assert client.post("/accounts/confirm/", {"code": code, "next": add}).headers["Location"] == add
        assert client.get(add).status_code == 200


def test_a_pin_skips_it_too(house: House, enter: Enter) -> None:
    client = remembered(enter, house.operator)
    set_up(house.operator)
    client.post("/accounts/logout/")
    assert client.post("/accounts/unlock/", {"pin": PIN, "next": ROLES}).headers["Location"] == ROLES


def test_the_office_may_ask_it_of_a_role(house: House, enter: Enter) -> None:
    Option.objects.everywhere().create(
        community=house.community, key="factor_must_roles", value=["operator"], changed_at=NOON
    )
    forget_all()
    with clock.frozen(NOON):
        client = enter(house.operator)
        assert client.get(ROLES).headers["Location"] == f"{URL}?next=%2Faccounts%2Froles%2F"
        assert "要先开启第二重验证" in client.get(URL).content.decode()
        client.post(f"{URL}begin/")
        client.post(f"{URL}confirm/", {"code": code_of(house.operator, NOON)})
        assert client.get(ROLES).status_code == 200
        assert enter(house.admin).get(ROLES).status_code == 200
        with pytest.raises(Refusal) as refused:
            actions.drop_factor(house.operator)
    assert refused.value.code == "must"


def test_giving_it_up(house: House, enter: Enter) -> None:
    set_up(house.operator)
    actions.drop_factor(house.operator)
    assert not RecoveryCode.objects.exists()
    assert enter(house.operator).get(ROLES).status_code == 200
    with pytest.raises(Refusal):
        actions.drop_factor(house.operator)


def test_an_administrator_resets_it_and_says_why(house: House, enter: Enter) -> None:
    set_up(house.operator)
    client = enter(house.admin)
    url = f"/accounts/users/{house.operator.pk}/factor/"
    client.post(url, {"reason": " "})
    assert Factor.objects.exists()
    client.post(url, {"reason": "当面看过工作证"})
    assert not Factor.objects.exists()
    entry = Entry.objects.get(kind="accounts.factor_reset")
    assert (entry.actor_id, entry.data) == (house.admin.pk, {"reason": "当面看过工作证"})


def test_nobody_resets_their_own(house: House) -> None:
    set_up(house.admin)
    with pytest.raises(Refusal) as refused:
        actions.reset_factor(house.admin, reason="丢了", by=house.by)
    assert refused.value.code == "oneself"

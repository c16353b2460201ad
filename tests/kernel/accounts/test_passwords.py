"""What a password has to be, and changing one's own."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from huijia.kernel.accounts import actions
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.passwords import MixedOrLong, classes_in, initial_password
from huijia.kernel.ledger.models import Entry
from tests.kernel.accounts.conftest import PASSWORD, House

URL = "/accounts/password/"
NEW = "Herbst-2026"


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("Abcdefgh12", True),
        ("abcdefg-12", True),
        ("Abcdefg12", False),
        ("abcdefgh12", False),
        ("1234567890", False),
        ("abcdefghijklmno", False),
        ("abcdefghijklmnop", True),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("社区的路灯今天修好了a1", True),
        ("社区的路灯今天已经全部修好了呀", False),
        ("社区的路灯今天已经全部修好了呀呀", True),
    ],
)
def test_mixed_or_long(password: str, good: bool) -> None:
    try:
        MixedOrLong().validate(password)
    except ValidationError:
        assert not good
    else:
        assert good


def test_initial_passwords_pass_their_own_rule() -> None:
    drawn = {initial_password() for _n in range(200)}
    assert len(drawn) == 200
    for password in drawn:
        MixedOrLong().validate(password)
        assert (len(password), classes_in(password)) == (14, 3)
        assert not set(password) & set("01ilo")


def _form(**changed: str) -> dict[str, str]:
    return {"old": PASSWORD, "new": NEW, "again": NEW, **changed}


def test_changing_ones_own(house: House, enter: Callable[[User], Client]) -> None:
    client, elsewhere = enter(house.operator), enter(house.operator)
    answer = client.post(URL, _form())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/")
    house.operator.refresh_from_db()
    assert house.operator.check_password(NEW)
    assert client.get("/accounts/roles/").status_code == 200
    assert elsewhere.get("/accounts/roles/").status_code == 302
    entry = Entry.objects.get(kind="accounts.password_changed")
    assert (entry.actor_id, entry.data) == (house.operator.pk, {})
    assert NEW not in str(entry.personal)
    assert "现在的密码不对。" in client.post(URL, _form()).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"old": "wrong"}, "现在的密码不对。"),
        ({"again": "other"}, "两次输入的新密码不一样。"),
        ({"new": "short", "again": "short"}, "至少 10 位"),
        ({"new": PASSWORD, "again": PASSWORD}, "新密码不能与现在的相同。"),
        ({"new": ""}, "field-wrong"),
    ],
)
def test_refused(house: House, enter: Callable[[User], Client], changed: dict[str, str], said: str) -> None:
    answer = enter(house.operator).post(URL, _form(**changed))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    house.operator.refresh_from_db()
    assert house.operator.check_password(PASSWORD)


def test_wrong_method_and_nobody(house: House, enter: Callable[[User], Client]) -> None:
    assert enter(house.operator).put(URL).status_code == 405
    assert Client().get(URL).headers["Location"] == "/accounts/login/?next=%2Faccounts%2Fpassword%2F"


def test_guessing_the_old_one_ends(house: House) -> None:
    codes = []
    for _n in range(11):
        with pytest.raises(Refusal) as refused:
            actions.change_password(house.operator, old="wrong", new=NEW)
        codes.append(refused.value.code)
    assert codes == ["wrong"] * 10 + ["locked"]

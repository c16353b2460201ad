"""Signing in and out, and the lock that can't be used against somebody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from huijia.kernel.accounts import devices, sessions
from huijia.kernel.accounts.models import User
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.kernel.accounts.conftest import PASSWORD, House

URL = "/accounts/login/"
NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
WRONG = "用户名或密码不对。"
LOCKED = "尝试次数过多"


def _try(client: Client, username: str = "wang", password: str = "wrong", address: str = "203.0.113.9") -> str:
    answer = client.post(URL, {"username": username, "password": password}, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return "in"
    text = answer.content.decode()
    return "wrong" if WRONG in text else "locked" if LOCKED in text else text


def test_the_page(client: Client, db: None) -> None:
    answer = client.get(URL)
    assert answer.status_code == 200
    assert "用户名" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_success(client: Client, house: House) -> None:
    with clock.frozen(NOON):
        answer = client.post(URL, {"username": "Wang", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/")
    house.operator.refresh_from_db()
    assert house.operator.last_seen_at == NOON
    entry = Entry.objects.get(kind="accounts.login")
    assert (entry.subject_id, entry.actor_id, entry.community_id) == (
        house.operator.pk,
        house.operator.pk,
        house.community.pk,
    )
    assert entry.data == {"network": "203.0.113.0/24"}
    assert "203.0.113.9" not in str(entry.data) + str(entry.personal)
    cookie = answer.cookies[devices.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (URL, True, "Lax")


def test_the_session_is_a_new_one(client: Client, house: House) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    assert _try(client, password=PASSWORD) == "in"
    assert client.session.session_key != before


def test_next_stays_on_this_site(client: Client, house: House) -> None:
    good = client.post(URL, {"username": "wang", "password": PASSWORD, "next": "/desk/x?y=1"})
    assert good.headers["Location"] == "/desk/x?y=1"
    bad = Client().post(URL, {"username": "wang", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert bad.headers["Location"] == "/accounts/"
    again = client.get(URL + "?next=//elsewhere.example")
    assert again.headers["Location"] == "/accounts/"


def test_signed_in_already(client: Client, house: House) -> None:
    _try(client, password=PASSWORD)
    assert client.get(URL).headers["Location"] == "/accounts/"


def test_wrong_method(client: Client, house: House) -> None:
    assert client.put(URL).status_code == 405
    assert client.get("/accounts/logout/").status_code == 405


def test_nothing_typed(client: Client, house: House) -> None:
    assert client.post(URL, {}).status_code == 200
    assert not Entry.objects.exists()


def test_unknown_wrong_and_switched_off_read_the_same(client: Client, house: House) -> None:
    User.objects.filter(pk=house.operator.pk).update(is_active=False)
    assert _try(client, "nobody", PASSWORD) == "wrong"
    assert _try(client, "guan") == "wrong"
    assert _try(client, "wang", PASSWORD) == "wrong"


def test_five_failures_lock_this_pair_and_no_other(client: Client, house: House) -> None:
    assert [_try(client) for _n in range(7)] == ["wrong"] * 5 + ["locked"] * 2
    assert _try(client, password=PASSWORD) == "locked"
    assert _try(client, "guan", PASSWORD) == "in"
    assert _try(Client(), password=PASSWORD, address="203.0.113.10") == "in"


def test_unknown_names_are_locked_the_same_way(client: Client, house: House) -> None:
    assert [_try(client, "nobody") for _n in range(7)] == ["wrong"] * 5 + ["locked"] * 2


def test_a_lock_is_written_down_once(client: Client, house: House) -> None:
    for _n in range(9):
        _try(client)
    for _n in range(9):
        _try(client, "secret-typed-here")
    first, second = Entry.objects.filter(kind="accounts.locked").order_by("id")
    assert (first.subject_id, first.community_id, first.data) == (
        house.operator.pk,
        house.community.pk,
        {"network": "203.0.113.0/24"},
    )
    assert (second.subject_id, second.personal) == (0, None)


def test_half_an_hour_later(client: Client, house: House) -> None:
    with clock.frozen(NOON) as standing:
        assert [_try(client) for _n in range(6)][-1] == "locked"
        standing.move(timedelta(minutes=30))
        assert _try(client, password=PASSWORD) == "in"


def test_success_clears_the_pair(client: Client, house: House) -> None:
    with clock.frozen(NOON):
        for _n in range(4):
            _try(client)
        assert _try(client, password=PASSWORD) == "in"
        assert [_try(Client()) for _n in range(6)] == ["wrong"] * 5 + ["locked"]


def test_an_address_may_fail_a_hundred_times(house: House) -> None:
    with clock.frozen(NOON):
        tries = [_try(Client(), f"u{n // 4}") for n in range(101)]
        assert tries == ["wrong"] * 100 + ["locked"]
        assert _try(Client(), password=PASSWORD) == "locked"
        assert _try(Client(), password=PASSWORD, address="198.51.100.1") == "in"


def test_good_logins_use_up_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "ADDRESS_LIMIT", 3)
    monkeypatch.setattr(sessions, "NAME_LIMIT", 3)
    with clock.frozen(NOON):
        assert [_try(Client(), password=PASSWORD) for _n in range(8)] == ["in"] * 8


def test_a_known_browser_is_never_locked_out_by_others(client: Client, house: House) -> None:
    with clock.frozen(NOON):
        assert _try(client, password=PASSWORD) == "in"
        client.post("/accounts/logout/")
        tries = [_try(Client(), address=f"198.51.100.{n}") for n in range(51)]
        assert tries == ["wrong"] * 50 + ["locked"]
        assert [_try(Client()) for _n in range(5)] == ["locked"] * 5
        assert _try(Client(), password=PASSWORD, address="192.0.2.1") == "locked"
        assert _try(client, password=PASSWORD) == "in"


def test_a_known_browser_has_its_own_five(client: Client, house: House) -> None:
    with clock.frozen(NOON):
        assert _try(client, password=PASSWORD) == "in"
        client.post("/accounts/logout/")
        assert [_try(client) for _n in range(6)] == ["wrong"] * 5 + ["locked"]
        assert _try(Client(), password=PASSWORD) == "in"


def test_a_known_browser_is_known_for_its_users_only(client: Client, house: House) -> None:
    with clock.frozen(NOON):
        assert _try(client, password=PASSWORD) == "in"
        client.post("/accounts/logout/")
        assert [_try(client, "guan") for _n in range(6)] == ["wrong"] * 5 + ["locked"]
        assert _try(Client(), "guan", PASSWORD) == "locked"


def test_a_made_up_device_cookie_is_worth_nothing(client: Client, house: House) -> None:
    client.cookies[devices.COOKIE] = f"token:{house.operator.pk}:forged"
    assert [_try(client) for _n in range(6)][-1] == "locked"
    assert _try(Client(), password=PASSWORD) == "locked"


def test_logout(client: Client, house: House) -> None:
    _try(client, password=PASSWORD)
    answer = client.post("/accounts/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/logout/").status_code == 302
    assert Entry.objects.filter(kind="accounts.logout").count() == 1

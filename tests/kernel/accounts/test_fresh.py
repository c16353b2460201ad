"""请确认是您本人: asked before dangerous acts, not within a quarter of an hour, and never in a loop."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.test import Client

from huijia.kernel.accounts.models import User
from huijia.lib import clock
from tests.kernel.accounts.conftest import PASSWORD, House

NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
ADD, CONFIRM = "/accounts/users/add/", "/accounts/confirm/"
Enter = Callable[[User], Client]


def test_a_full_sign_in_is_enough_for_a_quarter_of_an_hour(house: House, enter: Enter) -> None:
    with clock.frozen(NOON) as standing:
        client = enter(house.admin)
        standing.move(timedelta(minutes=15))
        assert client.get(ADD).status_code == 200
        standing.move(timedelta(seconds=1))
        assert client.get(ADD).headers["Location"] == f"{CONFIRM}?next=%2Faccounts%2Fusers%2Fadd%2F"
        assert client.post(CONFIRM, {"code": "wrong", "next": ADD}).status_code == 200
        assert client.post(CONFIRM, {"code": PASSWORD, "next": ADD}).headers["Location"] == ADD
        assert client.get(ADD).status_code == 200


def test_a_form_that_came_too_late_leads_back_to_its_page(house: House, enter: Enter) -> None:
    page = f"/accounts/users/{house.operator.pk}/"
    with clock.frozen(NOON) as standing:
        client = enter(house.admin)
        standing.move(timedelta(minutes=16))
        headers = {"Referer": f"http://testserver{page}"}
        sent = client.post(f"{page}reset/", headers=headers).headers["Location"]
        assert sent == f"{CONFIRM}?next=%2Faccounts%2Fusers%2F{house.operator.pk}%2F"
        assert client.post(f"{page}reset/", headers={"Referer": "https://elsewhere.example/"}).headers[
            "Location"
        ] == CONFIRM
        text = client.get(page).content.decode()
        assert ("确认是我本人" in text, "再给一个角色" in text) == (True, False)


def test_the_role_is_missing_first(house: House, enter: Enter) -> None:
    client = enter(house.operator)
    assert client.get(ADD).status_code == 403


def test_ten_tries(house: House, enter: Enter) -> None:
    with clock.frozen(NOON):
        client = enter(house.admin)
        for _n in range(10):
            client.post(CONFIRM, {"code": "wrong"})
        assert "尝试次数过多" in client.post(CONFIRM, {"code": PASSWORD}).content.decode()


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get(CONFIRM).headers["Location"].startswith("/accounts/login/")

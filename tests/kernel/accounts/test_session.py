"""The staff session: idle time, the first password, htmx, and no cost for residents."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts.middleware import StaffSession
from huijia.kernel.accounts.models import User
from huijia.lib import clock
from tests.kernel.accounts.conftest import PASSWORD, House

NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
ROLES = "/accounts/roles/"
Enter = Callable[[User], Client]


def test_a_page_without_login_leads_there_and_back(client: Client, db: None) -> None:
    answer = client.get("/accounts/users/?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=%2Faccounts%2Fusers%2F%3Fpage%3D2",
    )
    assert client.post("/accounts/users/add/").headers["Location"] == "/accounts/login/"


def test_htmx_is_sent_as_a_whole_page(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?lamp=red"}
    answer = client.get(ROLES, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Flamp%3Dred"


def test_a_resident_costs_nothing() -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> None:
            raise AssertionError("the session was touched")

        __contains__ = __getitem__ = __getattr__

    request = RequestFactory().get("/")
    request.session = Untouchable()
    answer = StaffSession(lambda request: HttpResponse("ok"))(request)
    assert (answer.content, request.access) == (b"ok", None)


def test_a_resident_makes_no_query_in_the_middleware(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as made:
        client.get("/accounts/login/")
    assert [query["sql"] for query in made if "session" in query["sql"]] == []


def test_idle_for_half_an_hour(house: House, enter: Enter) -> None:
    with clock.frozen(NOON) as standing:
        client = enter(house.admin)
        standing.move(timedelta(minutes=29))
        assert client.get(ROLES).status_code == 200
        standing.move(timedelta(minutes=29))
        assert client.get(ROLES).status_code == 200
        standing.move(timedelta(minutes=30, seconds=1))
        answer = client.get(ROLES)
        assert answer.headers["Location"] == "/accounts/login/?next=%2Faccounts%2Froles%2F&idle=1"
        assert "30 分钟没有操作" in client.get(answer.headers["Location"]).content.decode()
        assert client.get(ROLES).status_code == 302


def test_a_session_without_a_mark_gets_one(house: House, client: Client) -> None:
    client.force_login(house.operator)
    with clock.frozen(NOON):
        assert client.get(ROLES).status_code == 200
    assert client.session["seen"] == int(NOON.timestamp())


def test_the_session_is_written_once_a_minute(house: House, enter: Enter) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(ROLES).status_code == 200
        return sum(not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE")) for query in made)

    with clock.frozen(NOON) as standing:
        client = enter(house.admin)
        assert writes() == 0
        standing.move(timedelta(seconds=59))
        assert writes() == 0
        standing.move(timedelta(seconds=1))
        assert writes() == 1
        assert writes() == 0


def test_the_first_password_comes_before_all_else(house: House, enter: Enter) -> None:
    User.objects.filter(pk=house.operator.pk).update(must_change_password=True)
    client = enter(house.operator)
    answer = client.get(ROLES)
    assert answer.headers["Location"] == "/accounts/password/?next=%2Faccounts%2Froles%2F"
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/accounts/password/"
    page = client.get("/accounts/password/").content.decode()
    assert "请先设一个自己的密码" in page
    form = {"old": PASSWORD, "new": "Herbst-2026", "again": "Herbst-2026", "next": ROLES}
    assert client.post("/accounts/password/", form).headers["Location"] == ROLES
    assert client.get(ROLES).status_code == 200


def test_the_mark_holds_without_the_session_too(house: House, enter: Enter) -> None:
    client = enter(house.operator)
    User.objects.filter(pk=house.operator.pk).update(must_change_password=True)
    assert client.get(ROLES).headers["Location"].startswith("/accounts/password/")


def test_logout_is_open_before_the_first_change(house: House, enter: Enter) -> None:
    User.objects.filter(pk=house.operator.pk).update(must_change_password=True)
    assert enter(house.operator).post("/accounts/logout/").headers["Location"] == "/accounts/login/"


def test_a_switched_off_account_is_out_at_once(house: House, enter: Enter) -> None:
    client = enter(house.operator)
    User.objects.filter(pk=house.operator.pk).update(is_active=False)
    assert client.get(ROLES).headers["Location"].startswith("/accounts/login/")


def test_staff_pages_are_private(house: House, enter: Enter) -> None:
    assert enter(house.operator).get(ROLES).headers["Cache-Control"] == "private, no-cache"


def test_other_faults_are_left_alone() -> None:
    def fails(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    middleware = StaffSession(fails)
    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None
    with pytest.raises(ZeroDivisionError):
        middleware(RequestFactory().get("/"))

"""An hour at the counter from a resident's phone to the number on the wall; a reading at the health corner."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from huijia.kernel.accounts.models import Membership, User
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.enums import Kind, TurnState
from huijia.serve.counter.models import Turn
from tests.cast import SINCE, Cast, cast
from tests.e2e.conftest import PHONE
from tests.e2e.test_every_page import AXE, RULES, RUN

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def _open_today(home: Cast) -> None:
    """One service, one counter, hours around now."""
    by = home.access("secretary")
    actions.save_service(None, actions.Card("居住证明", "身份证原件\n租房合同"), by=by)
    counter = actions.save_counter(None, name="便民窗口", place_name="党群服务中心", letter="A", by=by)
    now = clock.now()
    day = clock.local(now).date()
    last = datetime.combine(day, time(23, 59), clock.ZONE)
    starts = min(now + timedelta(minutes=2), last - timedelta(minutes=21))
    draft = actions.ExtraDraft(counter, Kind.WEEKEND, starts, starts + timedelta(minutes=20), 20, 0, 1)
    actions.open_extra(draft, by=by, at=starts - timedelta(days=1))


def _signed_in(visit: Callable[..., BrowserContext], user: User, url: str) -> Page:
    client = Client()
    client.force_login(user)
    context = visit(PHONE, bypass_csp=True)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return context.new_page()


def _fits(page: Page) -> None:
    """Nothing sticks out beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_booked_on_a_phone_called_on_the_wall(visit: Callable[..., BrowserContext], live_server: Any) -> None:
    home = cast()
    _open_today(home)
    page = visit(PHONE).new_page()
    page.goto("/")
    page.get_by_role("link", name=re.compile("窗口办事")).click()
    page.get_by_role("link", name=re.compile("居住证明")).click()
    expect(page.get_by_text("租房合同")).to_be_visible()
    _fits(page)
    # Residents are too late for an hour that begins in two minutes; the office is not.
    expect(page.get_by_text("接下来没有能约的时间；办公时间来，现场取号。")).to_be_visible()
    desk = _signed_in(visit, home.users["operator"], live_server.url)
    desk.goto("/desk/counter/book/")
    desk.get_by_label("办什么").select_option(label="居住证明")
    desk.locator("input[name=slot]").first.check()
    desk.get_by_label("谁来办").fill("赵明明")
    desk.get_by_role("button", name="约好").click()
    expect(desk.get_by_role("heading", name="约好了")).to_be_visible()
    _fits(desk)
    desk.goto("/desk/counter/")
    desk.get_by_role("button", name="到了").click()
    expect(desk.get_by_text("A001 号，请在旁边等叫号。")).to_be_visible()
    board = visit(PHONE).new_page()
    board.goto("/counter/board/")
    expect(board.get_by_text("接下来")).to_be_visible()
    desk.get_by_role("button", name="叫下一位").click()
    # The board renews itself.
    expect(board.locator(".board-now")).to_have_text("A001", timeout=15_000)
    desk.get_by_label("材料不齐，已一次性告知").check()
    desk.get_by_label("租房合同").check()
    _fits(desk)
    desk.get_by_role("button", name="办完了").click()
    expect(desk.get_by_role("heading", name="一次性告知单")).to_be_visible()
    turn = Turn.objects.of(home.community).get()
    assert (turn.state, turn.missing) == (TurnState.SERVED, ["租房合同"])


def test_a_reading_with_consent_on_a_phone(visit: Callable[..., BrowserContext], live_server: Any) -> None:
    home = cast()
    nurse = User.objects.create(username="nurse", name="量一量")
    Membership.objects.create(user=nurse, role="health", community=home.community, starts_on=SINCE)
    page = _signed_in(visit, nurse, live_server.url)
    page.goto(reverse("accounts:home"))
    page.get_by_label("手机号或者姓名").fill("13800001234")
    page.get_by_role("button", name="找到他").click()
    page.get_by_role("button", name="本人已同意").click()
    page.get_by_label("高压(收缩压)").fill("150")
    page.get_by_label("低压(舒张压)").fill("95")
    expect(page.get_by_label("血糖值")).to_be_hidden()
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("150/95 mmHg").first).to_be_visible()
    expect(page.get_by_text("安静坐 5 分钟以上再测一次").first).to_be_visible()
    for path in (page.url, "/desk/health/", "/desk/health/nameless/", "/desk/health/follow-ups/"):
        page.goto(path)
        _fits(page)
        page.evaluate(AXE.read_text())
        assert page.evaluate(RUN, RULES) == []

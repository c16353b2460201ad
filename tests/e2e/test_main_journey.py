"""The main job in the browser, each role on its own device: a concern from the door to its grade, and open again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.e2e.conftest import DESK, PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., BrowserContext]


class Office:
    """Signed-in browsers: the desk has a wide one, people on foot a phone."""

    def __init__(self, home: Cast, visit: Visit, url: str) -> None:
        self.home, self.visit, self.url = home, visit, url

    def page(self, who: str, device: dict[str, object]) -> Page:
        client = Client()
        client.force_login(self.home.users[who])
        context = self.visit(device)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}])
        return context.new_page()


def act(page: Page, name: str) -> None:
    """Presses a move on the matter page and, where it asks something, the button of its sheet."""
    page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).first.click()


def send(page: Page) -> None:
    page.locator("#move-sheet form button[type=submit]").click()


def test_from_the_door_to_the_grade_and_open_again(visit: Visit, live_server) -> None:
    home = cast()
    office = Office(home, visit, live_server.url)
    with clock.frozen(MONDAY) as time:
        resident = visit(PHONE).new_page()
        ticket = _report(resident, home)
        time.move(timedelta(minutes=10))

        operator = office.page("operator", DESK)
        operator.goto("/desk/")
        operator.get_by_role("link", name="村口路灯三天不亮了").first.click()
        act(operator, "受理")
        operator.locator("#move-sheet select[name=category]").select_option(label="路灯")
        send(operator)
        expect(operator.get_by_text("待派单").first).to_be_visible()

        secretary = office.page("secretary", DESK)
        secretary.goto("/desk/meeting/")
        row = secretary.locator("tr", has_text="村口路灯三天不亮了")
        row.locator("select").select_option(str(home.posts["committee"].pk))
        row.get_by_role("button", name="派单").click()
        expect(secretary.get_by_text("已派给 吴卫民(两委成员)")).to_be_visible()

        committee = office.page("committee", PHONE)
        committee.goto("/desk/")
        committee.get_by_role("link", name="村口路灯三天不亮了").first.click()
        act(committee, "接单")
        expect(committee.get_by_text("处置中").first).to_be_visible()

        time.move(timedelta(days=8))  # who was idle for so long has to sign in again
        secretary, committee, operator = (
            office.page(*row) for row in (("secretary", DESK), ("committee", PHONE), ("operator", DESK))
        )
        secretary.goto(f"/desk/matter/{ticket}/")
        expect(secretary.locator(".matter-state .lamp")).to_contain_text("超期")
        expect(secretary.locator(".matter-state .lamp")).to_have_class(re.compile("red"))

        committee.goto(f"/desk/matter/{ticket}/")
        act(committee, "办理结果")
        committee.locator("#move-sheet textarea[name=result]").fill("换了灯泡，线路正常")
        send(committee)
        expect(committee.get_by_text("待核查").first).to_be_visible()

        secretary.reload()
        act(secretary, "核查通过")
        send(secretary)
        expect(secretary.get_by_text("待答复").first).to_be_visible()

        operator.goto("/desk/callbacks/")
        expect(operator.get_by_text("村口路灯三天不亮了").first).to_be_visible()
        operator.goto(f"/desk/matter/{ticket}/")
        act(operator, "答复居民")
        operator.locator("#move-sheet textarea[name=answer]").fill("路灯已修好")
        send(operator)
        expect(operator.get_by_text("办结").first).to_be_visible()

        resident.goto(f"/progress/{ticket}/")
        expect(resident.get_by_text("路灯已修好")).to_be_visible()
        _grade_and_reopen(resident)

    matter = Matter.objects.of(home.community).get()
    assert matter.state == State.ACCEPTED
    entries = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).order_by("id")
    assert [kind.removeprefix("matters.") for kind in entries.values_list("kind", flat=True)] == [
        "registered", "accept", "assign", "take", "report_result", "check_pass", "answer", "grade", "reopen",
    ]


def _report(page: Page, home: Cast) -> str:
    page.goto(f"/d/{home.plate.token}/")
    page.get_by_role("link", name="我要反映").click()
    page.get_by_label("说说是什么事").fill("村口路灯三天不亮了")
    page.get_by_label("您的电话").fill("13800001234")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    ticket, code = page.locator("#ticket").inner_text(), page.locator("#code").inner_text()
    page.goto("/progress/")
    page.get_by_label("编号", exact=True).fill(ticket)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_text("社区已经收到，正在看。")).to_be_visible()
    return ticket


def _grade_and_reopen(page: Page) -> None:
    page.get_by_label("没有解决").check()
    page.get_by_label("不满意").check()
    page.get_by_role("button", name="送出评价").click()
    page.get_by_label("哪里没办好").fill("昨晚又灭了")
    page.get_by_role("button", name="要求重办").click()
    expect(page.get_by_text("已经重新打开")).to_be_visible()

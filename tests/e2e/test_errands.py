"""An errand on the agent's phone: papers signed for on the screen, handed in, fetched, given back with a signature."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from huijia.core.matters.enums import Source
from huijia.kernel.files.models import Attachment
from huijia.lib import clock
from huijia.serve.errands import actions
from huijia.serve.errands.enums import Mandated, State
from huijia.serve.errands.models import Errand
from tests.cast import Cast, cast
from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def entrusted(home: Cast) -> Errand:
    by = home.access("secretary")
    card = actions.save_service(None, actions.Offer("老年优待证", "街道便民服务中心", "身份证 原件"), by=by)
    errand = actions.request(actions.Draft(
        service=card, name="赵明明", phone="13800001234", source=Source.HOTLINE, dwelling=home.dwelling,
    ), by=by).errand
    mandate = actions.Mandate(Mandated.PHONE, "赵明明")
    actions.entrust(errand, to=home.posts["worker"], mandate=mandate, due_on=clock.today(), by=by)
    return errand


def sign(page: Page, move: str) -> None:
    """A stroke across the box of this move's form."""
    pad = page.locator(f"form[action$='/{move}/'] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
    page.mouse.up()


def opened(page: Page, label: str) -> None:
    page.locator("summary", has_text=label).click()


def test_from_hand_to_hand(
    visit: Callable[..., BrowserContext], live_server: Any, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    home = cast()
    errand = entrusted(home)
    client = Client()
    client.force_login(home.users["worker"])
    context = visit(PHONE)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/desk/errands/{errand.ticket}/")
    # Nothing is signed yet: it is said, and what was typed stays.
    receive = page.locator("form[action$='/receive/']")
    receive.get_by_role("button", name="收材料").click()
    expect(page.get_by_text("请对方在屏幕上签字，或者改选在纸上签").first).to_be_visible()
    sign(page, "receive")
    receive.get_by_role("button", name="收材料").click()
    expect(page.get_by_text("收下了，请打印或出示回执。")).to_be_visible()
    opened(page, "交给办事单位")
    page.locator("form[action$='/hand_in/']").get_by_role("button", name="交给办事单位").click()
    opened(page, "从办事单位取回")
    page.locator("form[action$='/take_out/'] textarea").fill("老年优待证")
    page.locator("form[action$='/take_out/']").get_by_role("button", name="从办事单位取回").click()
    opened(page, "报结果")
    page.locator("form[action$='/report/'] textarea").fill("证办好了")
    page.locator("form[action$='/report/']").get_by_role("button", name="报结果").click()
    if page.locator("form[action$='/hand_back/'] canvas").is_hidden():
        opened(page, "交回居民")
    sign(page, "hand_back")
    page.locator("form[action$='/hand_back/']").get_by_role("button", name="交回居民").click()
    expect(page.get_by_text("交回了，请打印或出示回执。")).to_be_visible()
    errand.refresh_from_db()
    assert errand.state == State.CLOSED
    assert Attachment.objects.of(home.community).filter(subject_type="errand_handing").count() == 2
    page.get_by_role("link", name="交回居民").click()
    expect(page.get_by_alt_text("对方签字")).to_be_visible()

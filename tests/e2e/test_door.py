"""A resident on a phone: from the plate at the door to the grade, first with JavaScript off."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from huijia.core.matters import actions
from huijia.core.matters.enums import Satisfaction, State
from huijia.core.matters.models import Grade, Matter
from huijia.kernel.files.models import Attachment
from huijia.lib import clock
from tests.cast import Cast, cast

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., BrowserContext]


@pytest.fixture
def home() -> Cast:
    return cast()


def picture(name: str = "灯.jpg", size: tuple[int, int] = (2400, 1800)) -> dict[str, object]:
    stream = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(stream, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def handle(home: Cast, matter: Matter) -> None:
    now = clock.now()
    actions.accept(matter, category=home.lamps, by=home.access("operator", now))
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary", now))
    actions.take(matter, by=home.access("committee", now))
    actions.report_result(matter, result="换了灯泡", by=home.access("committee", now))
    actions.check_pass(matter, by=home.access("secretary", now))
    actions.answer(matter, text="路灯已修好", by=home.access("operator", now))


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_report_look_up_grade_and_reopen_without_javascript(visit: Visit, home: Cast, large: bool):
    phone = visit(java_script_enabled=False)
    page = phone.new_page()
    page.goto(f"/d/{home.plate.token}/")
    if large:
        page.get_by_role("button", name="长辈版").click()
        expect(page.get_by_role("button", name="标准版")).to_be_visible()
    expect(page.get_by_role("heading", name="傅家组12号")).to_be_visible()
    page.get_by_role("link", name="我要反映").click()
    page.get_by_label("投诉").check()
    page.get_by_label("说说是什么事").fill("村口路灯三天不亮了")
    page.locator("#photos").set_input_files([picture()])
    page.get_by_label("您的电话").fill("138 0000 1234")
    page.get_by_role("button", name="送出").click()

    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    ticket, code = page.locator("#ticket").inner_text(), page.locator("#code").inner_text()
    assert re.fullmatch(r"\d{6}-\d{3,}", ticket) and len(code.replace(" ", "")) == 8
    matter = Matter.objects.of(home.community).get()
    assert matter.ticket == ticket and matter.nature == "complaint"
    assert Attachment.objects.of(home.community).get().file.width == 1600

    page.goto("/progress/")
    page.get_by_label("编号", exact=True).fill(ticket)
    page.get_by_label("查询码", exact=True).fill(code.lower())
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_text("社区已经收到，正在看。")).to_be_visible()
    assert code not in page.url

    handle(home, matter)
    page.reload()
    expect(page.get_by_text("路灯已修好")).to_be_visible()
    page.get_by_label("没有解决").check()
    page.get_by_label("不满意").check()
    page.get_by_role("button", name="送出评价").click()
    expect(page.get_by_text("您的评价收到了")).to_be_visible()
    assert Grade.objects.of(home.community).get().satisfaction == Satisfaction.UNSATISFIED

    page.get_by_label("哪里没办好").fill("第二天又不亮了")
    page.get_by_role("button", name="要求重办").click()
    expect(page.get_by_text("已经重新打开")).to_be_visible()
    assert Matter.objects.of(home.community).get().state == State.ACCEPTED
    if large:
        page.get_by_role("button", name="标准版").click()


def test_pages_fit_a_phone_and_a_desk_in_both_letter_sizes(visit: Visit, home: Cast):
    matter = home.closed_matter(at=clock.now())
    paths = ["/", f"/d/{home.plate.token}/", f"/d/{home.plate.token}/report/", "/report/", "/progress/", "/done/",
             "/d/nothing/", "/receipt/"]
    for width, large in ((320, "0"), (390, "0"), (390, "1"), (1440, "0")):
        context = visit({"viewport": {"width": width, "height": 844}})
        page = context.new_page()
        page.goto("/progress/")
        context.add_cookies([{"name": "large", "value": large, "url": page.url}])
        for path in paths:
            page.goto(path)
            fits(page)
        page.goto("/progress/")
        page.get_by_label("编号", exact=True).fill(matter.ticket)
        page.get_by_label("查询码", exact=True).fill(actions.secret_code(matter.uuid))
        page.get_by_role("button", name="查一查").click()
        expect(page.get_by_text("路灯已修好")).to_be_visible()
        fits(page)


def test_photo_preview_and_draft_with_javascript(visit: Visit, home: Cast):
    page = visit().new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    path = f"/d/{home.plate.token}/report/"
    page.goto(path)
    page.get_by_label("说说是什么事").fill("写到一半的话")
    page.goto("/")
    page.goto(path)
    expect(page.get_by_label("说说是什么事")).to_have_value("写到一半的话")

    page.locator("#photos").set_input_files([picture(), picture("二.jpg", (800, 600))])
    expect(page.locator(".photo-previews img")).to_have_count(2)
    sizes = page.evaluate("[...document.getElementById('photos').files].map(file => file.size)")
    assert max(sizes) < 2_000_000
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Attachment.objects.of(home.community).count() == 2

    page.goto(path)
    expect(page.get_by_label("说说是什么事")).to_have_value("")
    assert said == []


def test_what_is_no_photo_is_refused_when_picked(visit: Visit, home: Cast):
    page = visit().new_page()
    page.goto(f"/d/{home.plate.token}/report/")
    note = {"name": "说明.txt", "mimeType": "text/plain", "buffer": b"not a photo"}
    dressed = {"name": "假的.jpg", "mimeType": "image/jpeg", "buffer": b"not a photo either"}
    new = {"name": "新.heic", "mimeType": "image/heic", "buffer": b"----ftypheic"}
    page.locator("#photos").set_input_files([note, picture(), dressed, new])
    expect(page.locator(".photo-previews img")).to_have_count(1)
    expect(page.get_by_text("“说明.txt”不是照片")).to_be_visible()
    expect(page.get_by_text("“假的.jpg”不是照片")).to_be_visible()
    expect(page.get_by_text("暂不支持 HEIC/AVIF")).to_be_visible()
    assert page.evaluate("document.getElementById('photos').files.length") == 1


def test_numbers_to_call_appear_while_somebody_types_of_danger(visit: Visit, home: Cast):
    page = visit().new_page()
    page.goto(f"/d/{home.plate.token}/report/")
    warning = page.get_by_text("听起来有危险")
    expect(warning).to_be_hidden()
    page.get_by_label("说说是什么事").fill("三楼着火了")
    expect(warning).to_be_visible()
    fits(page)
    page.get_by_label("说说是什么事").fill("三楼的灯坏了")
    expect(warning).to_be_hidden()


def test_hold_to_speak(visit: Visit, home: Cast):
    page = visit(permissions=["microphone"]).new_page()
    page.goto(f"/d/{home.plate.token}/report/")
    hold = page.get_by_role("button", name="按住说话")
    hold.scroll_into_view_if_needed()
    hold.dispatch_event("pointerdown", {"button": 0, "pointerId": 1})
    page.wait_for_timeout(2500)
    page.locator(".speak-hold").dispatch_event("pointerup", {"button": 0, "pointerId": 1})
    expect(page.locator("#audio audio")).to_be_visible()
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    matter = Matter.objects.of(home.community).get()
    assert matter.text == "(语音)"
    assert Attachment.objects.of(home.community).get().file.kind == "audio"


def test_double_click_sends_once(visit: Visit, home: Cast):
    page = visit().new_page()
    page.goto(f"/d/{home.plate.token}/report/")
    page.get_by_label("说说是什么事").fill("村口路灯三天不亮了")
    page.get_by_role("button", name="送出").dblclick()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Matter.objects.of(home.community).count() == 1

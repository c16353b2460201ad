"""What a step decides upon stands above its form, in the dialog and on the page."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huijia.core.matters import actions
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter
from huijia.kernel.files import actions as files
from tests.cast import MONDAY, Cast
from tests.doors.desk.conftest import NOW, SignIn

HX = {"HX-Request": "true"}


def photo(color: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(made, "JPEG")
    return made.getvalue()


def opened(client: Client, matter: Matter, move: str, headers: dict[str, str] | None = None) -> str:
    answer = client.get(f"/desk/matter/{matter.ticket}/{move}/", headers=headers or {})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
def test_an_extension_says_who_asks_for_what_and_why(home: Cast, as_: SignIn, headers: dict[str, str]) -> None:
    matter = home.handled_matter()
    due = NOW + timedelta(days=20)
    actions.ask_extension(matter, new_due=due, reason="灯杆要等厂家发货", by=home.access("committee"), at=NOW)
    page = opened(as_("secretary"), matter, "decide_extension", headers=headers)
    above = page[page.index("deciding"):page.index("move-form")]
    assert "灯杆要等厂家发货" in above
    assert "吴卫民" in above
    asked = matter.extension_requests.get()
    assert f"{asked.new_due.astimezone(NOW.tzinfo):%-d}日" in above


@pytest.mark.parametrize("move", ["check_pass", "check_fail"])
@pytest.mark.parametrize("headers", [{}, HX])
def test_a_check_shows_the_result(home: Cast, as_: SignIn, move: str, headers: dict[str, str]) -> None:
    matter = home.handled_matter()
    actions.report_result(matter, result="换了灯泡\n也查了线路", by=home.access("committee"), at=NOW)
    page = opened(as_("secretary"), matter, move, headers=headers)
    above = page[page.index("deciding"):page.index("move-form")]
    assert "换了灯泡<br>也查了线路" in above


def test_a_check_shows_the_photos_of_the_last_result_only(home: Cast, as_: SignIn) -> None:
    matter = home.handled_matter()
    kept = []
    for color in ("red", "blue"):
        upload = SimpleUploadedFile("a.jpg", photo(color), "image/jpeg")
        kept.append(files.keep_photo(upload, community=home.community, by=home.access("committee")))
    actions.report_result(matter, result="第一次", files=kept[:1], by=home.access("committee"), at=NOW)
    actions.check_fail(matter, reason="还是不亮", by=home.access("secretary"), at=NOW + timedelta(minutes=1))
    actions.report_result(
        matter, result="第二次", files=kept[1:], by=home.access("committee"), at=NOW + timedelta(minutes=2)
    )
    page = opened(as_("secretary"), matter, "check_pass", headers=HX)
    assert kept[1].url in page
    assert kept[0].url not in page


def test_answering_shows_the_result(home: Cast, as_: SignIn) -> None:
    matter = home.handled_matter()
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=NOW)
    actions.check_pass(matter, by=home.access("secretary"), at=NOW)
    page = opened(as_("operator"), matter, "answer")
    assert "换了灯泡" in page[page.index("deciding"):page.index("move-form")]


def test_other_steps_say_nothing_more(home: Cast, as_: SignIn) -> None:
    assert "deciding" not in opened(as_("committee"), home.handled_matter(), "note")


def test_the_lamp_says_that_the_first_contact_is_late(home: Cast, as_: SignIn) -> None:
    home.raise_matter("没人联系", phone="13800001234", source=Source.ONLINE, at=MONDAY - timedelta(days=4))
    home.raise_matter("没留电话", at=MONDAY - timedelta(hours=1))
    page = as_("secretary").get("/desk/matters/").content.decode()
    assert page.count("首次联系超期 3 天") == 1
    assert page.count("首次联系") == 1


def test_the_lamp_says_until_when_the_first_contact_is_due(home: Cast, as_: SignIn) -> None:
    home.raise_matter("刚打来", phone="13800001234", source=Source.ONLINE, at=MONDAY)
    page = as_("secretary").get("/desk/matters/").content.decode()
    assert "首次联系 明天 09:00 前" in page

"""The operator's desk and the form on foot."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huijia.core.matters import actions
from huijia.core.matters.models import Category, Matter
from huijia.kernel.files.queries import attachments
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, signed_in

URL = "/desk/intake/"


def form(**more: str) -> dict[str, str]:
    return {"uuid": str(uuid.uuid4()), "source": "hotline", "nature": "help", "text": "村口路灯三天不亮了", **more}


def only(home: Cast) -> Matter:
    return Matter.objects.of(home.community).get()


def test_register_and_accept_in_one_press(home: Cast, as_: SignIn) -> None:
    client = as_("operator")
    sent = form(
        do="accept", phone="138 0000 1234", reporter_name="赵女士", place_name="傅家组12号", category=str(home.lamps.pk)
    )
    answer = client.post(URL, sent)
    assert (answer.status_code, answer["Location"]) == (302, URL)
    matter = only(home)
    assert (matter.state, matter.source, matter.title) == ("accepted", "hotline", "村口路灯三天不亮了")
    assert (matter.dwelling, matter.grid, matter.group) == (home.dwelling, home.grid, home.group)
    assert (matter.phone_tail, matter.reporter_name, matter.category) == ("1234", "赵女士", home.lamps)
    page = client.get(URL).content.decode()
    assert matter.ticket in page
    assert actions.secret_code(matter.uuid) in page
    assert actions.secret_code(matter.uuid) not in client.get(URL).content.decode()


def test_only_register(home: Cast, as_: SignIn) -> None:
    as_("operator").post(URL, form(do="register", place_name="村口大樟树下"))
    matter = only(home)
    assert (matter.state, matter.place_name, matter.dwelling) == ("collected", "村口大樟树下", None)


def test_answered_at_once(home: Cast, as_: SignIn) -> None:
    as_("operator").post(URL, form(do="at_once", nature="consult", result="带身份证到一楼2号窗口"))
    matter = only(home)
    assert (matter.state, matter.at_once, matter.answer) == ("closed", True, "带身份证到一楼2号窗口")


def test_thanks_take_the_short_path(home: Cast, as_: SignIn) -> None:
    as_("operator").post(URL, form(do="at_once", nature="thanks", text="感谢小冯帮忙", result="谢谢您，我们转告小冯"))
    matter = only(home)
    assert (matter.state, matter.at_once, matter.result, matter.answer) == ("closed", False, "", "谢谢您，我们转告小冯")


def test_at_once_without_an_answer_registers_nothing(home: Cast, as_: SignIn) -> None:
    answer = as_("operator").post(URL, form(do="at_once"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"result": ["请填写内容"]}
    assert Matter.objects.of(home.community).count() == 0


def test_a_wrong_number_keeps_everything_typed(home: Cast, as_: SignIn) -> None:
    answer = as_("operator").post(URL, form(do="accept", phone="12", place_name="村口"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "电话号码不对，请检查；也可以不填" in page
    assert "村口路灯三天不亮了" in page
    assert 'value="村口"' in page
    assert Matter.objects.of(home.community).count() == 0


@pytest.mark.parametrize(
    ("text", "status", "count"), [("", 422, 0), ("长" * 10_001, 422, 0), ("长" * 10_000, 302, 1), ("灯😀坏了", 302, 1)]
)
def test_texts(home: Cast, as_: SignIn, text: str, status: int, count: int) -> None:
    assert as_("operator").post(URL, form(do="register", text=text)).status_code == status
    assert Matter.objects.of(home.community).count() == count


def test_sent_twice_is_one_matter(home: Cast, as_: SignIn) -> None:
    client, sent = as_("operator"), form(do="accept")
    assert client.post(URL, sent).status_code == 302
    assert client.post(URL, sent).status_code == 302
    assert only(home).state == "accepted"
    assert Entry.objects.filter(kind="matters.accept").count() == 1


def test_the_same_page_with_another_text_is_a_conflict(home: Cast, as_: SignIn) -> None:
    client, sent = as_("operator"), form(do="register")
    client.post(URL, sent)
    answer = client.post(URL, {**sent, "text": "完全另一件事"})
    assert answer.status_code == 409
    assert only(home).text == "村口路灯三天不亮了"


def test_follow_merges_into_the_twin(home: Cast, as_: SignIn) -> None:
    first = home.raise_matter(at=NOW - timedelta(hours=1))
    as_("operator").post(URL, form(follow=first.ticket))
    second = Matter.objects.of(home.community).exclude(pk=first.pk).get()
    assert (second.state, second.merged_into) == ("merged", first)


def test_follow_what_is_not_there_registers_nothing(home: Cast, as_: SignIn) -> None:
    assert as_("operator").post(URL, form(follow="260101-999")).status_code == 422
    assert Matter.objects.of(home.community).count() == 0


def test_flags_external_number_and_whom_it_is_about(home: Cast, as_: SignIn) -> None:
    sent = form(
        do="register", source="12345", nature="complaint", external_number="GD-77", external_due="2026-04-15T12:00",
        is_urgent="on", is_petition="on", about=str(home.persons["committee"].pk),
    )
    as_("operator").post(URL, sent)
    matter = only(home)
    assert (matter.source, matter.external_number) == ("12345", "GD-77")
    assert (matter.is_urgent, matter.is_petition) == (True, True)
    assert (matter.about, matter.is_sensitive) == (home.persons["committee"], True)
    assert f"{matter.due_at:%m-%d %H:%M}" == "04-15 04:00"
    assert signed_in(home, "committee").get(f"/desk/matter/{matter.ticket}/").status_code == 404


def test_words_of_danger_show_the_banner_at_the_desk(home: Cast, as_: SignIn) -> None:
    page = as_("operator").get("/desk/intake/").content.decode()
    assert 'data-emergency-words="[&quot;着火&quot;, ' in page
    wrong = as_("operator").post("/desk/intake/", {"text": "三楼有煤气味", "phone": "12"}).content.decode()
    assert 'id="emergency" class="emergency" role="alert">' in wrong


def test_an_emergency_shows_its_banner(home: Cast, as_: SignIn) -> None:
    fire = Category.objects.create(community=home.community, code="19", name="火情", is_emergency=True)
    client = as_("operator")
    page = client.get(URL).content.decode()
    assert f'data-emergencies="{fire.pk}"' in page
    assert 'id="emergency" class="emergency" role="alert" hidden' in page
    wrong = client.post(URL, form(category=str(fire.pk), text="")).content.decode()
    assert 'id="emergency" class="emergency" role="alert">' in wrong
    answer = client.post(URL, form(do="register", category=str(fire.pk)), follow=True)
    assert "这是紧急事项：请确认已经打了 110、119、120 或森林火警 12119。" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("admin", 403), ("street", 403)])
def test_who_may_not(as_: SignIn, who: str, status: int) -> None:
    assert as_(who).get(URL).status_code == status
    assert as_(who).post(URL, form()).status_code == status


def test_methods(as_: SignIn) -> None:
    client = as_("operator")
    assert client.delete(URL).status_code == 405
    for part in ("lookup", "twins", "code"):
        assert client.get(f"{URL}{part}/").status_code == 405
    assert client.post(f"{URL}places/").status_code == 405


def test_lookup_by_number_shows_home_and_matters(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1), phone="13800001234")
    page = as_("operator").post(f"{URL}lookup/", {"q": "138-0000-1234"}).content.decode()
    assert "傅家组12号" in page
    assert "<span>赵* · " in page
    assert page.count("赵明明") == page.count('data-name="赵明明"') == 1
    assert matter.ticket in page
    assert 'data-phone="13800001234"' in page


def test_lookup_by_ticket_and_by_address(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1), dwelling=home.flat)
    client = as_("operator")
    assert matter.ticket in client.post(f"{URL}lookup/", {"q": matter.ticket}).content.decode()
    page = client.post(f"{URL}lookup/", {"q": "回龙苑 201"}).content.decode()
    assert "回龙苑3幢1单元201室" in page
    assert matter.ticket in page
    assert "没有找到" in client.post(f"{URL}lookup/", {"q": "没有的路"}).content.decode()


def test_lookup_stays_in_the_community(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    matter = other.raise_matter(at=NOW, phone="13800001234")
    page = as_("operator").post(f"{URL}lookup/", {"q": "13800001234"}).content.decode()
    assert matter.ticket not in page
    assert "没有找到" in as_("operator").post(f"{URL}lookup/", {"q": matter.ticket}).content.decode()


def test_lookup_is_for_those_who_accept(as_: SignIn) -> None:
    for part in ("lookup", "twins", "code"):
        assert as_("worker").post(f"{URL}{part}/", {"q": "13800001234"}).status_code == 403


def test_the_code_again_leaves_an_entry(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW, phone="13800001234")
    page = as_("operator").post(f"{URL}code/", {"ticket": matter.ticket}).content.decode()
    assert actions.secret_code(matter.uuid) in page
    assert Entry.objects.filter(kind="matters.code_renewed", subject_id=matter.pk).count() == 1
    assert as_("operator").post(f"{URL}code/", {"ticket": "260413-99999"}).status_code == 404


def test_twins_say_why(home: Cast, as_: SignIn) -> None:
    near = home.raise_matter("村口路灯三天不亮了", at=NOW, dwelling=home.dwelling, lon=119.4215, lat=32.101)
    home.raise_matter("垃圾桶满了", at=NOW)
    client = as_("operator")
    page = client.post(f"{URL}twins/", {"text": "路灯不亮", "place_name": "傅家组12号"}).content.decode()
    assert near.ticket in page
    assert "相距 47 米" in page
    assert "路灯" in page
    assert "垃圾桶" not in page
    assert client.post(f"{URL}twins/", {"text": "路灯"}).content.decode().strip() == ""


def test_places_are_offered_from_my_own_grids(as_: SignIn) -> None:
    assert "回龙苑3幢1单元201室" in as_("operator").get(f"{URL}places/", {"place_name": "回龙苑"}).content.decode()
    assert "回龙苑" not in as_("worker").get(f"{URL}places/", {"place_name": "回龙苑"}).content.decode()
    assert "傅家组12号" in as_("worker").get(f"{URL}places/", {"place_name": "傅家"}).content.decode()


def photo(size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, "JPEG")
    return SimpleUploadedFile("a.jpg", stream.getvalue(), "image/jpeg")


def foot(**more: object) -> dict[str, object]:
    return {"uuid": str(uuid.uuid4()), "text": "塘埂塌了一截", "source": "patrol", **more}


def test_on_foot_with_photo_position_and_on_behalf(home: Cast, as_: SignIn) -> None:
    client = as_("worker")
    page = client.get(URL).content.decode()
    assert "用我现在的位置" in page
    assert 'name="do"' not in page
    sent = foot(photos=photo(), lon="119.441", lat="32.101", reporter_name="陈奶奶", phone="13700000001")
    assert client.post(URL, sent).status_code == 302
    matter = only(home)
    assert (matter.source, matter.grid, matter.lon, matter.lat) == ("patrol", home.grid2, 119.441, 32.101)
    assert (matter.reporter_name, matter.phone_tail) == ("陈奶奶", "0001")
    assert matter.registered_by_id == home.users["worker"].pk
    assert len(attachments(home.community, ("matter", matter.pk))) == 1


def test_on_foot_without_a_place_it_is_in_my_grid(home: Cast, as_: SignIn) -> None:
    as_("leader").post(URL, foot())
    assert only(home).grid == home.grid


def test_on_foot_for_a_neighbour_the_home_is_filled_in(home: Cast, as_: SignIn) -> None:
    page = as_("neighbour").get(URL, {"foot": "", "dwelling": home.dwelling.pk}).content.decode()
    assert 'value="傅家组12号"' in page
    other = cast("乙社区")
    assert "傅家组12号" not in as_("neighbour").get(URL, {"dwelling": other.dwelling.pk}).content.decode()


def test_on_foot_for_a_neighbour_name_and_number_come_along_unseen(home: Cast, as_: SignIn) -> None:
    client = as_("neighbour")
    link = {"foot": "", "dwelling": home.dwelling.pk, "person": home.resident.pk}
    page = client.get(URL, link).content.decode()
    assert "替 赵* 反映，电话 *******1234" in page
    assert "13800001234" not in page
    assert "赵明明" not in page
    assert "网格走访" not in page
    sent = foot(person=str(home.resident.pk), source="counter", place_name="傅家组12号")
    assert client.post(f"{URL}?foot", sent).status_code == 302
    matter = only(home)
    assert (matter.reporter_name, matter.phone_tail, matter.source) == ("赵明明", "1234", "counter")
    assert matter.dwelling == home.dwelling


def test_on_foot_what_is_typed_goes_before_the_roster(home: Cast, as_: SignIn) -> None:
    sent = foot(person=str(home.resident.pk), reporter_name="陈奶奶")
    assert as_("neighbour").post(f"{URL}?foot", sent).status_code == 302
    assert (only(home).reporter_name, only(home).phone_tail) == ("陈奶奶", "")


def test_on_foot_nobody_speaks_for_a_household_that_is_not_theirs(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    client = as_("neighbour")
    for person in (other.resident, home.persons["secretary"]):
        assert client.get(URL, {"foot": "", "person": person.pk}).context["behalf"] == ""
        assert client.post(f"{URL}?foot", foot(person=str(person.pk))).status_code == 302
    assert set(Matter.objects.of(home.community).values_list("reporter_name", flat=True)) == {""}


def test_on_foot_a_visit_is_what_grid_workers_do(home: Cast, as_: SignIn) -> None:
    assert "网格走访" in as_("worker").get(URL, {"foot": ""}).content.decode()
    assert as_("leader").post(f"{URL}?foot", foot(source="visit")).status_code == 422


def test_on_foot_a_photo_that_is_none(home: Cast, as_: SignIn) -> None:
    bad = SimpleUploadedFile("a.jpg", b"this is no picture", "image/jpeg")
    answer = as_("worker").post(URL, foot(photos=bad))
    assert answer.status_code == 422
    assert "photos" in answer.context["form"].errors
    assert Matter.objects.of(home.community).count() == 0


def test_on_foot_no_button_skips_acceptance(home: Cast, as_: SignIn) -> None:
    as_("worker").post(URL, foot(do="accept"))
    as_("worker").post(URL, foot(do="at_once", result="好了"))
    assert set(Matter.objects.of(home.community).values_list("state", flat=True)) == {"collected"}


def test_the_desk_can_use_the_form_on_foot(home: Cast, as_: SignIn) -> None:
    client = as_("committee")
    assert client.post(f"{URL}?foot", foot()).status_code == 302
    assert only(home).source == "patrol"


def test_nobody_signed_in(home: Cast) -> None:
    assert Client().get(URL)["Location"].startswith("/accounts/login/")


def test_one_household_fills_the_form_and_says_who_looks_after_it(home: Cast, as_: SignIn) -> None:
    page = as_("operator").post(f"{URL}lookup/", {"q": "13800001234"}).content.decode()
    assert 'data-phone="13800001234" data-place="傅家组12号" data-name="赵明明"' in page
    assert "冯走访" in page
    assert "陈中心" in page
    by_place = as_("operator").post(f"{URL}lookup/", {"q": "傅家组12"}).content.decode()
    assert 'data-place="傅家组12号"' in by_place
    assert "赵明明" not in by_place


def test_the_caller_stays_beside_a_form_that_is_refused(home: Cast, as_: SignIn) -> None:
    answer = as_("operator").post(URL, {"uuid": str(uuid.uuid4()), "phone": "13800001234", "text": ""})
    assert answer.status_code == 422
    assert 'data-place="傅家组12号"' in answer.content.decode()


def test_a_service_at_home_is_one_press_from_the_caller(home: Cast, as_: SignIn):
    card = as_("operator").post("/desk/intake/lookup/", {"q": "13800001234"}).content.decode()
    assert f'/desk/home-orders/new/?dwelling={home.dwelling.pk}&amp;person={home.resident.pk}"' in card

"""The staff's pages of errands, and what a resident sees of theirs."""

import base64
import io
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from PIL import Image

from huijia.core.people.models import Person
from huijia.kernel.files.models import Attachment
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy.registry import Held
from huijia.serve.errands import actions, holdings
from huijia.serve.errands.enums import Outcome, Way
from huijia.serve.errands.models import Errand, Handing
from tests.cast import MONDAY
from tests.serve.errands.conftest import House

BASE = "/desk/errands/"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def signature() -> str:
    picture = io.BytesIO()
    Image.new("RGB", (700, 260), "white").save(picture, "PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


def test_from_the_call_to_the_receipt(house: House) -> None:
    office, worker = house.browser("operator"), house.browser("worker")
    sent = {
        "uuid": uuid4(), "service": house.card.pk, "name": "赵明明", "phone": "13800001234",
        "place_name": "傅家组12号", "source": "hotline",
    }
    assert "接下来受理" in office.post(f"{BASE}new/", sent, follow=True).content.decode()
    errand = Errand.objects.of(house.cast.community).get()
    url = f"{BASE}{errand.ticket}/"
    sent = {
        "version": 1, "agent": house.cast.posts["worker"].pk, "mandate_by": "赵明明", "mandate_means": "screen",
        "signature": signature(),
    }
    assert "由冯走访代办" in office.post(f"{url}entrust/", sent, follow=True).content.decode()
    page = worker.get(url).content.decode()
    assert "身份证 原件" in page and "赵明明" in page and "13800001234" not in page
    sent = {
        "version": 2, "uuid": uuid4(), "lines": "身份证 原件", "other": "赵明明", "signed": "screen",
        "signature": signature(),
    }
    page = worker.post(f"{url}receive/", sent, follow=True).content.decode()
    assert "材料在谁手里" in page and "代办人" in page
    row = Handing.objects.of(house.cast.community).get()
    kept = Attachment.objects.of(house.cast.community).get(subject_type="errand_handing", subject_id=row.pk)
    paper = worker.get(f"{url}handings/{row.pk}/").content.decode()
    assert "交接回执" in paper and kept.file.url in paper and "身份证" in paper
    assert worker.get(kept.file.url).status_code == 200
    assert house.browser("leader").get(kept.file.url).status_code in (403, 404)
    assert house.browser("leader").get(url).status_code == 404


def test_a_signature_that_did_not_arrive_is_said_beside_it(house: House) -> None:
    errand = house.entrusted()
    sent = {"version": 2, "uuid": uuid4(), "lines": "身份证", "other": "赵明明", "signed": "screen", "signature": ""}
    answer = house.browser("worker").post(f"{BASE}{errand.ticket}/receive/", sent)
    assert answer.status_code == 422
    assert "请对方在屏幕上签字，或者改选在纸上签" in answer.content.decode()
    sent["signature"] = "data:image/png;base64,xx"
    answer = house.browser("worker").post(f"{BASE}{errand.ticket}/receive/", sent)
    assert (answer.status_code, "签字没有传上来" in answer.content.decode()) == (422, True)
    assert Handing.objects.of(house.cast.community).count() == 0


def test_an_old_page_is_told(house: House) -> None:
    errand = house.entrusted()
    sent = {"version": 1, "outcome": "done", "result": "好了"}
    assert house.browser("worker").post(f"{BASE}{errand.ticket}/report/", sent).status_code == 409
    sent["version"] = 2
    assert "当面交回" in house.browser("worker").post(
        f"{BASE}{errand.ticket}/report/", sent, follow=True
    ).content.decode()


def test_a_handing_sent_again_after_a_lost_answer_is_the_same(house: House) -> None:
    errand = house.entrusted()
    house.received(errand, "身份证 原件")
    paper = house.papers(errand)[0]
    errand.refresh_from_db()
    sent = {"version": errand.version, "uuid": uuid4(), "papers": [paper.pk], "other": "人社窗口"}
    worker, url = house.browser("worker"), f"{BASE}{errand.ticket}/hand_in/"
    assert [worker.post(url, sent).status_code for _time in range(2)] == [302, 302]
    assert errand.handings.filter(way=Way.HAND_IN).count() == 1
    other = worker.post(url, {**sent, "uuid": uuid4()})
    assert (other.status_code, "不在交出的人手里" in other.content.decode()) == (409, True)


def test_a_resident_asks_at_the_door_and_sees_where_the_papers_are(house: House) -> None:
    browser = Client()
    page = browser.get(f"/d/{house.cast.plate.token}/").content.decode()
    assert "请社区代办" in page
    sent = {"uuid": uuid4(), "service": house.card.pk, "name": "赵明明", "phone": "13800001234"}
    answer = browser.post(f"/d/{house.cast.plate.token}/errands/", sent)
    errand = Errand.objects.of(house.cast.community).get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/errands/{errand.ticket}/")
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "收到了。社区会打电话跟您说定委托。" in page and actions.secret_code(errand.uuid)[:4] in page
    assert Client().get(f"/errands/{errand.ticket}/").status_code == 303
    assert browser.post(f"/errands/{errand.ticket}/cancel/").status_code == 303
    errand.refresh_from_db()
    assert errand.state == "cancelled"


def test_a_resident_grades_with_number_and_code(house: House) -> None:
    errand = house.entrusted()
    house.received(errand, "身份证 原件")
    actions.report(errand, outcome=Outcome.DONE, result="办好了", by=house.cast.access("worker"), at=MONDAY)
    house.hand(errand, Way.HAND_BACK, house.papers(errand))
    browser = Client()
    browser.post("/progress/", {"ticket": errand.ticket, "code": actions.secret_code(errand.uuid)})
    page = browser.get(f"/errands/{errand.ticket}/").content.decode()
    assert "已交回给您" in page and "办得怎么样？" in page
    assert browser.post(f"/errands/{errand.ticket}/grade/", {}).status_code == 422
    assert browser.post(f"/errands/{errand.ticket}/grade/", {"satisfaction": "satisfied"}).status_code == 303
    errand.refresh_from_db()
    assert (errand.satisfaction, errand.graded_via) == ("satisfied", "online")


def test_the_list_begins_with_the_usual_one(house: House) -> None:
    client = house.browser("secretary")
    page = client.get(f"{BASE}services/").content.decode()
    assert "老年优待证" in page
    sent = {"name": "换证", "office": "窗口", "days": 3, "materials": "\n".join(["证"] * 21)}
    answer = client.post(f"{BASE}services/", sent)
    assert (answer.status_code, "材料最多 20 行" in answer.content.decode()) == (422, True)


def test_the_ledger_masks_names_and_leaves_an_entry(house: House) -> None:
    house.entrusted()
    sent = {"first": "2026-04-01", "last": "2026-04-30", "reason": "季度汇总"}
    answer = house.browser("secretary").post(f"{BASE}export/", sent)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    row = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert row[2:5] == ["老年优待证", "赵*", "*******1234"]
    assert Entry.objects.get(kind="errands.exported").data == {"rows": 1, "reason": "季度汇总"}


def test_the_first_page_says_what_waits(house: House) -> None:
    house.asked()
    house.entrusted()
    assert "待受理的代办：老年优待证" in house.browser("operator").get("/desk/").content.decode()
    assert "代办：老年优待证" in house.browser("worker").get("/desk/").content.decode()


def test_old_ones_forget_whose_papers_they_were(house: House) -> None:
    errand = house.entrusted()
    house.received(errand)
    actions.report(errand, outcome=Outcome.DONE, result="办好了", by=house.cast.access("worker"), at=MONDAY)
    house.hand(errand, Way.HAND_BACK, house.papers(errand))
    community = house.cast.community
    rows = holdings.rows_of(community, ("person", house.cast.resident.pk))
    assert [(row["编号"], row["电话"]) for row in rows] == [(errand.ticket, "13800001234")]
    later = MONDAY.replace(year=2031)
    assert list(holdings.old_errands(community, later, Held({"person": {house.cast.resident.pk}}))) == []
    assert [row.pk for row in holdings.old_errands(community, later, Held())] == [errand.pk]
    holdings.forget_errands([errand.pk], later)
    errand.refresh_from_db()
    assert (errand.name, errand.phone_hash, errand.person, errand.result) == ("", "", None, "已清除")
    assert {paper.name for paper in house.papers(errand)} == {"已清除"}
    assert set(errand.handings.values_list("other", flat=True)) == {"已清除"}


@pytest.mark.parametrize("view", ["waiting", "running", "ended"])
def test_a_list_takes_the_same_statements_for_2_as_for_12(
    house: House, view: str, django_assert_num_queries: Any
) -> None:
    def more(count: int) -> None:
        for _number in range(count):
            errand = house.asked() if view == "waiting" else house.entrusted()
            if view == "ended":
                actions.cancel(errand, reason="不办了", by=house.cast.access("operator"), at=MONDAY)

    more(2)
    client = house.browser("secretary")
    client.get(f"{BASE}?view={view}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{BASE}?view={view}")
    more(10)
    with django_assert_num_queries(len(few)):
        client.get(f"{BASE}?view={view}")


def test_a_double_takes_its_errands_along(house: House) -> None:
    errand = house.asked()
    assert errand.person == house.cast.resident
    assert Person.objects.of(house.cast.community).get(pk=errand.person_id).errands.count() == 1

"""The room's pages: planning, the homes on the phone, the record, the notice, hazards, the ledger."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huijia.core.places.models import Dwelling
from huijia.kernel.files.models import Attachment
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy.registry import Held
from huijia.lib import clock
from huijia.serve.inspections import actions, holdings
from huijia.serve.inspections.enums import Level
from huijia.serve.inspections.models import Campaign, Check, Checklist, Hazard, Home
from tests.cast import MONDAY
from tests.doors.field.conftest import photos
from tests.serve.errands.test_pages import signature
from tests.serve.inspections.conftest import House

BASE = "/desk/inspections/"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def test_from_the_plan_to_the_notice(house: House) -> None:
    office, worker = house.browser("secretary"), house.browser("worker")
    sent = {
        "uuid": uuid4(), "name": "秋季安检", "checklist": house.gas.pk, "partner": "燃气公司",
        "starts_on": "2026-04-13", "ends_on": "2026-05-13",
    }
    assert "排好了" in office.post(f"{BASE}new/", sent, follow=True).content.decode()
    campaign = Campaign.objects.of(house.cast.community).get(name="秋季安检")
    page = worker.get(f"{BASE}{campaign.pk}/").content.decode()
    assert "傅家组12号" in page and "还要去 1 户" in page and "赵*" in page and "赵明明" not in page
    home = campaign.homes.get()
    sent = {
        "uuid": uuid4(), "result": "hazard", "v_i01": "fail", "l_i01": "severe", "v_i02": "pass", "signed": "screen",
        "signed_by": "赵明明", "signature": signature(), "photos": photos("red"),
    }
    page = worker.post(f"{BASE}homes/{home.pk}/", sent, follow=True).content.decode()
    check = Check.objects.of(house.cast.community).get()
    assert "整改通知" in page and "今天到期" in page and check.ticket in page
    paper = worker.get(f"{BASE}checks/{check.ticket}/notice/").content.decode()
    assert "隐患整改通知书" in paper and "立即停用，当天整改" in paper and "没有漏气" in paper
    kept = Attachment.objects.of(house.cast.community).filter(subject_type="inspection_check", subject_id=check.pk)
    assert sorted(kept.values_list("purpose", flat=True)) == ["inspections.checked", "inspections.signed"]
    for each in kept:
        assert worker.get(each.file.url).status_code == 200
        assert house.browser("street").get(each.file.url).status_code in (403, 404)
    assert "入户安检" in office.get(reverse("desk:house", args=[house.cast.household.pk])).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(house: House) -> None:
    sent = {"uuid": uuid4(), "result": "good", "v_i01": "fail", "note": "厨房太暗"}
    answer = house.browser("worker").post(f"{BASE}homes/{house.home.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "结果应选“有隐患”" in page and "厨房太暗" in page


def test_knocks_in_vain_are_told_what_comes_next(house: House) -> None:
    client = house.browser("worker")
    url = f"{BASE}homes/{house.home.pk}/"
    said = [client.post(url, {"uuid": uuid4(), "result": "missed"}, follow=True).content.decode() for _n in range(3)]
    assert "记下了。" in said[0]
    assert "下次换个时间再来" in said[1]
    assert "已报告社区另想办法" in said[2]


def test_earlier_hazards_are_asked_about(house: House) -> None:
    hazard = house.found()
    client = house.browser("worker")
    url = f"{BASE}homes/{house.home.pk}/"
    assert "上次的隐患，改了没有" in client.get(url).content.decode()
    client.post(url, {"uuid": uuid4(), "result": "good", f"fixed_{hazard.pk}": "yes"})
    assert "上次的隐患，改了没有" not in client.get(url).content.decode()
    assert "软管没有超期" in client.get(f"{BASE}hazards/?view=closed").content.decode()


def test_a_hazard_becomes_a_matter_by_a_press(house: House) -> None:
    hazard = house.found()
    page = house.browser("worker").post(f"{BASE}hazards/{hazard.pk}/matter/", follow=True).content.decode()
    hazard.refresh_from_db()
    assert hazard.matter is not None and f"已转为事项 #{hazard.matter.ticket}" in page


def test_the_first_page_says_what_is_due(house: House) -> None:
    assert "待安检：1 户" in house.browser("worker").get("/desk/").content.decode()
    house.found(Level.MAJOR)
    with clock.frozen(MONDAY + timedelta(days=5)):
        assert "复查隐患：没做到“软管没有超期”" in house.browser("worker").get("/desk/").content.decode()
        assert "复查隐患" not in house.browser("secretary").get("/desk/").content.decode()
    with clock.frozen(MONDAY + timedelta(days=8)):
        assert "复查隐患：没做到“软管没有超期”" in house.browser("secretary").get("/desk/").content.decode()


def test_a_list_is_saved_as_its_next_version(house: House) -> None:
    sent = {"name": "燃气检查表", "subject": "gas", "items": "【严重】没有漏气\n报警器正常"}
    page = house.browser("secretary").post(f"{BASE}checklists/{house.gas.pk}/", sent, follow=True).content.decode()
    assert "第 2 版已保存" in page
    row = Checklist.objects.of(house.cast.community).get(is_current=True)
    assert [item["level"] for item in row.items] == ["severe", "minor"]


def test_the_ledger_has_a_line_for_each_hazard(house: House) -> None:
    house.check()
    house.found()
    sent = {"first": "2026-04-01", "last": "2026-04-30", "reason": "季度汇总"}
    answer = house.browser("secretary").post(f"{BASE}export/", sent)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()][1:]
    assert [(row[5], row[6], row[9]) for row in rows] == [("正常", None, None), ("有隐患", "软管没有超期", "否")]
    assert Entry.objects.get(kind="inspections.exported").data == {"rows": 2, "reason": "季度汇总"}


def test_who_signed_is_let_go(house: House) -> None:
    house.found(signed_by="赵明明", note="厨房")
    later = MONDAY.replace(year=2031)
    rows = list(holdings.old_checks(house.cast.community, later, Held()))
    assert len(rows) == 1
    holdings.forget_checks([rows[0].pk], later)
    rows[0].refresh_from_db()
    assert (rows[0].signed_by, rows[0].note, rows[0].hazards.count()) == ("", "", 1)


@pytest.mark.parametrize("path", ["", "campaign", "hazards/", "hazards/?view=closed", "checklists/"])
def test_a_page_takes_the_same_statements_for_2_as_for_20(
    house: House, path: str, django_assert_num_queries: Any
) -> None:
    url = BASE + (f"{house.campaign.pk}/" if path == "campaign" else path)

    def more(count: int) -> None:
        first = Dwelling.objects.of(house.cast.community).count()
        for number in range(first, first + count):
            row = Dwelling.objects.create(
                community=house.cast.community, kind="village", grid=house.cast.grid, group=house.cast.group,
                door_number=str(100 + number), address=f"傅家组{100 + number}号",
            )
            home = Home.objects.create(
                community=house.cast.community, campaign=house.campaign, dwelling=row, grid=house.cast.grid
            )
            hazard = house.found(home=home)
            if "closed" in path:
                house.check(home=home, fixed={hazard.pk: True})

    more(2)
    client = house.browser("secretary")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more(18)
    with django_assert_num_queries(len(few)):
        client.get(url)
    assert Hazard.objects.of(house.cast.community).count() == 20
    actions.tick(MONDAY)


def test_who_only_looks_finds_the_record_and_no_form(house: House) -> None:
    check = house.found().check_made
    operator = house.browser("operator")
    page = operator.get(f"{BASE}homes/{house.home.pk}/").content.decode()
    assert "安检由网格员、组长、中心户和两委来记。" in page and "记下这次安检" not in page
    assert "再去一次这一户" not in operator.get(f"{BASE}checks/{check.ticket}/").content.decode()

"""The room's pages: from the morning list to the record, the rules, the coverage, the ledger."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huijia.core.matters.models import Matter
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.files.models import Attachment
from huijia.kernel.ledger.models import Entry
from huijia.serve.visits import actions
from huijia.serve.visits.models import Round, Rule, Visit
from tests.cast import MONDAY, SINCE
from tests.doors.field.conftest import photos
from tests.serve.visits.conftest import Walk

BASE = "/desk/visits/"


def overdue(walk: Walk) -> None:
    wanted = actions.Wanted("每户每月", 30, starts_on=date(2026, 3, 1))
    actions.save_rule(None, wanted, by=walk.cast.access("secretary"), at=MONDAY)


def form(**more: object) -> dict[str, object]:
    return {"uuid": uuid4(), "outcome": "met", "kind": "routine", "means": "home", **more}


def test_from_the_morning_list_to_the_record(walk: Walk) -> None:
    overdue(walk)
    client = walk.browser("worker")
    page = client.get(BASE).content.decode()
    assert "傅家组12号" in page and "超期 13 天" in page and "赵*" in page and "赵明明" not in page
    assert client.post(f"{BASE}out/", {"uuid": uuid4()}).status_code == 302
    told = client.post(
        f"{BASE}doors/{walk.cast.dwelling.pk}/", form(asked="都好", finding="门口路灯三天不亮"), follow=True
    ).content.decode()
    matter = Matter.objects.of(walk.cast.community).get()
    assert f"转成事项 #{matter.ticket}" in told and "走了 1 户" in told
    assert "今天没有到期的户" in told
    assert "这次走了 1 户" in client.post(f"{BASE}back/", follow=True).content.decode()
    assert Round.objects.of(walk.cast.community).get().ended_at == MONDAY


def test_who_looks_after_a_household_sees_whole_names(walk: Walk) -> None:
    page = walk.browser("neighbour").get(f"{BASE}doors/{walk.cast.dwelling.pk}/").content.decode()
    assert "赵明明（户主）" in page and "13800001234" not in page
    page = walk.browser("worker").get(f"{BASE}doors/{walk.cast.dwelling.pk}/").content.decode()
    assert "赵*（户主）" in page and "赵明明" not in page


def test_the_next_visit_asks_whether_it_is_gone(walk: Walk) -> None:
    matter = walk.visit(finding="门口路灯三天不亮").matter
    assert matter is not None
    url = f"{BASE}doors/{walk.cast.dwelling.pk}/"
    client = walk.browser("worker")
    assert "上次在这里发现的，好了没有？" in client.get(url).content.decode()
    client.post(url, form(**{f"gone_{matter.pk}": "yes", f"note_{matter.pk}": "亮了"}))
    assert "好了没有？" not in client.get(url).content.decode()
    page = walk.browser("secretary").get(reverse("desk:matter", args=[matter.ticket])).content.decode()
    assert "发现它的走访" in page and "已经好了" in page


def test_what_was_typed_stays_beside_what_is_wrong(walk: Walk) -> None:
    url = f"{BASE}doors/{walk.cast.dwelling.pk}/"
    answer = walk.browser("worker").post(url, form(asked="腰疼", kind="study", study_topic="防火"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "腰疼" in page and "应在 1 到 480 之间" in page
    uuid = uuid4()
    client = walk.browser("worker")
    assert client.post(url, form(uuid=uuid)).status_code == 302
    assert client.post(url, form(uuid=uuid, asked="别的")).status_code == 409


def test_photos_hang_on_the_visit_and_are_read_by_who_reads_it(walk: Walk, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    url = f"{BASE}doors/{walk.cast.dwelling.pk}/"
    walk.browser("worker").post(url, form(photos=photos("red")))
    visit = Visit.objects.of(walk.cast.community).get()
    kept = Attachment.objects.of(walk.cast.community).get(subject_type="visit", subject_id=visit.pk)
    page = walk.browser("leader").get(f"{BASE}records/{visit.ticket}/").content.decode()
    assert kept.file.url in page
    assert walk.browser("leader").get(kept.file.url).status_code == 200
    assert walk.browser("street").get(kept.file.url).status_code in (403, 404)


def test_records_are_mended_and_struck_out_on_their_page(walk: Walk) -> None:
    visit = walk.visit(asked="要修灯")
    url = f"{BASE}records/{visit.ticket}/"
    client = walk.browser("worker")
    told = client.post(f"{url}amend/", {"version": 1, "asked": "要修门"}, follow=True).content.decode()
    assert "要修门" in told and "原来写的是：要修灯" in told
    assert client.post(f"{url}void/", {"version": 1, "reason": "记错"}).status_code == 409
    assert "已作废" in client.post(f"{url}void/", {"version": 2, "reason": "记错"}, follow=True).content.decode()
    assert walk.browser("leader").post(f"{url}void/", {"version": 3, "reason": "记错"}).status_code == 403


def test_the_rules_begin_with_the_usual_ones(walk: Walk) -> None:
    client = walk.browser("secretary")
    assert "用常见的六条开始" in client.get(f"{BASE}rules/").content.decode()
    assert "加了 6 条" in client.post(f"{BASE}rules/", {"usual": "1"}, follow=True).content.decode()
    rule = Rule.objects.of(walk.cast.community).order_by("pk").first()
    assert rule is not None
    sent = {"name": "每户一年走两遍", "every_days": 180, "starts_on": "2026-04-01", "is_active": "on"}
    assert "已保存" in client.post(f"{BASE}rules/{rule.pk}/", sent, follow=True).content.decode()
    assert client.post(f"{BASE}rules/", {"name": "x", "every_days": 0}).status_code == 422


def test_coverage_on_the_map_and_beside_it(walk: Walk) -> None:
    overdue(walk)
    client = walk.browser("secretary")
    page = client.get(f"{BASE}coverage/").content.decode()
    assert "第1网格" in page and "0 / 1" in page
    grids = client.get(f"{BASE}coverage/data/").json()["grids"]
    assert [(row["name"], row["red"], row["yellow"], row["green"]) for row in grids] == [
        ("第1网格", 1, 0, 0), ("第2网格", 0, 0, 0),
    ]


def test_the_ledger_masks_names_and_leaves_an_entry(walk: Walk) -> None:
    walk.visit(person=walk.cast.resident, asked="电话 13800001234")
    client = walk.browser("secretary")
    assert client.post(f"{BASE}records/export/", {"first": "2026-04-01", "last": "2026-04-30"}).status_code == 422
    sent = {"first": "2026-04-01", "last": "2026-04-30", "reason": "季度汇总"}
    answer = client.post(f"{BASE}records/export/", sent)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][3] == "傅家组12号" and rows[1][7] == "赵*" and "13800001234" not in str(rows)
    entry = Entry.objects.get(kind="visits.exported")
    assert entry.data == {"rows": 1, "reason": "季度汇总"}


def test_the_sheet_for_paper_shows_no_more_than_the_list(walk: Walk) -> None:
    overdue(walk)
    page = walk.browser("worker").get(f"{BASE}sheet/").content.decode()
    assert "傅家组12号" in page and "赵*" in page and "13800001234" not in page


def test_the_first_page_says_how_many_doors_wait(walk: Walk) -> None:
    overdue(walk)
    assert "今日走访：1 户，其中超期 1 户" in walk.browser("worker").get("/desk/").content.decode()
    assert "今日走访" not in walk.browser("secretary").get("/desk/").content.decode()


def test_others_visits_to_other_doors_stay_unseen(walk: Walk) -> None:
    there = walk.visit("secretary", dwelling=walk.cast.flat, asked="别处的话")
    assert walk.browser("worker").get(f"{BASE}records/{there.ticket}/").status_code == 404
    assert "别处的话" not in walk.browser("worker").get(f"{BASE}records/").content.decode()
    assert walk.browser("secretary").get(f"{BASE}records/{there.ticket}/").status_code == 200


def town(walk: Walk, count: int) -> None:
    """More homes with a head each, all due."""
    first = Dwelling.objects.of(walk.cast.community).count()
    for number in range(first, first + count):
        home = Dwelling.objects.create(
            community=walk.cast.community, kind="village", grid=walk.cast.grid, group=walk.cast.group,
            door_number=str(100 + number), address=f"傅家组{100 + number}号",
        )
        household = Household.objects.create(community=walk.cast.community, number=f"T{number}")
        person = Person.objects.create(community=walk.cast.community, name=f"钱住户{number}")
        HouseholdMember.objects.create(
            community=walk.cast.community, household=household, person=person, relation="户主", is_head=True,
            starts_on=SINCE,
        )
        Residence.objects.create(
            community=walk.cast.community, household=household, dwelling=home, starts_on=SINCE
        )
    actions.replan_all()


@pytest.mark.parametrize("path", ["", "?q=傅家组", "records/", "coverage/", "rules/", "sheet/"])
def test_a_page_takes_the_same_statements_for_3_doors_as_for_30(
    walk: Walk, path: str, django_assert_num_queries: Any
) -> None:
    overdue(walk)
    town(walk, 3)
    for home in Dwelling.objects.of(walk.cast.community).filter(grid=walk.cast.grid)[:3]:
        walk.visit("secretary", dwelling=home, at=MONDAY - timedelta(days=60))
    client = walk.browser("secretary")
    client.get(BASE + path)
    with CaptureQueriesContext(connection) as few:
        client.get(BASE + path)
    town(walk, 27)
    for home in Dwelling.objects.of(walk.cast.community).filter(grid=walk.cast.grid)[3:30]:
        walk.visit("secretary", dwelling=home, at=MONDAY - timedelta(days=60))
    with django_assert_num_queries(len(few)):
        client.get(BASE + path)


def test_the_list_goes_on_by_the_moment_of_the_visit(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huijia.serve.visits.views.visits.SIZE", 2)
    for days in (3, 1, 2, 1):
        walk.visit(at=MONDAY - timedelta(days=days), asked=f"{days}天前")
    client = walk.browser("worker")
    page = client.get(f"{BASE}records/").content.decode()
    assert page.count("V260412-") == 2 * 1 and "V260411-" not in page
    answer = client.get(f"{BASE}records/", {"before": client.get(f"{BASE}records/").context["older"]})
    assert [f"{visit.at:%d}" for visit in answer.context["visits"]] == ["11", "10"]
    assert client.get(f"{BASE}records/?before=nonsense").status_code == 200

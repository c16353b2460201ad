"""What goes out comes back unchanged; masked unless somebody who may asks for more."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files import File

from huijia.core.people.models import Person
from huijia.core.people.roster import export
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports import actions
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.kernel.ledger.models import Entry
from huijia.lib.spreadsheet import Sheet, write_book, write_csv
from tests.cast import Cast
from tests.core.people.roster.conftest import Bring
from tests.factories import rosters

MARK = "甲社区 居民名册 周书文 2026-04-13 用途：核对"


def rows(home: Cast, **how: bool) -> list[list[Any]]:
    return list(export.lines(home.access("secretary"), **how))


def brought_back(home: Cast, stream: io.BytesIO, name: str) -> ImportJob:
    stream.seek(0)
    job = actions.open_job(File(stream, name=name), kind="residents", by=home.access("secretary"), queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_round_trip_adds_and_changes_nothing(home: Cast, bring: Bring, kind: str) -> None:
    bring(rosters.clean(6))
    bring(rosters.messy())
    stream = io.BytesIO()
    lines = export.lines(home.access("secretary"), unmasked=True)
    if kind == "xlsx":
        count = write_book(stream, [Sheet("居民名册", export.columns(), lines, MARK, mark_above=True)])
    else:
        count = write_csv(stream, export.columns(), lines, MARK)
    assert count == 18 + 7 + 8
    job = brought_back(home, stream, f"名册.{kind}")
    assert (job.total, job.fresh, job.differing, job.failed, job.doubled, job.errors) == (33, 0, 0, 0, 33, [])


def test_masked_by_default(home: Cast, bring: Bring) -> None:
    bring(rosters.book(someone.row() for someone in rosters.family(1)))
    line = next(row for row in rows(home) if row[6] == "回*")
    assert line == [
        "2", "第一网格", "回龙苑", "2-1-1", "回*", "户主", "回*", "男", "1950-**-**", "3211**********0316", "汉族",
        "高中", "群众", "", "回龙苑2幢1单元1室", "人户一致", "199****0100", "", "", "", "2026-03-01",
    ]


def test_in_the_clear(home: Cast, bring: Bring) -> None:
    bring(rosters.book(someone.row() for someone in rosters.family(1)))
    line = next(row for row in rows(home, unmasked=True) if row[6] == "回春雨")
    assert line[4:10] == ["回春雨", "户主", "回春雨", "男", "1950-02-07", "321199195002070316"]
    assert line[16] == "19900000100"


def test_who_died_or_was_merged_is_left_out(home: Cast, bring: Bring) -> None:
    bring(rosters.book(someone.row() for someone in rosters.family(1)))
    people = Person.objects.of(home.community)
    people.filter(name="回春雨").update(died_on="2026-03-01")
    people.filter(name="云秋禾1").update(merged_into=home.resident)
    names = [row[6] for row in rows(home, unmasked=True)]
    assert ("回春雨" in names, "云秋禾1" in names, "回冬梅2" in names) == (False, False, True)


def test_statements_do_not_grow_with_people(home: Cast, bring: Bring, django_assert_num_queries: Any) -> None:
    bring(rosters.clean(20))
    by = home.access("secretary")
    with django_assert_num_queries(6):
        assert len(list(export.lines(by))) == 60 + 8


def test_csv_has_a_mark_first_and_escapes_formulas(home: Cast) -> None:
    Person.objects.of(home.community).filter(pk=home.resident.pk).update(note="=1+1", employment="@cmd")
    stream = io.BytesIO()
    write_csv(stream, export.columns(), export.lines(home.access("secretary"), unmasked=True), MARK)
    text = stream.getvalue().decode("utf-8")
    assert text.startswith("\ufeff甲社区 居民名册 周书文 2026-04-13 用途：核对")
    assert "'=1+1" in text
    assert "'@cmd" in text


def test_the_log_says_who_what_for_and_how_many(home: Cast) -> None:
    by = home.access("secretary")
    export.record_roster_export(rows=9, reason=" 核对户籍 ", unmasked=True, by=by)
    entry = Entry.objects.get(kind="people.exported_whole")
    assert (entry.data, entry.actor_label) == ({"rows": 9, "reason": "核对户籍"}, "周书文")


@pytest.mark.parametrize(
    ("who", "reason", "unmasked", "field"),
    [("operator", "核对", True, "unmasked"), ("secretary", " ", False, "reason"), ("worker", "核对", False, None)],
)
def test_refusals(home: Cast, who: str, reason: str, unmasked: bool, field: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        export.record_roster_export(rows=1, reason=reason, unmasked=unmasked, by=home.access(who))
    assert refused.value.field == field
    assert Entry.objects.filter(kind__startswith="people.exported").count() == 0


def test_the_book_opens_with_its_mark_above_the_header(home: Cast) -> None:
    stream = io.BytesIO()
    lines = export.lines(home.access("secretary"))
    write_book(stream, [Sheet("居民名册", export.columns(), lines, MARK, mark_above=True)])
    sheet = openpyxl.load_workbook(stream).worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["U2"].value) == (MARK, "序号", "更新日期")

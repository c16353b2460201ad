"""The party roster in and out by the same machine."""

import io
from datetime import date
from typing import Any

import openpyxl
from django.core.files import File

from huijia.kernel.communities import actions as communities
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports import actions
from huijia.kernel.imports.enums import Choice
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.lead.organisation import queries
from huijia.lead.organisation.actions import open_standing
from huijia.lead.organisation.facts import Place, place_of
from huijia.lead.organisation.models import Branch, PartyMember
from huijia.lib.spreadsheet import Sheet, write_book
from tests.cast import Cast
from tests.factories.rosters import book, stream_of

HEAD = [
    "序号", "姓名", "性别", "民族", "出生", "学历", "入党/转正日期", "所在支部/党小组", "职务", "类别", "联系电话",
    "双报到单位", "中心户",
]
ROWS: list[list[Any]] = [
    ["1", "赵明明", "男", "汉", "1958.3", "大专", "1985.7.1/1986.7.1", "第一党支部/第一网格党小组", "组长", "在籍",
     13800001234, "", "是"],
    ["2", "钱净水", "女", "汉族", "1975-05-06", "本科", "20050701", "第一党支部", "", "在职党员", "", "镇江市某局", ""],
]


def bring(home: Cast, *rows: list[Any], choice: Choice = Choice.EMPTY) -> ImportJob:
    by = home.access("secretary")
    upload = File(stream_of(book(rows, HEAD, "党员花名册")), name="党员.xlsx")
    job = actions.open_job(upload, kind="party", by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    if job.fresh or job.differing:
        actions.choose(job, choice=choice, by=by)
    actions.start(job, by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def test_in_by_the_machine_and_tied_to_residents(home: Cast) -> None:
    job = bring(home, *ROWS)
    assert (job.added, job.failed, job.errors) == (2, 0, [])
    first, second = PartyMember.objects.of(home.community)
    assert (first.person, second.person) == (home.resident, None)
    assert (first.born_on, first.joined_on, first.confirmed_on) == (
        date(1958, 3, 1), date(1985, 7, 1), date(1986, 7, 1)
    )
    assert place_of(open_standing(first)) == Place("第一党支部", "第一网格党小组", "组长", "registered", True)
    assert (second.joined_on, second.partner_unit) == (date(2005, 7, 1), "镇江市某局")
    assert place_of(open_standing(second)) == Place("第一党支部", "", "", "employed", False)
    assert Branch.objects.of(home.community).count() == 1


def test_a_second_run_changes_nothing(home: Cast) -> None:
    bring(home, *ROWS)
    again = bring(home, *ROWS)
    assert (again.added, again.changed, again.doubled, again.differing) == (0, 0, 2, 0)


def test_other_values_are_taken_only_where_chosen(home: Cast) -> None:
    bring(home, *ROWS)
    other = [*ROWS[1]]
    other[5], other[7], other[10] = "研究生", "第二党支部", "13800007777"
    job = bring(home, other)
    member = PartyMember.objects.of(home.community).get(name="钱净水")
    assert (job.changed, member.education, member.phone_tail) == (1, "本科", "7777")
    bring(home, other, choice=Choice.THEIRS)
    member.refresh_from_db()
    assert (member.education, place_of(open_standing(member)).branch) == ("研究生", "第二党支部")


def test_errors_by_row_and_column(home: Cast) -> None:
    bad = ["3", "", "男", "汉", "去年", "", "1985.7", "", "", "积极分子", "12", "", ""]
    job = bring(home, *ROWS, bad)
    assert (job.added, job.failed) == (2, 1)
    assert [error[:3] for error in job.errors] == [
        [5, "姓名", "没有姓名"],
        [5, "联系电话", "电话号码不对，请填写 11 位手机号或带区号的座机号。"],
        [5, "出生", "看不懂这个日期：“去年”，请写成 2024-05-01。"],
        [5, "类别", "看不懂“积极分子”；可写：在职、在籍、在地、流动"],
    ]


def test_what_goes_out_comes_back_unchanged(home: Cast) -> None:
    bring(home, *ROWS)
    by = home.access("secretary")
    stream = io.BytesIO()
    lines = queries.lines(by, unmasked=True)
    write_book(stream, [Sheet("党员名册", queries.columns(), lines, "甲社区 党员名册", mark_above=True)])
    assert [row[1] for row in openpyxl.load_workbook(stream).worksheets[0].iter_rows(values_only=True)][1:] == [
        "姓名", "赵明明", "钱净水"
    ]
    stream.seek(0)
    job = actions.open_job(File(stream, name="党员.xlsx"), kind="party", by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    assert (job.total, job.doubled, job.fresh, job.differing, job.failed) == (2, 2, 0, 0, 0)


def test_masked_by_default(home: Cast) -> None:
    bring(home, ROWS[0])
    line = next(queries.lines(home.access("secretary")))
    assert line[1:5] == ["赵*", "男", "汉", "1958-**-**"]
    assert line[11] == "138****1234"


def test_not_for_others_and_not_where_the_module_is_off(home: Cast) -> None:
    upload = File(stream_of(book(ROWS, HEAD)), name="党员.xlsx")
    for who in ("committee", "operator", "admin"):
        try:
            actions.open_job(upload, kind="party", by=home.access(who), queued=False)
        except Refusal as refusal:
            assert refusal.code == "forbidden"
        else:
            raise AssertionError(who)
    communities.set_option(home.community, "modules_off", ["organisation"], by=home.access("secretary"))
    try:
        actions.open_job(upload, kind="party", by=home.access("secretary"), queued=False)
    except Refusal as refusal:
        assert str(refusal) == "本社区没有启用这个模块"
    else:
        raise AssertionError("the module is off")

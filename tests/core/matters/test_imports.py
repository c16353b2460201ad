"""Import of lists: made-up rows in the layouts that offices send."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files import File

from huijia.core.matters.actions import history
from huijia.core.matters.models import Category, Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import shelf
from huijia.kernel.imports import actions as imports
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.work import work
from huijia.kernel.ledger.models import Entry
from huijia.lib.spreadsheet import Column, Sheet, write_book
from tests.cast import Cast

HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
WITH_REPLY = [
    "7001", "A0001", "水塘发臭", "2019/4/24 16:03:40", "\n\t\t水塘发臭一个月了\n\t", "已清淤", "2019/5/9 9:49:10",
]
WITHOUT = ["7002", "A0002", "路面塌陷", "2019/4/25 8:00:00", "村口路面塌陷", "", ""]


def book(*rows: list[Any], head: list[str] = HEAD, name: str = "留言.xlsx") -> File:
    stream = io.BytesIO()
    columns = [Column(title) for title in head]
    write_book(stream, [Sheet("Sheet1", columns, rows)])
    stream.seek(0)
    return File(stream, name=name)


def many(count: int, first: int = 1) -> list[list[Any]]:
    return [
        [str(number), "A", f"第{number}件", "2020/1/6 12:09:38", f"第{number}件的详情", "", ""]
        for number in range(first, first + count)
    ]


def checked(home: Cast, upload: File, by: Access | None = None, **more: Any) -> ImportJob:
    job = imports.open_job(upload, kind="matters", by=by or home.access("secretary"), queued=False, **more)
    work(job.pk)
    job.refresh_from_db()
    return job


def imported(home: Cast, upload: File, by: Access | None = None) -> ImportJob:
    job = checked(home, upload, by)
    imports.start(job, by=by or home.access("secretary"), queued=False)
    work(job.pk)
    job.refresh_from_db()
    return job


def test_check_says_what_would_happen_and_changes_nothing(home: Cast) -> None:
    job = checked(home, book(WITH_REPLY, WITHOUT))
    assert (job.state, job.total, job.figures["with_answer"], job.failed, job.doubled) == ("ready", 2, 1, 0, 0)
    assert job.mapping["columns"] == {
        "number": "留言编号", "reporter": "留言用户", "title": "留言主题", "received": "留言时间", "text": "留言详情",
        "answer": "答复意见", "answered": "答复时间",
    }
    assert Matter.objects.of(home.community).count() == 0


def test_rows_become_matters_with_true_dates_and_replies_historic_endings(home: Cast) -> None:
    job = imported(home, book(WITH_REPLY, WITHOUT))
    assert (job.state, job.added, job.failed) == ("done", 2, 0)
    ended = Matter.objects.of(home.community).get(external_number="7001")
    assert (ended.state, ended.is_historic, ended.title, ended.text) == ("closed", True, "水塘发臭", "水塘发臭一个月了")
    assert ended.received_at == datetime(2019, 4, 24, 8, 3, 40, tzinfo=UTC)
    assert ended.answered_at == datetime(2019, 5, 9, 1, 49, 10, tzinfo=UTC)
    assert (ended.answer, ended.checked_at, ended.result) == ("已清淤", None, "办结(历史)")
    waiting = Matter.objects.of(home.community).get(external_number="7002")
    assert (waiting.state, waiting.is_historic, waiting.source) == ("collected", False, "import")


def test_a_second_run_adds_nothing(home: Cast) -> None:
    imported(home, book(WITH_REPLY, WITHOUT))
    again = imported(home, book(WITH_REPLY, WITHOUT, *many(1)))
    assert (again.added, again.doubled, again.failed) == (1, 2, 0)
    assert Matter.objects.of(home.community).count() == 3


def test_the_same_row_twice_in_one_file_is_one_matter(home: Cast) -> None:
    job = imported(home, book(WITHOUT, WITHOUT))
    assert (job.added, job.doubled) == (1, 1)


def test_rows_without_numbers_are_told_apart_by_what_they_say(home: Cast) -> None:
    head = ["留言主题", "留言时间", "留言详情"]
    rows = [["路灯", "2020/1/6", "不亮"], ["路灯", "2020/1/6", "不亮"], ["路灯", "2020/1/7", "不亮"]]
    job = imported(home, book(*rows, head=head))
    assert (job.added, job.doubled) == (2, 1)


def test_one_number_for_two_different_texts_is_left_out_and_said(home: Cast) -> None:
    imported(home, book(WITHOUT))
    other = [*WITHOUT]
    other[4] = "完全是另一件事"
    job = imported(home, book(other))
    assert (job.added, job.failed) == (0, 1)
    assert job.errors == [[2, "留言编号", "这个编号已用于另一件事，内容不同；原来的没有改动", "7002"]]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (3, "", "没有日期"),
        (3, "去年春天", "看不懂这个日期：“去年春天”，请写成 2024-05-01。"),
        (3, "2099/1/1", "日期在将来"),
        (3, "1970/1/1", "日期太早，请检查年份"),
        (4, "", "请写下要反映的事"),
        (4, "长" * 10_001, "最多 10000 个字，现在有 10001 个字。"),
        (2, "长" * 81, "最多 80 个字，现在有 81 个字。"),
        (6, "2019/4/1", "答复时间早于收到时间"),
    ],
)
def test_a_bad_row_is_left_out_by_row_and_column_and_good_ones_go_in(
    home: Cast, column: int, value: str, message: str
) -> None:
    bad = [*WITH_REPLY]
    bad[column] = value
    job = imported(home, book(WITHOUT, bad))
    assert (job.added, job.failed) == (1, 1)
    assert job.errors == [[3, HEAD[column], message, value[:40]]]


def test_a_number_that_lost_its_digits_is_refused(home: Cast) -> None:
    bad = [*WITHOUT]
    bad[0] = "1.23E+17"
    job = checked(home, book(bad))
    assert job.errors == [[2, "留言编号", "编号的后几位已丢失，请把这一列设为文本后重新导出", "1.23E+17"]]


def test_errors_stand_in_the_order_of_the_rows(home: Cast) -> None:
    imported(home, book(["1", "A", "一", "2020/1/6 12:00:00", "第一件", "", ""]))
    job = checked(home, book(
        ["1", "A", "一", "2020/1/6 12:00:00", "另一件事", "", ""], ["2", "A", "二", "", "没有日期", "", ""],
        ["1", "A", "一", "2020/1/6 12:00:00", "又一件事", "", ""],
    ))
    assert [error[0] for error in job.errors] == [2, 3, 4]


def test_the_ledger_tells_live_rows_from_history(home: Cast) -> None:
    imported(home, book(WITH_REPLY, WITHOUT))
    kinds = Entry.objects.filter(kind__startswith="matters.imported").values_list("kind", flat=True)
    assert sorted(kinds) == ["matters.imported", "matters.imported_history"]


def test_errors_kept_are_bounded_and_all_are_counted(home: Cast) -> None:
    rows = [[str(number), "", "", "", "没有日期", "", ""] for number in range(1200)]
    job = checked(home, book(*rows))
    assert (job.failed, len(job.errors)) == (1200, 1000)


def test_category_words_are_mapped_by_name_then_to_the_nearest_root(home: Cast) -> None:
    Category.objects.create(community=home.community, code="20", name="公共设施")
    head = ["留言编号", "留言主题", "留言时间", "留言详情", "一级分类"]
    words = ["路灯", "城乡建设", "没听说过"]
    rows = [[str(place), "题", "2020/1/6", f"第{place}", word] for place, word in enumerate(words)]
    job = imported(home, book(*rows, head=head))
    assert job.labels == {"路灯": 1, "城乡建设": 1, "没听说过": 1}
    found = Matter.objects.of(home.community).order_by("external_number").values_list("category__name", flat=True)
    assert list(found) == ["路灯", "公共设施", None]


def test_columns_can_be_named_by_hand_and_are_checked_again(home: Cast) -> None:
    by = home.access("secretary")
    job = imports.open_job(book(["2020/1/6", "路灯不亮"], head=["啥时候", "啥事"]), kind="matters", by=by, queued=False)
    assert (job.state, imports.missing(job)) == ("ready", ["received", "text"])
    with pytest.raises(Refusal) as refused:
        imports.remap(job, columns={"text": "啥事"}, by=by, queued=False)
    assert refused.value.field == "column_received"
    with pytest.raises(Refusal) as refused:
        imports.remap(job, columns={"text": "啥事", "received": "啥事"}, by=by, queued=False)
    assert str(refused.value) == "同一列不能用两次"
    imports.remap(job, columns={"text": "啥事", "received": "啥时候"}, by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.total, job.failed) == ("ready", 1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_is_resumed_without_doubles(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = checked(home, book(*many(1200)))
    by = home.access("secretary")
    imports.start(job, by=by, queued=False)
    real, calls = history.record_history, []

    def killed(rows: Any, *, by: Access) -> int:
        calls.append(len(rows))
        saved = real(rows, by=by)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return saved

    monkeypatch.setattr(history, "record_history", killed)
    with pytest.raises(KeyboardInterrupt):
        work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added, job.cursor) == ("running", 500, 500)
    monkeypatch.setattr(history, "record_history", real)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added, job.doubled, job.done) == ("done", 1200, 0, 1200)
    assert Matter.objects.of(home.community).count() == 1200
    assert Entry.objects.filter(kind="matters.imported").count() == 1200


@pytest.mark.django_db(transaction=True)
def test_an_error_breaks_the_job_off_and_it_goes_on_later(home: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = checked(home, book(*many(600)))
    by = home.access("secretary")
    imports.start(job, by=by, queued=False)
    real = history.record_history

    def failing(rows: Any, *, by: Access) -> int:
        if len(rows) < 500:
            raise RuntimeError("disk")
        return real(rows, by=by)

    monkeypatch.setattr(history, "record_history", failing)
    with pytest.raises(RuntimeError):
        work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("broken", "导入中断了；已导入的都在，按“接着导入”从断的地方继续")
    monkeypatch.setattr(history, "record_history", real)
    imports.go_on(job, by=by, queued=False)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.added, Matter.objects.of(home.community).count()) == ("done", 600, 600)


def test_start_twice_starts_once_and_work_twice_adds_nothing(home: Cast) -> None:
    job = imported(home, book(*many(3)))
    imports.start(job, by=home.access("secretary"), queued=False)
    work(job.pk)
    assert Matter.objects.of(home.community).count() == 3
    assert Entry.objects.filter(kind="imports.started").count() == 1


def test_one_uuid_is_one_job(home: Cast) -> None:
    first = checked(home, book(WITHOUT))
    again = imports.open_job(book(WITHOUT), kind="matters", by=home.access("secretary"), uuid=first.uuid, queued=False)
    assert again.pk == first.pk


def test_rights_lost_meanwhile_break_it_off(home: Cast) -> None:
    job = checked(home, book(WITHOUT))
    imports.start(job, by=home.access("secretary"), queued=False)
    home.users["secretary"].memberships.update(role="operator")
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("broken", "您没有“导入事项”的权限。")


def test_only_those_with_the_right_may_import(home: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        imports.open_job(book(WITHOUT), kind="matters", by=home.access("operator"), queued=False)
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.xlsx", "文件是空的。"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "文件已损坏，请重新导出后再上传。"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.xlsx", "这不是电子表格，请上传 .xlsx 或 .csv 文件。"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "a.xls", "这是旧版的 .xls 文件，请另存为 .xlsx 后再上传。"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "a.xlsx",
            "文件设了密码，请去掉密码后再上传。",
        ),
    ],
)
def test_files_that_are_no_tables(home: Cast, content: bytes, name: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(home, File(io.BytesIO(content), name=name))
    assert (refused.value.field, str(refused.value)) == ("file", message)
    assert ImportJob.objects.of(home.community).count() == 0


def test_a_file_that_is_too_large(home: Cast) -> None:
    text = "留言时间,留言详情\n" + ("2020/1/6," + "长" * 40_000 + "\n") * 180
    with pytest.raises(Refusal) as refused:
        checked(home, File(io.BytesIO(text.encode()), name="a.csv"))
    assert (refused.value.field, refused.value.code) == ("file", "too_large")


def test_a_file_that_is_gone_from_disk(home: Cast) -> None:
    job = imports.open_job(book(WITHOUT), kind="matters", by=home.access("secretary"), queued=False)
    shelf.path_of(job.file.sha256).unlink()
    work(job.pk)
    job.refresh_from_db()
    assert job.state == "broken"
    assert job.problem != ""


def test_csv_in_the_offices_own_encoding_with_formulas_and_emoji(home: Cast) -> None:
    text = "留言编号,留言时间,留言详情\n1,2020-05-01,=cmd|'/c calc'!A0\n2,20200502,路灯😀坏了\n"
    job = imported(home, File(io.BytesIO(text.encode("gb18030")), name="list.csv"))
    assert job.added == 2
    found = Matter.objects.of(home.community).order_by("external_number").values_list("text", flat=True)
    assert list(found) == ["=cmd|'/c calc'!A0", "路灯😀坏了"]


def test_phones_are_sealed_and_found_again(home: Cast) -> None:
    head = ["编号", "日期", "内容", "联系电话"]
    rows = [["1", "2020/1/6", "路灯不亮", "138 0000 1234"], ["2", "2020/1/6", "路灯", "12"]]
    job = imported(home, book(*rows, head=head))
    assert job.errors == [[3, "联系电话", "电话号码不对，请检查；也可以不填", "12"]]
    matter = Matter.objects.of(home.community).get()
    assert matter.phone_tail == "1234"
    assert "13800001234" not in matter.phone_sealed

"""Books and CSV that go out."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.spreadsheet import Column, Sheet, read_rows, safe_cell, write_book, write_csv

COLUMNS = [
    Column("姓名"),
    Column("身份证号", 20),
    Column("备注", 40, "long"),
    Column("人数", 8, "number"),
    Column("日期", 12, "date"),
    Column("时间", 18, "datetime"),
]
ROW = ["张三", "11010519491231002X", "=1+1\n第二行", 3, date(2024, 5, 1), datetime(2024, 5, 1, 0, 30, tzinfo=UTC)]


def written(*sheets):
    stream = io.BytesIO()
    count = write_book(stream, sheets)
    stream.seek(0)
    return count, stream


def test_a_book_is_read_back_as_it_was_written():
    count, stream = written(Sheet("名册", COLUMNS, [ROW, [None, "", None, None, None, None]]))
    assert count == 2
    assert [row.cells for row in read_rows(stream)] == [
        {
            "姓名": "张三",
            "身份证号": "11010519491231002X",
            "备注": "=1+1\n第二行",
            "人数": 3,
            "日期": datetime(2024, 5, 1),
            "时间": datetime(2024, 5, 1, 8, 30),
        }
    ]


def test_numbers_as_text_no_formulas_and_ready_to_print():
    _count, stream = written(
        Sheet("名册", [Column("电话", 14), Column("式")], iter([(13812341234, "=A1")]), mark="李四 & 导出")
    )
    page = openpyxl.load_workbook(stream)["名册"]
    assert (page["A2"].value, page["A2"].number_format, page["A2"].data_type) == ("13812341234", "@", "s")
    assert (page["B2"].value, page["B2"].data_type) == ("=A1", "s")
    assert page["A1"].font.bold is True
    assert page.freeze_panes == "A2"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$1:$1"
    assert page.oddHeader.right.text == "李四 && 导出"
    assert round(page.column_dimensions["A"].width) == 15


def test_titles_of_sheets_are_made_valid_and_unique():
    _count, stream = written(
        *[Sheet(title, [Column("甲")], []) for title in ("a/b:c", "A B C", "", "长" * 40, "长" * 40)]
    )
    assert openpyxl.load_workbook(stream).sheetnames == ["a b c", "A B C(2)", "Sheet", "长" * 31, "长" * 26 + "(2)"]


def test_a_text_longer_than_a_cell_says_that_it_goes_on():
    _count, stream = written(Sheet("甲", [Column("文")], [["长" * 40_000]]))
    (row,) = read_rows(stream)
    assert row.text("文").endswith("……（太长，以下略）")
    assert len(row.text("文")) < 32_767


def test_a_row_of_the_wrong_length_is_an_error():
    with pytest.raises(ValueError, match="argument"):
        written(Sheet("甲", [Column("文")], [["a", "b"]]))


def test_csv_has_a_mark_and_escaped_cells():
    stream = io.BytesIO()
    assert (
        write_csv(
            stream,
            [Column("姓名"), Column("数"), Column("日")],
            [["=cmd()", -5, date(2024, 5, 1)], ["+86", None, True]],
        )
        == 2
    )
    assert stream.getvalue().decode() == "\ufeff姓名,数,日\r\n'=cmd(),-5,2024-05-01\r\n'+86,,是\r\n"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "  =1", "＝1", "\r=1"])
def test_formulas_are_escaped(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "张三", "1-2", "a=b", "0731-1"])
def test_other_text_stays(text):
    assert safe_cell(text) == text


@given(st.text(max_size=20))
def test_no_escaped_cell_begins_like_a_formula(text):
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))

"""Files as offices send them. All rows are made up."""

import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest

from huijia.lib.spreadsheet import SpreadsheetError, read_rows, read_table, sheet_names, source

MESSAGES = [
    ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"],
    ["1", "A0001", "路灯不亮", "2020/1/25 11:36:27", "\n\t\t\t\t\t\n\t\t\t\t\t三栋楼下的路灯不亮"],
    ["2", "A0002", "井盖坏了", "2020/1/26 9:05:00", "门口"],
]


def book(*sheets, merges=()):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        page = made.create_sheet(f"表{number + 1}")
        for row in rows:
            page.append(row)
        for area in merges if number == 0 else ():
            page.merge_cells(area)
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def changed(stream, name, change):
    """The archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, change(body) if part == name else body)
    out.seek(0)
    return out


def cells(stream, **options):
    return [row.cells for row in read_rows(stream, **options)]


def test_rows_by_column_name_with_their_number_in_the_file(tmp_path):
    path = tmp_path / "messages.xlsx"
    path.write_bytes(book(MESSAGES).getvalue())
    rows = list(read_rows(path))
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells["留言主题"] == "路灯不亮"
    assert rows[0].text("留言详情") == "三栋楼下的路灯不亮"
    assert rows[0].text("没有这一列") == ""


def test_wrong_dimensions_are_not_believed():
    stream = changed(book(MESSAGES), "xl/worksheets/sheet1.xml", lambda b: re.sub(rb'ref="A1:E3"', b'ref="A1:A1"', b))
    assert [row.text("留言主题") for row in read_rows(stream)] == ["路灯不亮", "井盖坏了"]
    stream = changed(book(MESSAGES), "xl/worksheets/sheet1.xml", lambda b: re.sub(rb"<dimension[^>]*/>", b"", b))
    assert [row.text("留言主题") for row in read_rows(stream)] == ["路灯不亮", "井盖坏了"]


def test_titles_above_the_header_are_passed_over():
    rows = [
        ["某某社区居民花名册"],
        ["填报单位：某某社区", None, None, "2026年5月", None],
        [None],
        ["序号", "姓名", "身份证号", "联系电话", "备注"],
        [1, "张三", "11010519491231002X", 13812341234, None],
        [None, None, None],
        [2, "李四", 1.10105194912310e17, "0731-88881234", "独居"],
    ]
    table = read_table(book(rows, merges=["A1:E1", "A2:C2", "D2:E2"]))
    found = list(table.rows)
    assert table.columns == ["序号", "姓名", "身份证号", "联系电话", "备注"]
    assert table.header_row == 4
    assert [row.number for row in found] == [5, 7]
    assert found[0].text("联系电话") == "13812341234"
    assert found[0].lost_digits("身份证号") is False
    assert found[1].lost_digits("身份证号") is True


def test_expected_names_find_the_header_of_a_sparse_sheet():
    rows = [["甲", "乙", "丙", "丁", "戊"], ["姓名", "电话"], ["张三", "110"]]
    assert cells(book(rows), expected=["姓名", "电 话"]) == [{"姓名": "张三", "电话": "110"}]


def test_merged_cells_mean_all_their_rows():
    rows = [
        ["户主", "姓名", "住址"],
        ["张三", "张三", "一栋"],
        [None, "李四", None],
        [None, "张小", None],
        ["王五", "王五", None],
    ]
    found = cells(book(rows, merges=["A2:A4", "C2:C3"]))
    assert [row["户主"] for row in found] == ["张三", "张三", "张三", "王五"]
    assert [row["住址"] for row in found] == ["一栋", "一栋", None, None]


def test_a_header_of_two_lines():
    rows = [["序号", "住址", None, None, "姓名"], [None, "楼", "单元", "室", None], [1, "3", "2", "501", "张三"]]
    found = cells(book(rows, merges=["A1:A2", "B1:D1", "E1:E2"]))
    assert found == [{"序号": 1, "楼": "3", "单元": "2", "室": "501", "姓名": "张三"}]


def test_a_second_line_that_repeats_a_name_takes_the_upper_one_with_it():
    rows = [["父亲", None, "母亲", None], ["姓名", "电话", "姓名", "电话"], ["甲", "1", "乙", "2"]]
    found = cells(book(rows, merges=["A1:B1", "C1:D1"]))
    assert found == [{"父亲-姓名": "甲", "父亲-电话": "1", "母亲-姓名": "乙", "母亲-电话": "2"}]


def test_a_merged_name_above_data_swallows_no_row():
    rows = [["姓名", "联系方式", None], ["张三", "1", "2"], ["李四", "3", "4"]]
    assert cells(book(rows, merges=["B1:C1"])) == [
        {"姓名": "张三", "联系方式": "1", "联系方式(2)": "2"},
        {"姓名": "李四", "联系方式": "3", "联系方式(2)": "4"},
    ]


def test_names_are_never_the_same_and_unnamed_columns_are_left_out():
    rows = [["姓 名", "电话", "电话", None], ["张三", "1", "2", "x"]]
    assert cells(book(rows)) == [{"姓名": "张三", "电话": "1", "电话(2)": "2"}]


def test_date_cells_stay_dates():
    assert cells(book([["时间", "事"], [datetime(2024, 5, 1, 8), "巡查"]])) == [
        {"时间": datetime(2024, 5, 1, 8), "事": "巡查"}
    ]


def test_the_first_sheet_that_holds_anything_or_the_one_named():
    stream = book([], [["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]])
    assert cells(stream) == [{"甲": "1", "乙": "2"}]
    assert cells(stream, sheet="表3") == [{"丙": "3", "丁": "4"}]
    assert sheet_names(stream) == ["表1", "表2", "表3"]
    with pytest.raises(SpreadsheetError, match="找不到工作表“没有”"):
        read_rows(stream, sheet="没有")


def test_a_header_without_rows():
    table = read_table(book([["姓名", "电话"]]))
    assert (table.columns, list(table.rows)) == (["姓名", "电话"], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv(encoding, delimiter):
    lines = ["姓名,备注", "张三,独居", ",", '李四,"两行\n备注"']
    stream = io.BytesIO("\r\n".join(lines).replace(",", delimiter).encode(encoding))
    assert [row.cells for row in read_rows(stream)] == [
        {"姓名": "张三", "备注": "独居"},
        {"姓名": "李四", "备注": "两行\n备注"},
    ]
    assert sheet_names(stream) == []


def test_who_stops_early_closes_the_file(tmp_path):
    path = tmp_path / "messages.xlsx"
    path.write_bytes(book(MESSAGES).getvalue())
    with read_table(path) as table:
        assert next(table.rows).text("留言编号") == "1"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 not an archive", "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧版的 .xls"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "设了密码"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "不是电子表格"),
        (b"%PDF-1.7\n\xff\xfe\xfd\x00", "不是电子表格"),
        (b"\r\n,,\r\n", "没有内容"),
    ],
)
def test_what_is_no_table_is_told_in_plain_words(body, message):
    with pytest.raises(SpreadsheetError, match=message):
        list(read_rows(io.BytesIO(body)))


def test_a_missing_file(tmp_path):
    with pytest.raises(SpreadsheetError, match="打不开"):
        read_rows(tmp_path / "none.xlsx")


def test_an_archive_that_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(SpreadsheetError, match="不是电子表格"):
        read_rows(stream)


def test_an_empty_book():
    with pytest.raises(SpreadsheetError, match="没有内容"):
        read_rows(book([], []))


def test_a_bomb_is_not_unpacked(monkeypatch):
    stream = io.BytesIO(book(MESSAGES).getvalue())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(3_000_000))
    monkeypatch.setattr(source, "MAX_UNPACKED_BYTES", 2_000_000)
    with pytest.raises(SpreadsheetError, match="展开后太大"):
        read_rows(stream)


def test_a_part_larger_than_it_declares_is_cut_off():
    raw = bytearray(book(MESSAGES).getvalue())
    place = raw.rindex(b"xl/worksheets/sheet1.xml") - 46
    raw[place + 24 : place + 28] = (200).to_bytes(4, "little")
    with pytest.raises(SpreadsheetError, match="已损坏"):
        list(read_rows(io.BytesIO(bytes(raw))))


def test_a_file_too_large(monkeypatch):
    monkeypatch.setattr(source, "MAX_FILE_BYTES", 10)
    with pytest.raises(SpreadsheetError, match="文件太大"):
        read_rows(book(MESSAGES))


def test_a_sheet_that_breaks_off_or_holds_entities():
    part = "xl/worksheets/sheet1.xml"
    with pytest.raises(SpreadsheetError, match="已损坏"):
        list(read_rows(changed(book(MESSAGES), part, lambda body: body[:-60])))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(SpreadsheetError):
        list(read_rows(changed(book(MESSAGES), part, lambda body: bomb + body.split(b"?>", 1)[-1])))

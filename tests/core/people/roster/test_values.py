"""What a cell of the roster means."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.people.roster import fields, values
from huijia.lib import clock
from tests.factories.rosters import id_number

BORN = date(1958, 3, 4)


@pytest.mark.parametrize(
    ("cell", "kind", "number"),
    [
        ("321199195803040010", "resident", "321199195803040010"),
        ("３２１１９９１９５８０３０４００１０", "resident", "321199195803040010"),
        (" 321199 19580304 0010 ", "resident", "321199195803040010"),
        ("11010519491231002x", "resident", "11010519491231002X"),
        ("无", "none", ""),
        ("", "", ""),
        (None, "", ""),
        ("E12345678", "passport", "E12345678"),
        ("护照E12345678", "passport", "E12345678"),
        ("H12345678", "permit", "H12345678"),
        ("340524800101001", "resident", "34052419800101001X"),
    ],
)
def test_documents(cell: Any, kind: str, number: str) -> None:
    assert values.document(cell) == (kind, number)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (3.21199195803040018e17, "后几位数字已丢失"),
        (321199195803040018, "后几位数字已丢失"),
        ("3.21199E+17", "后几位数字已丢失"),
        ("3211**********0018", "打了星号"),
        ("321199195803040011", "校验位不对"),
        ("32119919580304", "身份证号应为 18 位"),
    ],
)
def test_documents_that_are_none(cell: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        values.document(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (13800000001, "13800000001"), (13800000001.0, "13800000001"), ("13800000001.0", "13800000001"),
        ("１３８ ００００ ０００１", "13800000001"), ("138-0000-0001", "13800000001"), ("'13800000001", "13800000001"),
        ("13800000001、0511-85001234", "13800000001"), ("0511-85001234", "0511-85001234"), ("无", ""), ("/", ""),
        (None, ""),
    ],
)
def test_phones(cell: Any, number: str) -> None:
    assert values.phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024.5", date(2024, 5, 1)), ("2024-05-01", date(2024, 5, 1)), ("20240501", date(2024, 5, 1)),
        (20240501, date(2024, 5, 1)), ("2024年5月1日", date(2024, 5, 1)), (45413, date(2024, 5, 1)),
        (datetime(2024, 5, 1), date(2024, 5, 1)), ("2024/5/1", date(2024, 5, 1)), ("不详", None), ("", None),
    ],
)
def test_days(cell: Any, day: date | None) -> None:
    assert values.day(cell) == day


@given(st.dates(date(1901, 1, 1), date(2025, 12, 31)))
def test_every_way_of_writing_a_day_is_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written: list[Any] = [
        day.isoformat(), f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日", int(f"{day:%Y%m%d}"), datetime(day.year, day.month, day.day),
    ]
    if serial >= 3000:
        written.append(serial)
    assert {values.day(cell) for cell in written} == {day}


@given(st.integers(1, 3650))
def test_no_day_in_the_future(days: int) -> None:
    day = clock.today() + timedelta(days=days + 1)
    with pytest.raises(ValueError, match="日期在将来"):
        values.day(day.isoformat())


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False), st.booleans(), st.none()))
def test_whatever_stands_in_a_cell_there_is_a_value_or_a_sentence(cell: Any) -> None:
    for parse in (values.day, values.phone, values.document, values.groups, values.digits):
        try:
            parse(cell)
        except ValueError as error:
            assert str(error)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 49), st.booleans())
def test_true_numbers_are_taken_in_small_and_wide_letters(born: date, serial: int, male: bool) -> None:
    number = id_number(born, serial, male=male)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert {values.document(each) for each in (number, number.lower(), wide, f" {number} ")} == {("resident", number)}


def test_words() -> None:
    assert values.word(" 党员 ", fields.POLITICS) == "member"
    assert values.word("无", fields.POLITICS) is None
    assert values.groups("独居老人、高龄，残疾人") == ["alone", "aged", "disabled"]
    with pytest.raises(ValueError, match="重点类别里没有“三无”"):
        values.groups("三无")
    with pytest.raises(ValueError, match="看不懂“外星”；可写：人户一致、空挂、流入、流出"):
        values.word("外星", fields.STATUSES)

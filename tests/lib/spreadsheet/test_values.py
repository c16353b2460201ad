"""Dates and numbers as they come in cells."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.spreadsheet import lost_digits, parse_date, parse_datetime, plain_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
days = st.dates(date(1930, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-05-01", date(2024, 5, 1)),
        ("2024/5/1", date(2024, 5, 1)),
        ("2024.5.1", date(2024, 5, 1)),
        ("2024.05", date(2024, 5, 1)),
        ("2024.5", date(2024, 5, 1)),
        ("2024.10", date(2024, 10, 1)),
        (2024.5, date(2024, 5, 1)),
        ("2024年5月1日", date(2024, 5, 1)),
        ("2024年5月", date(2024, 5, 1)),
        ("2024 年 5 月 1 日", date(2024, 5, 1)),
        ("20240501", date(2024, 5, 1)),
        (20240501, date(2024, 5, 1)),
        (20240501.0, date(2024, 5, 1)),
        ("202405", date(2024, 5, 1)),
        ("２０２４－０５－０１", date(2024, 5, 1)),
        (" 2020/1/25 11:36:27 ", date(2020, 1, 25)),
        (45413, date(2024, 5, 1)),
        ("45413", date(2024, 5, 1)),
        (45413.75, date(2024, 5, 1)),
        (9133, date(1925, 1, 1)),
        (datetime(2024, 5, 1, 8), date(2024, 5, 1)),
        (datetime(2024, 4, 30, 20, tzinfo=UTC), date(2024, 5, 1)),
        (date(2024, 5, 1), date(2024, 5, 1)),
    ],
)
def test_dates(cell, day):
    assert parse_date(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        "2024-13-01",
        "2024-02-30",
        "24-5-1",
        "昨天",
        "2024",
        2024,
        "2024-5-1-1",
        "5/1/2024",
        2024.1,
        True,
        1e300,
        float("nan"),
    ],
)
def test_no_date(cell):
    with pytest.raises(ValueError, match="看不懂这个日期"):
        parse_date(cell)


@pytest.mark.parametrize("cell", ["", "  ", None])
def test_an_empty_cell_is_no_date(cell):
    with pytest.raises(ValueError, match="请填写日期"):
        parse_date(cell)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2020/1/25 11:36:27", datetime(2020, 1, 25, 3, 36, 27, tzinfo=UTC)),
        ("2020-01-25T11:36", datetime(2020, 1, 25, 3, 36, tzinfo=UTC)),
        ("2020年1月25日11时36分", datetime(2020, 1, 25, 3, 36, tzinfo=UTC)),
        ("2020-01-25 11:36:27.123", datetime(2020, 1, 25, 3, 36, 27, tzinfo=UTC)),
        ("2020-01-25", datetime(2020, 1, 24, 16, tzinfo=UTC)),
        (43855.48364583333, datetime(2020, 1, 25, 3, 36, 27, tzinfo=UTC)),
        (datetime(2020, 1, 25, 11, 36), datetime(2020, 1, 25, 3, 36, tzinfo=UTC)),
        (datetime(2020, 1, 25, 11, 36, tzinfo=UTC), datetime(2020, 1, 25, 11, 36, tzinfo=UTC)),
    ],
)
def test_datetimes_are_read_as_local_time(cell, moment):
    assert parse_datetime(cell) == moment


@given(days, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]))
def test_a_written_date_is_read_back(day, form):
    assert parse_date(day.strftime(form)) == day


@given(days)
def test_a_serial_is_read_back(day):
    assert parse_date((day - date(1899, 12, 30)).days) == day


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1)))
def test_a_written_moment_is_read_back(moment):
    moment = moment.replace(microsecond=0)
    assert parse_datetime(moment.strftime("%Y/%m/%d %H:%M:%S")) == moment.replace(tzinfo=SHANGHAI)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert parse_datetime(serial) == moment.replace(tzinfo=SHANGHAI)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats()))
def test_anything_is_a_date_or_a_value_error(cell):
    with suppress(ValueError):
        assert isinstance(parse_date(cell), date)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" a ", "a"),
        (13812341234.0, "13812341234"),
        (13812341234, "13812341234"),
        (1.23e17, "123000000000000000"),
        (2.5, "2.5"),
        (True, "是"),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 8, 30), "2024-05-01 08:30:00"),
        (time(8, 30), "08:30:00"),
        (float("inf"), "inf"),
    ],
)
def test_plain_text(cell, text):
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "lost"),
    [
        (1.23e17, True),
        (320101199001011234, True),
        ("3.20101E+17", True),
        (13812341234, False),
        ("320101199001011234", False),
        (None, False),
        (True, False),
    ],
)
def test_lost_digits(cell, lost):
    assert lost_digits(cell) is lost

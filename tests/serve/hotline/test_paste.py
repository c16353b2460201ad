"""Lists of telephone systems, read line by line."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib import clock
from huijia.serve.hotline.paste import read_lines
from tests.serve.hotline.conftest import NOW


@pytest.mark.parametrize(("line", "phone", "said"), [
    ("13800001234 2026-04-13 09:12", "13800001234", "04-13 09:12"),
    ("2026/4/1 9:05:33 13800001234", "13800001234", "04-01 09:05"),
    ("4月12日 21时30分 0511-85001234", "0511-85001234", "04-12 21:30"),
    ("+86 13800001234,10:59", "13800001234", "04-13 10:59"),
    ("13800001234 23:10", "13800001234", "04-12 23:10"),
    ("１３８００００１２３４", "13800001234", "04-13 11:00"),
    ("1 13800001234 未接 20秒 12-31 08:00", "13800001234", "12-31 08:00"),
])
def test_a_line(line: str, phone: str, said: str):
    (call,) = read_lines(line, NOW).calls
    assert (call.phone, f"{clock.local(call.called_at):%m-%d %H:%M}") == (phone, said)


@pytest.mark.parametrize("line", ["来电号码 时间", "无法显示号码 09:12", "110", "13800001234 2026-13-40 09:12"])
def test_a_line_that_is_none(line: str):
    read = read_lines(line, NOW)
    assert (read.calls, read.skipped) == ([], [1])


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str):
    read = read_lines(text, NOW)
    assert all(len(call.phone) >= 7 for call in read.calls)
    assert len(read.calls) + len(read.skipped) <= len(text.splitlines())


@given(st.datetimes(min_value=(NOW - timedelta(days=300)).replace(tzinfo=None), max_value=NOW.replace(tzinfo=None)))
def test_what_a_system_writes_is_read_back(moment):
    line = f"13800001234,{moment:%Y-%m-%d %H:%M:%S}"
    (call,) = read_lines(line, NOW).calls
    assert f"{clock.local(call.called_at):%Y-%m-%d %H:%M}" == f"{moment:%Y-%m-%d %H:%M}"

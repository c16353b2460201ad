"""Hours as a file for a phone's calendar."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from huijia.lib import ical

AT = datetime(2026, 4, 13, 1, 30, tzinfo=UTC)


def test_one_event_as_the_standard_writes_it():
    event = ical.Event("7@huijia", 3, AT, AT, "晨读,上午", "实践站", "第一行\n第二行", cancelled=True)
    lines = ical.written([event], product="test", at=AT, name="回龙").decode().split("\r\n")
    assert lines[:5] == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Huijia//test//ZH", "CALSCALE:GREGORIAN", "X-WR-CALNAME:回龙",
    ]
    assert lines[5:] == [
        "BEGIN:VEVENT", "UID:7@huijia", "SEQUENCE:3", "DTSTAMP:20260413T013000Z", "DTSTART:20260413T013000Z",
        "DTEND:20260413T013000Z", "SUMMARY:晨读\\,上午", "LOCATION:实践站", "DESCRIPTION:第一行\\n第二行",
        "STATUS:CANCELLED", "END:VEVENT", "END:VCALENDAR", "",
    ]


@given(st.text(max_size=120))
def test_lines_are_short_and_come_back_whole(text):
    folded = ical._folded(ical._escaped(text))
    parts = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= ical.LINE_OCTETS for part in parts)
    whole = b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode()
    assert whole == ical._escaped(text)
    assert "\n" not in whole

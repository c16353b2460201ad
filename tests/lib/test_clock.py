"""The one clock and working time. 2026-11-23 is a Monday."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib import clock
from huijia.lib.clock import ZONE, WorkCalendar, quarter_left, say_remaining

OFFICE = WorkCalendar()
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZONE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_frozen_clock_stands_moves_and_gives_way():
    with clock.frozen(at("2026-11-23 23:30")) as outer:
        assert clock.now() == datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
        assert clock.today() == date(2026, 11, 23)
        outer.move(timedelta(hours=1))
        assert clock.today() == date(2026, 11, 24)
        with clock.frozen(at("2020-01-01 00:00")):
            assert clock.today() == date(2020, 1, 1)
        assert clock.today() == date(2026, 11, 24)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_datetime_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        clock.local(datetime(2026, 11, 23))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2035, 1, 1), True),  # beyond the published calendar a Monday counts
        (date(2035, 1, 6), False),
        (date(1990, 1, 1), True),
    ],
)
def test_working_days_follow_the_published_calendar_then_the_week(day, working):
    assert OFFICE.is_working(day) is working


def test_the_table_comes_before_the_published_calendar():
    office = WorkCalendar(exceptions={date(2026, 11, 23): False, date(2035, 1, 6): True})
    assert office.is_working(date(2026, 11, 23)) is False
    assert office.is_working(date(2035, 1, 6)) is True
    assert office.knows(date(2035, 1, 6)) is True
    assert office.knows(date(2035, 1, 7)) is False
    assert office.knows(date(2026, 1, 1)) is True


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-11-23 10:00", 1, "2026-11-24 17:30"),
        ("2026-11-23 07:00", 1, "2026-11-24 17:30"),
        ("2026-11-23 18:00", 1, "2026-11-25 17:30"),  # after closing: received on Tuesday
        ("2026-11-21 10:00", 1, "2026-11-23 17:30"),  # Saturday
        ("2026-11-20 18:00", 1, "2026-11-23 17:30"),  # Friday evening is received on Saturday
        ("2026-11-20 10:00", 5, "2026-11-27 17:30"),
        ("2026-09-30 10:00", 1, "2026-10-08 17:30"),  # over National Day
        ("2026-11-23 10:00", 0, "2026-11-23 17:30"),
        ("2026-11-21 10:00", 0, "2026-11-23 17:30"),
    ],
)
def test_add_days_ends_at_closing_of_the_nth_working_day(start, n, due):
    assert OFFICE.add_days(at(start), n) == at(due)


def test_results_are_in_utc():
    assert OFFICE.add_days(at("2026-11-23 10:00"), 1).tzinfo is UTC
    assert OFFICE.add_minutes(at("2026-11-23 10:00"), 1).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 10:00", 90, "2026-11-23 11:30"),
        ("2026-11-23 17:00", 30, "2026-11-23 17:30"),
        ("2026-11-23 17:00", 31, "2026-11-24 08:31"),
        ("2026-11-20 17:00", 60, "2026-11-23 09:00"),
        ("2026-11-21 12:00", 540, "2026-11-23 17:30"),
        ("2026-11-23 06:00", 0, "2026-11-23 08:30"),
        ("2026-11-23 10:00", 540 * 5, "2026-11-30 10:00"),
    ],
)
def test_add_minutes_counts_working_time_only(start, minutes, end):
    assert OFFICE.add_minutes(at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("2026-11-23 10:00", "2026-11-23 11:30", 90),
        ("2026-11-23 06:00", "2026-11-23 20:00", 540),
        ("2026-11-20 17:00", "2026-11-23 09:00", 60),
        ("2026-11-21 09:00", "2026-11-22 12:00", 0),
        ("2026-11-23 11:30", "2026-11-23 10:00", -90),
        ("2026-11-23 10:00:00", "2026-11-23 10:00:59", 0),
    ],
)
def test_minutes_between(a, b, minutes):
    assert OFFICE.minutes_between(at(a), at(b)) == minutes


@given(moments, st.integers(0, 20_000))
def test_adding_and_measuring_agree(start, minutes):
    assert OFFICE.minutes_between(start, OFFICE.add_minutes(start, minutes)) == minutes


@given(moments, moments, st.integers(0, 12))
def test_received_later_is_never_due_earlier(a, b, n):
    first, last = sorted((a, b))
    assert OFFICE.add_days(first, n) <= OFFICE.add_days(last, n)
    assert OFFICE.add_days(first, n) <= OFFICE.add_days(first, n + 1)
    assert OFFICE.add_minutes(first, n * 77) <= OFFICE.add_minutes(last, n * 77)


@given(moments, st.integers(0, 3 * 1440))
def test_minutes_between_counts_as_a_watch_does(start, minutes):
    start = start.replace(second=0, microsecond=0)
    steps = (start + timedelta(minutes=step) for step in range(minutes))
    watch = sum(OFFICE.is_working(step.date()) and time(8, 30) <= step.time() < time(17, 30) for step in steps)
    assert OFFICE.minutes_between(start, start + timedelta(minutes=minutes)) == watch


def test_negative_lengths_and_upside_down_hours_are_refused():
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add_days(at("2026-11-23 10:00"), -1)
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add_minutes(at("2026-11-23 10:00"), -1)
    with pytest.raises(ValueError, match="before"):
        WorkCalendar(time(18), time(9))


def test_yellow_begins_when_a_quarter_is_left():
    start = at("2026-11-23 10:00")
    assert quarter_left(start, at("2026-11-24 10:00"), OFFICE, "hours") == at("2026-11-24 04:00")
    # Monday 10:00 to Friday 17:30 is 7.5 h + 4 × 9 h = 43.5 h of work; 32.625 h are over on Thursday at 15:37:30.
    due = OFFICE.add_days(start, 4)
    assert quarter_left(start, due, OFFICE, "working_days") == at("2026-11-26 15:37:30")
    assert quarter_left(due, start, OFFICE, "hours") == start
    assert quarter_left(at("2026-11-21 10:00"), at("2026-11-21 12:00"), OFFICE, "working_days") == at(
        "2026-11-21 12:00"
    )


@given(moments, st.integers(1, 15))
def test_yellow_lies_between_start_and_due(start, n):
    due = OFFICE.add_days(start, n)
    yellow = quarter_left(start, due, OFFICE, "working_days")
    assert start <= yellow <= due
    assert OFFICE.time_between(yellow, due) * 4 <= OFFICE.time_between(start, due) + timedelta(microseconds=8)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-23 15:00", "今天 15:00 前"),
        ("2026-11-24 17:30", "明天 17:30 前"),
        ("2026-11-27 17:30", "还剩 4 个工作日"),
        ("2026-11-30 17:30", "还剩 5 个工作日"),
        ("2026-11-23 09:30", "超期 1 小时"),
        ("2026-11-22 12:00", "超期 22 小时"),
        ("2026-11-20 10:00", "超期 3 天"),
    ],
)
def test_what_is_left_is_said_as_people_say_it(due, said):
    with translation.override("zh-hans"):
        assert say_remaining(at(due), at("2026-11-23 10:00"), OFFICE) == said


def test_without_a_working_day_left_the_date_is_said():
    with translation.override("zh-hans"):
        assert say_remaining(at("2026-11-22 12:00"), at("2026-11-20 18:00"), OFFICE) == "11月22日 12:00 前"

"""The weekly pattern: whatever is allowed makes no overlap, and each hour is covered as the pattern says."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huijia.lib import clock
from huijia.lib.clock import WorkCalendar
from huijia.serve.hotline import pattern
from huijia.serve.hotline.enums import DayKey
from huijia.serve.hotline.pattern import Turn

CALENDAR = WorkCalendar()
times = st.integers(0, 47).map(lambda half: time(half // 2, 30 * (half % 2)))
days = st.sets(st.sampled_from(DayKey.values), min_size=1).map(frozenset)
turns = st.lists(
    st.builds(
        Turn, key=st.integers(1, 9), name=st.just("班"), days=days, starts=times, ends=times,
        posts=st.lists(st.integers(1, 5), min_size=1, max_size=3).map(tuple), turn_by=st.sampled_from(["week", "day"]),
    ),
    min_size=1, max_size=6,
)
months = st.dates(date(2024, 1, 1), date(2026, 12, 1)).map(lambda day: day.replace(day=1))


def dates(first: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(28)]


def only_allowed(lines: list[Turn]) -> list[Turn]:
    """Line by line, as somebody types them: one that clashes is refused."""
    kept: list[Turn] = []
    for line in lines:
        if pattern.clash([*kept, line]) is None:
            kept.append(line)
    return kept


@given(turns, months, st.sets(st.integers(0, 27)))
def test_no_two_are_on_at_once_whatever_the_holidays(lines, first, odd):
    some = dates(first)
    calendar = WorkCalendar(exceptions={some[number]: some[number].weekday() >= 5 for number in odd})
    spans = list(pattern.spans_of(only_allowed(lines), some, calendar))
    assert pattern.overlaps((span.starts_at, span.ends_at) for span in spans) == []


@given(turns, months)
def test_each_hour_is_covered_as_the_pattern_says(lines, first):
    kept = only_allowed(lines)
    has_holiday = any(DayKey.HOLIDAY in line.days for line in kept)
    for day in dates(first):
        key = pattern.key_of(day, CALENDAR, has_holiday)
        spans = list(pattern.spans_of(kept, [day], CALENDAR))
        said = pattern.joined(
            (pattern.at_minute(day, line.minutes[0]), pattern.at_minute(day, line.minutes[1]))
            for line in kept if key in line.days
        )
        assert pattern.joined((span.starts_at, span.ends_at) for span in spans) == said
        assert pattern.gaps(said, ((span.starts_at, span.ends_at) for span in spans)) == []


moments = st.integers(0, 200).map(lambda hours: datetime(2026, 4, 1, tzinfo=clock.ZONE) + timedelta(hours=hours))
intervals = st.lists(st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1]), max_size=8)


@given(intervals, intervals)
def test_gaps_and_what_is_covered_make_the_whole(should, covered):
    wanted = pattern.joined(should)
    gaps = pattern.gaps(wanted, covered)
    for hour in range(200):
        at = datetime(2026, 4, 1, tzinfo=clock.ZONE) + timedelta(hours=hour)

        def within(rows, at=at):
            return any(start <= at < end for start, end in rows)

        assert within(gaps) == (within(wanted) and not within(covered))
        assert within(pattern.overlaps(covered)) == (sum(start <= at < end for start, end in covered) > 1)


def line(name="班", days=range(5), starts="08:30", ends="17:30", posts=(1,), turn_by="week"):
    return Turn(0, name, frozenset(days), time.fromisoformat(starts), time.fromisoformat(ends), tuple(posts), turn_by)


def test_a_night_that_runs_into_the_next_morning_clashes():
    assert pattern.clash([line(), line("夜班", starts="17:30", ends="08:30")]) is None
    assert pattern.clash([line(), line("夜班", starts="17:30", ends="09:00")]) is not None


def test_several_take_turns_by_week_and_by_day():
    week = line(posts=(1, 2))
    assert [week.post_on(date(2026, 4, day)) for day in (6, 10, 13, 17, 20)] == [1, 1, 2, 2, 1]
    daily = line(posts=(1, 2, 3), turn_by="day")
    assert [daily.post_on(date(2026, 4, day)) for day in (13, 14, 15, 16)] == [1, 2, 3, 1]


def test_holidays_and_make_up_days_are_filled_from_their_own_day():
    # 2026: Labour Day holiday May 1-5; Saturday May 9 is worked
    assert pattern.key_of(date(2026, 5, 1), CALENDAR, True) == DayKey.HOLIDAY
    assert pattern.key_of(date(2026, 5, 1), CALENDAR, False) == DayKey.SUNDAY
    assert pattern.key_of(date(2026, 5, 9), CALENDAR, True) == DayKey.MONDAY
    assert pattern.key_of(date(2026, 5, 16), CALENDAR, True) == DayKey.SATURDAY


def test_office_hours_are_wanted_on_working_days_only():
    wanted = pattern.wanted([date(2026, 5, 4), date(2026, 5, 9)], CALENDAR, all_day=False)
    assert wanted == [(datetime(2026, 5, 9, 8, 30, tzinfo=clock.ZONE), datetime(2026, 5, 9, 17, 30, tzinfo=clock.ZONE))]

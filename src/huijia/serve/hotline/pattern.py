"""The weekly pattern as plain arithmetic: which spans of time a month gets, where they clash, where nobody is on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from huijia.lib import clock
from huijia.lib.clock import WorkCalendar
from huijia.serve.hotline.enums import DayKey, TurnBy

DAY = timedelta(days=1)
MINUTES_OF_DAY = 24 * 60
# A Monday long ago, so that who is on in a week does not depend on which month is filled first.
FIRST_MONDAY = date(2000, 1, 3)


@dataclass(frozen=True)
class Turn:
    """One line of the pattern. `ends` not after `starts` means the next day."""

    key: int
    name: str
    days: frozenset[int]
    starts: time
    ends: time
    posts: tuple[int, ...]
    turn_by: str = TurnBy.WEEK.value
    kind: str = "office"
    phone: str = ""

    @property
    def minutes(self) -> tuple[int, int]:
        """`(from, to)` in minutes of the day on which it begins; `to` may lie in the next day."""
        first, last = _minute(self.starts), _minute(self.ends)
        return first, last if last > first else last + MINUTES_OF_DAY

    def post_on(self, day: date) -> int:
        """Whose turn it is, the same whichever month is filled first."""
        days = (day - FIRST_MONDAY).days
        return self.posts[(days // 7 if self.turn_by == TurnBy.WEEK else days) % len(self.posts)]


@dataclass(frozen=True)
class Span:
    """A shift to be made."""

    day: date
    starts_at: datetime
    ends_at: datetime
    turn: Turn
    post_id: int


Interval = tuple[datetime, datetime]


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def key_of(day: date, calendar: WorkCalendar, has_holiday: bool) -> int:
    """Which day of the pattern a date is: a holiday in the week 节假日 (else Sunday), a make-up day Monday."""
    working, weekday = calendar.is_working(day), day.weekday()
    if working:
        return weekday if weekday < 5 else DayKey.MONDAY
    if weekday >= 5:
        return weekday
    return DayKey.HOLIDAY if has_holiday else DayKey.SUNDAY


def spans_of(turns: Sequence[Turn], days: Iterable[date], calendar: WorkCalendar) -> Iterator[Span]:
    """The shifts of `days`, in the order of time."""
    has_holiday = any(DayKey.HOLIDAY in turn.days for turn in turns)
    for day in days:
        key = key_of(day, calendar, has_holiday)
        for turn in sorted(turns, key=lambda turn: turn.minutes):
            if key in turn.days:
                first, last = turn.minutes
                yield Span(day, at_minute(day, first), at_minute(day, last), turn, turn.post_on(day))


def at_minute(day: date, minute: int) -> datetime:
    """Minute `minute` of a local day, which may lie in the next one."""
    days, rest = divmod(minute, MINUTES_OF_DAY)
    return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), clock.ZONE)


def clash(turns: Sequence[Turn]) -> tuple[Turn, Turn] | None:
    """Two lines that would be on at the same time on some date, None where no date can bring that about.

    Holidays and make-up days let any kind of day follow any other, so what runs past midnight must end before the
    earliest beginning of all.
    """
    for key in DayKey.values:
        of_day = sorted((turn for turn in turns if key in turn.days), key=lambda turn: turn.minutes)
        for one, other in pairwise(of_day):
            if other.minutes[0] < one.minutes[1]:
                return one, other
    if not turns:
        return None
    latest = max(turns, key=lambda turn: turn.minutes[1])
    earliest = min(turns, key=lambda turn: turn.minutes[0])
    return (latest, earliest) if latest.minutes[1] - MINUTES_OF_DAY > earliest.minutes[0] else None


def wanted(days: Iterable[date], calendar: WorkCalendar, all_day: bool) -> list[Interval]:
    """When somebody should be on: round the clock, or the office hours of working days."""
    if all_day:
        whole = [(at_minute(day, 0), at_minute(day, MINUTES_OF_DAY)) for day in days]
        return joined(whole)
    opens, closes = _minute(calendar.opens), _minute(calendar.closes)
    return [(at_minute(day, opens), at_minute(day, closes)) for day in days if calendar.is_working(day)]


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time without overlaps, adjoining pieces made one."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def gaps(should: Sequence[Interval], covered: Iterable[Interval]) -> list[Interval]:
    """The parts of `should` (disjoint) in which nobody is on."""
    there = joined(covered)
    found = []
    for start, end in should:
        here = start
        for from_, to in there:
            if to <= here or from_ >= end:
                continue
            if from_ > here:
                found.append((here, from_))
            here = max(here, to)
        if here < end:
            found.append((here, end))
    return found


def overlaps(covered: Iterable[Interval]) -> list[Interval]:
    """When more than one is on."""
    found: list[Interval] = []
    until: datetime | None = None
    for start, end in sorted(covered):
        if until is not None and start < until:
            found.append((start, min(until, end)))
        until = end if until is None else max(until, end)
    return joined(found)

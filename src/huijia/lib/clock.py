"""The one clock: what time it is, and how working time is counted in an office.

Every datetime in Huijia is aware and in UTC; `local` turns one into the office's own time for people to read.
Working days come from an editable table first, then from the published calendar of public holidays, then Mon–Fri.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import chinese_calendar
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ZONE: Final = ZoneInfo("Asia/Shanghai")
Unit = Literal["hours", "working_days"]

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


class Frozen:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = _aware(at)

    def move(self, step: timedelta) -> None:
        self.at += step


# The last one counts. A list of the module, not of the thread: a test's server threads share the test's time.
_standing: list[Frozen] = []


def now() -> datetime:
    """This moment, aware, in UTC. Every other module asks here."""
    return _standing[-1].at if _standing else datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[Frozen]:
    """Let the clock of the whole process (all threads) stand at `at`; `frozen(at) as clock; clock.move(step)`."""
    clock = Frozen(at)
    _standing.append(clock)
    try:
        yield clock
    finally:
        _standing.remove(clock)


def local(moment: datetime) -> datetime:
    """The same moment in the office's zone. Raises `ValueError` for a datetime without a zone."""
    return _aware(moment).astimezone(ZONE)


def today() -> date:
    """The office's date now."""
    return local(now()).date()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {moment!r}")
    return moment.astimezone(UTC)


@lru_cache(maxsize=8192)
def _published(day: date) -> bool | None:
    """What the published calendar says of `day`; None where it does not reach."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


class WorkCalendar:
    """Working days and hours of one office; `exceptions` says of single dates whether they are worked.

    Immutable in use: build a new one when the table changes.
    """

    def __init__(
        self,
        opens: time = time(8, 30),
        closes: time = time(17, 30),
        exceptions: Mapping[date, bool] | None = None,
    ) -> None:
        if opens >= closes:
            raise ValueError("opens must be before closes")
        self.opens = opens
        self.closes = closes
        self.exceptions = dict(exceptions or {})
        self._length = datetime.combine(date.min, closes) - datetime.combine(date.min, opens)

    def is_working(self, day: date) -> bool:
        """Exceptions, then the published calendar, then Mon–Fri."""
        worked = self.exceptions.get(day)
        if worked is None:
            worked = _published(day)
        return day.weekday() < 5 if worked is None else worked

    def knows(self, day: date) -> bool:
        """False where neither the table nor the published calendar reaches, so that Mon–Fri is a guess."""
        return day in self.exceptions or _published(day) is not None

    def add_days(self, start: datetime, n: int) -> datetime:
        """Closing time of the n-th working day after `start`, in UTC; n = 0 is the end of the running working day.

        The day of receipt does not count; what comes in after closing time is received on the next calendar day.
        """
        if n < 0:
            raise ValueError("n must not be negative")
        day, left = self._received(start), n
        if n == 0:
            return self._at(self._working_from(day), self.closes)
        while left:
            day += _DAY
            left -= self.is_working(day)
        return self._at(day, self.closes)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment, in UTC, when `minutes` of working time have passed since `start`."""
        if minutes < 0:
            raise ValueError("minutes must not be negative")
        return self.add_time(start, minutes * _MINUTE)

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole minutes of working time from `a` to `b`; negative when `b` is earlier."""
        if b < a:
            return -self.minutes_between(b, a)
        return self.time_between(a, b) // _MINUTE

    def add_time(self, start: datetime, span: timedelta) -> datetime:
        """Like `add_minutes`, for any length of working time."""
        here = local(start)
        day, left = here.date(), span
        if self.is_working(day):
            rest = self._at(day, self.closes) - max(here, self._at(day, self.opens))
            if rest >= left and rest > timedelta(0):
                return _aware(max(here, self._at(day, self.opens)) + left)
            left -= max(rest, timedelta(0))
        whole, over = divmod(left, self._length)
        if not over and whole:
            whole, over = whole - 1, self._length
        day = self._working_from(day + _DAY)
        for _step in range(whole):
            day = self._working_from(day + _DAY)
        return self._at(day, self.opens) + over

    def time_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to a later `b`; zero when `b` is not later."""
        first, last = local(a), local(b)
        if last <= first:
            return timedelta(0)
        if first.date() == last.date():
            return self._within(first, last)
        total = self._until_close(first) + self._since_open(last)
        day = first.date() + _DAY
        while day < last.date():
            if self.is_working(day):
                total += self._length
            day += _DAY
        return total

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`."""
        count, day = 0, a
        while day < b:
            day += _DAY
            count += self.is_working(day)
        return count

    def _received(self, start: datetime) -> date:
        here = local(start)
        return here.date() + _DAY if here.time() >= self.closes and self.is_working(here.date()) else here.date()

    def _working_from(self, day: date) -> date:
        while not self.is_working(day):
            day += _DAY
        return day

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZONE).astimezone(UTC)

    def _within(self, first: datetime, last: datetime) -> timedelta:
        day = first.date()
        if not self.is_working(day):
            return timedelta(0)
        begin, end = max(first, self._at(day, self.opens)), min(last, self._at(day, self.closes))
        return max(end - begin, timedelta(0))

    def _until_close(self, moment: datetime) -> timedelta:
        return self._within(moment, self._at(moment.date(), self.closes))

    def _since_open(self, moment: datetime) -> timedelta:
        return self._within(local(self._at(moment.date(), self.opens)), moment)


def quarter_left(start: datetime, due: datetime, calendar: WorkCalendar, unit: Unit) -> datetime:
    """The moment, in UTC, from which a quarter or less of the time is left: the lamp turns yellow.

    `unit` "hours" counts elapsed time, "working_days" working time. Never later than `due`.
    """
    start, due = _aware(start), _aware(due)
    if due <= start:
        return due
    if unit == "hours":
        return start + (due - start) * 3 / 4
    whole = calendar.time_between(start, due)
    return min(calendar.add_time(start, whole * 3 / 4), due) if whole else due


def say_remaining(due: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """What is left until `due`, as people say it; translated into the active language."""
    if due < now:
        return _say_overdue(now - due)
    ends, here = local(due), local(now)
    hour = ends.strftime("%H:%M")
    if ends.date() == here.date():
        return _("今天 %(time)s 前") % {"time": hour}
    if ends.date() == here.date() + _DAY:
        return _("明天 %(time)s 前") % {"time": hour}
    days = calendar.working_days_between(here.date(), ends.date())
    if not days:
        return _("%(month)s月%(day)s日 %(time)s 前") % {"month": ends.month, "day": ends.day, "time": hour}
    return ngettext("还剩 %(count)s 个工作日", "还剩 %(count)s 个工作日", days) % {"count": days}


def _say_overdue(late: timedelta) -> str:
    if late < _DAY:
        hours = max(late // _HOUR, 1)
        return ngettext("超期 %(count)s 小时", "超期 %(count)s 小时", hours) % {"count": hours}
    return ngettext("超期 %(count)s 天", "超期 %(count)s 天", late.days) % {"count": late.days}

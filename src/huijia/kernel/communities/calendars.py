"""The working days of a community."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community, Holiday
from huijia.kernel.communities.shelf import Shelf
from huijia.lib.clock import WorkCalendar

_holidays: Shelf[dict[date, bool]] = Shelf()
_calendars: Shelf[WorkCalendar] = Shelf()


def calendar_of(community: Community | int) -> WorkCalendar:
    """Hours from the community's options, exceptions from the shared holiday table; kept for ten seconds."""
    pk = community if isinstance(community, int) else community.pk
    return _calendars.get(pk, lambda: _build(pk))


def _build(pk: int) -> WorkCalendar:
    opens = time.fromisoformat(options.get(pk, "office_opens"))
    closes = time.fromisoformat(options.get(pk, "office_closes"))
    return WorkCalendar(opens, closes, _holidays.get("all", _read_holidays))


def _read_holidays() -> dict[date, bool]:
    return dict(Holiday.objects.values_list("date", "working"))


# 全国年节及纪念日放假办法 (in force since 2025-01-01): so many days off by law in a year.
DAYS_OFF_BY_LAW = 13
FIRST_PUBLISHED = 2004
"""The year with which the built-in calendar begins."""


@dataclass(frozen=True)
class Gap:
    """A year that begins to be needed and whose days off nobody has entered. `entered`: how many there are so far."""

    year: int
    entered: int


def is_arranged(calendar: WorkCalendar, year: int) -> bool:
    """Whether the days off of `year` are known: published, or as many in our table as the law gives."""
    return is_published(calendar, year) or entered_in(calendar, year) >= DAYS_OFF_BY_LAW


def is_published(calendar: WorkCalendar, year: int) -> bool:
    """Whether the built-in calendar reaches `year`; our own table does not count."""
    return WorkCalendar(calendar.opens, calendar.closes).knows(date(year, 10, 1))


def published_until(calendar: WorkCalendar, day: date) -> int:
    """The last year, at or around that of `day`, which the built-in calendar knows."""
    year = day.year
    while is_published(calendar, year + 1):
        year += 1
    while not is_published(calendar, year) and year > FIRST_PUBLISHED:
        year -= 1
    return year


def entered_in(calendar: WorkCalendar, year: int) -> int:
    """How many days off of `year` stand in our table."""
    return sum(1 for day, worked in calendar.exceptions.items() if day.year == year and not worked)


def gap_ahead(calendar: WorkCalendar, day: date, ahead: int = 60) -> Gap | None:
    """The first year reached within `ahead` days from `day` whose days off are not known; Mon-Fri is used there."""
    for year in range(day.year, (day + timedelta(days=ahead)).year + 1):
        if not is_arranged(calendar, year):
            return Gap(year, entered_in(calendar, year))
    return None

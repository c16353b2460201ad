"""The time a figure is about: whole local days, both ends included."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huijia.kernel.communities.models import Community
from huijia.lib import clock


@dataclass(frozen=True)
class Period:
    """`first` to `last`, local dates, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Midnight before the first day."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """Midnight after the last day: `start` <= moment < `end`."""
        return _midnight(self.last + timedelta(days=1))


@dataclass(frozen=True)
class Scope:
    """What a figure is computed for. `at`: what counts as now."""

    community: Community
    period: Period
    at: datetime


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.ZONE)


def this_month(today: date) -> Period:
    return Period(today.replace(day=1), today)


def last_month(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def this_year(today: date) -> Period:
    return Period(today.replace(month=1, day=1), today)

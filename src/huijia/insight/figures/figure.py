"""What a named figure is: one definition from which its number, its records and its recount come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from huijia.insight.figures.period import Scope
from huijia.lib import clock


class Basis(Enum):
    """Which time a figure is about."""

    PERIOD = "period"  # from the first to the last day
    DAY = "day"  # as things stood at the end of the last day
    NOW = "now"  # as things stand now: what was open in the past is not kept


class Subject(Enum):
    """What the records of a figure are, and what a reader of them must be allowed to see."""

    MATTER = "matter"
    GRADE = "grade"
    HOUSEHOLD = "household"
    PLATE = "plate"
    OCCASION = "occasion"
    ATTENDANCE = "attendance"
    HOME_ORDER = "home_order"
    RIDE = "ride"
    INSPECTION = "inspection"
    HAZARD = "hazard"
    ERRAND = "errand"
    VISIT = "visit"
    HOME = "home"
    CALL = "call"
    SAMPLE = "sample"
    BOOKING = "booking"
    OVERTIME = "overtime"

    @property
    def permission(self) -> str:
        return _PERMISSIONS[self]


_PERMISSIONS = {
    Subject.MATTER: "matters.view",
    Subject.GRADE: "matters.view",
    Subject.HOUSEHOLD: "people.view",
    Subject.PLATE: "places.view",
    Subject.OCCASION: "signup.view",
    Subject.ATTENDANCE: "signup.view",
    Subject.HOME_ORDER: "home_orders.arrange",
    Subject.RIDE: "rides.plan",
    Subject.INSPECTION: "inspections.view",
    Subject.HAZARD: "inspections.view",
    Subject.ERRAND: "errands.manage",
    Subject.VISIT: "visits.view",
    Subject.HOME: "places.view",
    Subject.CALL: "hotline.work",
    Subject.SAMPLE: "matters.view",
    Subject.BOOKING: "counter.view",
    Subject.OVERTIME: "counter.view",
}


@dataclass(frozen=True)
class Value:
    """`value`: the numerator itself, or of a share the percentage with one decimal, None where nothing was counted.

    `first` is None where the figure is about one moment, which is then the end of `last`.
    """

    numerator: int
    denominator: int | None
    value: int | float | None
    first: date | None
    last: date


@dataclass(frozen=True)
class Figure:
    """指标. Never about a person.

    `rows`: the records it counts, one each. `hit`: which of them make the numerator; without one all do and there is
    no denominator. `is_share`: the value is numerator / denominator in percent. `recount(scope)`: the same in SQL
    written by hand, with columns value, numerator, denominator. `source`: where the rule stands. `desk_query`: the
    query of the desk's list of matters that shows exactly the numerator, "" where no such filter exists. `module`: left
    out where the community has not switched this on. `amount`: the column that is summed up instead of counting rows;
    the value is that sum divided by `per` (minutes told as hours).
    """

    key: str
    label: str | Promise
    unit: str | Promise
    formula: str | Promise
    source: str
    basis: Basis
    subject: Subject
    rows: Callable[[Scope], QuerySet[Any]]
    recount: Callable[[Scope], str]
    hit: Callable[[Scope], Q] | None = None
    is_share: bool = False
    hit_label: str | Promise = ""
    rest_label: str | Promise = ""
    desk_query: str = ""
    permission: str = "figures.view"
    module: str = ""
    amount: str = ""
    per: int = 1

    def compute(self, scope: Scope) -> Value:
        """One statement."""
        whole_of = Coalesce(Sum(self.amount), 0) if self.amount else Count("pk")
        wanted: dict[str, Any] = {"whole": whole_of}
        if self.hit is not None:
            wanted["part"] = Count("pk", filter=self.hit(scope))
        found = self.rows(scope).order_by().aggregate(**wanted)
        first, last = self.span(scope)
        if self.hit is None:
            whole = found["whole"]
            return Value(whole, None, whole if self.per == 1 else tenths(whole, self.per), first, last)
        part, whole = found["part"], found["whole"]
        return Value(part, whole, percent(part, whole) if self.is_share else part, first, last)

    def span(self, scope: Scope) -> tuple[date | None, date]:
        if self.basis == Basis.PERIOD:
            return scope.period.first, scope.period.last
        if self.basis == Basis.DAY:
            return None, scope.period.last
        return None, local_day(scope)

    def records(self, scope: Scope, which: str = "") -> QuerySet[Any]:
        """The rows behind the number, newest first: all of them, those in the numerator ("hit"), or the "rest"."""
        rows = self.rows(scope)
        if self.hit is not None and which in {"hit", "rest"}:
            chosen = rows.filter(self.hit(scope)).values("pk")
            rows = rows.filter(pk__in=chosen) if which == "hit" else rows.exclude(pk__in=chosen)
        return rows.order_by("-pk")


def tenths(amount: int, per: int) -> float:
    """`amount` divided by `per` with one decimal, half rounded up."""
    return (20 * amount + per) // (2 * per) / 10


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent with one decimal, half rounded up; None of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def local_day(scope: Scope) -> date:
    return clock.local(scope.at).date()

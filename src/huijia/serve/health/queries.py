"""Reads of the health corner. Whoever calls them has made sure that it is the health role, or the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from huijia.core.people.models import Person
from huijia.core.people.queries import home_of, people_with_phone
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.health import thresholds
from huijia.serve.health.enums import FollowState, Kind
from huijia.serve.health.models import FollowUp, Reading
from huijia.serve.health.thresholds import Advice, Pressure, Values

MOST, SHOWN = 500, 60
YEAR = timedelta(days=366)


def readings_of(community: Community, person_id: int) -> QuerySet[Reading]:
    return Reading.objects.of(community).filter(person_id=person_id, void_at=None).order_by("at", "pk")


def days_and_values(community: Community, person_id: int, at: datetime | None = None) -> list[tuple[date, Values]]:
    """Of the last year, in the order in which they were taken."""
    since = (at or clock.now()) - YEAR
    rows = readings_of(community, person_id).filter(at__gte=since, kind=Kind.PRESSURE)
    return [(clock.local(row.at).date(), values) for row in rows[:MOST] if (values := row.values) is not None]


@dataclass(frozen=True)
class Line:
    """One reading with what is said of it."""

    reading: Reading
    said: str
    advice: Advice


def lines_of(community: Community, person_id: int) -> list[Line]:
    """The latest first, at most `SHOWN`. One statement."""
    rows = list(readings_of(community, person_id).order_by("-at", "-pk")[:SHOWN])
    return [
        Line(row, thresholds.said(values), thresholds.advice_of(values))
        for row in rows if (values := row.values) is not None
    ]


def advised(community: Community, person_id: int) -> bool:
    return thresholds.needs_referral(days_and_values(community, person_id))


def found(community: Community, text: str) -> list[tuple[Person, str]]:
    """Whom this number or this exact name is: the person before one is looked up, the roster is not leafed through."""
    wanted = text.strip()
    if not wanted:
        return []
    rows = people_with_phone(community, wanted) or list(
        Person.objects.of(community).filter(name=wanted, died_on=None).order_by("pk")[:10]
    )
    return [(row, _home(row)) for row in rows[:10]]


def _home(person: Person) -> str:
    dwelling = home_of(person)[1]
    return dwelling.address if dwelling is not None else ""


def due(community: Community, day: date) -> QuerySet[FollowUp]:
    """Whom to ask on this day or before, the longest due first."""
    rows = FollowUp.objects.of(community).filter(state=FollowState.OPEN, due_on__lte=day)
    return rows.select_related("person").order_by("due_on", "pk")


def coming(community: Community, day: date) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.of(community).filter(state=FollowState.OPEN, due_on__gt=day)
    return rows.select_related("person").order_by("due_on", "pk")


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Curve:
    """One line of the chart in its 600 × 220 box. `path`: SVG points."""

    name: str
    path: str
    marks: list[Mark]


@dataclass(frozen=True)
class Chart:
    """`rules`: (height, words) of the lines that mark where something is said."""

    curves: list[Curve]
    rules: list[tuple[float, str]]
    first: date
    last: date


WIDTH, HEIGHT, EDGE = 600, 220, 16


def chart_of(lines: Sequence[Line], kind: Kind) -> Chart | None:
    """How it went; None for fewer than two readings of this kind."""
    rows = [line for line in reversed(lines) if line.reading.kind == kind]
    if len(rows) < 2:
        return None
    values = [row.reading.values for row in rows]
    upper = [float(each.systolic) if isinstance(each, Pressure) else float(each.value) for each in values if each]
    lower = [float(each.diastolic) for each in values if isinstance(each, Pressure)]
    marks = (140.0, 90.0) if kind == Kind.PRESSURE else (7.0,)
    least, most = min([*upper, *lower, *marks]), max([*upper, *lower, *marks])
    room = (most - least) or 1.0

    def height(value: float) -> float:
        return float(round(HEIGHT - EDGE - (value - least) / room * (HEIGHT - 2 * EDGE), 1))

    def curve(name: str, numbers: list[float]) -> Curve:
        step = (WIDTH - 2 * EDGE) / (len(numbers) - 1)
        points = [
            Mark(round(EDGE + place * step, 1), height(number), f"{number:g}") for place, number in enumerate(numbers)
        ]
        return Curve(name, " ".join(f"{point.x},{point.y}" for point in points), points)

    names = ("upper", "lower")
    curves = [curve(name, numbers) for name, numbers in zip(names, (upper, lower), strict=True) if numbers]
    days = [clock.local(row.reading.at).date() for row in rows]
    return Chart(curves, [(height(mark), f"{mark:g}") for mark in marks], days[0], days[-1])

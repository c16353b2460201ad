"""Reads of the counter used more than once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from huijia.core.signup.enums import HOLDING, OccasionState, State
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.counter.actions.openings import SOURCE
from huijia.serve.counter.actions.queue import rank_of
from huijia.serve.counter.agreed import ASKS_KEY
from huijia.serve.counter.enums import EXTRA, AskState, TurnState
from huijia.serve.counter.models import Booking, ClosedDay, Counter, CounterService, ExtraAsk, Opening, Overtime, Turn

MOST_SLOTS, MOST_TURNS = 2000, 400
STEP = 5


def offered(community: Community) -> QuerySet[CounterService]:
    """What residents may come for."""
    return CounterService.objects.of(community).filter(is_active=True)


def counters(community: Community) -> QuerySet[Counter]:
    return Counter.objects.of(community).filter(is_active=True)


def takes_bookings(community: Community) -> bool:
    """Whether there is something to book and a counter for it."""
    return offered(community).exists() and counters(community).exists()


def _hours(community: Community) -> QuerySet[Occasion]:
    return Occasion.objects.of(community).filter(
        is_activity=False, source_kind=SOURCE, state=OccasionState.PLANNED
    )


def bookable(community: Community, at: datetime, *, late: bool = False) -> QuerySet[Occasion]:
    """Hours that can still be booked, the next first; with `late` those too that residents are too late for."""
    rows = _hours(community).filter(opens_at__lte=at)
    rows = rows.filter(ends_at__gt=at) if late else rows.filter(closes_at__gt=at)
    return rows.order_by("starts_at", "pk")


@dataclass(frozen=True)
class Day:
    """A day with hours to book: `free` places in all; `is_extra`: an extra opening is among its hours."""

    day: date
    free: int
    is_extra: bool


def days_of(community: Community, at: datetime, *, late: bool = False) -> list[Day]:
    """The days ahead that have hours, two statements."""
    found: dict[date, int] = {}
    rows = bookable(community, at, late=late).values_list("starts_at", "capacity", "seats_taken")[:MOST_SLOTS]
    for starts_at, capacity, taken in rows:
        day = clock.local(starts_at).date()
        found[day] = found.get(day, 0) + max((capacity or 0) - taken, 0)
    kinds = Opening.objects.of(community).filter(day__in=found, closed_at=None, kind__in=EXTRA)
    extra = set(kinds.values_list("day", flat=True))
    return [Day(day, free, day in extra) for day, free in sorted(found.items())]


def slots_on(community: Community, day: date, at: datetime, *, late: bool = False) -> list[Occasion]:
    start, end = day_of(day)
    return list(bookable(community, at, late=late).filter(starts_at__gte=start, starts_at__lt=end))


def day_of(day: date) -> tuple[datetime, datetime]:
    """The moments at which this local day begins and ends."""
    start = datetime(day.year, day.month, day.day, tzinfo=clock.ZONE)
    return start, start + timedelta(days=1)


def expected(access: Access, day: date) -> list[Booking]:
    """Who has an appointment on this day and has not come, in the order of their hours."""
    start, end = day_of(day)
    rows = Booking.objects.of(access.community).filter(
        signup__occasion__starts_at__gte=start, signup__occasion__starts_at__lt=end,
        signup__state__in=(State.SIGNED, State.OFFERED, State.ABSENT),
    )
    rows = rows.select_related("signup__occasion", "service", "opening__counter")
    return list(rows.order_by("signup__occasion__starts_at", "pk")[:MOST_TURNS])


def turns_on(community: Community, day: date) -> list[Turn]:
    """All numbers of the day, with what a line shows. One statement."""
    rows = Turn.objects.of(community).filter(day=day).select_related("counter", "service", "signup")
    return list(rows.order_by("pk")[:MOST_TURNS])


def waiting_in_order(turns: Sequence[Turn], counter_id: int, at: datetime) -> list[Turn]:
    rows = [turn for turn in turns if turn.counter_id == counter_id and turn.state == TurnState.WAITING]
    return sorted(rows, key=lambda turn: (*rank_of(turn, at), turn.due_at, turn.number))


@dataclass(frozen=True)
class Board:
    """A counter as the display shows it: numbers alone. `minutes`: how long somebody who comes now waits."""

    counter: Counter
    called: list[str]
    next: list[str]
    waiting: int
    minutes: int


def boards(community: Community, at: datetime) -> list[Board]:
    """Two statements."""
    turns = turns_on(community, clock.local(at).date())
    found = []
    for counter in counters(community):
        waiting = waiting_in_order(turns, counter.pk, at)
        called = [turn for turn in turns if turn.counter_id == counter.pk and turn.state == TurnState.CALLED]
        called.sort(key=lambda turn: turn.called_at or at, reverse=True)
        found.append(Board(
            counter, [turn.said for turn in called[:3]], [turn.said for turn in waiting[:5]], len(waiting),
            minutes_for(waiting, called),
        ))
    return found


def minutes_for(ahead: Sequence[Turn], called: Sequence[Turn]) -> int:
    """How long those ahead take: the usual minutes of what they come for, shared among who serves; in steps of five.

    An estimate: of who is being served half the usual time is counted as still to come.
    """
    serving = max(len({turn.served_by_id for turn in called}), 1)
    total = sum(turn.service.minutes for turn in ahead) + sum(turn.service.minutes for turn in called) / 2
    return STEP * -(-int(total / serving) // STEP) if total else 0


def ahead_of(turn: Turn, at: datetime) -> tuple[int, int]:
    """(how many go before this number, about how many minutes that takes)."""
    turns = turns_on(turn.community, turn.day)
    waiting = waiting_in_order(turns, turn.counter_id, at)
    place = next((number for number, each in enumerate(waiting) if each.pk == turn.pk), 0)
    called = [each for each in turns if each.counter_id == turn.counter_id and each.state == TurnState.CALLED]
    return place, minutes_for(waiting[:place], called)


def openings_from(community: Community, day: date, most: int = 120) -> list[Opening]:
    """From this day on with `taken` and `places`; two statements."""
    rows = list(
        Opening.objects.of(community).filter(day__gte=day, closed_at=None).select_related("counter").order_by(
            "starts_at", "pk"
        )[:most]
    )
    counts = _counts(community, rows)
    for row in rows:
        row.taken, row.places = counts.get(row.pk, (0, 0))
    return rows


def _counts(community: Community, rows: Sequence[Opening]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    slots = Occasion.objects.of(community).filter(source_kind=SOURCE, source_id__in=[row.pk for row in rows])
    for source_id, taken, capacity in slots.values_list("source_id", "seats_taken", "capacity"):
        before = found.get(source_id or 0, (0, 0))
        found[source_id or 0] = (before[0] + taken, before[1] + (capacity or 0))
    return found


def bookings_of(opening: Opening) -> list[Booking]:
    rows = Booking.objects.of(opening.community_id).filter(opening=opening)
    rows = rows.select_related("signup__occasion", "service")
    return list(rows.order_by("signup__occasion__starts_at", "pk")[:MOST_TURNS])


def closed_from(community: Community, day: date) -> list[ClosedDay]:
    return list(ClosedDay.objects.of(community).filter(day__gte=day).select_related("counter").order_by("day")[:60])


@dataclass(frozen=True)
class Wanted:
    """A day on which residents would like the counter to be open."""

    day: date
    count: int
    is_enough: bool


def wanted_days(community: Community, today: date) -> list[Wanted]:
    rows = ExtraAsk.objects.of(community).filter(state=AskState.OPEN, day__gt=today).order_by("day")
    most = int(options.get(community, ASKS_KEY))
    return [
        Wanted(row["day"], row["count"], row["count"] >= most)
        for row in rows.values("day").annotate(count=Count("pk"))
    ]


def without_overtime(access: Access, at: datetime) -> QuerySet[Opening]:
    """Extra openings of the last month that somebody came for and nobody's time was written down for."""
    rows = Opening.objects.of(access.community).filter(
        kind__in=EXTRA, closed_at=None, ends_at__lte=at, ends_at__gt=at - timedelta(days=31)
    )
    written = Overtime.objects.of(access.community).filter(opening=OuterRef("pk"), void_at=None)
    booked = Booking.objects.of(access.community).filter(opening=OuterRef("pk"), signup__state__in=HOLDING)
    return rows.filter(~Exists(written), Exists(booked)).order_by("ends_at")

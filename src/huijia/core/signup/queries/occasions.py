"""Which occasions there are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from huijia.core.signup.enums import Audience, OccasionState
from huijia.core.signup.models import Occasion
from huijia.kernel.communities import modules
from huijia.kernel.communities.models import Community
from huijia.lib import clock

DAY = timedelta(days=1)


def activities(community: Community) -> QuerySet[Occasion]:
    """What people come together for; the hours that one books for oneself stand in the rooms that made them."""
    return Occasion.objects.of(community).filter(is_activity=True)


def upcoming(community: Community, at: datetime) -> QuerySet[Occasion]:
    """Not over yet, the next one first; called-off ones among them."""
    return activities(community).filter(ends_at__gte=at).order_by("starts_at", "pk")


def past(community: Community, at: datetime) -> QuerySet[Occasion]:
    """Over, the latest first."""
    return activities(community).filter(ends_at__lt=at).order_by("-starts_at", "-pk")


def planned_on(community: Community, day: date) -> QuerySet[Occasion]:
    """Those that begin on this local day and are not called off."""
    start = _midnight(day)
    rows = activities(community).filter(state=OccasionState.PLANNED)
    return rows.filter(starts_at__gte=start, starts_at__lt=start + DAY).order_by("starts_at", "pk")


def public(community: Community, at: datetime) -> QuerySet[Occasion]:
    """What residents see: not over, not only for the office to sign up for."""
    return upcoming(community, at).exclude(audience=Audience.OFFICE)


def occasion_for_public(pk: int) -> Occasion | None:
    """One of them of any live community that has switched the room on; None otherwise."""
    rows = Occasion.objects.everywhere().filter(pk=pk, is_activity=True, community__practice_of=None)
    occasion = rows.exclude(audience=Audience.OFFICE).select_related("community").first()
    on = occasion is not None and modules.is_on(occasion.community_id, "signup")
    return occasion if on else None


@dataclass(frozen=True)
class Day:
    """One square of the month; `is_other` for the days of the months beside it."""

    day: date
    is_other: bool
    is_today: bool
    occasions: list[Occasion]


def month_of(community: Community, first: date, today: date) -> list[list[Day]]:
    """The weeks of the month that begins with `first`, Monday first. One statement."""
    start = first - timedelta(days=first.weekday())
    weeks = 6 if (first + timedelta(days=31)).replace(day=1) > start + 35 * DAY else 5
    rows = activities(community).filter(
        starts_at__gte=_midnight(start), starts_at__lt=_midnight(start + weeks * 7 * DAY)
    )
    by_day: dict[date, list[Occasion]] = {}
    for row in rows.order_by("starts_at", "pk")[:500]:
        by_day.setdefault(clock.local(row.starts_at).date(), []).append(row)
    days = [start + number * DAY for number in range(weeks * 7)]
    squares = [Day(day, day.month != first.month, day == today, by_day.get(day, [])) for day in days]
    return [squares[place : place + 7] for place in range(0, len(squares), 7)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.ZONE)

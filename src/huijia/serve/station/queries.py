"""Reads of the station used more than once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huijia.core.signup.models import Attendance, Occasion
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.station.enums import KINDS, SOURCE
from huijia.serve.station.models import Programme


def running(community: Community, today: date) -> QuerySet[Programme]:
    rows = Programme.objects.of(community).filter(Q(until_on=None) | Q(until_on__gt=today))
    return rows.order_by("starts", "pk")


def ended(community: Community, today: date) -> QuerySet[Programme]:
    return Programme.objects.of(community).filter(until_on__lte=today).order_by("-until_on", "-pk")


def with_people(rows: QuerySet[Occasion]) -> QuerySet[Any]:
    """With `people`: who was ticked by name, and the heads counted beside them."""
    there = Attendance.objects.everywhere().filter(signup__occasion=OuterRef("pk"), undone_at=None).order_by()
    came = there.values("signup__occasion").annotate(total=Sum("came")).values("total")
    ticked = Coalesce(Subquery(came, output_field=IntegerField()), 0)
    return rows.annotate(people=ticked + F("heads"))


def held(community: Community, start: datetime, end: datetime) -> QuerySet[Any]:
    """What took place at the station between two moments, with `people`; what nobody came to is left out."""
    rows = Occasion.objects.of(community).filter(
        is_activity=True, state="planned", kind__in=KINDS, starts_at__gte=start, starts_at__lt=end
    )
    return with_people(rows).filter(people__gt=0)


@dataclass(frozen=True)
class Month:
    times: int
    people: int


def month_so_far(community: Community, now: datetime) -> Month:
    """How often the station was open this month, and how many came. One statement."""
    start = datetime.combine(clock.local(now).date().replace(day=1), datetime.min.time(), clock.ZONE)
    found = list(held(community, start, now + timedelta(days=1)).values_list("people", flat=True))
    return Month(len(found), sum(found))


def occasions_of(programme: Programme, now: datetime, most: int = 12) -> tuple[list[Occasion], list[Occasion]]:
    """(the next ones, called-off ones among them; the latest that are over, with `people`)."""
    rows = Occasion.objects.of(programme.community_id).filter(source_kind=SOURCE, source_id=programme.pk)
    ahead = rows.filter(ends_at__gte=now).order_by("starts_at", "pk")[:most]
    past = with_people(rows.filter(ends_at__lt=now, state="planned")).order_by("-starts_at", "-pk")[:most]
    return list(ahead), list(past)


def next_times(rows: list[Programme], now: datetime) -> dict[int, datetime]:
    """When each takes place next; one statement."""
    if not rows:
        return {}
    found: dict[int, datetime] = {}
    ahead = Occasion.objects.of(rows[0].community_id).filter(
        source_kind=SOURCE, source_id__in=[row.pk for row in rows], state="planned", ends_at__gte=now
    )
    for source_id, starts_at in ahead.order_by("-starts_at").values_list("source_id", "starts_at"):
        found[source_id or 0] = starts_at
    return found

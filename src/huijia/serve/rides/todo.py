"""What waits for a login: one statement for cars and one for rides, since the first page asks every room."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.lib import clock
from huijia.serve.rides.enums import BUSY_TRIPS, RideState, SeatState
from huijia.serve.rides.models import Ride, Seat, Trip
from huijia.serve.rides.queries import LATE, SOON, bounds, is_left_there, with_crew


def due_for(access: Access, at: datetime) -> list[Due]:
    """For who plans: cars not back, cars without a driver, rides without a car. For who rides along: their cars."""
    plans, serves = access.may("rides.plan"), access.may("rides.serve")
    trips = list(_trips(access, at, plans, serves)) if plans or serves else []
    found: list[Due] = []
    if plans:
        there, waiting = _rides(access, at)
        late = [trip for trip in trips if trip.ends_at <= at - LATE]
        ahead = [trip for trip in trips if trip.starts_at > at]
        untold = [trip for trip in ahead if trip.told_at is None and trip.driver_id and trip.starts_at <= at + SOON]
        untold = [trip for trip in untold if getattr(trip, "has_riders", False)]
        found += _of_trips(late, _("还没结束，问一问都到家没有：%(target)s")) + there
        found += _of_trips(untold, _("还没通知大家：%(target)s"))
        found += _of_trips((trip for trip in ahead if trip.driver_id is None), _("缺司机：%(target)s")) + waiting
    if serves:
        _start, end = bounds(clock.local(at).date(), 2)
        mine = (trip for trip in trips if trip.starts_at < end and _rides_along(trip, access))
        found += _of_trips(mine, _("随车接送：%(target)s"))
    return found


def _trips(access: Access, at: datetime, plans: bool, serves: bool) -> Iterable[Trip]:
    """Cars that are not back and touch one of the lines above, the earliest first; `has_riders` on each."""
    wanted = Q(pk__in=[])
    if plans:
        soon = Q(starts_at__gt=at) & (Q(driver=None) | Q(told_at=None, starts_at__lte=at + SOON))
        wanted |= Q(ends_at__lte=at - LATE) | soon
    if serves:
        _start, end = bounds(clock.local(at).date(), 2)
        mine = Q(escort_id__in=access.person_ids) | Q(driver__person_id__in=access.person_ids)
        wanted |= mine & Q(starts_at__lt=end)
    people = Seat.objects.of(access.community).filter(trip=OuterRef("pk"), state=SeatState.PLANNED)
    rows = with_crew(Trip.objects.of(access.community).filter(wanted, state__in=BUSY_TRIPS))
    return rows.annotate(has_riders=Exists(people)).order_by("starts_at", "pk")[: 4 * MOST]


def _rides_along(trip: Trip, access: Access) -> bool:
    drives = trip.driver is not None and trip.driver.person_id in access.person_ids
    return drives or trip.escort_id in access.person_ids


def _rides(access: Access, at: datetime) -> tuple[list[Due], list[Due]]:
    """Who is still there and wants to be brought home; who has no car yet."""
    there = is_left_there(access.community) & Q(day__lte=clock.local(at).date())
    waits = Q(batch=None, state=RideState.ASKED) | Q(state=RideState.MISSED)
    rows = Ride.objects.of(access.community).filter(there | waits).select_related("target").order_by("day", "pk")
    found: tuple[list[Due], list[Due]] = ([], [])
    for ride in rows[: 2 * MOST]:
        stays = ride.state == RideState.THERE
        said = _("还在那边，要接回家：%(target)s") if stays else _("待派车：去%(target)s")
        url = reverse("rides:ride", args=[ride.ticket])
        found[not stays].append(Due(said % {"target": ride.target.name}, url, ride.there_by, ride.place_name))
    return found


def _of_trips(trips: Iterable[Trip], said: str) -> list[Due]:
    found = []
    for trip in trips:
        url = reverse("rides:trip", args=[trip.pk])
        found.append(Due(said % {"target": trip.target.name}, url, trip.starts_at, trip.driver_label))
    return found

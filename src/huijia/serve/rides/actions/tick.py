"""The clock of the rides: the day before who rides, drives or rides along hears again; of a car that should have been
back for long the office is told once, and asks whether all are home.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.lib import clock
from huijia.serve.rides import notices, queries
from huijia.serve.rides.actions.moves import note_trip
from huijia.serve.rides.enums import BUSY_TRIPS, Direction, TripState
from huijia.serve.rides.models import Trip

CHUNK = 500
REMINDER_KEY = "reminder_from"
"""The hour that the community agreed on for the day before, the same as for its activities."""


def tick(at: datetime | None = None) -> int:
    """Of how many trips somebody was told. Two ticks at once tell once: the row's own mark is set under its guard."""
    moment = at or clock.now()
    rows = Trip.objects.everywhere().filter(
        state__in=BUSY_TRIPS, ends_at__lte=moment - queries.LATE, said_late=False
    )
    done = 0
    for trip in rows.select_related("community", "target", "escort", "driver").order_by("ends_at", "pk")[:CHUNK]:
        done += _tell(trip, moment)
    return done + _remind(moment)


def _tell(trip: Trip, at: datetime) -> bool:
    with transaction.atomic():
        guarded = Trip.objects.of(trip.community_id).filter(
            pk=trip.pk, state__in=BUSY_TRIPS, said_late=False, ends_at=trip.ends_at
        )
        if not guarded.update(said_late=True, version=F("version") + 1):
            return False
        note_trip("trip_late", trip, Access.system(trip.community), at)
        notices.tell_office_of_trip(trip, "late")
        notices.tell_escort(trip, "late")
    return True


def _remind(at: datetime) -> int:
    """Cars of tomorrow that set out to fetch people and were announced before today; who hears today knows it."""
    today = clock.local(at).date()
    midnight = datetime.combine(today, time(), clock.ZONE)
    rows = Trip.objects.everywhere().filter(
        state=TripState.PLANNED, direction=Direction.OUT, day=today + timedelta(days=1), reminded_at=None,
        told_at__lt=midnight,
    )
    found = rows.select_related("community", "target", "escort", "driver").order_by("pk")[:CHUNK]
    return sum(_remind_one(trip, at) for trip in found)


def _remind_one(trip: Trip, at: datetime) -> bool:
    begins = time.fromisoformat(str(options.get(trip.community_id, REMINDER_KEY)))
    if clock.local(at).time() < begins or not modules.is_on(trip.community_id, "rides"):
        return False
    with transaction.atomic():
        guarded = Trip.objects.of(trip.community_id).filter(
            pk=trip.pk, state=TripState.PLANNED, reminded_at=None, starts_at=trip.starts_at
        )
        if not guarded.update(reminded_at=at):
            return False
        notices.remind(trip)
    return True

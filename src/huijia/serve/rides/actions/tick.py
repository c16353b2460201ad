"""A car that should have been back for long: the office is told once, and asks whether all are home."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.rides import notices, queries
from huijia.serve.rides.actions.moves import note_trip
from huijia.serve.rides.enums import BUSY_TRIPS
from huijia.serve.rides.models import Trip

CHUNK = 500


def tick(at: datetime | None = None) -> int:
    """Of how many trips the office was told. Two ticks at once tell once: the row's own mark is set under its guard."""
    moment = at or clock.now()
    rows = Trip.objects.everywhere().filter(
        state__in=BUSY_TRIPS, ends_at__lte=moment - queries.LATE, said_late=False
    )
    done = 0
    for trip in rows.select_related("community", "target", "escort", "driver").order_by("ends_at", "pk")[:CHUNK]:
        done += _tell(trip, moment)
    return done


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

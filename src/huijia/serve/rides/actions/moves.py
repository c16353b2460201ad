"""What the verbs share: words that must be there, the lock of a trip, the ledger."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.serve.rides.enums import BUSY_TRIPS
from huijia.serve.rides.log import RIDE, TRIP
from huijia.serve.rides.models import Ride, Trip


class Stale(Refusal):
    """It moved on since the page was made."""


def stale() -> Stale:
    return Stale(_("这趟接送刚刚有了变化，请看最新情况后再办"), code="stale")


def planner(by: Access, *rows: Any) -> None:
    """
    Raises:
        Refusal: no right to plan, or a row of another community.
    """
    by.require("rides.plan")
    if any(row is not None and row.community_id != by.community.pk for row in rows):
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def locked(trip: Trip) -> Trip:
    """The trip as it is now, under its row's lock (SQLite: the write lock); inside a transaction.

    Raises:
        Stale: it is over or was called off.
    """
    found = Trip.objects.of(trip.community_id).select_for_update().filter(pk=trip.pk, state__in=BUSY_TRIPS).first()
    if found is None:
        raise Stale(_("这趟车已经结束或取消了"), code="stale")
    return found


def changed(trip: Trip, **values: Any) -> None:
    """Writes to a trip whose lock is held, and to the caller's copy."""
    rows = Trip.objects.of(trip.community_id).filter(pk=trip.pk, state__in=BUSY_TRIPS)
    if not rows.update(**values, version=F("version") + 1):
        raise stale()
    for name, value in values.items():
        setattr(trip, name, value)
    counted = Trip.objects.of(trip.community_id).filter(pk=trip.pk).values_list("version", "taken", "wheelchairs")
    trip.version, trip.taken, trip.wheelchairs = counted.get()


def set_ride(ride: Ride, before: tuple[str, ...], **values: Any) -> bool:
    """One guarded update of a ride's state; False where somebody was quicker."""
    rows = Ride.objects.of(ride.community_id).filter(pk=ride.pk, state__in=before)
    if not rows.update(**values, version=F("version") + 1):
        return False
    for name, value in values.items():
        setattr(ride, name, value)
    ride.version += 1
    return True


def note_ride(
    kind: str, ride: Ride, by: Access, at: datetime, data: dict[str, Any] | None = None, *, note: str = "",
    who: str = "",
) -> None:
    ledger.record(
        f"rides.{kind}", subject=(RIDE, ride.pk), by=by.actor(), community_id=ride.community_id, at=at,
        data=data or {}, personal=_personal(note, who),
    )


def note_trip(
    kind: str, trip: Trip, by: Access, at: datetime, data: dict[str, Any] | None = None, *, note: str = "",
    who: str = "",
) -> None:
    ledger.record(
        f"rides.{kind}", subject=(TRIP, trip.pk), by=by.actor(), community_id=trip.community_id, at=at,
        data=data or {}, personal=_personal(note, who),
    )


def _personal(note: str, who: str) -> dict[str, str] | None:
    """What people wrote, and who drives or rides along: it may be shredded."""
    return {name: value for name, value in (("note", note), ("who", who)) if value} or None

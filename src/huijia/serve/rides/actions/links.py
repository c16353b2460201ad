"""The driver's page: an address that opens without a login, for one trip, until the end of the day after."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.queries import history
from huijia.lib import clock, crypto
from huijia.serve.rides.actions.moves import changed, locked, note_trip, planner
from huijia.serve.rides.enums import TripState
from huijia.serve.rides.log import TRIP
from huijia.serve.rides.models import Seat, Trip

LINK = "ride-link"
LONGEST = 60


def make_link(trip: Trip, *, by: Access, at: datetime | None = None) -> str:
    """A new address for the driver; the one before opens nothing any more.

    Raises:
        Refusal: no right to.
        Stale: the trip is over.
    """
    planner(by, trip)
    with transaction.atomic():
        locked(trip)
        fresh_link(trip)
        note_trip("link_made", trip, by, at or clock.now())
    return address_of(trip)


def fresh_link(trip: Trip) -> None:
    """Where the trip's lock is held."""
    token = crypto.new_token()
    kept = crypto.keyed_hash(crypto.normal_code(token), LINK)
    changed(trip, link_hash=kept, link_sealed=crypto.seal(token))


def shut_link(trip: Trip, *, by: Access, at: datetime | None = None) -> None:
    """The address opens nothing any more.

    Raises:
        Refusal: no right to.
        Stale: the trip is over, and the address with it.
    """
    planner(by, trip)
    with transaction.atomic():
        locked(trip)
        changed(trip, link_hash="", link_sealed="")
        note_trip("link_shut", trip, by, at or clock.now())


def address_of(trip: Trip) -> str:
    """The whole address, "" while there is none."""
    if not trip.link_sealed:
        return ""
    return settings.PUBLIC_URL + reverse("portal:ride_driver", args=[crypto.open_sealed(trip.link_sealed)])


def link_open(trip: Trip, at: datetime) -> bool:
    """Until the end of the day after the trip."""
    is_on = trip.state != TripState.CANCELLED and bool(trip.link_hash)
    return is_on and clock.local(at).date() <= trip.link_until


def trip_of(token: str, at: datetime) -> Trip | None:
    """The trip that this token opens now; None for a guess, one that was shut, and one that is too old."""
    plain = crypto.normal_code(token[:LONGEST])
    if not plain:
        return None
    rows = Trip.objects.everywhere().select_related("community", "target", "driver", "escort")
    trip = rows.filter(link_hash__in=crypto.keyed_hashes(plain, LINK)).first()
    return trip if trip is not None and link_open(trip, at) else None


def note_shown(trip: Trip, *, by: Access, at: datetime | None = None) -> None:
    """Whole names and phones of a trip were opened on its day: one entry for each who does, however often they look."""
    known = history((TRIP, trip.pk)).filter(kind="rides.phones_shown", actor_label=by.label)
    if not known.exists():
        with transaction.atomic():
            note_trip("phones_shown", trip, by, at or clock.now())


def record_export(*, rows: int, reason: str, by: Access, at: datetime | None = None) -> None:
    """One entry for a list that left the house: who, how many rows, and what for.

    Raises:
        Refusal: no right to, nothing written.
    """
    by.require("rides.plan")
    with transaction.atomic():
        ledger.record(
            "rides.exported", subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk,
            at=at or clock.now(), data={"rows": rows, "reason": written(reason, "reason", 120)},
        )


def take_list(trip: Trip, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """A paper list with whole names and phones leaves the house: who, why and of how many.

    Raises:
        Refusal: no right to, nothing written.
    """
    planner(by, trip)
    by.require("contacts.reveal")
    why = written(reason, "reason")
    with transaction.atomic():
        count = Seat.objects.of(by.community).filter(trip=trip).count()
        note_trip("list_printed", trip, by, at or clock.now(), {"count": count}, note=why)

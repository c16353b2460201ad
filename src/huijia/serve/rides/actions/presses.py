"""接到了, 没接到, 到了, 安全到家: what happens at each stop, pressed by the driver, the escort or the office."""

import hmac
import uuid as uuids
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock, crypto
from huijia.serve.rides import notices
from huijia.serve.rides.actions.links import LINK, link_open
from huijia.serve.rides.actions.moves import changed, locked, note_ride, set_ride, stale
from huijia.serve.rides.actions.seats import give_up, lock_rides, release, settle
from huijia.serve.rides.enums import (
    BUSY_TRIPS,
    ENDED_RIDES,
    FREED_SEATS,
    OPEN_RIDES,
    Direction,
    RideState,
    SeatState,
    TripState,
)
from huijia.serve.rides.models import Press, Seat, Trip
from huijia.serve.rides.workflow import EDGES, Edge, ride_after

# How far somebody has come: a press that says less than what is known was sent late and changes nothing.
FAR = {SeatState.PLANNED: 0, SeatState.BOARDED: 1, SeatState.ARRIVED: 2, SeatState.HOME: 2}
USED = _("这一页已经按过别的了，请看最新情况")


def press(
    seat: Seat, move: str, *, uuid: uuids.UUID, by: Access, token: str = "", note: str = "",
    at: datetime | None = None,
) -> bool:
    """One press at one stop; False where it changed nothing as it was so already. `token`: of the driver's page.

    Raises:
        Refusal: not on this trip, before its day, or the car is full by now.
        Stale: the trip is over, or this press does not follow from where the rider is.
        Conflict: the UUID was used for another press.
    """
    moment, edge = at or clock.now(), EDGES[move]
    check(seat.trip, by, token, moment)
    words = written(note, "note", required=False)
    content = (seat.trip_id, seat.pk, move)
    try:
        with transaction.atomic():
            Press.objects.create(
                community_id=seat.community_id, uuid=uuid, draft_hash=retries.hash_of(*content), trip=seat.trip,
                at=moment,
            )
            return _press(seat, edge, words, by, moment)
    except IntegrityError:
        there = Press.objects.of(seat.community_id).filter(uuid=uuid).first()
        if there is None:
            raise Refusal(_("%(who)s已经在别的车上了") % {"who": seat.ride.name}, code="twice") from None
        retries.same(there, *content, told=USED)
        return False


def check(trip: Trip, by: Access, token: str, at: datetime) -> None:
    """
    Raises:
        Refusal: neither plans, nor rides with this trip, nor holds its link; or it is not the day yet.
    """
    if trip.community_id != by.community.pk or not may_press(trip, by, token, at):
        raise Refusal(_("您不能办这一步"), code="forbidden")
    if clock.local(at).date() < trip.day:
        raise Refusal(_("还没到这一天"), code="early")


def may_press(trip: Trip, by: Access, token: str, at: datetime) -> bool:
    if by.kind == "reporter":
        known = crypto.keyed_hashes(crypto.normal_code(token), LINK) if token else []
        return link_open(trip, at) and any(hmac.compare_digest(trip.link_hash, each) for each in known)
    return by.may("rides.plan") or (by.may("rides.serve") and rides_along(trip, by))


def rides_along(trip: Trip, by: Access) -> bool:
    """Whether this login is the escort's or the driver's."""
    driver = trip.driver.person_id if trip.driver is not None else None
    return bool({trip.escort_id, driver} - {None} & by.person_ids)


def _press(seat: Seat, edge: Edge, note: str, by: Access, at: datetime) -> bool:
    """Inside a transaction; the ride's lock before the trip's."""
    lock_rides([seat.ride])
    now = Seat.objects.of(seat.community_id).get(pk=seat.pk)
    if now.state == edge.after or FAR.get(SeatState(now.state), -1) > FAR.get(edge.after, 9):
        return False
    home = _way_home(seat) if seat.direction == Direction.OUT and edge.after in FREED_SEATS else None
    both = sorted([seat.trip, *([home.trip] if home is not None else [])], key=lambda trip: trip.pk)
    trip = {row.pk: row for row in map(locked, both)}[seat.trip_id]
    if now.trip_id != trip.pk or now.state not in edge.before or trip.direction not in edge.ways:
        raise stale()
    rows = Seat.objects.of(seat.community_id).filter(pk=seat.pk, state=now.state)
    if not rows.update(state=edge.after, changed_at=at, note=note):
        raise stale()
    _count(seat, now, edge, trip)
    seat.state, seat.changed_at = edge.after, at
    _follow(seat, edge, note, by, at)
    if home is not None:
        give_up(home, by=by, at=at)
    if trip.state == TripState.PLANNED and edge.after != SeatState.CANNOT_COME:
        changed(seat.trip, state=TripState.UNDER_WAY)
    settle(seat.trip, by=by, at=at)
    return True


def _way_home(seat: Seat) -> Seat | None:
    """Who does not go there needs no place in the car back."""
    rows = Seat.objects.of(seat.community_id).filter(
        ride=seat.ride, direction=Direction.BACK, state=SeatState.PLANNED, trip__state__in=BUSY_TRIPS
    )
    return rows.select_related("ride", "trip__target", "trip__driver", "trip__escort").first()


def _count(seat: Seat, now: Seat, edge: Edge, trip: Trip) -> None:
    if edge.after in (SeatState.NOT_THERE, SeatState.CANNOT_COME):
        release(seat, seat.trip)
    elif now.state == SeatState.NOT_THERE:
        ride = seat.ride
        if trip.taken + ride.places > trip.seats or trip.wheelchairs + ride.wheelchairs > trip.wheelchair_spaces:
            raise Refusal(_("座位已经给了别人，坐不下了"), code="full")
        changed(seat.trip, taken=F("taken") + ride.places, wheelchairs=F("wheelchairs") + ride.wheelchairs)


def _follow(seat: Seat, edge: Edge, note: str, by: Access, at: datetime) -> None:
    """What becomes of the ride, and who is told."""
    ride, state = seat.ride, ride_after(edge, seat.direction, seat.ride.wants_back)
    if edge.move == "board" and seat.direction == Direction.BACK:
        state = None
    if state is not None:
        values: dict[str, object] = {"state": state}
        if state in ENDED_RIDES:
            values |= {"ended_at": at, "end_reason": note}
        if not set_ride(ride, OPEN_RIDES, **values):
            raise stale()
    note_ride(edge.move, ride, by, at, {"direction": str(seat.direction)}, note=note)
    if edge.move == "not_there":
        notices.tell_office_of_ride(ride, "not_there", mark=f"{seat.pk}:{ride.version}")
    if edge.move == "cannot_come":
        notices.tell_office_of_ride(ride, "cannot_come", mark=f"{seat.pk}:{ride.version}")
        if seat.trip.told_at is not None:
            notices.tell_crew(seat.trip, "list_changed")
    if state == RideState.HOME:
        notices.tell_family(ride)


__all__ = ["Conflict", "check", "may_press", "press", "rides_along"]

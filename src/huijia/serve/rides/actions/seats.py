"""Who sits in which car and in what order. Seats are counted on the trip's own row, under its lock.

Locks are taken in one order everywhere: rides, then trips by their id.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.rides import notices
from huijia.serve.rides.actions.moves import (
    changed,
    locked,
    note_ride,
    note_trip,
    planner,
    set_ride,
    stale,
)
from huijia.serve.rides.enums import FREED_SEATS, OPEN_RIDES, WAITING_SEATS, Direction, RideState, SeatState, TripState
from huijia.serve.rides.models import Ride, Seat, Trip


def seat(ride: Ride, trip: Trip, *, by: Access, at: datetime | None = None) -> Seat:
    """Gives somebody a place in a car, as its last stop.

    Raises:
        Refusal: no right to, another day or place, the car is full or takes no wheelchair, or the rider sits in
            another car of this way already.
        Stale: the ride or the trip is over.
    """
    planner(by, ride, trip)
    moment = at or clock.now()
    try:
        with transaction.atomic():
            lock_rides([ride])
            now = locked(trip)
            _fits(ride, now)
            return place(ride, trip, now, by=by, at=moment)
    except IntegrityError:
        told = _("%(who)s这天%(way)s的车已经派好了")
        way = Direction(trip.direction).label
        raise Refusal(told % {"who": ride.name, "way": way}, field="trip", code="twice") from None


def lock_rides(rides: list[Ride]) -> None:
    """The rows' locks, in the order of their ids; their states as they are now."""
    wanted = {ride.pk: ride for ride in rides}
    rows = Ride.objects.everywhere().select_for_update().filter(pk__in=wanted).order_by("pk")
    for row in rows:
        ride = wanted[row.pk]
        ride.state, ride.version = row.state, row.version


def _fits(ride: Ride, trip: Trip) -> None:
    if ride.day != trip.day or ride.target_id != trip.target_id:
        raise Refusal(_("这趟车不是那天去那里的"), field="trip", code="elsewhere")
    if trip.direction == Direction.BACK and not ride.wants_back:
        raise Refusal(_("%(who)s不用送回家") % {"who": ride.name}, field="trip", code="one_way")
    _room(ride, trip)


def _room(ride: Ride, trip: Trip) -> None:
    """
    Raises:
        Refusal: no place left.
    """
    if trip.taken + ride.places > trip.seats:
        told = _("这辆车坐不下了：%(seats)s 个座位，已坐 %(taken)s 人")
        raise Refusal(told % {"seats": trip.seats, "taken": trip.taken}, field="trip", code="full")
    if trip.wheelchairs + ride.wheelchairs > trip.wheelchair_spaces:
        raise Refusal(_("这辆车放不下轮椅"), field="trip", code="wheelchair")


def place(ride: Ride, trip: Trip, now: Trip, *, by: Access, at: datetime) -> Seat:
    """The seat itself, where both locks are held; `now` is the trip as it was read under its lock."""
    out = trip.direction == Direction.OUT
    before: tuple[str, ...] = (RideState.ASKED, RideState.PLANNED, RideState.MISSED) if out else OPEN_RIDES
    state = RideState.PLANNED if out or ride.state == RideState.ASKED else ride.state
    if not set_ride(ride, before, state=state):
        raise stale()
    last = Seat.objects.of(by.community).filter(trip=trip).aggregate(most=Max("position"))["most"] or 0
    row = Seat.objects.create(
        community=by.community, trip=trip, ride=ride, rider_key=ride.rider_key, day=trip.day,
        direction=trip.direction, position=last + 1, changed_at=at,
    )
    changed(trip, taken=F("taken") + ride.places, wheelchairs=F("wheelchairs") + ride.wheelchairs)
    note_ride("seated", ride, by, at, _way(trip), who=trip.driver_label)
    if now.told_at is not None:
        notices.tell_rider_of_trip(ride, trip, row)
        notices.tell_crew(trip, "list_changed")
    return row


def _way(trip: Trip) -> dict[str, str]:
    when = f"{clock.local(trip.starts_at):%Y-%m-%d %H:%M}"
    return {"direction": str(trip.direction), "when": when}


def release(seat: Seat, trip: Trip) -> None:
    """Takes the rider's places off the trip whose lock is held."""
    ride = seat.ride
    changed(trip, taken=F("taken") - ride.places, wheelchairs=F("wheelchairs") - ride.wheelchairs)


def unseat(seat: Seat, *, by: Access, reason: str = "", at: datetime | None = None) -> None:
    """Takes somebody out of a car before it left; they wait for another one.

    Raises:
        Refusal: no right to.
        Stale: they sit in it already, or the trip is over.
    """
    planner(by, seat, seat.trip)
    moment, note = at or clock.now(), written(reason, "reason", required=False)
    with transaction.atomic():
        lock_rides([seat.ride])
        trip = locked(seat.trip)
        gone, _kinds = Seat.objects.of(by.community).filter(
            pk=seat.pk, trip=trip, state=SeatState.PLANNED
        ).delete()
        if not gone:
            raise stale()
        release(seat, seat.trip)
        if trip.direction == Direction.OUT and not set_ride(seat.ride, (RideState.PLANNED,), state=RideState.ASKED):
            raise stale()
        note_ride("unseated", seat.ride, by, moment, note=note or str(_("改派")))
        if trip.told_at is not None:
            notices.tell_rider(seat.ride, "wait_again", mark=f"{trip.pk}:{trip.version}")
            notices.tell_crew(seat.trip, "list_changed")


def shift(seat: Seat, *, up: bool, by: Access, at: datetime | None = None) -> None:
    """One stop earlier or later; at the end of the list nothing happens.

    Raises:
        Refusal: no right to.
        Stale: the trip is over.
    """
    planner(by, seat, seat.trip)
    with transaction.atomic():
        trip = locked(seat.trip)
        order = list(Seat.objects.of(by.community).filter(trip=trip).order_by("position", "pk"))
        here = next((number for number, row in enumerate(order) if row.pk == seat.pk), None)
        if here is None:
            raise stale()
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        renumber(order)
        changed(seat.trip, said_late=trip.said_late)
        note_trip("moved", trip, by, at or clock.now())


def renumber(order: list[Seat]) -> None:
    for number, row in enumerate(order, start=1):
        if row.position != number:
            Seat.objects.of(row.community_id).filter(pk=row.pk).update(position=number)


def move_to(seat: Seat, trip: Trip, *, by: Access, at: datetime | None = None) -> None:
    """Into another car of the same way, as its last stop.

    Raises:
        Refusal: no right to, another day, way or place, no room.
        Stale: they sit in a car already, or one of the trips is over.
    """
    planner(by, seat, seat.trip, trip)
    if trip.direction != seat.trip.direction:
        raise Refusal(_("这趟车不是那天去那里的"), field="trip", code="elsewhere")
    if trip.pk == seat.trip_id:
        return
    moment, ride, old = at or clock.now(), seat.ride, seat.trip
    with transaction.atomic():
        lock_rides([ride])
        both = {row.pk: locked(row) for row in sorted((old, trip), key=lambda row: row.pk)}
        _fits(ride, both[trip.pk])
        last = Seat.objects.of(by.community).filter(trip=trip).aggregate(most=Max("position"))["most"] or 0
        rows = Seat.objects.of(by.community).filter(pk=seat.pk, trip=old, state=SeatState.PLANNED)
        if not rows.update(trip=trip, position=last + 1, changed_at=moment):
            raise stale()
        release(seat, old)
        changed(trip, taken=F("taken") + ride.places, wheelchairs=F("wheelchairs") + ride.wheelchairs)
        seat.trip, seat.position = trip, last + 1
        note_ride("seated", ride, by, moment, _way(trip), who=trip.driver_label)
        for each in (old, trip):
            if both[each.pk].told_at is not None:
                notices.tell_crew(each, "list_changed")
        if both[trip.pk].told_at is not None:
            notices.tell_rider_of_trip(ride, trip, seat)


def free_seats(ride: Ride, *, by: Access, at: datetime) -> None:
    """All places that somebody still has are free for others; inside a transaction.

    Raises:
        Refusal: they sit in a car now.
    """
    lock_rides([ride])
    rows = Seat.objects.of(ride.community_id).filter(ride=ride, state__in=WAITING_SEATS)
    for row in rows.select_related("trip", "ride").order_by("trip_id"):
        if row.state == SeatState.BOARDED:
            raise Refusal(_("%(who)s正在车上，到了再办") % {"who": ride.name}, code="on_board")
        locked(row.trip)
        give_up(row, by=by, at=at)


def give_up(seat: Seat, *, by: Access, at: datetime) -> None:
    """The place is free for others; the ride's and the trip's locks are held."""
    guarded = Seat.objects.of(seat.community_id).filter(pk=seat.pk, state=SeatState.PLANNED)
    if not guarded.update(state=SeatState.CANNOT_COME, changed_at=at):
        raise stale()
    release(seat, seat.trip)
    settle(seat.trip, by=by, at=at)
    if seat.trip.told_at is not None:
        notices.tell_crew(seat.trip, "list_changed")


def settle(trip: Trip, *, by: Access, at: datetime) -> None:
    """A trip is over when everybody is where they wanted to be, or did not come; under its lock."""
    states = set(Seat.objects.of(trip.community_id).filter(trip=trip).values_list("state", flat=True))
    if states & {*WAITING_SEATS} or not states - {*FREED_SEATS}:
        return
    close(trip, by=by, at=at)


def close(trip: Trip, *, by: Access, at: datetime) -> None:
    values: dict[str, Any] = {"state": TripState.CLOSED, "closed_at": at}
    changed(trip, **values)
    note_trip("trip_closed", trip, by, at)

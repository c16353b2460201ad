"""排车: riders of a morning into cars at one go, there and back; and all of it put back while nobody was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.rides import hours, packing, queries
from huijia.serve.rides.actions.moves import note_trip, planner, stale
from huijia.serve.rides.actions.seats import lock_rides, seat
from huijia.serve.rides.actions.trips import TripDraft, check_hours, keep_free, new_trip, plan_trip, when_of
from huijia.serve.rides.enums import Direction, Mobility, RideState, SeatState, TripState
from huijia.serve.rides.log import BATCH, RIDE
from huijia.serve.rides.models import Batch, Driver, Ride, Seat, Trip


@dataclass(frozen=True)
class Arranged:
    """How many cars are used, how many sit in one, how many found no place."""

    cars: int
    seated: int
    left: int


def arrange(
    batch: Batch, drivers: Sequence[Driver], *, by: Access, escorts: Sequence[Person] = (), at: datetime | None = None
) -> Arranged:
    """Puts everybody on the list who has no car yet into these cars, and plans the same cars back.

    `escorts` ride along in the order given, in cars with somebody who needs a hand first.

    Raises:
        Refusal: no right to, no car, nobody to drive, a driver's papers, or a driver or escort is elsewhere then.
    """
    planner(by, batch, *drivers, *escorts)
    moment = at or clock.now()
    if not drivers:
        raise Refusal(_("请勾选要用的车"), field="drivers")
    try:
        with transaction.atomic():
            Batch.objects.of(by.community).select_for_update().get(pk=batch.pk)
            waiting = list(queries.waiting_of(batch))
            lock_rides(waiting)
            if not waiting:
                raise Refusal(_("名单上的人都有车了"), code="empty")
            packed = _packed(batch, waiting, drivers, bool(escorts))
            done = _planned(batch, packed, waiting, drivers, list(escorts), by, moment)
            ledger.record(
                "rides.batch_arranged", subject=(BATCH, batch.pk), by=by.actor(), community_id=by.community.pk,
                at=moment, data={"cars": done.cars, "count": done.seated, "left": done.left},
            )
    except IntegrityError:
        raise Refusal(_("名单上有人这天已经派了别的车，请先看一看"), code="twice") from None
    return done


def _packed(batch: Batch, waiting: list[Ride], drivers: Sequence[Driver], with_escort: bool) -> packing.Packed:
    """One place in each car is kept for an escort where some ride along."""
    target = batch.target
    goal = (target.lon, target.lat) if target.lon is not None and target.lat is not None else None
    riders = [
        packing.Rider(
            ride.pk, ride.place_name, ride.grid_id,
            (ride.lon, ride.lat) if ride.lon is not None and ride.lat is not None else None,
            ride.places, ride.wheelchairs,
        )
        for ride in waiting
    ]
    kept = int(with_escort)
    cars = [packing.Car(one.pk, one.seats - kept, one.wheelchair_spaces) for one in drivers if one.seats > kept]
    return packing.pack(riders, cars, goal)


def _planned(
    batch: Batch, packed: packing.Packed, waiting: list[Ride], drivers: Sequence[Driver], escorts: list[Person],
    by: Access, at: datetime,
) -> Arranged:
    of_ride, of_driver = {ride.pk: ride for ride in waiting}, {one.pk: one for one in drivers}
    loads = [(of_driver[car], [of_ride[key] for key in keys]) for car, keys in packed.loads]
    loads.sort(key=lambda load: -sum(needs_hand(ride) for ride in load[1]))
    for driver, rides in loads:
        escort = escorts.pop(0) if escorts else None
        there = hours.moment_on(batch.day, batch.there_at)
        fill(batch, driver, escort, rides, Direction.OUT, hours.leaves_for(there, len(rides)), by, at)
        back = [ride for ride in reversed(rides) if ride.wants_back]
        if back:
            fill(batch, driver, escort, back, Direction.BACK, hours.moment_on(batch.day, batch.back_at), by, at)
    return Arranged(len(loads), sum(len(rides) for _driver, rides in loads), len(packed.left))


def needs_hand(ride: Ride) -> bool:
    return ride.needs_escort or ride.mobility != Mobility.WALKS


def fill(
    batch: Batch, driver: Driver, escort: Person | None, rides: list[Ride], way: Direction, starts_at: datetime,
    by: Access, at: datetime,
) -> Trip:
    """One car with all its riders in a fixed number of statements; the riders' locks are held."""
    ends_at = starts_at + hours.length(len(rides))
    check_hours(starts_at, ends_at, at)
    keep_free(driver, escort, starts_at, ends_at, None)
    trip = new_trip(TripDraft(
        direction=way, target=batch.target, starts_at=starts_at, ends_at=ends_at, driver=driver, escort=escort,
        batch=batch, wants_escort=any(needs_hand(ride) for ride in rides),
    ), by)
    trip.taken += sum(ride.places for ride in rides)
    trip.wheelchairs = sum(ride.wheelchairs for ride in rides)
    trip.save(force_insert=True)
    Seat.objects.bulk_create([
        Seat(
            community=by.community, trip=trip, ride=ride, rider_key=ride.rider_key, day=trip.day, direction=way,
            position=number, changed_at=at,
        )
        for number, ride in enumerate(rides, start=1)
    ])
    if way == Direction.OUT:
        before = (RideState.ASKED, RideState.MISSED)
        rows = Ride.objects.of(by.community).filter(pk__in=[ride.pk for ride in rides], state__in=before)
        if rows.update(state=RideState.PLANNED, version=F("version") + 1) != len(rides):
            raise stale()
    note_trip("trip_planned", trip, by, at, when_of(trip))
    ledger.record_many(
        ledger.Record(
            kind="rides.seated", subject=(RIDE, ride.pk), by=by.actor(), community_id=by.community.pk, at=at,
            data=when_of(trip), personal={"who": trip.driver_label},
        )
        for ride in rides
    )
    return trip


def put_back(batch: Batch, *, by: Access, at: datetime | None = None) -> int:
    """Undoes the cars of which nobody was told yet, so that they can be worked out anew; how many.

    Raises:
        Refusal: no right to.
    """
    planner(by, batch)
    moment, done = at or clock.now(), 0
    with transaction.atomic():
        rows = Seat.objects.of(by.community).filter(
            trip__batch=batch, trip__told_at=None, trip__state=TripState.PLANNED
        )
        lock_rides([row.ride for row in rows.select_related("ride")])
        trips = Trip.objects.of(by.community).filter(batch=batch, told_at=None, state=TripState.PLANNED)
        for trip in trips.select_for_update().order_by("pk"):
            seats = Seat.objects.of(by.community).filter(trip=trip, state=SeatState.PLANNED)
            out = [pk for pk, way in seats.values_list("ride_id", "direction") if way == Direction.OUT]
            seats.delete()
            Ride.objects.of(by.community).filter(pk__in=out, state=RideState.PLANNED).update(
                state=RideState.ASKED, version=F("version") + 1
            )
            Trip.objects.of(by.community).filter(pk=trip.pk).update(
                state=TripState.CANCELLED, closed_at=moment, taken=0, wheelchairs=0, version=F("version") + 1,
                end_reason=str(_("重新排车")),
            )
            note_trip("trip_cancelled", trip, by, moment, note=str(_("重新排车")))
            done += 1
    return done


def mirror(trip: Trip, *, starts_at: datetime, by: Access, at: datetime | None = None) -> Trip:
    """The way back of a car: the same driver and escort, the riders who want to be brought home in the opposite order.

    Raises:
        Refusal: no right to, it is a way back itself, nobody to bring home, or driver or escort are elsewhere then.
    """
    planner(by, trip)
    moment = at or clock.now()
    if trip.direction != Direction.OUT or trip.driver is None:
        raise Refusal(_("先排好去的车和司机"), code="way")
    try:
        with transaction.atomic():
            back = _mirrored(trip, starts_at, by, moment)
    except IntegrityError:
        raise Refusal(_("名单上有人这天已经派了别的车，请先看一看"), code="twice") from None
    return Trip.objects.of(by.community).select_related("target", "driver", "escort").get(pk=back.pk)


def _mirrored(trip: Trip, starts_at: datetime, by: Access, at: datetime) -> Trip:
    rides = [seat.ride for seat in queries.to_bring_home(trip)]
    lock_rides(rides)
    if not rides:
        raise Refusal(_("没有要送回家的人"), code="empty")
    back = plan_back(trip, len(rides), starts_at, by, at)
    Seat.objects.bulk_create([
        Seat(
            community=by.community, trip=back, ride=ride, rider_key=ride.rider_key, day=back.day,
            direction=Direction.BACK, position=number, changed_at=at,
        )
        for number, ride in enumerate(rides, start=1)
    ])
    Trip.objects.of(by.community).filter(pk=back.pk).update(
        taken=F("taken") + sum(ride.places for ride in rides), wheelchairs=sum(ride.wheelchairs for ride in rides)
    )
    return back


def plan_back(trip: Trip, stops: int, starts_at: datetime, by: Access, at: datetime) -> Trip:
    if clock.local(starts_at).date() != trip.day or starts_at < trip.ends_at - timedelta(minutes=1):
        raise Refusal(_("往回走要在同一天，送到以后"), field="starts_at")
    ends_at = starts_at + hours.length(stops)
    check_hours(starts_at, ends_at, at)
    keep_free(trip.driver, trip.escort, starts_at, ends_at, None)
    back = new_trip(TripDraft(
        direction=Direction.BACK, target=trip.target, starts_at=starts_at, ends_at=ends_at, driver=trip.driver,
        escort=trip.escort, batch=trip.batch, wants_escort=trip.wants_escort,
    ), by)
    back.save(force_insert=True)
    note_trip("trip_planned", back, by, at, when_of(back))
    return back


def own_car(
    ride: Ride, *, way: Direction, driver: Driver, starts_at: datetime, by: Access, at: datetime | None = None
) -> Trip:
    """A car for one ride, one way; others can be put into it later.

    Raises:
        Refusal: no right to, papers, the driver is elsewhere then, or the rider has a car already.
    """
    planner(by, ride, driver)
    moment = at or clock.now()
    with transaction.atomic():
        trip = plan_trip(TripDraft(
            direction=way, target=ride.target, starts_at=starts_at, ends_at=starts_at + hours.length(1),
            driver=driver, wants_escort=needs_hand(ride),
        ), by=by, at=moment)
        try:
            seat(ride, trip, by=by, at=moment)
        except Refusal as refusal:
            raise type(refusal)(refusal.message, code=refusal.code) from None
    return trip

"""Reads of rides used more than once."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from huijia.core.matters.queries import parse_ticket
from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.rides.enums import (
    BUSY_TRIPS,
    ENDED_RIDES,
    FREED_SEATS,
    Direction,
    RideState,
    SeatState,
    TripState,
)
from huijia.serve.rides.models import Batch, Driver, Ride, RideTarget, Seat, Trip

LATE = timedelta(hours=2)
"""After the planned end: still open means that somebody has to ask."""
SOON = timedelta(hours=24)
"""Before a car leaves, everybody should have been told."""


def trips_visible_to(access: Access) -> QuerySet[Trip]:
    """All of the community for who plans; else those on which I ride along or drive."""
    rows = Trip.objects.of(access.community)
    if access.may("rides.plan"):
        return rows
    if not access.may("rides.view"):
        return rows.none()
    return rows.filter(Q(escort_id__in=access.person_ids) | Q(driver__person_id__in=access.person_ids))


def visible_to(access: Access) -> QuerySet[Ride]:
    """All of the community for who plans; else who sits in a car with me."""
    rows = Ride.objects.of(access.community)
    if access.may("rides.plan"):
        return rows
    if not access.may("rides.view"):
        return rows.none()
    mine = Seat.objects.of(access.community).filter(trip__in=trips_visible_to(access).values("pk"))
    return rows.filter(pk__in=mine.values("ride_id"))


def find(access: Access, ticket: str) -> Ride | None:
    """The ride with this number, if this login may see it."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = visible_to(access).select_related("community", "target", "grid", "dwelling", "person", "batch")
    ride = rows.filter(pk=wanted[1]).first()
    return ride if ride is not None and ride.ticket.startswith(wanted[0]) else None


def by_ticket(ticket: str) -> Ride | None:
    """The ride of a number, whatever its community: the caller must hold its secret code."""
    wanted = parse_ticket(ticket)
    if wanted is None:
        return None
    rows = Ride.objects.everywhere().select_related("community", "target")
    ride = rows.filter(pk=wanted[1]).first()
    return ride if ride is not None and ride.ticket.startswith(wanted[0]) else None


def find_trip(access: Access, pk: int) -> Trip | None:
    rows = trips_visible_to(access).select_related("community", "target", "driver", "escort", "batch")
    return rows.filter(pk=pk).first()


def with_crew(rows: QuerySet[Trip]) -> QuerySet[Trip]:
    """With what a line of a list shows."""
    return rows.select_related("target", "driver")


def stops_of(trip: Trip) -> list[Seat]:
    """In their order, with whose they are."""
    rows = Seat.objects.of(trip.community_id).filter(trip=trip).select_related("ride", "trip__driver", "trip__target")
    return list(rows.order_by("position", "pk"))


def seats_of(ride: Ride) -> list[Seat]:
    """In which cars somebody sits, there first."""
    rows = Seat.objects.of(ride.community_id).filter(ride=ride).select_related("trip__target", "trip__driver")
    return list(rows.order_by("trip__starts_at", "pk"))


def targets(community: Community) -> QuerySet[RideTarget]:
    return RideTarget.objects.of(community).filter(is_active=True)


def drivers(community: Community) -> QuerySet[Driver]:
    return Driver.objects.of(community).filter(is_active=True)


def overlapping(rows: QuerySet[Trip], starts_at: datetime, ends_at: datetime, but: Trip | None) -> QuerySet[Trip]:
    found = rows.filter(state__in=BUSY_TRIPS, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return found.exclude(pk=but.pk) if but is not None else found


def busy_driver(driver: Driver, starts_at: datetime, ends_at: datetime, but: Trip | None = None) -> QuerySet[Trip]:
    """What takes this driver's time within [starts_at, ends_at), as driver or riding along."""
    mine = Q(driver=driver)
    if driver.person_id is not None:
        mine |= Q(escort_id=driver.person_id) | Q(driver__person_id=driver.person_id)
    return overlapping(Trip.objects.of(driver.community_id).filter(mine), starts_at, ends_at, but)


def busy_person(person: Person, starts_at: datetime, ends_at: datetime, but: Trip | None = None) -> QuerySet[Trip]:
    """The same of somebody who rides along."""
    mine = Q(escort=person) | Q(driver__person=person)
    return overlapping(Trip.objects.of(person.community_id).filter(mine), starts_at, ends_at, but)


def free_drivers(
    community: Community, starts_at: datetime, ends_at: datetime, *, seats: int = 1, wheelchairs: int = 0,
    but: Trip | None = None,
) -> list[Driver]:
    """Who could drive then: papers hold, a car large enough, nowhere else, not who just said no. One statement."""
    day = clock.local(starts_at).date()
    taken = overlapping(Trip.objects.of(community), starts_at, ends_at, but)
    rows = drivers(community).filter(
        licence_until__gte=day, insurance_until__gte=day, seats__gte=seats, wheelchair_spaces__gte=wheelchairs
    )
    if but is not None and but.refused_by_id is not None:
        rows = rows.exclude(pk=but.refused_by_id)
    rows = rows.filter(
        ~Exists(taken.filter(driver=OuterRef("pk"))),
        ~Exists(taken.filter(driver__person=OuterRef("person"))), ~Exists(taken.filter(escort=OuterRef("person"))),
    )
    return list(rows.order_by("-seats", "pk"))


def open_trips_for(ride: Ride, direction: str) -> list[Trip]:
    """Cars of that day and way to the same place with room for this rider."""
    rows = Trip.objects.of(ride.community_id).filter(
        day=ride.day, target=ride.target_id, direction=direction, state__in=BUSY_TRIPS
    )
    found = with_crew(rows).order_by("starts_at", "pk")
    return [
        trip for trip in found
        if trip.free >= ride.places and trip.wheelchair_spaces - trip.wheelchairs >= ride.wheelchairs
    ]


def waiting_of(batch: Batch) -> QuerySet[Ride]:
    """Who on the list has no car there yet."""
    rows = Ride.objects.of(batch.community_id).filter(
        batch=batch, state__in=(RideState.ASKED, RideState.MISSED)
    )
    return rows.order_by("pk")


def untold(batch: Batch) -> QuerySet[Trip]:
    """Cars of the morning with a driver and riders of which nobody was told yet."""
    people = Seat.objects.of(batch.community_id).filter(trip=OuterRef("pk"), state=SeatState.PLANNED)
    rows = Trip.objects.of(batch.community_id).filter(
        Exists(people), batch=batch, told_at=None, driver__isnull=False, state__in=BUSY_TRIPS
    )
    return rows.select_related("target", "driver", "escort", "community").order_by("pk")


def to_bring_home(trip: Trip) -> list[Seat]:
    """Who came or comes with this car, wants to be brought home and has no car back yet; the last stop first."""
    back = Seat.objects.of(trip.community_id).filter(ride=OuterRef("ride"), direction=Direction.BACK)
    rows = Seat.objects.of(trip.community_id).filter(trip=trip, ride__wants_back=True).exclude(state__in=FREED_SEATS)
    rows = rows.exclude(ride__state__in=ENDED_RIDES).filter(~Exists(back.exclude(state__in=FREED_SEATS)))
    return list(rows.select_related("ride").order_by("-position", "-pk"))


def left_there(community: Community) -> QuerySet[Ride]:
    """Who was brought there, wants to be brought home, and sits in no car back."""
    return Ride.objects.of(community).filter(is_left_there(community)).select_related("target")


def is_left_there(community: Community) -> Q:
    """The same as a condition on rides."""
    back = Seat.objects.of(community).filter(ride=OuterRef("pk"), direction=Direction.BACK)
    return Q(~Exists(back.exclude(state__in=FREED_SEATS)), state=RideState.THERE, wants_back=True)


def bounds(day: date, days: int = 1) -> tuple[datetime, datetime]:
    """The moments at which these local days begin and end."""
    return (
        datetime.combine(day, time(), clock.ZONE), datetime.combine(day + timedelta(days=days), time(), clock.ZONE)
    )


def lamp_of(trip: Trip, at: datetime) -> str:
    """Red: over for long and not closed, or tomorrow's car without a driver. Yellow: should have left or be back."""
    if not trip.is_open:
        return "none"
    if trip.ends_at + LATE <= at or (trip.driver_id is None and trip.starts_at <= at + SOON):
        return "red"
    waits = trip.state == TripState.PLANNED and trip.starts_at <= at
    return "yellow" if waits or trip.ends_at <= at or trip.driver_id is None else "green"


def counts_of(trips: Sequence[Trip]) -> dict[int, tuple[int, int]]:
    """(riders still meant to ride, of them there or home) for each trip; one statement."""
    found = {trip.pk: (0, 0) for trip in trips}
    rows = Seat.objects.everywhere().filter(trip__in=list(found)).values_list("trip_id", "state")
    for pk, state in rows:
        if state not in FREED_SEATS:
            many, done = found[pk]
            found[pk] = many + 1, done + (state in (SeatState.ARRIVED, SeatState.HOME))
    return found

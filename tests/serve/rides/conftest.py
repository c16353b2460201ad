"""A small community with two cars, a vaccination point and a clinic, on a Monday morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from huijia.core.matters.enums import Source
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.enums import Direction, Purpose
from huijia.serve.rides.models import Driver, Ride, RideTarget, Seat, Trip
from tests.cast import MONDAY, ZONE, Cast, cast

TUESDAY = date(2026, 4, 14)
EIGHT = datetime(2026, 4, 14, 8, 0, tzinfo=ZONE)
NINE = datetime(2026, 4, 14, 9, 0, tzinfo=ZONE)
ELEVEN = datetime(2026, 4, 14, 11, 0, tzinfo=ZONE)
HOUR = timedelta(hours=1)


@dataclass
class House:
    cast: Cast
    clinic: RideTarget
    small: Driver
    van: Driver

    def ask(self, name: str = "赵明明", *, uuid: UUID | None = None, **more: object) -> Ride:
        return actions.request(self.draft(name, uuid=uuid, **more), by=self.cast.access("operator"), at=MONDAY).ride

    def draft(self, name: str = "赵明明", *, uuid: UUID | None = None, **more: object) -> actions.Draft:
        given: dict[str, object] = {
            "target": self.clinic, "name": name, "phone": "13800001234", "day": TUESDAY, "wants_at": time(9),
            "purpose": Purpose.CLINIC, "source": Source.HOTLINE, "dwelling": self.cast.dwelling,
            "uuid": uuid or uuid4(),
        }
        return actions.Draft(**{**given, **more})  # type: ignore[arg-type]

    def stranger(self, number: int, **more: object) -> Ride:
        """Somebody who is not on the roster, so that each is another person."""
        return self.ask(f"客{number}", phone=f"1370000{number:04d}", **more)

    def trip(self, way: Direction = Direction.OUT, starts_at: datetime = EIGHT, **more: object) -> Trip:
        given: dict[str, object] = {
            "direction": way, "target": self.clinic, "starts_at": starts_at, "ends_at": starts_at + HOUR,
            "driver": self.small,
        }
        draft = actions.TripDraft(**{**given, **more})  # type: ignore[arg-type]
        return actions.plan_trip(draft, by=self.cast.access("operator"), at=MONDAY)

    def seated(self, ride: Ride, trip: Trip) -> Seat:
        return actions.seat(ride, trip, by=self.cast.access("operator"), at=MONDAY)

    def press(self, seat: Seat, move: str, who: str = "operator", at: datetime = NINE) -> bool:
        return actions.press(fresh(seat), move, uuid=uuid4(), by=self.cast.access(who), at=at)

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[who])
        return client


def fresh(seat: Seat) -> Seat:
    rows = Seat.objects.of(seat.community_id).select_related(
        "ride__target", "ride__community", "trip__target", "trip__driver", "trip__escort", "trip__community"
    )
    return rows.get(pk=seat.pk)


def trip_now(trip: Trip) -> Trip:
    rows = Trip.objects.of(trip.community_id).select_related("target", "driver", "escort", "community", "batch")
    return rows.get(pk=trip.pk)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()


def driver_draft(name: str = "许开车", plate: str = "苏L12345", **more: object) -> actions.DriverDraft:
    given: dict[str, object] = {
        "name": name, "vehicle": "白色轿车", "plate_number": plate, "seats": 2, "phone": "13700000001",
        "licence_until": date(2027, 1, 1), "insurance_until": date(2026, 12, 31),
    }
    return actions.DriverDraft(**{**given, **more})  # type: ignore[arg-type]


def made() -> House:
    home = cast()
    by = home.access("operator")
    return House(
        home, actions.save_target(None, name="社区医院", lon=119.46, lat=32.12, by=by),
        actions.save_driver(None, driver_draft(), by=by),
        actions.save_driver(
            None, driver_draft("何师傅", "苏L67890", vehicle="面包车", seats=6, wheelchair_spaces=1), by=by
        ),
    )

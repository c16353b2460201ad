"""The stops of a trip as the pages of the office, of who rides along and of the driver show them."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from huijia.lib import clock, crypto, masks
from huijia.serve.rides import hours
from huijia.serve.rides.enums import Direction, Mobility
from huijia.serve.rides.models import Seat, Trip
from huijia.serve.rides.workflow import TABLE


@dataclass(frozen=True)
class Press:
    """One button of a stop; `uuid` makes pressing it twice harmless."""

    move: str
    label: str | Promise
    uuid: uuids.UUID
    is_main: bool


@dataclass(frozen=True)
class Stop:
    """`phone` is "" unless it is the day; `tail` then tells numbers apart."""

    seat: Seat
    name: str
    when: datetime
    phone: str
    tail: str
    hand: str | Promise
    presses: list[Press]

    @property
    def has_point(self) -> bool:
        return self.seat.ride.lon is not None and self.seat.ride.lat is not None


def is_the_day(trip: Trip, at: datetime) -> bool:
    return clock.local(at).date() == trip.day


def of(
    trip: Trip, rows: Sequence[Seat], *, with_phones: bool, presses: bool, with_names: bool = False,
    office: bool = False,
) -> list[Stop]:
    """Who sees phones sees names. Only the `office` says that somebody cannot come: it calls the ride off."""
    out = trip.direction == Direction.OUT
    return [
        Stop(
            seat=row, name=row.ride.name if with_phones or with_names else masks.mask_name(row.ride.name),
            when=hours.at_stop(trip.starts_at, row.position, is_out=out),
            phone=crypto.open_sealed(row.ride.phone_sealed) if with_phones and row.ride.phone_sealed else "",
            tail=f"*******{row.ride.phone_tail}" if row.ride.phone_tail else "",
            hand=Mobility(row.ride.mobility).label if row.ride.mobility != Mobility.WALKS else "",
            presses=_presses(row, office) if presses else [],
        )
        for row in rows
    ]


def _presses(seat: Seat, office: bool) -> list[Press]:
    """What can be pressed now, the likeliest first."""
    edges = [edge for edge in TABLE if seat.direction in edge.ways and seat.state in edge.before]
    if seat.state == "boarded":
        edges = [edge for edge in edges if edge.move in ("arrive", "home", "not_there")]
    elif seat.state == "planned":
        edges = [edge for edge in edges if edge.move in ("board", "not_there", "cannot_come")[: 2 + office]]
    return [Press(edge.move, edge.label, uuids.uuid4(), number == 0) for number, edge in enumerate(edges)]

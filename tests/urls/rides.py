"""Rides: the office's pages, and the driver's behind its link."""

from datetime import date, time, timedelta
from typing import Any

from huijia.lib import clock, crypto
from huijia.serve.rides.actions.links import LINK
from huijia.serve.rides.models import Batch, Driver, Ride, RideTarget, Seat, Trip

TOKEN = "ABCDEFGHJKMNPQRSTVWXYZ2345"


def ride_of(world: Any) -> Ride:
    """Tomorrow, in the car with which the grid worker rides along; made when first asked for, without an entry."""
    home = world.home
    there = Ride.objects.of(home.community).first()
    return there if there is not None else _made(home)


def _made(home: Any) -> Ride:
    town, day, now = home.community, clock.today() + timedelta(days=1), clock.now()
    target = RideTarget.objects.create(community=town, name="社区医院")
    phone = {"phone_sealed": crypto.seal("13800001234"), "phone_hash": "h", "phone_tail": "1234"}
    driver = Driver.objects.create(
        community=town, name="许开车", vehicle="轿车", plate_number="苏L12345", licence_until=date(2030, 1, 1),
        insurance_until=date(2030, 1, 1), **phone,
    )
    ride = Ride.objects.create(
        community=town, name="赵明明", day=day, wants_at=time(9), purpose="clinic", source="hotline", target=target,
        place_name="傅家组12号", person=home.resident, state="planned", asked_at=now, draft_hash="x", code_hash="x",
        **phone,
    )
    starts_at = now + timedelta(days=1)
    trip = Trip.objects.create(
        community=town, direction="out", target=target, day=day, starts_at=starts_at, seats=4, taken=2, driver=driver,
        ends_at=starts_at + timedelta(hours=1), escort=home.persons["worker"], escort_label="冯走访",
        driver_label="许开车(轿车)", link_hash=crypto.keyed_hash(TOKEN, LINK), link_sealed=crypto.seal(TOKEN),
    )
    Seat.objects.create(
        community=town, trip=trip, ride=ride, rider_key="r1", day=day, direction="out", position=1, changed_at=now
    )
    Batch.objects.create(
        community=town, title="流感疫苗", purpose="vaccination", target=target, day=day, there_at=time(9),
        back_at=time(10), made_at=now, made_label="王接线",
    )
    return ride


def one(kind: Any, world: Any) -> int:
    ride_of(world)
    return int(kind.objects.of(world.home.community).get().pk)


def token(world: Any) -> str:
    ride_of(world)
    return TOKEN


#                           ano sec com ope gri gro mem str aud adm out
GET = """
rides:rides                 302 200 200 200 200 200 200 403 403 403 200
rides:new                   302 200 200 200 200 200 200 403 403 403 200
rides:export                302 200 200 200 403 403 403 403 403 403 200
rides:trips                 302 200 200 200 200 200 200 403 403 403 200
rides:trip_new              302 200 200 200 403 403 403 403 403 403 200
rides:trip                  302 200 200 200 200 404 404 403 403 403 404
rides:trip_print            302 200 200 200 403 403 403 403 403 403 404
rides:trip_move             405 405 405 405 405 405 405 405 405 405 405
rides:seat_move             405 405 405 405 405 405 405 405 405 405 405
rides:drivers               302 200 200 200 403 403 403 403 403 403 200
rides:driver                302 200 200 200 403 403 403 403 403 403 404
rides:driver_phone          405 405 405 405 405 405 405 405 405 405 405
rides:targets               302 200 200 200 403 403 403 403 403 403 200
rides:target                302 200 200 200 403 403 403 403 403 403 404
rides:batches               302 200 200 200 403 403 403 403 403 403 200
rides:batch_new             302 200 200 200 403 403 403 403 403 403 200
rides:batch                 302 200 200 200 403 403 403 403 403 403 404
rides:batch_add             302 200 200 200 403 403 403 403 403 403 404
rides:batch_move            405 405 405 405 405 405 405 405 405 405 405
rides:ride                  302 200 200 200 200 404 404 403 403 403 404
rides:phone                 405 405 405 405 405 405 405 405 405 405 405
rides:move                  405 405 405 405 405 405 405 405 405 405 405
portal:ride_driver          200 200 200 200 200 200 200 200 200 200 200
portal:ride_driver#guess    404 404 404 404 404 404 404 404 404 404 404
portal:rides                200 200 200 200 200 200 200 200 200 200 200
portal:door_rides           200 200 200 200 200 200 200 200 200 200 200
portal:ride_mine            303 303 303 303 303 303 303 303 303 303 303
portal:ride_cancel          405 405 405 405 405 405 405 405 405 405 405
portal:me_ride              303 303 303 303 303 303 303 303 303 303 303
portal:ride_press           405 405 405 405 405 405 405 405 405 405 405
"""

POST = """
rides:new                   302 422 422 422 422 422 422 403 403 403 422
rides:export                302 422 422 422 403 403 403 403 403 403 422
rides:trip_new              302 422 422 422 403 403 403 403 403 403 422
rides:trip_print            302 422 422 422 403 403 403 403 403 403 404
rides:trip_move             302 422 422 422 422 404 404 403 403 403 404
rides:trip_move#cancel      302 422 422 422 403 404 404 403 403 403 404
rides:seat_move             302 422 422 422 422 404 404 403 403 403 404
rides:seat_move#up          302 302 302 302 403 404 404 403 403 403 404
rides:drivers               302 422 422 422 403 403 403 403 403 403 422
rides:driver                302 422 422 422 403 403 403 403 403 403 404
rides:driver_phone          302 302 302 302 403 403 403 403 403 403 404
rides:targets               302 422 422 422 403 403 403 403 403 403 422
rides:target                302 422 422 422 403 403 403 403 403 403 404
rides:batch_new             302 422 422 422 403 403 403 403 403 403 422
rides:batch_add             302 422 422 422 403 403 403 403 403 403 404
rides:batch_move            302 422 422 422 403 403 403 403 403 403 404
rides:phone                 302 302 302 302 302 404 404 403 403 403 404
rides:move                  302 422 422 422 403 404 404 403 403 403 404
portal:rides                200 200 200 200 200 200 200 200 200 200 200
portal:door_rides           422 422 422 422 422 422 422 422 422 422 422
portal:ride_cancel          303 303 303 303 303 303 303 303 303 303 303
portal:ride_press           422 422 422 422 422 422 422 422 422 422 422
"""

TARGETS = {
    "rides:trip": lambda world: [one(Trip, world)],
    "rides:trip_print": lambda world: [one(Trip, world)],
    "rides:trip_move": lambda world: [one(Trip, world), "escort-out"],
    "rides:trip_move#cancel": lambda world: [one(Trip, world), "cancel"],
    "rides:seat_move": lambda world: [one(Seat, world), "board"],
    "rides:seat_move#up": lambda world: [one(Seat, world), "up"],
    "rides:driver": lambda world: [one(Driver, world)],
    "rides:driver_phone": lambda world: [one(Driver, world)],
    "rides:target": lambda world: [one(RideTarget, world)],
    "rides:batch": lambda world: [one(Batch, world)],
    "rides:batch_add": lambda world: [one(Batch, world)],
    "rides:batch_move": lambda world: [one(Batch, world), "arrange"],
    "rides:ride": lambda world: [ride_of(world).ticket],
    "rides:phone": lambda world: [ride_of(world).ticket],
    "rides:move": lambda world: [ride_of(world).ticket, "cancel"],
    "portal:door_rides": lambda world: [world.home.plate.token],
    "portal:ride_mine": lambda world: [ride_of(world).ticket],
    "portal:ride_cancel": lambda world: [ride_of(world).ticket],
    "portal:me_ride": lambda world: [ride_of(world).ticket],
    "portal:ride_driver": lambda world: [token(world)],
    "portal:ride_driver#guess": lambda world: ["ZZCDEFGHJKMNPQRSTVWXYZ2345"],
    "portal:ride_press": lambda world: [token(world), "board"],
}

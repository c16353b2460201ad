"""Rides in the demo: one vaccination morning that is over, one planned for tomorrow, some single ones to a clinic."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from django.db import transaction

from huijia.config.demo.people import Town
from huijia.core.matters.enums import Source
from huijia.core.people.queries import person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.notify.actions import muted
from huijia.lib import clock
from huijia.serve.rides import actions, hours
from huijia.serve.rides.enums import Direction, Mobility, Purpose
from huijia.serve.rides.models import Batch, Driver, RideTarget, Seat, Trip

# name, car, number plate, seats, wheelchair spaces, days until the papers end
CARS = (
    ("柳顺风", "白色面包车", "苏L0A11演", 7, 1, 400), ("梅稳当", "银色商务车", "苏L0B22演", 6, 0, 300),
    ("竺平安", "蓝色商务车", "苏L0C33演", 6, 0, 21), ("桑慢行", "红色商务车", "苏L0D44演", 6, 0, 500),
    ("荷到家", "黑色轿车", "苏L0E55演", 5, 0, 200), ("茅过期", "灰色轿车", "苏L0F66演", 4, 0, -12),
)
MORNING = 24
TOMORROW = 14


def tell(by: Access, town: Town, random: Random, now: datetime) -> None:
    """Through everybody's verbs, at the hours at which it would have been done."""
    with muted(), transaction.atomic():
        founded = now - timedelta(days=40)
        with clock.frozen(founded):
            targets = _targets(by)
            drivers = _drivers(by, town, clock.local(now).date())
        old = [number for number, head in enumerate(town.heads) if "aged" in head.key_groups]
        riders = [*old, *(number for number in range(60, len(town.heads), 7) if number not in old)]
        _morning_done(by, town, riders[:MORNING], targets[0], drivers, now)
        _tomorrow(by, town, riders[MORNING : MORNING + TOMORROW], targets[0], drivers, now)
        _today(by, town, riders[-9], targets[1], drivers[4], random, now)
        _singles(by, town, riders[-8:], targets[1], drivers, random, now)


def _targets(by: Access) -> list[RideTarget]:
    return [
        actions.save_target(None, name=name, address=address, lon=lon, lat=lat, by=by)
        for name, address, lon, lat in (
            ("街道卫生服务中心接种点", "演示路 1 号", 119.447, 32.166), ("区医院门诊", "演示路 88 号", 119.462, 32.181),
        )
    ]


def _drivers(by: Access, town: Town, today: date) -> list[Driver]:
    """The second is a member household with a login, so that somebody sees their own trips."""
    return [
        actions.save_driver(None, actions.DriverDraft(
            name=name, vehicle=vehicle, plate_number=plate, seats=seats, wheelchair_spaces=spaces,
            phone=f"1980000{number:04d}", licence_until=today + timedelta(days=days + 30),
            insurance_until=today + timedelta(days=days), note="工作日上午" if number % 2 else "",
            person=town.staff.get("neighbour") if number == 1 else None,
        ), by=by)
        for number, (name, vehicle, plate, seats, spaces, days) in enumerate(CARS)
    ]


def _working_day(by: Access, day: date, step: int) -> date:
    calendar = calendar_of(by.community)
    while not calendar.is_working(day):
        day += timedelta(days=step)
    return day


def _batch(by: Access, title: str, target: RideTarget, day: date, at: datetime) -> Batch:
    return actions.make_batch(actions.BatchDraft(
        title=title, purpose=Purpose.VACCINATION, target=target, day=day, there_at=time(9), back_at=time(10, 40),
    ), by=by, at=at)


def _listed(town: Town, numbers: Iterable[int]) -> list[actions.Listed]:
    rows = []
    for place, number in enumerate(numbers):
        head = town.heads[number]
        mobility = Mobility.WHEELCHAIR if place == 3 else Mobility.HELPED if place % 6 == 1 else Mobility.WALKS
        rows.append(actions.Listed(
            name=head.name, person=head, dwelling=town.homes[town.households[number].pk], mobility=mobility
        ))
    return rows


def _morning_done(
    by: Access, town: Town, riders: list[int], target: RideTarget, drivers: list[Driver], now: datetime
) -> None:
    day = _working_day(by, clock.local(now).date() - timedelta(days=9), -1)
    before = hours.moment_on(day, time(9)) - timedelta(days=3)
    with clock.frozen(before):
        batch = _batch(by, "老人流感疫苗集中接种", target, day, before)
        actions.add_riders(batch, _listed(town, riders), by=by, at=before)
        crew = [post.person for post in town.posts["grid_worker"][:2]]
        actions.arrange(batch, drivers[:5], escorts=crew, by=by, at=before)
    trips = Trip.objects.of(by.community).filter(batch=batch).select_related("driver", "escort", "target", "community")
    for way in (Direction.OUT, Direction.BACK):
        for trip in trips.filter(direction=way).order_by("pk"):
            _driven(by, trip, unlucky=way == Direction.OUT)


def _driven(by: Access, trip: Trip, *, unlucky: bool) -> None:
    """Each stop at its time; on one way there somebody cannot come, on another nobody opens."""
    out = trip.direction == Direction.OUT
    rows = Seat.objects.of(by.community).filter(trip=trip).select_related(
        "ride__target", "ride__community", "trip__driver", "trip__escort", "trip__target", "trip__community"
    )
    for number, seat in enumerate(rows.order_by("position")):
        when = hours.at_stop(trip.starts_at, seat.position, is_out=out)
        move = "arrive" if out else "home"
        if unlucky and number == 2 and trip.pk % 5 < 2:
            move = "cannot_come" if trip.pk % 5 else "not_there"
        if seat.is_waiting:
            with suppress(Refusal):
                actions.press(seat, move, uuid=uuid4(), by=by, at=when if move != "arrive" else trip.ends_at)


def _tomorrow(
    by: Access, town: Town, riders: list[int], target: RideTarget, drivers: list[Driver], now: datetime
) -> None:
    asked = now - timedelta(hours=20)
    batch = _batch(by, "老人肺炎疫苗集中接种", target, clock.local(now).date() + timedelta(days=1), asked)
    actions.add_riders(batch, _listed(town, riders), by=by, at=asked)
    actions.arrange(batch, drivers[:3], escorts=[town.staff["worker"]], by=by, at=asked)


def _today(
    by: Access, town: Town, number: int, target: RideTarget, driver: Driver, random: Random, now: datetime
) -> None:
    """One car of this very hour, with the grid worker along; none where the day is nearly over."""
    there = now + timedelta(minutes=40)
    if clock.local(there).date() != clock.local(now).date():
        return
    draft = _draft(town, number, target, clock.local(now).date(), random)
    draft.wants_at = clock.local(there).time().replace(second=0, microsecond=0)
    ride = actions.request(draft, by=by, at=now).ride
    trip = actions.own_car(
        ride, way=Direction.OUT, driver=driver, starts_at=now + timedelta(minutes=10), by=by, at=now
    )
    actions.give_escort(trip, town.staff["worker"], by=by, at=now)
    actions.announce(trip, by=by, at=now)


def _singles(
    by: Access, town: Town, riders: list[int], target: RideTarget, drivers: list[Driver], random: Random, now: datetime
) -> None:
    """Four that are over, one whose car nobody closed, one for the day after tomorrow, two that wait for a car."""
    today = clock.local(now).date()
    for place, number in enumerate(riders[:5]):
        ago = 1 if place == 4 else 3 + 4 * place
        day = today - timedelta(days=ago)
        asked = hours.moment_on(day, time(15)) - timedelta(days=2)
        with clock.frozen(asked):
            ride = actions.request(_draft(town, number, target, day, random), by=by, at=asked).ride
            for way, start in ((Direction.OUT, time(8, 30)), (Direction.BACK, time(11))):
                actions.own_car(
                    ride, way=way, driver=drivers[place % 5], starts_at=hours.moment_on(day, start), by=by, at=asked
                )
        trips = Trip.objects.of(by.community).filter(stops__ride=ride).select_related("driver", "target", "community")
        for trip in trips.order_by("starts_at")[: 1 if place == 4 else 2]:
            _driven(by, trip, unlucky=False)
    soon = actions.request(_draft(town, riders[5], target, today + timedelta(days=2), random), by=by, at=now).ride
    half_past = hours.moment_on(soon.day, time(8, 30))
    actions.own_car(soon, way=Direction.OUT, driver=drivers[0], starts_at=half_past, by=by, at=now)
    for place, number in enumerate(riders[6:8], start=3):
        actions.request(_draft(town, number, target, today + timedelta(days=place), random), by=by, at=now)


def _draft(town: Town, number: int, target: RideTarget, day: date, random: Random) -> actions.Draft:
    head = town.heads[number]
    return actions.Draft(
        target=target, name=head.name, phone=person_phone(head), day=day, wants_at=time(9), purpose=Purpose.CLINIC,
        source=random.choice((Source.HOTLINE, Source.ONLINE)), dwelling=town.homes[town.households[number].pk],
        person=head, family_name="女儿", family_phone=f"1980001{number:04d}", family_agreed=number % 2 == 0,
        note=random.choice(("", "耳朵不好，请大声", "住二楼，早十分钟打电话")),
    )

"""排车: the rules of packing, sixty riders at one go, and the same cars back."""

from datetime import time
from itertools import pairwise
from time import perf_counter
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import geo
from huijia.serve.rides import actions, packing, queries
from huijia.serve.rides.enums import Direction, Mobility, Purpose, RideState, TripState
from huijia.serve.rides.models import Batch, Ride, Seat, Trip
from huijia.serve.rides.packing import Car, Rider
from tests.cast import MONDAY
from tests.serve.rides.conftest import EIGHT, TUESDAY, House, driver_draft

GOAL = (119.46, 32.12)


def batch_of(house: House, **more: object) -> Batch:
    given_ = {
        "title": "流感疫苗", "purpose": Purpose.VACCINATION, "target": house.clinic, "day": TUESDAY,
        "there_at": time(9), "back_at": time(10, 30), **more,
    }
    return actions.make_batch(actions.BatchDraft(**given_), by=house.cast.access("operator"), at=MONDAY)  # type: ignore[arg-type]


def listed(house: House, batch: Batch, count: int, wheelchairs: int = 0) -> None:
    rows = [
        actions.Listed(
            name=f"老{number}", place_name=f"傅家组{number:02d}号", phone=f"1380000{number:04d}",
            mobility=Mobility.WHEELCHAIR if number < wheelchairs else Mobility.WALKS,
        )
        for number in range(count)
    ]
    assert actions.add_riders(batch, rows, by=house.cast.access("operator"), at=MONDAY) == count


def test_neighbours_ride_together_and_doors_stand_in_the_order_of_the_way() -> None:
    west = [Rider(number, f"西{number}", 1, (119.40 + number / 1000, 32.12)) for number in range(3)]
    east = [Rider(10 + number, f"东{number}", 2, (119.50 - number / 1000, 32.12)) for number in range(3)]
    packed = packing.pack([*east, *west], [Car(1, 3), Car(2, 3)], GOAL)
    assert packed.loads == [(1, [0, 1, 2]), (2, [10, 11, 12])]
    assert packed.left == []


def test_wheelchairs_go_where_there_is_space_and_companions_take_a_seat() -> None:
    riders = [Rider(1, "甲"), Rider(2, "乙", wheelchairs=1), Rider(3, "丙", places=2), Rider(4, "丁", wheelchairs=1)]
    packed = packing.pack(riders, [Car(1, 4), Car(2, 2, 1)], None)
    assert packed.loads == [(2, [4, 1]), (1, [3])]
    assert packed.left == [2]


RIDERS = st.lists(
    st.builds(
        Rider, key=st.integers(), address=st.text(max_size=3), grid=st.none() | st.integers(1, 3),
        point=st.none() | st.tuples(st.floats(119.4, 119.5), st.floats(32.1, 32.2)), places=st.integers(1, 2),
        wheelchairs=st.integers(0, 1),
    ),
    max_size=30, unique_by=lambda rider: rider.key,
)
CARS = st.lists(
    st.builds(Car, key=st.integers(), seats=st.integers(1, 7), wheelchair_spaces=st.integers(0, 1)), max_size=8,
    unique_by=lambda car: car.key,
)


@given(riders=RIDERS, cars=CARS)
def test_nobody_is_lost_doubled_or_squeezed_in(riders: list[Rider], cars: list[Car]) -> None:
    packed = packing.pack(riders, cars, GOAL)
    of, car_of = {rider.key: rider for rider in riders}, {car.key: car for car in cars}
    placed = [key for _car, keys in packed.loads for key in keys]
    assert sorted([*placed, *packed.left]) == sorted(of)
    for key, keys in packed.loads:
        load = [of[one] for one in keys]
        assert sum(rider.places for rider in load) <= car_of[key].seats
        assert sum(rider.wheelchairs for rider in load) <= car_of[key].wheelchair_spaces
    assert packing.pack(list(reversed(riders)), list(reversed(cars)), GOAL) == packed


def test_sixty_riders_are_packed_at_once() -> None:
    riders = [Rider(n, f"{n}", n % 5, (119.4 + n % 8 / 100, 32.1 + n // 8 / 100)) for n in range(60)]
    begun = perf_counter()
    packed = packing.pack(riders, [Car(n, 5) for n in range(12)], GOAL)
    assert perf_counter() - begun < 0.5
    assert (len(packed.loads), packed.left) == (12, [])
    route = [riders[key] for key in packed.loads[0][1]]
    assert all(a.point and b.point and geo.metres(a.point, b.point) < 4000 for a, b in pairwise(route))


def test_a_morning_is_arranged_there_and_back(house: House) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    listed(house, batch, 9, wheelchairs=1)
    done = actions.arrange(batch, [house.small, house.van], by=by, at=MONDAY)
    assert (done.cars, done.seated, done.left) == (2, 8, 1)
    out = list(Trip.objects.of(house.cast.community).filter(batch=batch, direction=Direction.OUT).order_by("-seats"))
    back = list(Trip.objects.of(house.cast.community).filter(batch=batch, direction=Direction.BACK).order_by("-seats"))
    assert [(trip.taken, trip.seats, trip.wheelchairs) for trip in out] == [(6, 6, 1), (2, 2, 0)]
    assert [trip.ends_at.hour for trip in out] == [1, 1]
    assert [trip.wants_escort for trip in out] == [True, False]
    rows = [[row.ride_id for row in queries.stops_of(trip)] for trip in (out[0], back[0])]
    assert rows[0] == list(reversed(rows[1]))
    assert [ride.state for ride in queries.waiting_of(batch)] == [RideState.ASKED]
    more = actions.save_driver(None, driver_draft("第三", "苏L00003"), by=by)
    assert actions.arrange(batch, [more], by=by, at=MONDAY).seated == 1
    with pytest.raises(Refusal) as told:
        actions.arrange(batch, [more], by=by, at=MONDAY)
    assert told.value.code == "empty"


def test_sixty_in_a_few_statements(house: House, django_assert_max_num_queries: object) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    listed(house, batch, 60)
    cars = [
        actions.save_driver(None, driver_draft(f"司机{n}", f"苏L1000{n}", seats=7), by=by) for n in range(9)
    ]
    with django_assert_max_num_queries(330):  # type: ignore[operator]
        begun = perf_counter()
        done = actions.arrange(batch, cars, by=by, at=MONDAY)
        assert perf_counter() - begun < 3
    assert (done.cars, done.seated, done.left) == (9, 60, 0)
    assert Seat.objects.of(house.cast.community).filter(trip__batch=batch).count() == 120


def test_escorts_go_first_where_a_hand_is_needed(house: House) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    listed(house, batch, 6, wheelchairs=1)
    worker = house.cast.persons["worker"]
    done = actions.arrange(batch, [house.small, house.van], escorts=[worker], by=by, at=MONDAY)
    assert (done.seated, done.left) == (6, 0)
    trips = Trip.objects.of(house.cast.community).filter(batch=batch, escort=worker)
    assert {(trip.driver_id, trip.taken) for trip in trips} == {(house.van.pk, 6)}


def test_put_back_and_done_anew_while_nobody_was_told(house: House) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    listed(house, batch, 6)
    actions.arrange(batch, [house.van], by=by, at=MONDAY)
    assert actions.put_back(batch, by=by, at=MONDAY) == 2
    assert queries.waiting_of(batch).count() == 6
    actions.arrange(batch, [house.van], by=by, at=MONDAY)
    trips = Trip.objects.of(house.cast.community).filter(batch=batch).exclude(state=TripState.CANCELLED)
    for trip in trips.select_related("target", "driver", "escort", "community"):
        actions.announce(trip, by=by, at=MONDAY)
    assert actions.put_back(batch, by=by, at=MONDAY) == 0


def test_a_driver_who_is_elsewhere_stops_the_whole_plan(house: House) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    listed(house, batch, 3)
    house.trip(driver=house.van, starts_at=EIGHT)
    with pytest.raises(Refusal) as told:
        actions.arrange(batch, [house.van], by=by, at=MONDAY)
    assert told.value.code == "busy"
    assert queries.waiting_of(batch).count() == 3


def test_the_list_takes_everybody_once(house: House) -> None:
    by, batch = house.cast.access("operator"), batch_of(house)
    resident = actions.Listed(name="赵明明", person=house.cast.resident, dwelling=house.cast.dwelling)
    nameless = actions.Listed(name="钱大妈", place_name="傅家组3号")
    assert actions.add_riders(batch, [resident, nameless, nameless], by=by, at=MONDAY) == 2
    assert actions.add_riders(batch, [resident], by=by, at=MONDAY) == 0
    ride = Ride.objects.of(house.cast.community).get(name="钱大妈")
    assert (ride.phone_sealed, ride.phone_tail) == ("", "")
    with pytest.raises(Refusal) as told:
        actions.add_riders(batch, [actions.Listed(name="孙", place_name="")], by=by, at=MONDAY)
    assert str(told.value) == "孙：请填写内容"
    for who in ("worker", "street"):
        with pytest.raises(Refusal):
            actions.add_riders(batch, [nameless], by=house.cast.access(who), at=MONDAY)


def test_a_morning_that_cannot_be(house: House) -> None:
    with pytest.raises(Refusal) as told:
        batch_of(house, back_at=time(8))
    assert told.value.field == "back_at"
    with pytest.raises(Refusal) as told:
        batch_of(house, day=MONDAY.date().replace(day=12))
    assert told.value.field == "day"
    uuid = uuid4()
    assert batch_of(house, uuid=uuid) == batch_of(house, uuid=uuid)
    with pytest.raises(Conflict):
        batch_of(house, uuid=uuid, title="别的")

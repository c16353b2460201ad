"""Who sits where: never more than there are places, nobody in two cars of one way, nobody drives twice at once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.rides import actions, queries
from huijia.serve.rides.enums import Direction, Mobility, RideState
from huijia.serve.rides.models import Driver, Ride, Seat, Trip
from tests.cast import MONDAY, cast
from tests.serve.rides.conftest import EIGHT, ELEVEN, HOUR, House, driver_draft, fresh, made, trip_now


def test_a_car_is_filled_and_no_more(house: House) -> None:
    trip = house.trip()
    for number in (1, 2):
        house.seated(house.stranger(number), trip)
    assert (trip.taken, trip.free) == (2, 0)
    third = house.stranger(3)
    with pytest.raises(Refusal) as told:
        house.seated(third, trip)
    assert (told.value.code, str(told.value)) == ("full", "这辆车坐不下了：2 个座位，已坐 2 人")
    third.refresh_from_db()
    assert third.state == RideState.ASKED
    with pytest.raises(IntegrityError), transaction.atomic():
        Trip.objects.of(house.cast.community).filter(pk=trip.pk).update(taken=3)


def test_the_escort_and_who_comes_along_take_places_too(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    assert trip.taken == 1
    with pytest.raises(Refusal):
        house.seated(house.stranger(1, companion="儿子"), trip)
    house.seated(house.stranger(2), trip)


def test_a_wheelchair_needs_its_space(house: House) -> None:
    ride = house.stranger(1, mobility=Mobility.WHEELCHAIR)
    with pytest.raises(Refusal) as told:
        house.seated(ride, house.trip())
    assert told.value.code == "wheelchair"
    van = house.trip(driver=house.van)
    house.seated(ride, van)
    with pytest.raises(Refusal):
        house.seated(house.stranger(2, mobility=Mobility.WHEELCHAIR), van)


def test_one_person_sits_in_one_car_each_way(house: House) -> None:
    first, twice = house.ask(), house.ask(wants_at=first_hour())
    house.seated(first, house.trip())
    van = house.trip(driver=house.van)
    for ride in (first, twice):
        with pytest.raises(Refusal) as told:
            house.seated(ride, van)
        assert told.value.code in ("twice", "stale")
    house.seated(first, house.trip(Direction.BACK, ELEVEN))
    assert trip_now(van).taken == 0


def first_hour() -> object:
    return EIGHT.time()


def test_papers_must_hold_on_the_day(house: House) -> None:
    by = house.cast.access("operator")
    lapsed = actions.save_driver(
        None, driver_draft("过期", "苏L00001", licence_until=date(2026, 4, 13)), by=by
    )
    with pytest.raises(Refusal) as told:
        house.trip(driver=lapsed)
    assert (told.value.code, str(told.value)) == ("papers", "过期的驾驶证到 2026-04-13 为止，那天不能开车")
    last_day = actions.save_driver(
        None, driver_draft("最后一天", "苏L00002", insurance_until=date(2026, 4, 14)), by=by
    )
    assert house.trip(driver=last_day).driver == last_day
    free = queries.free_drivers(house.cast.community, EIGHT + 3 * HOUR, EIGHT + 4 * HOUR)
    assert lapsed not in free and last_day in free


def test_a_driver_and_an_escort_are_in_one_car_at_a_time(house: House) -> None:
    worker = house.cast.persons["worker"]
    house.trip(escort=worker)
    for wrong in ({"starts_at": EIGHT + timedelta(minutes=30)}, {"driver": house.van, "escort": worker}):
        with pytest.raises(Refusal) as told:
            house.trip(**wrong)
        assert told.value.code == "busy"
    house.trip(starts_at=EIGHT + HOUR, escort=worker)
    himself = actions.save_driver(
        None, driver_draft("冯走访", "苏L00003", person=worker), by=house.cast.access("operator")
    )
    with pytest.raises(Refusal) as told:
        house.trip(driver=himself)
    assert told.value.code == "busy"


def test_order_and_other_cars(house: House) -> None:
    trip, van, by = house.trip(), house.trip(driver=house.van), house.cast.access("operator")
    one, two = (house.seated(house.stranger(number), trip) for number in (1, 2))
    actions.shift(fresh(two), up=True, by=by)
    actions.shift(fresh(two), up=True, by=by)
    assert [seat.pk for seat in queries.stops_of(trip)] == [two.pk, one.pk]
    actions.move_to(fresh(one), van, by=by)
    assert (trip_now(trip).taken, trip_now(van).taken, fresh(one).trip) == (1, 1, van)
    actions.unseat(fresh(one), by=by)
    assert trip_now(van).taken == 0
    assert Ride.objects.of(house.cast.community).get(pk=one.ride_id).state == RideState.ASKED
    with pytest.raises(actions.Stale):
        actions.unseat(one, by=by)


def test_only_who_plans_and_only_at_home(house: House) -> None:
    ride, trip = house.ask(), house.trip()
    for who in ("worker", "neighbour", "street", "auditor", "admin"):
        with pytest.raises(Refusal):
            actions.seat(ride, trip, by=house.cast.access(who))
    with pytest.raises(Refusal):
        actions.seat(ride, trip, by=cast("乙社区").access("secretary"))


def test_a_stale_form_of_a_driver_is_refused(house: House) -> None:
    by, old = house.cast.access("operator"), house.small.version
    actions.save_driver(house.small, driver_draft(seats=3), by=by, version=old)
    with pytest.raises(actions.Stale):
        actions.save_driver(house.small, driver_draft(seats=4), by=by, version=old)
    with pytest.raises(Refusal) as told:
        actions.save_driver(None, driver_draft("别人"), by=by)
    assert told.value.field == "plate_number"


def _at_once(jobs: list[object]) -> list[str]:
    start, outcomes = threading.Barrier(len(jobs)), []

    def one(job: object) -> None:
        start.wait()
        try:
            job()  # type: ignore[operator]
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code or "refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_four_want_the_last_two_places_at_once() -> None:
    with clock.frozen(MONDAY):
        house = made()
        trip, by = house.trip(), house.cast.access("operator")
        rides = [house.stranger(number) for number in range(4)]
        jobs = [lambda ride=ride: actions.seat(ride, trip_now(trip), by=by, at=MONDAY) for ride in rides]
        assert _at_once(list(jobs)) == ["done", "done", "full", "full"]
        assert trip_now(trip).taken == 2
        assert Seat.objects.of(house.cast.community).filter(trip=trip).count() == 2


@pytest.mark.django_db(transaction=True)
def test_three_want_the_same_driver_at_once() -> None:
    with clock.frozen(MONDAY):
        house = made()
        assert _at_once([house.trip] * 3) == ["busy", "busy", "done"]


@pytest.mark.django_db(transaction=True)
def test_one_rider_into_two_cars_at_once() -> None:
    with clock.frozen(MONDAY):
        house = made()
        ride, by = house.ask(), house.cast.access("operator")
        trips = [house.trip(), house.trip(driver=house.van)]
        jobs = [
            lambda trip=trip: actions.seat(
                Ride.objects.of(house.cast.community).select_related("target").get(pk=ride.pk), trip, by=by, at=MONDAY
            )
            for trip in trips
        ]
        assert _at_once(list(jobs)) == ["done", "twice"]
        assert sum(trip_now(trip).taken for trip in trips) == 1


@pytest.mark.django_db(transaction=True)
def test_called_off_while_somebody_is_seated() -> None:
    """Whoever is first: nobody is left planned for a car in which they have no place."""
    with clock.frozen(MONDAY):
        house = made()
        trip, by = house.trip(), house.cast.access("operator")
        first, second = house.stranger(1), house.stranger(2)
        house.seated(first, trip)
        _at_once([
            lambda: actions.cancel_trip(trip_now(trip), reason="车坏了", by=by, at=MONDAY),
            lambda: actions.seat(second, trip_now(trip), by=by, at=MONDAY),
        ])
        seats = Seat.objects.of(house.cast.community).filter(trip=trip, state="planned")
        planned = Ride.objects.of(house.cast.community).filter(state=RideState.PLANNED)
        assert set(planned.values_list("pk", flat=True)) == set(seats.values_list("ride_id", flat=True))
        assert trip_now(trip).taken == seats.count()
        assert seats.count() == (0 if trip_now(trip).state == "cancelled" else 2)


def test_the_database_holds_it_too(house: House) -> None:
    first, second = house.trip(), house.trip(driver=house.van)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            Trip.objects.of(house.cast.community).filter(pk=second.pk).update(driver=first.driver)
    assert Driver.objects.of(house.cast.community).count() == 2

"""接到了, 到了, 安全到家; who cannot come; the driver's link; a car that does not come back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.serve.rides import actions, queries, todo
from huijia.serve.rides.enums import Direction, RideState, SeatState, TripState
from huijia.serve.rides.models import Ride
from tests.cast import MONDAY, cast
from tests.serve.rides.conftest import EIGHT, ELEVEN, HOUR, NINE, House, fresh, trip_now


def told() -> list[str]:
    return sorted(row.removeprefix("rides.") for row in Outbox.objects.values_list("template", flat=True))


def state_of(ride: Ride) -> str:
    return Ride.objects.of(ride.community_id).get(pk=ride.pk).state


def test_there_and_home_again_closes_the_ride_and_tells_the_family(house: House) -> None:
    ride = house.ask(family_name="女儿", family_phone="13911112222", family_agreed=True)
    out, back = house.trip(), house.trip(Direction.BACK, ELEVEN)
    there, home = house.seated(ride, out), house.seated(ride, back)
    Outbox.objects.all().delete()
    assert house.press(there, "board") and house.press(there, "arrive")
    assert (state_of(ride), trip_now(out).state) == (RideState.THERE, TripState.CLOSED)
    assert house.press(home, "board", at=ELEVEN)
    assert trip_now(back).state == TripState.UNDER_WAY
    assert house.press(home, "home", at=ELEVEN + HOUR)
    assert (state_of(ride), trip_now(back).state) == (RideState.HOME, TripState.CLOSED)
    assert told() == ["home_safe"]
    assert Outbox.objects.get().context == {"name": "赵*", "community": "甲社区"}
    kinds = list(Entry.objects.filter(subject_type="ride").order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "rides.asked", "rides.seated", "rides.seated", "rides.board", "rides.arrive", "rides.board", "rides.home",
    ]


def test_without_consent_no_family_is_told(house: House) -> None:
    ride = house.ask(family_name="女儿", family_phone="13911112222")
    out, back = house.seated(ride, house.trip()), house.seated(ride, house.trip(Direction.BACK, ELEVEN))
    house.press(out, "arrive")
    Outbox.objects.all().delete()
    house.press(back, "home", at=ELEVEN)
    assert (state_of(ride), told()) == (RideState.HOME, [])


def test_who_needs_no_way_back_is_done_there(house: House) -> None:
    ride = house.ask(wants_back=False)
    house.press(house.seated(ride, house.trip()), "arrive")
    assert state_of(ride) == RideState.BROUGHT


def test_a_press_sent_again_does_nothing_twice(house: House) -> None:
    seat, by, uuid = house.seated(house.ask(), house.trip()), house.cast.access("operator"), uuid4()
    assert actions.press(fresh(seat), "board", uuid=uuid, by=by, at=EIGHT)
    assert not actions.press(fresh(seat), "board", uuid=uuid, by=by, at=NINE)
    assert house.press(seat, "arrive")
    assert not actions.press(fresh(seat), "board", uuid=uuid, by=by, at=NINE)
    assert not house.press(seat, "board")
    assert not house.press(seat, "arrive")
    assert fresh(seat).state == SeatState.ARRIVED
    with pytest.raises(Conflict):
        actions.press(fresh(seat), "not_there", uuid=uuid, by=by, at=NINE)
    with pytest.raises(actions.Stale):
        house.press(seat, "not_there")


def test_nobody_at_the_door_is_told_at_once_and_may_still_come(house: House) -> None:
    ride, trip = house.ask(), house.trip()
    other = house.seated(house.stranger(1), trip)
    seat = house.seated(ride, trip)
    Outbox.objects.all().delete()
    house.press(seat, "not_there")
    assert (state_of(ride), trip_now(trip).taken, told()) == (RideState.MISSED, 1, ["not_there"])
    house.press(seat, "board")
    assert (state_of(ride), trip_now(trip).taken) == (RideState.PLANNED, 2)
    house.press(seat, "arrive")
    house.press(other, "not_there")
    assert trip_now(trip).state == TripState.CLOSED


@pytest.mark.parametrize(("move", "state"), [("not_there", RideState.MISSED), ("cannot_come", RideState.CANCELLED)])
def test_who_does_not_go_there_has_no_place_in_the_car_back(house: House, move: str, state: RideState) -> None:
    ride, back = house.ask(), house.trip(Direction.BACK, ELEVEN)
    out, home, other = house.seated(ride, house.trip()), house.seated(ride, back), house.stranger(1)
    house.seated(other, back)
    house.press(out, move)
    assert (state_of(ride), fresh(home).state, trip_now(back).taken) == (state, SeatState.CANNOT_COME, 1)
    with pytest.raises(actions.Stale):
        house.press(home, "home", at=ELEVEN)


def test_missed_on_the_way_back_waits_for_another_car(house: House) -> None:
    ride = house.ask()
    out, back = house.seated(ride, house.trip()), house.seated(ride, house.trip(Direction.BACK, ELEVEN))
    house.press(out, "arrive")
    house.press(back, "not_there", at=ELEVEN)
    assert state_of(ride) == RideState.THERE
    assert [one.pk for one in queries.left_there(house.cast.community)] == [ride.pk]
    titles = [due.title for due in todo.due_for(house.cast.access("operator"), ELEVEN)]
    assert "还在那边，要接回家：社区医院" in titles
    again = house.trip(Direction.BACK, ELEVEN + 2 * HOUR)
    house.press(actions.seat(ride, again, by=house.cast.access("operator"), at=ELEVEN), "home", at=ELEVEN + 3 * HOUR)
    assert state_of(ride) == RideState.HOME


def test_a_car_that_met_nobody_is_called_off_and_one_that_drove_is_not(house: House) -> None:
    by, trip, van = house.cast.access("operator"), house.trip(), house.trip(driver=house.van)
    house.press(house.seated(house.ask(), trip), "not_there")
    assert trip_now(trip).state == TripState.UNDER_WAY
    actions.cancel_trip(trip_now(trip), reason="没人", by=by, at=NINE)
    assert trip_now(trip).state == TripState.CANCELLED
    house.seated(house.stranger(2), van)
    house.press(house.seated(house.stranger(1), van), "board")
    with pytest.raises(actions.Stale):
        actions.cancel_trip(trip_now(van), reason="晚了", by=by, at=NINE)


def test_tomorrows_cars_are_told_or_stand_in_the_list(house: House) -> None:
    trip, by = house.trip(), house.cast.access("operator")
    house.seated(house.ask(), trip)
    assert "还没通知大家：社区医院" in [due.title for due in todo.due_for(by, MONDAY)]
    actions.announce(trip, by=by, at=MONDAY)
    assert todo.due_for(by, MONDAY) == []


def test_who_may_press(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    seat = house.seated(house.ask(), trip)
    for who in ("neighbour", "leader", "street", "auditor"):
        with pytest.raises(Refusal) as no:
            house.press(seat, "board", who)
        assert no.value.code == "forbidden"
    with pytest.raises(Refusal):
        actions.press(fresh(seat), "board", uuid=uuid4(), by=cast("乙社区").access("secretary"), at=NINE)
    with pytest.raises(Refusal) as early:
        house.press(seat, "board", "worker", at=MONDAY)
    assert early.value.code == "early"
    assert house.press(seat, "board", "worker")


def test_the_link_opens_one_trip_until_the_day_after(house: House) -> None:
    trip = house.trip()
    seat = house.seated(house.ask(), trip)
    url = actions.announce(trip, by=house.cast.access("operator"), at=MONDAY)
    token = url.rstrip("/").rpartition("/")[2]
    assert token not in trip.link_hash and token not in trip.link_sealed
    found = actions.trip_of(token, NINE)
    assert found is not None and found.pk == trip.pk
    assert actions.trip_of("ABCDEFGH", NINE) is None
    assert actions.trip_of(token, NINE + timedelta(days=1)) is not None
    assert actions.trip_of(token, NINE + timedelta(days=2)) is None
    door = house.cast.door()
    with pytest.raises(Refusal):
        actions.press(fresh(seat), "board", uuid=uuid4(), by=door, at=NINE)
    assert actions.press(fresh(seat), "board", uuid=uuid4(), by=door, token=token, at=NINE)
    actions.shut_link(trip_now(trip), by=house.cast.access("operator"), at=NINE)
    assert actions.trip_of(token, NINE) is None


def test_all_are_told_and_hear_of_changes(house: House) -> None:
    trip, by = house.trip(escort=house.cast.persons["worker"]), house.cast.access("operator")
    house.seated(house.ask(), trip)
    Outbox.objects.all().delete()
    actions.announce(trip, by=by, at=MONDAY)
    assert told() == ["driver", "escort", "out"]
    context = Outbox.objects.get(template="rides.out").context
    assert (context["when"], context["plate"]) == ("2026-04-14 08:00", "苏L12345")
    Outbox.objects.all().delete()
    actions.give_driver(trip_now(trip), house.van, by=by, at=MONDAY)
    assert told() == ["driver", "driver_gone", "list_changed", "out"]
    assert trip_now(trip).seats == 6
    Outbox.objects.all().delete()
    actions.cancel_trip(trip_now(trip), reason="下大雪", by=by, at=MONDAY)
    assert told() == ["list_changed", "trip_cancelled", "trip_cancelled", "wait_again"][1:]
    assert [one.state for one in Ride.objects.of(house.cast.community)] == [RideState.ASKED]


def test_the_driver_cannot_come_and_another_is_one_tap_away(house: House) -> None:
    trip, by = house.trip(), house.cast.access("operator")
    house.seated(house.ask(), trip)
    token = actions.announce(trip, by=by, at=MONDAY).rstrip("/").rpartition("/")[2]
    Outbox.objects.all().delete()
    actions.driver_out(trip_now(trip), reason="发烧了", by=house.cast.door(), token=token, at=MONDAY)
    now = trip_now(trip)
    assert (now.driver, told(), actions.trip_of(token, NINE)) == (None, ["driver_wanted"], None)
    assert queries.lamp_of(now, EIGHT - HOUR) == "red"
    free = queries.free_drivers(
        house.cast.community, now.starts_at, now.ends_at, seats=now.taken, wheelchairs=now.wheelchairs, but=now
    )
    assert free == [house.van]
    actions.give_driver(now, house.van, by=by, at=MONDAY)
    assert told() == ["driver", "driver_wanted", "out"]


def test_the_escort_cannot_come(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    for who in ("neighbour", "leader"):
        with pytest.raises(Refusal):
            actions.escort_out(trip, reason="不是我", by=house.cast.access(who), at=MONDAY)
    with pytest.raises(Refusal):
        actions.driver_out(trip, reason="不是司机", by=house.cast.access("worker"), at=MONDAY)
    actions.escort_out(trip, reason="家里有事", by=house.cast.access("worker"), at=MONDAY)
    now = trip_now(trip)
    assert (now.escort, now.wants_escort, now.taken, told()) == (None, True, 0, ["escort_wanted"])
    actions.give_escort(now, house.cast.persons["second"], by=house.cast.access("operator"), at=MONDAY)
    assert (trip_now(trip).escort_label, trip_now(trip).taken) == ("郑双全", 1)


def test_not_back_two_hours_after_is_told_once(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    house.seated(house.ask(), trip)
    Outbox.objects.all().delete()
    end = trip.ends_at
    assert actions.tick(end + timedelta(hours=1, minutes=59)) == 0
    assert actions.tick(end + timedelta(hours=2)) == 1
    assert actions.tick(end + timedelta(hours=2, minutes=1)) == 0
    assert told() == ["late", "late"]
    due = todo.due_for(house.cast.access("operator"), end + timedelta(hours=2))
    assert [one.title for one in due] == ["还没结束，问一问都到家没有：社区医院"]
    assert queries.lamp_of(trip_now(trip), end + timedelta(hours=2)) == "red"


def test_the_way_back_mirrors(house: House) -> None:
    trip, by = house.trip(driver=house.van, escort=house.cast.persons["worker"]), house.cast.access("operator")
    seats = [house.seated(house.stranger(number, wants_back=number != 2), trip) for number in (1, 2, 3)]
    back = actions.mirror(trip_now(trip), starts_at=ELEVEN, by=by, at=MONDAY)
    assert (back.driver, back.escort_label, back.taken) == (house.van, "冯走访", 3)
    assert [row.ride_id for row in queries.stops_of(back)] == [seats[2].ride_id, seats[0].ride_id]
    with pytest.raises(Refusal):
        actions.mirror(trip_now(trip), starts_at=ELEVEN + 2 * HOUR, by=by, at=MONDAY)

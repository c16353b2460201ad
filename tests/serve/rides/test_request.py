"""A wish to be driven comes in, and ends otherwise than in our car."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.serve.rides import actions
from huijia.serve.rides.enums import Direction, RideState, SeatState
from huijia.serve.rides.models import Ride
from tests.cast import MONDAY, cast
from tests.serve.rides.conftest import EIGHT, ELEVEN, House, fresh, trip_now


def test_who_where_and_when(house: House) -> None:
    ride = house.ask(companion="女儿", family_name="女儿", family_phone="13911112222", family_agreed=True)
    ride.refresh_from_db()
    assert (ride.state, ride.person, ride.places) == (RideState.ASKED, house.cast.resident, 2)
    assert (ride.place_name, ride.lon, ride.grid) == ("傅家组12号", 119.421, house.cast.grid)
    assert ride.phone_tail == "1234" and "1234" not in ride.phone_sealed
    assert ride.family_tail == "2222"
    assert actions.code_fits(ride, actions.secret_code(ride.uuid))
    told = sorted(Outbox.objects.values_list("template", flat=True))
    assert told == ["rides.new", "rides.received"]
    assert "赵" not in str(list(Outbox.objects.values_list("context", flat=True)))


def test_a_retry_is_the_same_ride_and_other_content_is_refused(house: House) -> None:
    uuid, by = uuid4(), house.cast.access("operator")
    first = house.ask(uuid=uuid)
    again = actions.request(house.draft(uuid=uuid), by=by, at=MONDAY)
    assert (again.ride, again.repeated) == (first, True)
    with pytest.raises(Conflict):
        actions.request(house.draft("别人", uuid=uuid), by=by, at=MONDAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": MONDAY.date() - timedelta(days=1)}, "day"), ({"day": MONDAY.date() + timedelta(days=61)}, "day"),
        ({"phone": "12"}, "phone"), ({"phone": ""}, "phone"), ({"family_agreed": True}, "family_phone"),
        ({"dwelling": None}, "place_name"),
    ],
)
def test_what_cannot_be(house: House, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as told:
        house.ask(**wrong)
    assert told.value.field == field


def test_a_place_of_another_community_is_refused(house: House) -> None:
    other = actions.save_target(None, name="别处", by=cast("乙社区").access("secretary"))
    with pytest.raises(Refusal) as told:
        house.ask(target=other)
    assert told.value.field == "target"


def test_called_off_the_seats_are_free(house: House) -> None:
    ride, trip = house.ask(companion="女儿"), house.trip()
    seat = house.seated(ride, trip)
    assert trip.taken == 2
    actions.cancel(ride, reason="退烧了", by=house.cast.access("operator"), at=MONDAY)
    ride.refresh_from_db()
    assert (ride.state, fresh(seat).state, trip_now(trip).taken) == (RideState.CANCELLED, SeatState.CANNOT_COME, 0)
    with pytest.raises(actions.Stale):
        actions.cancel(ride, reason="再按一次", by=house.cast.access("operator"), at=MONDAY)
    for who in ("worker", "street"):
        with pytest.raises(Refusal):
            actions.cancel(house.stranger(1), reason="不是我的", by=house.cast.access(who), at=MONDAY)


def test_who_sits_in_the_car_is_not_called_off(house: House) -> None:
    ride = house.ask()
    seat = house.seated(ride, house.trip())
    house.press(seat, "board")
    with pytest.raises(Refusal) as told:
        actions.cancel(ride, reason="不去了", by=house.cast.access("operator"), at=EIGHT)
    assert told.value.code == "on_board"
    ride.refresh_from_db()
    assert ride.state == RideState.PLANNED


def test_home_another_way_is_closed_but_not_brought_home(house: House) -> None:
    ride = house.ask()
    out, back = house.seated(ride, house.trip()), house.seated(ride, house.trip(Direction.BACK, ELEVEN))
    house.press(out, "arrive")
    ride = Ride.objects.of(house.cast.community).select_related("target").get(pk=ride.pk)
    actions.went_own_way(ride, reason="女儿接走了", by=house.cast.access("operator"), at=ELEVEN)
    ride.refresh_from_db()
    assert (ride.state, fresh(back).state) == (RideState.OWN_WAY, SeatState.CANNOT_COME)
    entry = Entry.objects.get(kind="rides.own_way")
    assert (entry.data, entry.personal) == ({}, {"note": "女儿接走了"})


def test_a_number_in_the_clear_leaves_an_entry(house: House) -> None:
    ride = house.ask()
    assert actions.reveal_phone(ride, reason="联系", by=house.cast.access("operator")) == "13800001234"
    assert Entry.objects.filter(kind="rides.phone_revealed").count() == 1
    with pytest.raises(Refusal):
        actions.reveal_phone(ride, reason="联系", by=house.cast.access("neighbour"))
    with pytest.raises(Refusal):
        actions.reveal_phone(ride, reason="联系", by=cast("乙社区").access("operator"))

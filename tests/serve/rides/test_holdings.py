"""What is kept of who was driven: told to who asks, gone when it is old enough, the figures stay."""

from datetime import timedelta

import pytest

from huijia.core.people import panels
from huijia.core.people.doubles import all_repoints
from huijia.core.people.models import Person
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy.registry import Held
from huijia.serve.rides import actions, holdings
from huijia.serve.rides.enums import RideState
from tests.cast import MONDAY
from tests.serve.rides.conftest import House, driver_draft, fresh

LATER = MONDAY + timedelta(days=200)


def test_told_to_who_asks_for_their_own(house: House) -> None:
    ride = house.ask(family_name="女儿", family_phone="13911112222")
    house.stranger(1)
    town, me = house.cast.community, ("person", house.cast.resident.pk)
    found = [(row["编号"], row["电话"], row["家属电话"]) for row in holdings.ride_rows(town, me)]
    assert found == [(ride.ticket, "13800001234", "13911112222")]
    assert holdings.ride_rows(town, ("login", 1)) == []
    assert holdings.driver_rows(town, me) == []
    actions.save_driver(
        None, driver_draft("赵明明", "苏L55555", person=house.cast.resident), by=house.cast.access("operator")
    )
    assert [row["车牌"] for row in holdings.driver_rows(town, me)] == ["苏L55555"]


def test_old_ones_forget_rider_and_family_unless_held(house: House) -> None:
    ride = house.ask(
        family_name="女儿", family_phone="13911112222", family_agreed=True, companion="女儿", note="听力不好"
    )
    seat, town = house.seated(ride, house.trip()), house.cast.community
    assert seat.rider_key == f"p{house.cast.resident.pk}"
    assert list(holdings.old_rides(town, LATER, Held({"person": {house.cast.resident.pk}}))) == []
    assert list(holdings.old_rides(town, MONDAY, Held())) == []
    assert list(holdings.old_rides(town, LATER, Held())) == [ride]
    assert holdings.forget_rides([ride.pk], LATER) == 1
    ride.refresh_from_db()
    assert (ride.name, ride.phone_sealed, ride.phone_hash, ride.person, ride.dwelling) == ("", "", "", None, None)
    assert (ride.family_name, ride.family_sealed, ride.family_agreed) == ("", "", False)
    assert (ride.place_name, ride.lon, ride.companion, ride.note) == ("", None, "", "")
    assert (ride.state, ride.places, fresh(seat).rider_key) == (RideState.PLANNED, 2, f"r{ride.pk}")
    assert list(holdings.old_rides(town, LATER, Held())) == []
    page = house.browser("operator").get(f"/desk/rides/trips/{seat.trip_id}/")
    assert page.status_code == 200


def test_beside_a_person_and_a_household(house: House) -> None:
    house.ask()
    for who, wanted in (("operator", True), ("worker", False)):
        access = house.cast.access(who)
        for subject in (house.cast.resident, house.cast.household):
            titles = [str(panel.title) for panel in panels.of(subject, access)]
            assert ("接送" in titles) is wanted


def test_a_double_takes_its_rides_along_and_not_into_two_cars(house: House) -> None:
    town, by = house.cast.community, house.cast.access("secretary")
    double = Person.objects.create(community=town, name="赵明明")
    seat = house.seated(house.ask(person=double), house.trip())
    repoint = next(one for one in all_repoints() if one.code == "rides")
    assert repoint.count(double) == 1
    assert repoint.move(double, house.cast.resident, by) == 1
    now = fresh(seat)
    assert (now.ride.person, now.rider_key) == (house.cast.resident, f"p{house.cast.resident.pk}")
    with pytest.raises(Refusal) as told:
        house.seated(house.ask(), house.trip(driver=house.van))
    assert told.value.code == "twice"

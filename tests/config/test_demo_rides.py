"""The demo's rides: one vaccination morning that is over, one for tomorrow, single ones, one car that nobody closed."""

from random import Random

import pytest

from huijia.config.demo import rides
from huijia.config.demo.people import Town
from huijia.core.people.actions import set_phone
from huijia.core.people.models import Household, Person
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.notify.models import Outbox
from huijia.serve.rides import queries
from huijia.serve.rides.enums import RideState
from huijia.serve.rides.models import Batch, Driver, Ride, Trip
from tests.cast import MONDAY, Cast, cast


def town_of(home: Cast) -> Town:
    town = Town(posts={"grid_worker": [home.posts["worker"], home.posts["leader"]]}, staff=home.persons)
    for number in range(60):
        household = Household.objects.create(community=home.community, number=f"D{number:03d}")
        head = Person(community=home.community, name=f"演{number}", key_groups=["aged"] if number < 45 else [])
        set_phone(head, f"1370000{number:04d}")
        head.save()
        town.households.append(household)
        town.heads.append(head)
        town.homes[household.pk] = Dwelling.objects.create(
            community=home.community, kind="village", grid=home.grid, door_number=f"{number + 20}",
            address=f"傅家组{number + 20}号", lon=119.42 + number / 2000, lat=32.1,
        )
    return town


@pytest.mark.django_db
def test_a_morning_done_and_one_to_come() -> None:
    home = cast()
    rides.tell(Access.system(home.community, "演示"), town_of(home), Random(1), MONDAY)
    done, soon = Batch.objects.of(home.community).order_by("day")
    assert (done.rides.count(), soon.rides.count()) == (24, 14)
    assert {ride.state for ride in soon.rides.all()} == {RideState.PLANNED}
    assert done.rides.filter(state=RideState.HOME).count() >= 20
    assert done.trips.filter(direction="out").count() == 5
    assert not done.trips.exclude(state="closed").exists()
    late = [trip for trip in Trip.objects.of(home.community) if queries.lamp_of(trip, MONDAY) == "red"]
    assert len(late) == 1
    lapsed = [one.name for one in Driver.objects.of(home.community) if not one.papers_hold_on(MONDAY.date())]
    assert lapsed == ["茅过期"]
    assert Ride.objects.of(home.community).filter(state=RideState.ASKED).count() == 2
    assert not Outbox.objects.exists()

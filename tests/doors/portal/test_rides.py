"""A resident asks for a ride: at the door, on the web, with number and code."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client

from huijia.kernel.communities.models import Option
from huijia.kernel.communities.modules import OFF_KEY
from huijia.kernel.communities.shelf import forget_all
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.enums import RideState
from huijia.serve.rides.models import Ride
from tests.cast import MONDAY
from tests.serve.rides.conftest import House, made, trip_now


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()


def typed(house: House, **more: object) -> dict[str, object]:
    return {
        "uuid": uuid4(), "target": house.clinic.pk, "purpose": "vaccination", "day": "2026-04-14", "wants_at": "09:00",
        "name": "赵奶奶", "phone": "13800001234", "mobility": "wheelchair", "wants_back": "1", **more,
    }


def door(house: House) -> str:
    return f"/d/{house.cast.plate.token}/rides/"


def test_from_the_door_to_the_car(house: House) -> None:
    client = Client()
    assert "预约接送" in client.get(f"/d/{house.cast.plate.token}/").content.decode()
    page = client.post(door(house), typed(house), follow=True).content.decode()
    ride = Ride.objects.of(house.cast.community).get()
    code = actions.secret_code(ride.uuid)
    assert (ride.source, ride.place_name, ride.dwelling) == ("door", "傅家组12号", house.cast.dwelling)
    assert (ride.mobility, ride.needs_escort, ride.wants_back, ride.person) == ("wheelchair", True, True, None)
    assert ride.ticket in page and code[:4] in page and "13800001234" not in page
    trip = house.trip(driver=house.van)
    house.seated(ride, trip)
    elsewhere = Client()
    opened = elsewhere.post("/progress/", {"ticket": ride.ticket, "code": code}, follow=True).content.decode()
    assert "正在派车" in opened and "苏L67890" not in opened
    actions.announce(trip_now(trip), by=house.cast.access("operator"), at=MONDAY)
    opened = elsewhere.get(f"/rides/{ride.ticket}/").content.decode()
    assert "苏L67890" in opened and "何师傅" in opened
    assert elsewhere.post(f"/rides/{ride.ticket}/cancel/").status_code == 303
    assert elsewhere.post(f"/rides/{ride.ticket}/cancel/").status_code == 303
    ride.refresh_from_db()
    assert (ride.state, trip_now(trip).taken) == (RideState.CANCELLED, 0)


def test_what_is_wrong_stands_beside_it_and_typed_text_stays(house: House) -> None:
    client = Client()
    page = client.post(door(house), typed(house, phone="12", note="三楼没电梯"))
    assert page.status_code == 422 and "三楼没电梯" in page.content.decode()
    for wrong in ({"target": "x"}, {"day": "x"}, {"wants_at": "x"}, {"name": ""}, {"family_agreed": "1"}):
        assert client.post(door(house), typed(house, **wrong)).status_code == 422
    uuid = uuid4()
    assert client.post(door(house), typed(house, uuid=uuid)).status_code == 303
    assert client.post(door(house), typed(house, uuid=uuid)).status_code == 303
    assert client.post(door(house), typed(house, uuid=uuid, name="别人")).status_code == 409
    assert Ride.objects.of(house.cast.community).count() == 1


def test_one_phone_asks_five_times_a_day(house: House) -> None:
    client = Client()
    codes = [client.post(door(house), typed(house)).status_code for _time in range(6)]
    assert codes == [303, 303, 303, 303, 303, 429]


def test_who_does_not_hold_the_code_sees_nothing(house: House) -> None:
    ride = house.ask()
    client = Client()
    answer = client.get(f"/rides/{ride.ticket}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/progress/?ticket={ride.ticket}")
    assert client.post(f"/rides/{ride.ticket}/cancel/").status_code == 303
    assert client.post("/progress/", {"ticket": ride.ticket, "code": "AAAABBBB"}).status_code == 422
    ride.refresh_from_db()
    assert ride.state == RideState.ASKED


def test_on_the_web_and_off(house: House) -> None:
    client = Client()
    address = f"/rides/?c={house.cast.community.slug}"
    assert client.post(address, typed(house, place_name="回龙苑3幢")).status_code == 303
    Option.objects.create(community=house.cast.community, key=OFF_KEY, value=["rides"], changed_at=MONDAY)
    forget_all()
    assert client.get(address).status_code == 404
    assert "预约接送" not in client.get(f"/?c={house.cast.community.slug}").content.decode()

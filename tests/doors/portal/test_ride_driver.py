"""The driver's page: no login, phones on the day alone, pressing twice is harmless, a guess opens nothing."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from huijia.config.logs import WithoutTokens
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.enums import Direction, RideState, SeatState
from huijia.serve.rides.models import Ride, Seat, Trip
from tests.cast import MONDAY
from tests.serve.rides.conftest import EIGHT, ELEVEN, House, fresh, made, trip_now


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()


def linked(house: House, way: Direction = Direction.OUT) -> tuple[Seat, str]:
    trip = house.trip(way, EIGHT if way == Direction.OUT else ELEVEN)
    seat = house.seated(house.ask(), trip)
    url = actions.announce(trip, by=house.cast.access("operator"), at=MONDAY)
    return seat, "/" + url.split("/", 3)[3]


def test_names_and_phones_on_the_day_alone(house: House) -> None:
    _seat, url = linked(house)
    client = Client()
    before = client.get(url)
    text = before.content.decode()
    assert before["Cache-Control"] == "private, no-store"
    assert "赵*" in text and "赵明明" not in text and "13800001234" not in text and "接到了" not in text
    assert "傅家组12号" in text and "uri.amap.com" in text
    with clock.frozen(EIGHT):
        text = client.get(url).content.decode()
        assert "赵明明" in text and "tel:13800001234" in text and "接到了" in text
    with clock.frozen(EIGHT + timedelta(days=1)):
        assert "13800001234" not in client.get(url).content.decode()
    with clock.frozen(EIGHT + timedelta(days=2)):
        assert client.get(url).status_code == 404


def test_from_door_to_door(house: House) -> None:
    seat, url = linked(house)
    client, uuid = Client(), uuid4()
    with clock.frozen(EIGHT):
        for _time in range(2):
            answer = client.post(f"{url}board/", {"seat": seat.pk, "uuid": uuid})
            assert (answer.status_code, answer["Location"]) == (303, url)
        assert client.post(f"{url}arrive/", {"seat": seat.pk, "uuid": uuid}).status_code == 409
        assert client.post(f"{url}arrive/", {"seat": seat.pk, "uuid": uuid4()}).status_code == 303
        assert client.post(f"{url}board/", {"seat": seat.pk, "uuid": uuid}).status_code == 303
        assert "都办完了" in client.get(url).content.decode()
    assert fresh(seat).state == SeatState.ARRIVED
    assert Ride.objects.of(house.cast.community).get().state == RideState.THERE


def test_a_stop_of_another_trip_is_out_of_reach(house: House) -> None:
    seat, url = linked(house)
    other = house.seated(house.stranger(1), house.trip(driver=house.van))
    with clock.frozen(EIGHT):
        for wanted in (other.pk, "x", ""):
            assert Client().post(f"{url}board/", {"seat": wanted, "uuid": uuid4()}).status_code == 422
        for move in ("fly", "cannot_come", "unseat"):
            assert Client().post(f"{url}{move}/", {"seat": seat.pk, "uuid": uuid4()}).status_code == 404
    assert fresh(other).state == SeatState.PLANNED


def test_i_cannot_come_shuts_the_link(house: House) -> None:
    seat, url = linked(house)
    answer = Client().post(f"{url}cannot/", {"reason": "车坏了"})
    assert "另找司机" in answer.content.decode()
    assert trip_now(seat.trip).driver is None
    assert Client().get(url).status_code == 404


def test_guesses_run_out_and_whoever_holds_a_link_is_not_counted(house: House) -> None:
    _seat, url = linked(house)
    client = Client()
    for _time in range(70):
        assert client.get(url).status_code == 200
    for number in range(70):
        assert client.get(f"/ride/ABCDEFGH{number}/").status_code == 404
    assert client.get(url).status_code == 404


def test_no_token_stands_in_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    _seat, url = linked(house)
    token = url.split("/")[2]
    with caplog.at_level(logging.WARNING, "django.request"):
        caplog.handler.addFilter(WithoutTokens())
        Client().post(f"{url}board/", {"seat": "x"})
    assert "Unprocessable" in caplog.text and token not in caplog.text
    assert Trip.objects.of(house.cast.community).get().link_hash != token

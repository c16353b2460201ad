"""A resident orders a service at home: at the door, on the web, with number and code."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from huijia.lib import clock
from huijia.serve.home_orders import actions
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder
from tests.cast import MONDAY
from tests.serve.home_orders.conftest import TUESDAY_TEN, House, made


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with clock.frozen(MONDAY):
        yield made()


def typed(house: House, **more: object) -> dict[str, object]:
    return {
        "uuid": uuid4(), "service": house.pressure.pk, "name": "赵奶奶", "phone": "13800001234",
        "wished_on": "2026-04-14", "wished_part": "morning", **more,
    }


def door(house: House) -> str:
    return f"/d/{house.cast.plate.token}/home-service/"


def test_from_the_door_to_the_grade(house: House) -> None:
    client = Client()
    assert "预约上门" in client.get(f"/d/{house.cast.plate.token}/").content.decode()
    shown = client.post(door(house), typed(house), follow=True)
    order = HomeOrder.objects.of(house.cast.community).get()
    page = shown.content.decode()
    code = actions.secret_code(order.uuid)
    assert (order.source, order.place_name, order.dwelling) == ("door", "傅家组12号", house.cast.dwelling)
    assert order.ticket in page and code[:4] in page and "13800001234" not in page
    actions.arrange(
        order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN, by=house.cast.access("operator"), at=MONDAY
    )
    actions.finish(order, result="量好了", minutes=15, by=house.cast.access("worker"), at=TUESDAY_TEN)
    elsewhere = Client()
    opened = elsewhere.post("/progress/", {"ticket": order.ticket, "code": code}, follow=True).content.decode()
    assert "量好了" in opened
    elsewhere.post(f"/home-service/{order.ticket}/grade/", {"satisfaction": "satisfied", "words": "很好"})
    order.refresh_from_db()
    assert (order.satisfaction, order.graded_via, order.grade_words) == ("satisfied", "online", "很好")


def test_without_the_code_nothing_is_shown(house: House) -> None:
    order = house.order()
    stranger = Client()
    assert stranger.get(f"/home-service/{order.ticket}/").status_code == 303
    assert stranger.post(f"/home-service/{order.ticket}/cancel/").status_code == 303
    assert stranger.post("/progress/", {"ticket": order.ticket, "code": "AAAAAAAA"}).status_code == 422
    order.refresh_from_db()
    assert order.state == State.ASKED


def test_cancelled_once_however_often_pressed(house: House) -> None:
    client = Client()
    client.post(door(house), typed(house))
    order = HomeOrder.objects.of(house.cast.community).get()
    for _press in range(2):
        assert client.post(f"/home-service/{order.ticket}/cancel/").status_code == 303
    order.refresh_from_db()
    assert (order.state, order.version) == (State.CANCELLED, 2)


def test_on_the_web_the_place_is_asked_and_what_was_typed_stays(house: House) -> None:
    address = f"/home-service/?c={house.cast.community.slug}"
    page = Client().post(address, typed(house, place_name="", phone="12"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "赵奶奶" in text and 'id="place_name-error"' in text
    assert Client().post(address, typed(house, place_name="回龙苑3幢")).status_code == 303


def test_sent_twice_is_one_order(house: House) -> None:
    client, given = Client(), typed(house)
    client.post(door(house), given)
    client.post(door(house), given)
    assert HomeOrder.objects.of(house.cast.community).count() == 1
    assert client.post(door(house), {**given, "name": "别人"}).status_code == 409


def test_five_a_day_from_one_phone(house: House) -> None:
    for _number in range(5):
        assert Client().post(door(house), typed(house)).status_code == 303
    blocked = Client().post(door(house), typed(house))
    assert blocked.status_code == 429 and "赵奶奶" in blocked.content.decode()
    assert HomeOrder.objects.of(house.cast.community).count() == 5


def test_leaving_forgets_on_a_borrowed_phone(house: House) -> None:
    client = Client()
    client.post(door(house), typed(house))
    order = HomeOrder.objects.of(house.cast.community).get()
    assert client.get(f"/home-service/{order.ticket}/").status_code == 200
    client.post(f"/progress/{order.ticket}/leave/")
    assert client.get(f"/home-service/{order.ticket}/").status_code == 303


def test_a_day_far_away_or_none(house: House) -> None:
    for day in ("", "2026-13-01", f"{MONDAY.date() + timedelta(days=90)}"):
        assert Client().post(door(house), typed(house, wished_on=day)).status_code == 422

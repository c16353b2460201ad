"""What is kept of who asked for a service at home: told to who asks, gone when it is old enough, the figures stay."""

from datetime import timedelta

from huijia.kernel.privacy.registry import Held
from huijia.serve.home_orders import actions, holdings
from huijia.serve.home_orders.models import HomeOrder
from tests.cast import MONDAY
from tests.serve.home_orders.conftest import TUESDAY_TEN, House

LATER = MONDAY + timedelta(days=400)


def done(house: House) -> HomeOrder:
    order = house.arranged()
    actions.finish(order, result="量了血压", minutes=20, by=house.cast.access("worker"), at=TUESDAY_TEN)
    return order


def test_told_to_who_asks_for_their_own(house: House) -> None:
    order = house.order(note="家里有狗")
    house.order(phone="13900009999", name="别人")
    rows = holdings.order_rows(house.cast.community, ("person", house.cast.resident.pk))
    assert [(row["编号"], row["电话"], row["要注意的"]) for row in rows] == [(order.ticket, "13800001234", "家里有狗")]
    assert holdings.order_rows(house.cast.community, ("login", 1)) == []


def test_old_ones_forget_whose_they_were_unless_held(house: House) -> None:
    order, waits = done(house), house.order()
    community = house.cast.community
    assert list(holdings.old_orders(community, LATER, Held({"person": {house.cast.resident.pk}}))) == []
    assert list(holdings.old_orders(community, LATER, Held())) == [order]
    assert holdings.forget_orders([order.pk], LATER) == 1
    order.refresh_from_db()
    assert (order.name, order.phone_sealed, order.phone_hash, order.draft_hash, order.person) == ("", "", "", "", None)
    assert (order.place_name, order.dwelling, order.result, order.minutes) == ("", None, "已清除", 20)
    assert list(holdings.old_orders(community, LATER, Held())) == []
    waits.refresh_from_db()
    assert waits.phone_tail == "1234"

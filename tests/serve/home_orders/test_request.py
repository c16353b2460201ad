"""An order comes in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.core.matters.enums import Source
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder
from tests.cast import MONDAY, cast
from tests.serve.home_orders.conftest import House


def test_it_waits_with_its_number_and_code_and_tells_the_office(house: House) -> None:
    done = actions.request(house.draft(), by=house.cast.access("operator"), at=MONDAY)
    order = HomeOrder.objects.of(house.cast.community).get()
    assert (order.state, order.place_name, order.name) == (State.ASKED, "傅家组12号", "赵明明")
    assert order.ticket == f"260413-{order.pk:03d}"
    assert order.person == house.cast.resident
    assert "13800001234" not in order.phone_sealed
    assert actions.code_fits(order, done.code) and not actions.code_fits(order, "AAAAAAAA")
    assert queries.by_ticket(order.ticket) == order
    entry = Entry.objects.get(kind="home_orders.requested")
    assert entry.data == {"service": "量血压"} and entry.personal is None
    sent = sorted(Outbox.objects.values_list("template", flat=True))
    assert sent == ["home_orders.new", "home_orders.received"]


def test_the_same_page_sent_twice_is_one_order_and_other_words_are_refused(house: House) -> None:
    uuid = uuid4()
    by = house.cast.access("operator")
    first = actions.request(house.draft(uuid=uuid), by=by, at=MONDAY)
    again = actions.request(house.draft(uuid=uuid), by=by, at=MONDAY)
    assert (again.order.pk, again.code, again.repeated) == (first.order.pk, first.code, True)
    with pytest.raises(actions.Conflict):
        actions.request(house.draft(uuid=uuid, name="别人"), by=by, at=MONDAY)
    assert HomeOrder.objects.of(house.cast.community).count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("phone", {"phone": "打不通"}), ("name", {"name": "  "}), ("place_name", {"dwelling": None}),
        ("wished_on", {"wished_on": MONDAY.date() - timedelta(days=1)}),
        ("wished_on", {"wished_on": MONDAY.date() + timedelta(days=61)}), ("note", {"note": "长" * 201}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(house: House, field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal) as told:
        house.order(**wrong)
    assert told.value.field == field
    assert not HomeOrder.objects.of(house.cast.community).exists()


def test_only_what_this_community_offers(house: House) -> None:
    house.pressure.is_active = False
    house.pressure.save()
    with pytest.raises(Refusal) as told:
        house.order()
    assert told.value.field == "service"
    other = cast("乙社区")
    with pytest.raises(Refusal):
        actions.request(house.draft(source=Source.ONLINE), by=other.door(), at=MONDAY)


def test_the_number_in_the_clear_leaves_an_entry(house: House) -> None:
    order = house.arranged()
    assert actions.reveal_phone(order, reason="约时间", by=house.cast.access("worker")) == "13800001234"
    assert Entry.objects.get(kind="home_orders.phone_revealed").data == {"reason": "约时间"}
    with pytest.raises(Refusal):
        actions.reveal_phone(order, reason="好奇", by=house.cast.access("neighbour"))

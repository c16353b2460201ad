"""The staff's pages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.kernel.communities import actions as communities
from huijia.kernel.communities.modules import OFF_KEY
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder, HomeService
from tests.serve.home_orders.conftest import TUESDAY_TEN, House

BASE = "/desk/home-orders/"


def form(house: House, **more: object) -> dict[str, object]:
    return {
        "uuid": uuid4(), "service": house.pressure.pk, "place_name": "傅家组12号", "name": "赵明明",
        "phone": "13800001234", "wished_on": "2026-04-14", "wished_part": "morning", "source": "hotline", **more,
    }


def test_the_operator_takes_an_order_and_agrees_on_an_hour(house: House) -> None:
    client = house.browser("operator")
    page = client.post(f"{BASE}new/", form(house), follow=True)
    order = HomeOrder.objects.of(house.cast.community).get()
    assert "预约收到了" in page.content.decode()
    assert order.dwelling == house.cast.dwelling
    sent = client.post(f"{BASE}{order.ticket}/arrange/", {
        "version": order.version, "to": house.cast.posts["worker"].pk, "starts_at": "2026-04-14T10:00",
        "minutes": "20",
    }, follow=True)
    assert "约好了：2026-04-14 10:00，冯走访(网格员)上门" in sent.content.decode()
    order.refresh_from_db()
    assert order.state == State.ARRANGED


def test_what_was_typed_stays_beside_what_is_wrong(house: House) -> None:
    page = house.browser("operator").post(f"{BASE}new/", form(house, phone="打不通", note="听力不好"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "听力不好" in text and "field-wrong" in text


def test_a_neighbours_number_is_used_unseen(house: House) -> None:
    client = house.browser("operator")
    page = client.get(f"{BASE}new/?person={house.cast.resident.pk}").content.decode()
    assert "13800001234" not in page and "*******1234" in page and "傅家组12号" in page
    client.post(f"{BASE}new/", form(house, phone="", person=house.cast.resident.pk))
    assert HomeOrder.objects.of(house.cast.community).get().phone_tail == "1234"


def test_the_worker_with_one_thumb(house: House) -> None:
    order = house.arranged()
    client = house.browser("worker")
    page = client.get(f"{BASE}{order.ticket}/").content.decode()
    assert "赵明明" in page and "13800001234" not in page
    assert "13800001234" in client.post(f"{BASE}{order.ticket}/phone/", headers={"HX-Request": "true"}).content.decode()
    client.post(f"{BASE}{order.ticket}/set_out/", {"version": order.version})
    order.refresh_from_db()
    done = client.post(
        f"{BASE}{order.ticket}/finish/", {"version": order.version, "result": "量好了", "minutes": "15"}
    )
    order.refresh_from_db()
    assert (done.status_code, order.state) == (302, State.DONE)


def test_an_older_page_is_told(house: House) -> None:
    order = house.arranged()
    page = house.browser("operator").post(
        f"{BASE}{order.ticket}/cancel/", {"version": order.version - 1, "reason": "不用了"}
    )
    order.refresh_from_db()
    assert (page.status_code, order.state) == (409, State.ARRANGED)


def test_lists_and_their_statements(house: House, django_assert_max_num_queries: object) -> None:
    client = house.browser("operator")
    client.get(BASE)
    for _number in range(5):
        house.order()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = client.get(f"{BASE}?view=waiting").content.decode()
    assert page.count("傅家组12号") == 5
    assert client.get(f"{BASE}week/?day=2026-04-14").status_code == 200
    assert client.get(f"{BASE}week/?day=nonsense").status_code == 200


@pytest.mark.parametrize("who", ["worker", "leader", "neighbour"])
def test_others_orders_are_not_theirs_to_know_of(house: House, who: str) -> None:
    order = house.order()
    assert house.browser(who).get(f"{BASE}{order.ticket}/").status_code == 404


def test_a_module_that_is_off_hides_and_keeps(house: House) -> None:
    house.order()
    communities.set_option(house.cast.community, OFF_KEY, ["home_orders"], by=house.cast.access("secretary"))
    client = house.browser("operator")
    assert client.get(BASE).status_code == 404
    assert "上门服务" not in client.get("/desk/").content.decode()
    communities.set_option(house.cast.community, OFF_KEY, [], by=house.cast.access("secretary"))
    assert client.get(BASE).status_code == 200


def test_the_list_of_services(house: House) -> None:
    client = house.browser("secretary")
    page = client.post(f"{BASE}services/", {"name": "量血压", "minutes": "20"})
    assert page.status_code == 422 and "已有同名的服务" in page.content.decode()
    client.post(f"{BASE}services/{house.pressure.pk}/", {"name": "量血压", "minutes": "25"})
    house.pressure.refresh_from_db()
    assert (house.pressure.minutes, house.pressure.is_active) == (25, False)
    HomeService.objects.of(house.cast.community).delete()
    client.post(f"{BASE}services/", {"usual": "1"})
    client.post(f"{BASE}services/", {"usual": "1"})
    assert HomeService.objects.of(house.cast.community).count() == 8


def test_a_grade_is_asked_by_another(house: House) -> None:
    order = house.arranged(TUESDAY_TEN + timedelta(hours=2))
    client = house.browser("worker")
    client.post(f"{BASE}{order.ticket}/finish/", {"version": order.version, "result": "好了", "minutes": "15"})
    order.refresh_from_db()
    given = {"version": order.version, "satisfaction": "satisfied", "via": "phone", "words": "很好"}
    assert client.post(f"{BASE}{order.ticket}/grade/", given).status_code == 403
    assert house.browser("operator").post(f"{BASE}{order.ticket}/grade/", given).status_code == 302

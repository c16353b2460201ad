"""One's own hours as a file, the way there, and an order from beside the caller."""

from datetime import timedelta

import pytest

from huijia.kernel.communities.models import Option
from huijia.kernel.communities.modules import OFF_KEY
from huijia.kernel.communities.shelf import forget_all
from huijia.lib import geo
from huijia.serve.home_orders import actions
from tests.cast import MONDAY, cast
from tests.serve.home_orders.conftest import TUESDAY_TEN, House

URL = "/desk/home-orders/"


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def set_off(house: House) -> None:
    Option.objects.create(community=house.cast.community, key=OFF_KEY, value=["home_orders"], changed_at=MONDAY)
    forget_all()


def test_my_hours_with_place_and_nobodys_name(house: House) -> None:
    order = house.order(note="门铃坏了，请打电话")
    actions.arrange(
        order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN, by=house.cast.access("operator"), at=MONDAY
    )
    answer = house.browser("worker").get(f"{URL}calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = lines(answer.content)
    assert found[0] == "BEGIN:VCALENDAR" and found[-2:] == ["END:VCALENDAR", ""]
    assert f"UID:{order.uuid}@huijia" in found
    assert "DTSTART:20260414T020000Z" in found and "DTEND:20260414T022000Z" in found
    assert "SUMMARY:上门：量血压" in found and "LOCATION:傅家组12号" in found
    for secret in ("赵明明", "13800001234", "1234", "门铃"):
        assert secret not in answer.content.decode()


def test_only_what_i_am_sent_to_and_what_still_stands(house: House) -> None:
    mine = house.arranged()
    house.arranged(TUESDAY_TEN + timedelta(hours=2), "committee")
    gone = house.arranged(TUESDAY_TEN + timedelta(hours=3))
    actions.cancel(gone, reason="居民不需要了", by=house.cast.access("operator"), at=MONDAY)
    content = house.browser("worker").get(f"{URL}calendar.ics").content.decode()
    assert content.count("BEGIN:VEVENT") == 1 and str(mine.uuid) in content


@pytest.mark.parametrize("who", ["operator", "street", "auditor", "admin"])
def test_who_is_never_sent_has_no_calendar(house: House, who: str) -> None:
    assert house.browser(who).get(f"{URL}calendar.ics").status_code == 403


def test_nothing_where_the_room_is_off(house: House) -> None:
    set_off(house)
    assert house.browser("worker").get(f"{URL}calendar.ics").status_code == 404


def test_another_community_sees_none_of_it(house: House) -> None:
    house.arranged()
    other = House(cast("乙社区"), house.pressure, house.haircut)
    assert b"VEVENT" not in other.browser("worker").get(f"{URL}calendar.ics").content


def test_the_way_there_stands_on_the_order_while_it_is_open(house: House) -> None:
    order = house.arranged()
    client = house.browser("worker")
    lon, lat = geo.wgs84_to_gcj02((119.421, 32.101))
    link = f"https://uri.amap.com/navigation?to={lon:.6f},{lat:.6f},"
    assert link in client.get(f"{URL}{order.ticket}/").content.decode()
    actions.finish(order, result="量了", minutes=15, by=house.cast.access("worker"), at=TUESDAY_TEN)
    assert link not in client.get(f"{URL}{order.ticket}/").content.decode()


def test_an_order_from_beside_the_caller(house: House) -> None:
    client = house.browser("operator")
    page = client.post("/desk/intake/lookup/", {"q": "13800001234"}).content.decode()
    link = f"{URL}new/?dwelling={house.cast.dwelling.pk}&amp;person={house.cast.resident.pk}"
    assert link in page and "预约上门" in page
    form = client.get(link.replace("&amp;", "&")).context["form"]
    assert (form["name"].value(), form["place_name"].value()) == ("赵明明", "傅家组12号")
    set_off(house)
    assert "预约上门" not in client.post("/desk/intake/lookup/", {"q": "13800001234"}).content.decode()

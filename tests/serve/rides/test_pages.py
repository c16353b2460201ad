"""The staff's pages."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.enums import RideState, SeatState
from huijia.serve.rides.models import Batch, Driver, Ride, Seat, Trip
from tests.serve.rides.conftest import EIGHT, House, fresh, made, trip_now

BASE = "/desk/rides/"


def form(house: House, **more: object) -> dict[str, object]:
    return {
        "uuid": uuid4(), "name": "赵明明", "phone": "13800001234", "place_name": "傅家组12号",
        "target": house.clinic.pk, "purpose": "clinic", "day": "2026-04-14", "wants_at": "09:00", "mobility": "walks",
        "wants_back": "on", "source": "hotline", **more,
    }


def test_from_the_call_to_the_car(house: House) -> None:
    client = house.browser("operator")
    page = client.post(f"{BASE}new/", form(house), follow=True).content.decode()
    ride = Ride.objects.of(house.cast.community).get()
    assert "接下来派车" in page and "派车（去）" in page
    car = {"driver": house.van.pk, "starts_at": "2026-04-14T08:30"}
    sent = client.post(f"{BASE}{ride.ticket}/car/", car, follow=True)
    assert "派好了：2026-04-14 08:30，何师傅(面包车)" in sent.content.decode()
    trip = Trip.objects.of(house.cast.community).get()
    page = client.get(f"{BASE}trips/{trip.pk}/").content.decode()
    assert "赵明明" in page and "13800001234" not in page and "通知大家" in page
    told = client.post(f"{BASE}trips/{trip.pk}/announce/", follow=True).content.decode()
    assert "已通知司机" in told and "/ride/" in told
    back = client.post(f"{BASE}trips/{trip.pk}/back/", {"starts_at": "2026-04-14T10:30"}, follow=True)
    assert "回家的车排好了" in back.content.decode()


def test_what_was_typed_stays_beside_what_is_wrong(house: House) -> None:
    page = house.browser("operator").post(f"{BASE}new/", form(house, phone="打不通", note="听力不好"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "听力不好" in text and "field-error" in text
    uuid = uuid4()
    client = house.browser("operator")
    assert client.post(f"{BASE}new/", form(house, uuid=uuid)).status_code == 302
    assert client.post(f"{BASE}new/", form(house, uuid=uuid, name="别人")).status_code == 409


def test_who_rides_along_has_the_stops_on_a_phone_and_numbers_on_the_day_alone(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    seat = house.seated(house.ask(), trip)
    client = house.browser("worker")
    page = client.get(f"{BASE}trips/{trip.pk}/").content.decode()
    assert "赵*" in page and "13800001234" not in page and "接到了" not in page
    with clock.frozen(EIGHT):
        client = house.browser("worker")
        page = client.get(f"{BASE}trips/{trip.pk}/").content.decode()
        assert "赵明明" in page and "tel:13800001234" in page and "接到了" in page and "uri.amap.com" in page
        answer = client.post(f"{BASE}seats/{seat.pk}/board/", {"uuid": uuid4()})
        assert answer.status_code == 302
        assert client.post(f"{BASE}seats/{seat.pk}/up/").status_code == 403
    assert fresh(seat).state == SeatState.BOARDED
    with clock.frozen(EIGHT + timedelta(days=1)):
        client = house.browser("worker")
        assert "13800001234" not in client.get(f"{BASE}trips/{trip.pk}/").content.decode()
    assert house.browser("neighbour").get(f"{BASE}trips/{trip.pk}/").status_code == 404


def test_a_morning_from_the_list_to_the_cars(house: House) -> None:
    client = house.browser("secretary")
    client.post(f"{BASE}batches/new/", {
        "uuid": uuid4(), "title": "流感疫苗", "target": house.clinic.pk, "purpose": "vaccination", "day": "2026-04-14",
        "there_at": "09:00", "back_at": "10:30",
    })
    batch = Batch.objects.of(house.cast.community).get()
    house.cast.resident.key_groups = ["aged"]
    house.cast.resident.save()
    page = client.get(f"{BASE}batches/{batch.pk}/add/?key=aged").content.decode()
    assert "赵明明" in page and "傅家组12号" in page
    client.post(f"{BASE}batches/{batch.pk}/add/?key=aged", {"people": [house.cast.resident.pk]})
    client.post(f"{BASE}batches/{batch.pk}/add/", {"text": "1. 钱大妈 13700000009 傅家组3号 轮椅\n2. 孙大爷 傅家组5号"})
    names = Ride.objects.of(house.cast.community).order_by("pk").values_list("name", "mobility", "phone_tail")
    assert list(names) == [("赵明明", "walks", "1234"), ("钱大妈", "wheelchair", "0009"), ("孙大爷", "walks", "")]
    wrong = client.post(f"{BASE}batches/{batch.pk}/add/", {"text": "没有地址的人"})
    assert wrong.status_code == 422 and "缺姓名或住址" in wrong.content.decode()
    page = client.post(f"{BASE}batches/{batch.pk}/arrange/", {"drivers": [house.van.pk]}, follow=True).content.decode()
    assert "排好了：1 辆车，3 人" in page
    page = client.post(f"{BASE}batches/{batch.pk}/announce/", follow=True).content.decode()
    assert "已通知 2 趟车" in page


def test_the_paper_list_has_phones_only_with_a_reason(house: House) -> None:
    trip = house.trip()
    house.seated(house.ask(), trip)
    client = house.browser("operator")
    page = client.get(f"{BASE}trips/{trip.pk}/print/").content.decode()
    assert "赵明明" in page and "13800001234" not in page
    assert client.post(f"{BASE}trips/{trip.pk}/print/").status_code == 422
    page = client.post(f"{BASE}trips/{trip.pk}/print/", {"reason": "司机没有智能手机"}).content.decode()
    assert "赵明明" in page and "13800001234" in page
    entry = Entry.objects.get(kind="rides.list_printed")
    assert (entry.data, entry.personal) == ({"count": 1}, {"note": "司机没有智能手机"})


def test_the_ledger_as_excel_masked_with_a_reason(house: House) -> None:
    house.seated(house.ask(), house.trip())
    client = house.browser("operator")
    days = {"first": "2026-04-01", "last": "2026-04-30"}
    assert client.post(f"{BASE}export/", days).status_code == 422
    answer = client.post(f"{BASE}export/", {**days, "reason": "月报"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if "社区医院" in row]
    found = [(row[5], row[6], row[10], row[12]) for row in rows]
    assert found == [("赵*", "*******1234", "许开车(白色轿车)", "已派车")]
    entry = Entry.objects.get(kind="rides.exported")
    assert entry.data == {"rows": 1, "reason": "月报"}


def test_who_opened_the_numbers_is_known(house: House) -> None:
    trip = house.trip(escort=house.cast.persons["worker"])
    house.seated(house.ask(), trip)
    house.browser("worker").get(f"{BASE}trips/{trip.pk}/")
    assert not Entry.objects.filter(kind="rides.phones_shown").exists()
    with clock.frozen(EIGHT):
        for _time in range(2):
            house.browser("worker").get(f"{BASE}trips/{trip.pk}/")
        house.browser("operator").get(f"{BASE}trips/{trip.pk}/")
    assert [one.actor_label for one in Entry.objects.filter(kind="rides.phones_shown")] == ["冯走访"]


def test_drivers_and_places(house: House) -> None:
    client = house.browser("operator")
    page = client.get(f"{BASE}drivers/").content.decode()
    assert "苏L***45" in page and "苏L12345" not in page
    answer = client.post(f"{BASE}drivers/", {
        "name": "新司机", "phone": "13700000077", "vehicle": "七座商务车", "plate_number": "苏l 88888", "seats": 6,
        "wheelchair_spaces": 0, "licence_until": "2027-01-01", "insurance_until": "2027-01-01", "is_active": "on",
    })
    assert answer.status_code == 302
    made = Driver.objects.of(house.cast.community).get(name="新司机")
    assert (made.plate_number, made.phone_tail) == ("苏L88888", "0077")
    phone = client.post(f"{BASE}drivers/{made.pk}/phone/", HTTP_HX_REQUEST="true").content.decode()
    assert "13700000077" in phone
    assert client.post(f"{BASE}targets/", {"name": "市医院", "lon": "119.4"}).status_code == 422
    assert client.post(f"{BASE}targets/", {"name": "市医院", "is_active": "on"}).status_code == 302


def test_a_trip_without_a_driver_offers_who_is_free(house: House) -> None:
    trip = house.trip()
    house.seated(house.ask(), trip)
    client = house.browser("operator")
    page = client.post(f"{BASE}trips/{trip.pk}/driver-out/", {"reason": "发烧"}, follow=True).content.decode()
    assert "缺司机" in page and "何师傅 · 面包车" in page
    client.post(f"{BASE}trips/{trip.pk}/driver/", {"driver": house.van.pk})
    assert trip_now(trip).driver == house.van


def test_a_trip_costs_the_same_with_two_riders_and_with_six(house: House) -> None:
    trip, client, costs = house.trip(driver=house.van), house.browser("operator"), []
    client.get(BASE)
    for number in range(6):
        house.seated(house.stranger(number), trip)
        if number in (1, 5):
            with CaptureQueriesContext(connection) as made_:
                assert client.get(f"{BASE}trips/{trip.pk}/").status_code == 200
            costs.append(len(made_))
    assert costs[0] == costs[1]
    assert costs[0] < 40


def test_an_old_page_says_so(house: House) -> None:
    ride, trip = house.ask(), house.trip()
    seat = house.seated(ride, trip)
    client = house.browser("operator")
    assert client.post(f"{BASE}seats/{seat.pk}/unseat/").status_code == 302
    assert client.post(f"{BASE}seats/{seat.pk}/unseat/").status_code == 404
    actions.cancel(ride, reason="不去了", by=house.cast.access("operator"))
    answer = client.post(f"{BASE}{ride.ticket}/cancel/", {"reason": "再来"})
    assert answer.status_code == 409
    assert Ride.objects.of(house.cast.community).get().state == RideState.CANCELLED


@pytest.mark.parametrize(
    ("address", "most"),
    [("?view=waiting", 12), ("?view=planned", 12), ("?view=ended", 12), ("trips/?day=2026-04-14", 12), ("drivers/", 14),
     ("batches/", 12)],
)
def test_lists_cost_the_same_with_many_rows(
    house: House, django_assert_max_num_queries: object, address: str, most: int
) -> None:
    for number in range(6):
        ride = house.stranger(number)
        if number > 2:
            house.seated(ride, _car(house, number))
    client = house.browser("operator")
    client.get(BASE)
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert client.get(f"{BASE}{address}").status_code == 200


def _car(house: House, number: int) -> Trip:
    return house.trip(starts_at=EIGHT + timedelta(hours=number), driver=house.van)


def test_seats_of_another_community_are_not_found(house: House) -> None:
    seat = house.seated(house.ask(), house.trip())
    other = made()
    for who in ("operator", "secretary"):
        assert other.browser(who).post(f"{BASE}seats/{seat.pk}/board/", {"uuid": uuid4()}).status_code == 404
        assert other.browser(who).get(f"{BASE}trips/{seat.trip_id}/").status_code == 404
    assert Seat.objects.of(house.cast.community).get().state == SeatState.PLANNED

"""The counter's pages: a day at the desk, a resident's phone, and what nobody may see."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huijia.core.signup.actions import secret_code
from huijia.core.signup.enums import State
from huijia.core.signup.models import Signup
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.models import Booking, ExtraAsk, Opening, Turn
from tests.serve.counter.conftest import SATURDAY, TUESDAY, House, hour

BASE = "/desk/counter/"


def _resident_books(house: House, **more: str) -> tuple[Client, Any]:
    browser = Client()
    sent = {"uuid": str(uuid4()), "slot": house.slots()[0].pk, "name": "赵明明", "phone": "13800001234", **more}
    return browser, browser.post(f"/counter/{house.proof.pk}/?day=2026-04-14", sent)


def test_a_resident_reads_what_to_bring_books_and_cancels(house: House) -> None:
    home = Client().get("/").content.decode()
    assert "窗口办事" in home
    page = Client().get(f"/counter/{house.proof.pk}/").content.decode()
    assert "身份证原件" in page and "租房合同" in page and "09:00" in page
    browser, answer = _resident_books(house, asked_by="女儿")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/activities/receipt/")
    receipt = browser.get("/activities/receipt/").content.decode()
    booked = Signup.objects.of(house.cast.community).get()
    assert "约好了" in receipt and booked.ticket in receipt
    assert "报名" not in receipt.split("<main")[1].split("</main")[0]
    browser.post("/activities/mine/", {"ticket": booked.ticket, "code": secret_code(booked.uuid)})
    mine = f"/activities/mine/{booked.ticket}/"
    page = browser.get(mine).content.decode()
    assert "请带好" in page and f'href="/counter/{house.proof.pk}/"' in page
    calendar = browser.get(f"{mine}calendar.ics").content.decode()
    assert "SUMMARY:居住证明" in calendar and "赵明明" not in calendar and "13800001234" not in calendar
    assert browser.post(f"{mine}cancel/", {"version": booked.version}).status_code == 303
    booked.refresh_from_db()
    assert booked.state == State.CANCELLED


def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(house: House) -> None:
    _browser, answer = _resident_books(house, phone="12", name="钱二")
    page = answer.content.decode()
    assert (answer.status_code, "电话号码不对" in page, "钱二" in page) == (422, True, True)
    _browser, answer = _resident_books(house, slot="0")
    assert (answer.status_code, "请选一个时间" in answer.content.decode()) == (422, True)


def test_the_code_of_an_appointment_leads_staff_to_a_number(house: House) -> None:
    booked = house.book()
    with clock.frozen(hour(TUESDAY, "09:00")):
        operator = house.browser("operator")
        url = f"{BASE}in/{booked.token}/"
        assert "报到，取号" in operator.get(url).content.decode()
        page = operator.post(url, follow=True).content.decode()
        assert "A001" in page and "09:00 已报到" in page
        browser = Client()
        browser.post("/activities/mine/", {"ticket": booked.ticket, "code": secret_code(booked.uuid)})
        assert "您的号" in browser.get(f"/activities/mine/{booked.ticket}/").content.decode()
    assert house.browser("worker").get(url).status_code == 403
    assert operator.get(f"/desk/signup/in/{booked.token}/").status_code == 404


def test_a_morning_at_the_desk(house: House) -> None:
    booked = house.book()
    with clock.frozen(hour(TUESDAY, "09:02")):
        operator = house.browser("operator")
        assert "赵明明" in operator.get(BASE).content.decode()
        operator.post(f"{BASE}come/{booked.pk}/")
        sent = {"uuid": str(uuid4()), "counter": house.counter.pk, "service": house.card.pk}
        assert "A002 号" in operator.post(f"{BASE}number/", sent, follow=True).content.decode()
        page = operator.post(f"{BASE}{house.counter.pk}/call/", follow=True).content.decode()
        assert "请 A001 号到便民窗口" in page
        board = Client().get("/counter/board/").content.decode()
        assert "A001" in board and "A002" in board and "赵明明" not in board
        turn = Turn.objects.of(house.cast.community).get(number=1)
        sent = {"version": turn.version, "outcome": "lacking"}
        answer = operator.post(f"{BASE}turns/{turn.pk}/finish/", sent)
        assert (answer.status_code, "请把还缺的材料一次说全" in answer.content.decode()) == (422, True)
        sent["missing"] = "租房合同"
        paper = operator.post(f"{BASE}turns/{turn.pk}/finish/", sent, follow=True).content.decode()
        assert "一次性告知单" in paper and "租房合同" in paper and "赵明明" not in paper
        assert operator.post(f"{BASE}turns/{turn.pk}/skip/", {"version": turn.version}).status_code == 409


def test_staff_book_for_who_calls(house: House) -> None:
    operator = house.browser("operator")
    sent = {
        "uuid": str(uuid4()), "service": house.proof.pk, "slot": house.slots()[1].pk, "name": "钱二", "phone": "",
        "asked_by": "儿子",
    }
    page = operator.post(f"{BASE}book/?day=2026-04-14", sent, follow=True).content.decode()
    booking = Booking.objects.of(house.cast.community).get()
    assert "约好了" in page and booking.signup.ticket in page
    assert secret_code(booking.signup.uuid)[:4] in page
    assert booking.signup.ticket not in operator.get(f"{BASE}book/").content.decode()


def test_three_residents_ask_and_the_committee_opens_a_saturday(house: House) -> None:
    for number in range(3):
        sent = {"uuid": str(uuid4()), "day": "2026-04-18", "name": f"人{number}", "phone": f"1390000000{number}"}
        assert "记下了" in Client().post(f"/counter/{house.proof.pk}/wish/", sent).content.decode()
    office = house.browser("committee")
    assert "3 位居民希望 04-18 加时" in office.get("/desk/").content.decode()
    sent = {
        "uuid": str(uuid4()), "counter": house.counter.pk, "starts_at": "2026-04-18T09:00",
        "ends_at": "2026-04-18T10:00", "slot_minutes": "20", "gap_minutes": "0", "places": "1",
    }
    page = office.post(f"{BASE}wishes/2026-04-18/", sent, follow=True).content.decode()
    assert "先提的已排好时间" in page and "人0" in page
    assert ExtraAsk.objects.of(house.cast.community).filter(state="granted").count() == 3
    with clock.frozen(hour(SATURDAY, "10:30")):
        assert "记下加时：04-18 09:00" in house.browser("operator").get("/desk/").content.decode()
        opening = Opening.objects.of(house.cast.community).get(day=SATURDAY)
        sent = {"label": "吴卫民", "starts_at": "2026-04-18T09:00", "ends_at": "2026-04-18T10:10"}
        office = house.browser("committee")
        page = office.post(f"{BASE}openings/{opening.pk}/overtime/", sent, follow=True).content.decode()
        assert "70 分钟" in page


def test_the_ledger_masks_names_and_leaves_an_entry(house: House) -> None:
    house.book()
    sent = {"first": "2026-04-01", "last": "2026-04-30", "reason": "季度汇总"}
    answer = house.browser("secretary").post(f"{BASE}export/", sent)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    row = [cell.value for cell in list(sheet.iter_rows())[1]]
    assert row[4:7] == ["居住证明", "赵*", "*******1234"]
    assert Entry.objects.get(kind="counter.exported").data == {"rows": 1, "reason": "季度汇总"}


@pytest.mark.parametrize("path", ["", "openings/", "openings/?view=past", "plan/", "wishes/", "services/", "opening"])
def test_a_page_takes_the_same_statements_for_2_as_for_6(
    house: House, path: str, django_assert_num_queries: Any
) -> None:
    url = BASE + (f"openings/{house.opening().pk}/" if path == "opening" else path)
    by = house.cast.access("secretary")

    def more(first: int, count: int) -> None:
        for number in range(first, first + count):
            house.book(house.slots()[number % 5], f"人{number}", f"139000000{number:02d}")
            day = SATURDAY + timedelta(days=7 * number)
            house.extra(day)
            actions.save_service(None, actions.Card(f"事项{number}", "身份证"), by=by)
            house.number(hour(TUESDAY, "09:00"))
            draft = actions.AskDraft(SATURDAY + timedelta(days=1), house.proof, "人", f"1370000{number:04d}", uuid4())
            actions.ask(draft, by=house.cast.door(), at=hour(TUESDAY, "08:00") - timedelta(days=1))

    more(0, 2)
    with clock.frozen(hour(TUESDAY, "09:05")):
        client = house.browser("secretary")
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
    more(2, 4)
    with clock.frozen(hour(TUESDAY, "09:05")), django_assert_num_queries(len(few)):
        client.get(url)


def test_the_page_of_a_service_takes_the_same_statements(house: House, django_assert_num_queries: Any) -> None:
    browser = Client()
    url = f"/counter/{house.proof.pk}/"
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for number in range(5):
        house.book(house.slots()[number], f"人{number}", f"1390000000{number}")
        house.extra(SATURDAY + timedelta(days=7 * number))
    with django_assert_num_queries(len(few)):
        browser.get(url)

"""What a phone takes along, and which phone may."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.models import TrustedDevice
from huijia.lib import clock
from huijia.serve.visits import actions as visits
from huijia.serve.visits.enums import Outcome
from tests.cast import SINCE, Cast
from tests.doors.field.test_send import mine

Phone = Callable[[str], Client]
URL = "/field/pack/"


def house(home: Cast, number: int, name: str = "傅老栓") -> Dwelling:
    row = Dwelling.objects.create(
        community=home.community, kind="village", grid=home.grid, group=home.group, door_number=str(number),
        address=f"傅家组{number}号",
    )
    household = Household.objects.create(community=home.community, number=f"H9{number:03d}")
    person = Person.objects.create(community=home.community, name=name)
    HouseholdMember.objects.create(
        community=home.community, household=household, person=person, relation="户主", is_head=True, starts_on=SINCE
    )
    Residence.objects.create(community=home.community, household=household, dwelling=row, starts_on=SINCE)
    return row


def test_my_doors_in_walking_order_without_numbers(home: Cast, phone: Phone):
    for number in (112, 2, 30):
        house(home, number)
    answer = phone("worker").get(URL)

    pack = answer.json()
    assert [door["address"] for door in pack["doors"]] == ["傅家组2号", "傅家组12号", "傅家组30号", "傅家组112号"]
    assert pack["doors"][1]["heads"] == ["赵*"]
    assert "13800001234" not in answer.content.decode() and "1234" not in str(pack["doors"])
    assert pack["expires_at"] == "2026-04-16T04:00:00+00:00"


def test_who_looks_after_them_sees_names(home: Cast, phone: Phone):
    pack = phone("neighbour").get(URL).json()

    assert [(door["address"], door["heads"]) for door in pack["doors"]] == [("傅家组12号", ["赵明明"])]


def test_my_matters_with_what_can_be_done_at_the_place(home: Cast, phone: Phone):
    matter = mine(home)
    pack = phone("committee").get(URL).json()

    found = pack["matters"][0]
    assert (found["ticket"], found["version"], found["state"]) == (matter.ticket, matter.version, "处置中")
    assert [move for move, _label in found["moves"]] == ["contact", "note", "report_result"]


def test_what_a_sensitive_matter_says_stays_in_the_office(home: Cast, phone: Phone):
    matter = mine(home)
    type(matter).objects.of(home.community).filter(pk=matter.pk).update(category=home.disputes)

    assert phone("committee").get(URL).json()["matters"][0]["text"] == ""


def test_only_a_remembered_phone_of_this_user(home: Cast, phone: Phone):
    client = Client()
    client.force_login(home.users["worker"])
    strange = client.get(URL)
    mixed = phone("neighbour")
    mixed.force_login(home.users["worker"])

    assert (strange.status_code, strange.json()["code"]) == (403, "untrusted")
    assert mixed.get(URL).status_code == 403


def test_shut_off_from_afar(home: Cast, phone: Phone):
    client = phone("worker")
    assert client.get("/field/state/").json()["trusted"] == home.users["worker"].pk
    TrustedDevice.objects.update(shut_at=clock.now())

    assert client.get(URL).status_code == 403
    assert client.get("/field/state/").json()["trusted"] is None


@pytest.mark.parametrize("who", ["street", "auditor", "admin"])
def test_who_has_no_rounds(home: Cast, phone: Phone, who: str):
    assert phone(who).get(URL).status_code == 403


def test_queries_do_not_grow(home: Cast, phone: Phone):
    client = phone("committee")
    mine(home)
    few = counted(client)
    for number in range(20, 30):
        house(home, number)
        mine(home)

    assert counted(client) == few
    assert few <= 22


def counted(client: Client) -> int:
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL).status_code == 200
    return len(queries)


def test_the_worker_keeps_every_file_of_the_app(home: Cast):
    text = Client().get("/field/worker.js").content.decode()

    assert "/static/js/field/queue.js" in text and "/static/vendor/dexie.min.js" in text
    assert Client().get("/field/").status_code == 200
    assert Client().get("/field/app.webmanifest").json()["scope"] == "/field/"


def test_each_door_says_when_it_is_due_and_what_it_asks(home: Cast, phone: Phone):
    wanted = visits.Wanted("每户每月", 30, starts_on=date(2026, 3, 1))
    visits.save_rule(None, wanted, by=home.access("secretary"))
    draft = visits.Draft(dwelling=home.dwelling, outcome=Outcome.NOBODY, finding="门口路灯三天不亮")
    matter = visits.record(draft, by=home.access("worker")).visit.matter
    assert matter is not None
    pack = phone("worker").get(URL).json()

    door = pack["doors"][0]
    assert (door["lamp"], door["text"], door["due"]) == ("red", "超期 13 天", "2026-03-31")
    assert (door["people"], door["asks"]) == (
        [[home.resident.pk, "赵*（户主）"]], [[matter.pk, "门口路灯三天不亮"]],
    )
    assert pack["visits"]["outcomes"][0] == ["met", "见到了人"]

"""What phones send when there is a signal again: once, whole, and as the page itself would have taken it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from huijia.doors.field.models import Arrival
from huijia.kernel.files.models import Attachment
from huijia.kernel.ledger.models import Entry
from huijia.serve.inspections import actions as inspections
from huijia.serve.inspections.enums import Level, Subject
from huijia.serve.inspections.models import Hazard
from huijia.serve.visits.models import Visit
from tests.cast import MONDAY, Cast, cast
from tests.doors.field.conftest import NOON, photos, record

Phone = Callable[[str], Client]
URL = "/field/send/"
LAMP = {"text": "村口路灯不亮", "place_name": "傅家组12号", "source": "visit"}


def test_a_concern_found_on_the_way(home: Cast, phone: Phone):
    sent = record(home, "worker", "matter", **LAMP)
    answer = phone("worker").post(URL, sent | {"photos": photos("一", "二")})

    matter = Matter.objects.of(home.community).get()
    assert answer.status_code == 200
    told = {"said": f"已登记 #{matter.ticket}", "url": f"/desk/matter/{matter.ticket}/", "again": False}
    assert answer.json() == told
    assert (matter.text, matter.dwelling) == ("村口路灯不亮", home.dwelling)
    assert matter.received_at == NOON - timedelta(hours=1)
    assert Attachment.objects.of(home.community).filter(subject_type="matter", subject_id=matter.pk).count() == 2


def test_sent_again_it_is_one(home: Cast, phone: Phone):
    client, sent = phone("worker"), record(home, "worker", "matter", **LAMP)
    first = client.post(URL, sent | {"photos": photos("一")})
    second = client.post(URL, sent | {"photos": photos("一")})

    assert (first.json()["again"], second.json()["again"]) == (False, True)
    assert first.json()["said"] == second.json()["said"]
    assert Matter.objects.of(home.community).count() == 1
    assert Arrival.objects.of(home.community).count() == 1


def test_other_content_under_the_same_number_is_refused(home: Cast, phone: Phone):
    client, uuid = phone("worker"), uuid4()
    client.post(URL, record(home, "worker", "matter", uuid=uuid, **LAMP))
    answer = client.post(URL, record(home, "worker", "matter", uuid=uuid, **(LAMP | {"text": "井盖坏了"})))

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Matter.objects.of(home.community).get().text == "村口路灯不亮"


def test_a_field_that_cannot_be_used_leaves_nothing(home: Cast, phone: Phone):
    answer = phone("worker").post(URL, record(home, "worker", "matter", **(LAMP | {"phone": "12"})))

    assert answer.status_code == 422
    told = {"field": "phone", "label": "他的电话", "text": "电话号码不对，请检查；也可以不填"}
    assert answer.json()["errors"] == [told]
    assert (Matter.objects.of(home.community).count(), Arrival.objects.of(home.community).count()) == (0, 0)


def test_a_step_on_my_matter(home: Cast, phone: Phone):
    matter = mine(home)
    sent = record(
        home, "committee", "move", ticket=matter.ticket, move="report_result", result="换了灯泡", version=matter.version
    )
    answer = phone("committee").post(URL, sent | {"photos": photos("灯")})

    matter.refresh_from_db()
    assert (answer.status_code, answer.json()["said"]) == (200, f"办理结果：#{matter.ticket}")
    assert (matter.state, matter.result) == ("reported", "换了灯泡")
    assert Entry.objects.filter(kind="matters.report_result").get().occurred_at == NOON - timedelta(hours=1)


def test_who_was_quicker_shows_with_both_versions(home: Cast, phone: Phone):
    matter = mine(home)
    sent = record(home, "committee", "move", ticket=matter.ticket, move="note", note="看过了", version=matter.version)
    actions.supervise(matter, note="请快些", by=home.access("secretary"), at=NOON - timedelta(minutes=5))
    answer = phone("committee").post(URL, sent)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "moved")
    assert "周书文" in told["text"] and "督办" in told["text"]
    assert told["now"][0] == {"label": "状态", "text": "处置中"}
    matter.refresh_from_db()
    assert told["version"] == matter.version

    again = record(home, "committee", "move", ticket=matter.ticket, move="note", note="看过了", version=told["version"])
    assert phone("committee").post(URL, again).status_code == 200


def test_a_step_that_is_no_longer_mine(home: Cast, phone: Phone):
    matter = mine(home)
    fields = {"ticket": matter.ticket, "move": "report_result", "result": "好了", "version": matter.version}
    sent = record(home, "committee", "move", **fields)
    actions.assign(matter, to=home.posts["second"], reason="改派", by=home.access("secretary"), at=NOON)
    answer = phone("committee").post(URL, sent)

    assert answer.status_code in (409, 422)
    assert answer.json().get("version") is None
    matter.refresh_from_db()
    assert matter.result == ""


def test_a_move_that_needs_a_choice_is_not_taken(home: Cast, phone: Phone):
    matter = mine(home)
    sent = record(home, "committee", "move", ticket=matter.ticket, move="escalate", reason="难")
    answer = phone("committee").post(URL, sent)

    assert (answer.status_code, answer.json()["code"]) == (422, "gone")


def test_another_persons_record_waits_for_them(home: Cast, phone: Phone):
    answer = phone("neighbour").post(URL, record(home, "worker", "matter", **LAMP))

    assert (answer.status_code, answer.json()["code"]) == (422, "other_user")


def test_another_community(home: Cast, phone: Phone):
    other = cast("乙社区")
    answer = phone("worker").post(URL, record(home, "worker", "matter", **LAMP) | {"community": other.community.pk})

    assert (answer.status_code, answer.json()["code"]) == (422, "other_community")


def test_nobody_signed_in_is_told_so(home: Cast):
    answer = Client().post(URL, record(home, "worker", "matter", **LAMP))

    assert (answer.status_code, answer.json()["code"]) == (401, "login")
    assert Matter.objects.of(home.community).count() == 0


def test_what_is_no_record(home: Cast, phone: Phone):
    client = phone("worker")
    for broken in ({}, {"uuid": "x"}, record(home, "worker", "matter", **LAMP) | {"fields": "[]"}):
        answer = client.post(URL, broken)
        assert (answer.status_code, answer.json()["code"]) == (422, "broken")
    unknown = client.post(URL, record(home, "worker", "spell", **LAMP))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "broken")


def test_a_clock_that_is_wrong_counts_as_now(home: Cast, phone: Phone):
    client = phone("worker")
    client.post(URL, record(home, "worker", "matter", at=NOON + timedelta(days=1), **LAMP))
    client.post(URL, record(home, "worker", "matter", at=MONDAY - timedelta(days=60), **(LAMP | {"text": "井盖"})))

    assert [row.received_at for row in Matter.objects.of(home.community)] == [NOON, NOON]


def mine(home: Cast) -> Matter:
    """In the hands of a member of the committees since nine."""
    matter = home.raise_matter("路灯不亮")
    secretary = home.access("secretary")
    actions.accept(matter, category=home.lamps, by=secretary, at=MONDAY)
    actions.assign(matter, to=home.posts["committee"], reason="", by=secretary, at=MONDAY)
    actions.take(matter, by=home.access("committee"), at=MONDAY)
    return matter


def test_a_visit_with_a_finding_arrives_once_and_whole(home: Cast, phone: Phone):
    body = record(
        home, "worker", "visit", dwelling=home.dwelling.pk, outcome="met",
        asked="都好", finding="门口路灯三天不亮",
    )
    client = phone("worker")
    first = client.post(URL, {**body, "photos": photos("red")})
    again = client.post(URL, {**body, "photos": photos("red")})

    visit = Visit.objects.of(home.community).get()
    matter = Matter.objects.of(home.community).get()
    said, url = f"走访已记下，转成事项 #{matter.ticket}", f"/desk/visits/records/{visit.ticket}/"
    assert first.json() == {"said": said, "url": url, "again": False}
    assert again.json()["again"] is True
    assert (visit.matter, visit.asked, visit.at) == (matter, "都好", NOON - timedelta(hours=1))
    kept = Attachment.objects.of(home.community).filter(subject_id__in=[visit.pk, matter.pk])
    assert sorted(kept.values_list("subject_type", flat=True)) == ["matter", "visit"]


def test_a_visit_to_another_grids_door_is_not_taken(home: Cast, phone: Phone):
    body = record(home, "worker", "visit", dwelling=home.flat.pk, outcome="met")
    answer = phone("worker").post(URL, body)

    assert (answer.status_code, answer.json()["code"]) == (422, "gone")
    assert Visit.objects.of(home.community).count() == 0


def test_an_inspection_arrives_once_with_its_hazard(home: Cast, phone: Phone):
    by = home.access("secretary")
    gas = inspections.save_checklist(
        None, subject=Subject.GAS, name="燃气检查表", items=[inspections.Item("没有漏气", Level.SEVERE)], by=by
    )
    day = MONDAY.date()
    campaign = inspections.plan_campaign(inspections.Plan("春季安检", gas, day, day), by=by)
    client = phone("worker")
    packed = client.get("/field/pack/").json()["checks"]["campaigns"]
    assert [(row["name"], [door["address"] for door in row["homes"]]) for row in packed] == [
        ("春季安检", ["傅家组12号"])
    ]
    body = record(
        home, "worker", "inspection", home_=campaign.homes.get().pk, result="hazard", v_i01="fail", n_i01="接口漏",
        signed="paper",
    )
    body["fields"] = body["fields"].replace('"home_"', '"home"')
    first, again = client.post(URL, body), client.post(URL, body)

    hazard = Hazard.objects.of(home.community).get()
    assert (first.status_code, again.json()["again"]) == (200, True)
    assert (hazard.level, hazard.note, hazard.check_made.at) == (Level.SEVERE, "接口漏", NOON - timedelta(hours=1))
    assert Matter.objects.of(home.community).get().is_urgent is True

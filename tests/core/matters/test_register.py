from datetime import timedelta
from uuid import UUID

import pytest

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Nature, Source, State
from huijia.core.matters.models import Matter
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.kernel.search.models import Document
from tests.cast import MONDAY, Cast, cast

UUID_1 = UUID("00000000-0000-4000-8000-000000000001")


def draft(**more):
    values = {"text": "村口路灯三天不亮了。晚上老人不敢走", "source": Source.DOOR, "uuid": UUID_1}
    return actions.Draft(**{**values, **more})


def test_a_report_leaves_matter_ledger_notice_and_search_in_one_go(home: Cast):
    made = actions.register(draft(grid=home.grid, phone="138 0000 1234"), by=home.door(), at=MONDAY)

    matter = Matter.objects.of(home.community).get()
    assert matter.state == State.COLLECTED
    assert matter.title == "村口路灯三天不亮了"
    assert matter.ticket == f"260413-{matter.pk:03d}"
    assert matter.phone_tail == "1234"
    assert "13800001234" not in matter.phone_sealed
    assert made.repeated is False
    assert len(made.code) == 8
    assert made.code not in matter.code_hash
    assert Entry.objects.filter(subject_type="matter", subject_id=matter.pk).get().kind == "matters.registered"
    assert Outbox.objects.get().template == "matters.new"
    assert Document.objects.get(kind="matter", object_id=matter.pk).grid_id == home.grid.pk


def test_the_same_client_uuid_answers_with_the_same_matter_and_code(home: Cast):
    first = actions.register(draft(), by=home.door(), at=MONDAY)
    again = actions.register(draft(), by=home.door(), at=MONDAY + timedelta(minutes=1))

    assert again.repeated is True
    assert again.matter.pk == first.matter.pk
    assert again.code == first.code
    assert Matter.objects.of(home.community).count() == 1
    assert Entry.objects.filter(subject_type="matter").count() == 1


def test_the_same_uuid_for_another_text_is_a_conflict(home: Cast):
    actions.register(draft(), by=home.door(), at=MONDAY)
    with pytest.raises(actions.Conflict):
        actions.register(draft(text="另一件事"), by=home.door(), at=MONDAY)
    assert Matter.objects.of(home.community).count() == 1


def test_a_uuid_used_in_another_community_is_a_conflict(home: Cast):
    actions.register(draft(), by=home.door(), at=MONDAY)
    other = cast("乙社区")
    with pytest.raises(actions.Conflict):
        actions.register(draft(), by=other.door(), at=MONDAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"), ({"text": "长" * 10_001}, "text"), ({"phone": "12"}, "phone"),
        ({"title": "长" * 81}, "title"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(home: Cast, values, field):
    with pytest.raises(Refusal) as refused:
        actions.register(draft(**values), by=home.door(), at=MONDAY)
    assert refused.value.field == field
    assert Matter.objects.of(home.community).count() == 0


def test_emoji_and_ten_thousand_characters_are_kept(home: Cast):
    text = "😀" * 9_999 + "好"
    made = actions.register(draft(text=text), by=home.door(), at=MONDAY)
    assert Matter.objects.of(home.community).get(pk=made.matter.pk).text == text


def test_clocks_start_at_the_receipt(home: Cast):
    made = actions.register(draft(phone="13800001234"), by=home.door(), at=MONDAY).matter
    # help: the close of the fifth working day after a Monday; first contact within 24 hours
    assert made.due_at.isoformat() == "2026-04-20T09:30:00+00:00"
    assert made.contact_due == MONDAY + timedelta(hours=24)
    assert made.next_due == made.contact_due


def test_who_called_has_been_spoken_to(home: Cast):
    matter = home.raise_matter(phone="13800001234", source=Source.HOTLINE)
    assert matter.contacted_at == MONDAY
    assert matter.next_due == matter.due_at


def test_urgent_contact_is_due_in_two_hours(home: Cast):
    matter = home.raise_matter(phone="13800001234", source=Source.DOOR, is_urgent=True)
    assert matter.contact_due == MONDAY + timedelta(hours=2)


def test_a_shorter_outer_limit_goes_first(home: Cast):
    outer = MONDAY + timedelta(days=1)
    matter = home.raise_matter(source=Source.CITY_12345, external_number="X1", external_due=outer)
    assert matter.due_at == outer


def test_a_suggestion_takes_the_short_path(home: Cast):
    matter = home.raise_matter(nature=Nature.SUGGESTION)
    actions.acknowledge(matter, answer="谢谢您的建议", by=home.access("operator"), at=MONDAY)
    assert matter.state == State.CLOSED


def test_a_request_cannot_take_the_short_path(home: Cast):
    matter = home.raise_matter()
    with pytest.raises(Refusal):
        actions.acknowledge(matter, answer="好的", by=home.access("operator"), at=MONDAY)
    assert Matter.objects.of(home.community).get().state == State.COLLECTED


def test_twins_share_what_was_said_not_only_where(home: Cast):
    where = {"place_name": "傅家组", "dwelling": home.dwelling, "lon": 119.421, "lat": 32.101}
    lamp = home.raise_matter("傅家组路灯不亮，晚上看不见路", **where)
    home.raise_matter("傅家组垃圾没人收", **where)
    found = queries.twins(
        home.access("operator"), "傅家组的路灯又不亮了，晚上看不见", point=(119.4211, 32.101), at=MONDAY
    )
    assert [twin.matter.pk for twin in found] == [lamp.pk]
    assert found[0].metres == 9
    assert "傅家" not in found[0].words
    assert "路灯" in found[0].words


def test_twins_are_near_by(home: Cast):
    home.raise_matter("路灯不亮，晚上看不见路", lon=119.431, lat=32.101)
    far = queries.twins(home.access("operator"), "路灯不亮，晚上看不见", point=(119.421, 32.101), at=MONDAY)
    assert far == []


def test_words_of_danger_make_it_urgent_at_once(home: Cast):
    matter = home.raise_matter("我家厨房着火了", source=Source.DOOR, phone="13800001234")
    assert (matter.is_emergency, matter.is_urgent) == (True, True)
    assert matter.due_at == MONDAY + timedelta(hours=2)
    assert matter.contact_due == MONDAY + timedelta(hours=2)


def test_a_service_number_is_no_reporters_phone(home: Cast):
    with pytest.raises(Refusal) as refused:
        actions.register(draft(phone="110"), by=home.door(), at=MONDAY)
    assert refused.value.field == "phone"

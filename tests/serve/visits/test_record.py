"""One visit on one screen: what it keeps, what becomes a matter, and what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from huijia.core.matters.enums import Source, State
from huijia.core.matters.models import Matter
from huijia.core.people.models import Person
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.serve.visits import actions
from huijia.serve.visits.enums import Kind, Means, Outcome
from huijia.serve.visits.models import Visit
from tests.cast import MONDAY, cast
from tests.serve.visits.conftest import Walk


def test_a_visit_is_kept_as_it_was_written(walk: Walk) -> None:
    visit = walk.visit(
        person=walk.cast.resident, asked="腰疼，下楼不便", done="教会了按呼叫铃", next_on=date(2026, 4, 20),
        means=Means.OUTSIDE,
    )
    row = Visit.objects.of(walk.cast.community).get(pk=visit.pk)
    assert (row.asked, row.done, row.next_on) == ("腰疼，下楼不便", "教会了按呼叫铃", date(2026, 4, 20))
    assert (row.place_name, row.grid, row.person) == ("傅家组12号", walk.cast.grid, walk.cast.resident)
    assert (row.visitor_label, row.visitor_id) == ("冯走访", walk.cast.users["worker"].pk)
    assert row.ticket == f"V260413-{row.pk:03d}"
    assert [say(entry) for entry in history(("visit", row.pk))] == ["日常走访：见到了人"]


def test_what_was_found_becomes_a_matter_of_whom_one_spoke_with(walk: Walk) -> None:
    visit = walk.visit(person=walk.cast.resident, finding="门口路灯三天不亮", category=walk.cast.lamps, is_urgent=True)
    matter = Matter.objects.of(walk.cast.community).get()
    assert visit.matter == matter
    assert (matter.source, matter.state, matter.text) == (Source.VISIT, State.COLLECTED, "门口路灯三天不亮")
    assert (matter.dwelling, matter.grid, matter.place_name) == (walk.cast.dwelling, walk.cast.grid, "傅家组12号")
    assert (matter.reporter_name, matter.phone_tail, matter.is_urgent) == ("赵明明", "1234", True)


def test_nobody_home_keeps_nobody_and_no_study(walk: Walk) -> None:
    visit = walk.visit(outcome=Outcome.NOBODY, person=walk.cast.resident, kind=Kind.STUDY)
    assert (visit.person, visit.study_topic, visit.study_minutes) == (None, "", None)


def test_study_at_home_says_what_and_how_long(walk: Walk) -> None:
    with pytest.raises(Refusal) as refused:
        walk.visit(kind=Kind.STUDY, study_minutes=30)
    assert refused.value.field == "study_topic"
    with pytest.raises(Refusal) as refused:
        walk.visit(kind=Kind.STUDY, study_topic="防火常识")
    assert refused.value.field == "study_minutes"
    visit = walk.visit(kind=Kind.STUDY, study_topic="防火常识", study_minutes=40)
    assert (visit.study_topic, visit.study_minutes) == ("防火常识", 40)


def test_the_same_form_twice_is_one_visit_and_one_matter(walk: Walk) -> None:
    draft = walk.draft(finding="门口路灯三天不亮", category=walk.cast.lamps)
    first = actions.record(draft, by=walk.cast.access("worker"), at=MONDAY)
    again = actions.record(draft, by=walk.cast.access("worker"), at=MONDAY)
    assert (first.visit.pk, first.repeated) == (again.visit.pk, False)
    assert again.repeated is True
    assert Matter.objects.of(walk.cast.community).count() == 1


def test_the_same_uuid_with_other_words_is_a_conflict(walk: Walk) -> None:
    key = uuid4()
    walk.visit(uuid=key, asked="都好")
    with pytest.raises(Conflict):
        walk.visit(uuid=key, asked="屋顶漏雨")
    assert Visit.objects.of(walk.cast.community).get().asked == "都好"


def test_a_finding_that_cannot_be_a_matter_keeps_nothing(walk: Walk) -> None:
    with pytest.raises(Refusal) as refused:
        walk.visit(finding="漏" * 10_001)
    assert refused.value.field == "finding"
    assert Visit.objects.of(walk.cast.community).count() == 0


@pytest.mark.parametrize(("wrong", "field"), [
    ({"next_on": date(2026, 4, 13)}, "next_on"),
    ({"next_on": date(2029, 1, 1)}, "next_on"),
    ({"at": MONDAY + timedelta(hours=1)}, "at"),
    ({"at": MONDAY - timedelta(days=400)}, "at"),
    ({"asked": "说" * 501}, "asked"),
])
def test_what_cannot_be_is_refused_beside_its_field(walk: Walk, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.record(walk.draft(**wrong), by=walk.cast.access("worker"), at=MONDAY)
    assert refused.value.field == field


def test_only_who_lives_there_can_be_spoken_with(walk: Walk) -> None:
    stranger = Person.objects.create(community=walk.cast.community, name="钱外人")
    with pytest.raises(Refusal) as refused:
        walk.visit(person=stranger)
    assert refused.value.field == "person"


@pytest.mark.parametrize("who", ["worker", "leader", "neighbour", "committee", "operator", "secretary"])
def test_who_walks_this_door_may_write(walk: Walk, who: str) -> None:
    assert walk.visit(who).visitor_label == walk.cast.users[who].name


def test_a_door_of_another_grid_or_community_is_refused(walk: Walk) -> None:
    with pytest.raises(Refusal) as refused:
        walk.visit(dwelling=walk.cast.flat)
    assert refused.value.code == "forbidden"
    other = cast("乙社区")
    with pytest.raises(Refusal) as refused:
        walk.visit("secretary", dwelling=other.dwelling)
    assert refused.value.code == "forbidden"

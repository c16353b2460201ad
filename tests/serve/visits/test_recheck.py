"""好了没有: the next visit asks about what an earlier one found, and what is not gone begins again."""

from collections.abc import Callable
from datetime import datetime

import pytest

from huijia.core.matters import actions as matters
from huijia.core.matters import links
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.serve.visits import actions, questions
from huijia.serve.visits.enums import Gone
from huijia.serve.visits.models import Recheck
from tests.cast import MONDAY
from tests.serve.visits.conftest import Walk

Later = Callable[[int], datetime]


def found(walk: Walk) -> Matter:
    visit = walk.visit(finding="门口路灯三天不亮", category=walk.cast.lamps)
    assert visit.matter is not None
    return visit.matter


def closed(walk: Walk) -> Matter:
    matter = found(walk)
    matters.accept(matter, category=walk.cast.lamps, by=walk.cast.access("operator"), at=MONDAY)
    matters.assign(matter, to=walk.cast.posts["committee"], by=walk.cast.access("secretary"), at=MONDAY)
    matters.take(matter, by=walk.cast.access("committee"), at=MONDAY)
    matters.report_result(matter, result="换了灯泡", by=walk.cast.access("committee"), at=MONDAY)
    matters.check_pass(matter, by=walk.cast.access("secretary"), at=MONDAY)
    matters.answer(matter, text="路灯已修好", by=walk.cast.access("operator"), at=MONDAY)
    return matter


def asked(walk: Walk, who: str = "worker") -> list[Matter]:
    return list(questions.open_at([walk.cast.dwelling.pk], walk.cast.access(who)))


def test_the_door_asks_until_it_is_gone(walk: Walk, later: Later) -> None:
    matter = found(walk)
    assert asked(walk) == [matter]
    walk.visit(at=later(1), answers=[actions.Answer(matter.pk, Gone.UNSEEN)])
    assert asked(walk) == [matter]
    walk.visit(at=later(2), answers=[actions.Answer(matter.pk, Gone.YES, "灯亮了")])
    assert asked(walk) == []
    assert [say(entry) for entry in history(("matter", matter.pk))][-1] == "再次走访，这件事已经好了：灯亮了"


def test_what_had_ended_and_is_not_gone_is_opened_again(walk: Walk, later: Later) -> None:
    matter = closed(walk)
    walk.visit(at=later(3), answers=[actions.Answer(matter.pk, Gone.NO, "昨晚又不亮")])
    matter.refresh_from_db()
    assert (matter.state, matter.responsible) == (State.ACCEPTED, None)
    entry = history(("matter", matter.pk)).filter(kind="matters.reopen").get()
    assert (entry.actor_label, entry.for_label) == ("冯走访", "居民")
    assert Matter.objects.of(walk.cast.community).count() == 1


def test_after_the_days_for_that_a_new_matter_says_so(walk: Walk, later: Later) -> None:
    matter = closed(walk)
    walk.visit(at=later(200), answers=[actions.Answer(matter.pk, Gone.NO, "又不亮")])
    matter.refresh_from_db()
    assert matter.state == State.CLOSED
    fresh = Matter.objects.of(walk.cast.community).exclude(pk=matter.pk).get()
    assert fresh.text == f"再次走访，#{matter.ticket} 的事还没好：又不亮"
    assert fresh.dwelling == walk.cast.dwelling


def test_the_door_asks_about_the_new_one_and_no_third_is_registered(walk: Walk, later: Later) -> None:
    matter = closed(walk)
    walk.visit(at=later(200), answers=[actions.Answer(matter.pk, Gone.NO, "又不亮")])
    fresh = Matter.objects.of(walk.cast.community).exclude(pk=matter.pk).get()
    assert asked(walk) == [fresh]
    walk.visit(at=later(230), answers=[actions.Answer(fresh.pk, Gone.NO, "还不亮")])
    assert (asked(walk), Matter.objects.of(walk.cast.community).count()) == ([fresh], 2)
    walk.visit(at=later(260), answers=[actions.Answer(fresh.pk, Gone.YES)])
    assert asked(walk) == []


def test_what_still_runs_is_only_noted(walk: Walk, later: Later) -> None:
    matter = found(walk)
    walk.visit(at=later(1), answers=[actions.Answer(matter.pk, Gone.NO)])
    matter.refresh_from_db()
    assert matter.state == State.COLLECTED
    assert Recheck.objects.of(walk.cast.community).get().gone == Gone.NO


def test_another_doors_matter_is_refused(walk: Walk) -> None:
    other = walk.cast.raise_matter("别处的事")
    with pytest.raises(Refusal) as refused:
        walk.visit(answers=[actions.Answer(other.pk, Gone.YES)])
    assert refused.value.code == "stale"


def test_a_voided_visit_takes_its_answer_with_it(walk: Walk, later: Later) -> None:
    matter = found(walk)
    second = walk.visit(at=later(1), answers=[actions.Answer(matter.pk, Gone.YES)])
    assert asked(walk) == []
    actions.void(second, reason="记错门了", by=walk.cast.access("worker"), at=later(1))
    assert asked(walk) == [matter]


def test_both_visits_stand_on_the_matters_page(walk: Walk, later: Later) -> None:
    matter = found(walk)
    second = walk.visit(at=later(1), answers=[actions.Answer(matter.pk, Gone.YES)])
    rows = links.of(matter, walk.cast.access("secretary"))
    first = second.pk - 1
    assert [(str(row.label), row.text) for row in rows] == [
        ("发现它的走访", f"V260413-{first:03d}"), ("走访时再看", f"V260414-{second.pk:03d} 已经好了"),
    ]
    assert links.of(matter, walk.cast.access("street")) == []


def test_who_may_not_see_the_matter_is_not_asked(walk: Walk) -> None:
    matter = found(walk)
    Matter.objects.of(walk.cast.community).filter(pk=matter.pk).update(
        is_sensitive=True, registered_by_id=walk.cast.users["secretary"].pk
    )
    assert asked(walk, "leader") == []
    assert asked(walk, "secretary") == [matter]



"""A record that was written wrongly."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.serve.visits import actions
from huijia.serve.visits.models import Visit
from tests.cast import MONDAY
from tests.serve.visits.conftest import Walk

Later = Callable[[int], datetime]


def test_other_words_leave_the_old_ones_in_the_ledger(walk: Walk) -> None:
    visit = walk.visit(asked="要修灯", done="记下了")
    actions.amend(
        visit, asked="要修门", done="记下了", next_on=date(2026, 4, 20), by=walk.cast.access("worker"), at=MONDAY
    )
    row = Visit.objects.of(walk.cast.community).get(pk=visit.pk)
    assert (row.asked, row.next_on, row.version) == ("要修门", date(2026, 4, 20), 2)
    assert [say(entry) for entry in history(("visit", visit.pk))][-1] == "改了走访记录，原来写的是：要修灯 / 记下了"
    assert walk.plan().due_on == date(2026, 4, 20)


@pytest.mark.parametrize(("who", "days"), [("secretary", 0), ("leader", 0), ("worker", 3)])
def test_only_who_wrote_it_and_soon(walk: Walk, later: Later, who: str, days: int) -> None:
    visit = walk.visit()
    with pytest.raises(Refusal):
        actions.amend(visit, asked="", done="", next_on=None, by=walk.cast.access(who), at=later(days))


@pytest.mark.parametrize("who", ["worker", "committee", "secretary"])
def test_struck_out_it_counts_no_more(walk: Walk, who: str) -> None:
    visit = walk.visit(next_on=date(2026, 4, 20))
    actions.void(visit, reason="记错门了", by=walk.cast.access(who), at=MONDAY)
    row = Visit.objects.of(walk.cast.community).get(pk=visit.pk)
    assert (row.voided_at, row.void_reason) == (MONDAY, "记错门了")
    assert (walk.plan().last_on, walk.plan().due_on) == (None, None)


def test_struck_out_once(walk: Walk) -> None:
    visit = walk.visit()
    stale = Visit.objects.of(walk.cast.community).get(pk=visit.pk)
    actions.void(visit, reason="记错门了", by=walk.cast.access("worker"), at=MONDAY)
    with pytest.raises(actions.Stale):
        actions.void(stale, reason="再来一次", by=walk.cast.access("worker"), at=MONDAY)


def test_others_do_not_strike_out(walk: Walk) -> None:
    visit = walk.visit()
    with pytest.raises(Refusal):
        actions.void(visit, reason="记错门了", by=walk.cast.access("leader"), at=MONDAY)

"""出门、收工: one press each, and what is forgotten ends by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.lib import clock
from huijia.serve.visits import actions
from huijia.serve.visits.models import Round
from tests.cast import MONDAY
from tests.serve.visits.conftest import Walk


def test_visits_on_the_way_belong_to_the_walk(walk: Walk) -> None:
    row = actions.set_out(by=walk.cast.access("worker"), uuid=uuid4(), at=MONDAY)
    assert walk.visit().round == row
    assert walk.visit("leader").round is None
    walk.visit(is_paper=True, at=MONDAY, asked="上周的")
    end = MONDAY + timedelta(hours=2)
    assert actions.come_back(row, by=walk.cast.access("worker"), at=end) == 1
    row.refresh_from_db()
    assert row.ended_at == end
    assert [say(entry) for entry in history(("visit_round", row.pk))] == ["出门", "收工，走了 1 户"]


def test_pressed_twice_it_is_one_walk(walk: Walk) -> None:
    by = walk.cast.access("worker")
    first = actions.set_out(by=by, uuid=uuid4(), at=MONDAY)
    assert actions.set_out(by=by, uuid=uuid4(), at=MONDAY) == first
    assert actions.come_back(first, by=by, at=MONDAY) == 0
    assert actions.come_back(first, by=by, at=MONDAY) == 0
    assert Round.objects.of(walk.cast.community).count() == 1
    assert len(history(("visit_round", first.pk))) == 2


def test_another_persons_walk_is_theirs(walk: Walk) -> None:
    row = actions.set_out(by=walk.cast.access("worker"), uuid=uuid4(), at=MONDAY)
    with pytest.raises(Refusal):
        actions.come_back(row, by=walk.cast.access("leader"), at=MONDAY)


def test_a_walk_that_nobody_ended_ends_with_its_last_visit(walk: Walk) -> None:
    row = actions.set_out(by=walk.cast.access("worker"), uuid=uuid4(), at=MONDAY)
    last = MONDAY + timedelta(hours=1)
    with clock.frozen(last):
        walk.visit(at=last)
    assert actions.tick(MONDAY + timedelta(hours=11)) == 0
    assert actions.tick(MONDAY + timedelta(hours=13)) == 1
    assert actions.tick(MONDAY + timedelta(hours=14)) == 0
    row.refresh_from_db()
    assert row.ended_at == last

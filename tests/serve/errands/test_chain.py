"""The chain of hands: whatever is tried, each paper's moves join without a gap and end where it is."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.serve.errands import actions
from huijia.serve.errands.enums import Outcome, Signed, Way
from huijia.serve.errands.models import Errand, Move, Paper
from huijia.serve.errands.papers import read
from tests.cast import MONDAY
from tests.serve.errands.conftest import House

WAYS = [Way.RECEIVE, Way.HAND_IN, Way.TAKE_OUT, Way.KEPT, Way.HAND_BACK]
tries = st.lists(st.tuples(st.sampled_from([*WAYS, "report", "reassign"]), st.integers(0, 7)), max_size=12)


def _try(house: House, errand: Errand, move: str, pick: int) -> None:
    who = "worker" if errand.agent_label == "冯走访" else "leader"
    by = house.cast.access(who)
    if move == "report":
        actions.report(errand, outcome=Outcome.DONE, result="好了", by=by, at=MONDAY)
    elif move == "reassign":
        other = house.cast.posts["leader" if who == "worker" else "worker"]
        actions.reassign(errand, to=other, reason="换人", by=house.cast.access("operator"), at=MONDAY)
    else:
        rows = house.papers(errand)
        lines = read("身份证 原件") if move == Way.RECEIVE else []
        chosen = [row for place, row in enumerate(rows) if pick >> (place % 3) & 1] if move != Way.RECEIVE else []
        what = actions.Handed(uuid4(), chosen, lines, "对方", Signed.PAPER)
        actions.hand(errand, Way(move), what, by=by, at=MONDAY)


def _chains(errand: Errand) -> Iterator[tuple[Paper, list[Move]]]:
    for paper in Paper.objects.of(errand.community_id).filter(errand=errand):
        yield paper, list(paper.chain.order_by("number"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries)
def test_no_gap(house: House, moves: list[tuple[str, int]]) -> None:
    errand = house.entrusted()
    for move, pick in moves:
        with suppress(Refusal):
            _try(house, errand, move, pick)
    for paper, chain in _chains(errand):
        assert [row.number for row in chain] == list(range(1, paper.moves + 1))
        assert all(one.taker == two.giver for one, two in pairwise(chain))
        assert chain[0].giver in ("resident", "office")
        assert chain[-1].taker == paper.holder
    fresh = Errand.objects.everywhere().get(pk=errand.pk)
    if fresh.state == "closed":
        assert not fresh.papers.filter(holder__in=["agent", "office"]).exists()


def test_a_paper_leaves_only_the_hand_that_has_it(house: House) -> None:
    errand = house.entrusted()
    papers = house.received(errand, "身份证 原件")
    with pytest.raises(actions.Stale):
        house.hand(errand, Way.TAKE_OUT, papers)
    stale = house.papers(errand)
    house.hand(errand, Way.HAND_IN, papers)
    with pytest.raises(actions.Stale):
        house.hand(errand, Way.HAND_IN, stale)
    assert Move.objects.everywhere().count() == 2


def test_a_receipt_is_signed(house: House) -> None:
    errand = house.entrusted()
    by = house.cast.access("worker")
    for what, field in (
        (actions.Handed(uuid4(), lines=read("身份证"), other="赵明明"), "signed"),
        (actions.Handed(uuid4(), lines=read("身份证"), other="", signed=Signed.PAPER), "other"),
        (actions.Handed(uuid4(), lines=read("身份证"), other="赵明明", signed=Signed.SCREEN), "signature"),
        (actions.Handed(uuid4(), other="赵明明", signed=Signed.PAPER), "papers"),
    ):
        with pytest.raises(Refusal) as refused:
            actions.hand(errand, Way.RECEIVE, what, by=by, at=MONDAY)
        assert refused.value.field == field
    assert house.papers(errand) == []


def test_sent_twice_it_is_one_handing(house: House) -> None:
    errand = house.entrusted()
    by = house.cast.access("worker")
    what = actions.Handed(uuid4(), lines=read("身份证"), other="赵明明", signed=Signed.PAPER)
    first = actions.hand(errand, Way.RECEIVE, what, by=by, at=MONDAY)
    assert actions.hand(errand, Way.RECEIVE, what, by=by, at=MONDAY) == first
    other = actions.Handed(what.uuid, lines=read("户口簿"), other="赵明明", signed=Signed.PAPER)
    with pytest.raises(Conflict):
        actions.hand(errand, Way.RECEIVE, other, by=by, at=MONDAY)
    assert len(house.papers(errand)) == 1

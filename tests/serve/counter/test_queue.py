"""One queue with numbers: who is next, what comes of it, and that nobody is called twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.signup.enums import State
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.queue import next_of
from huijia.serve.counter.enums import Outcome, Rank, TurnState
from huijia.serve.counter.models import Turn
from tests.serve.counter.conftest import TUESDAY, House, hour


def test_numbers_rise_and_a_form_sent_twice_has_one(house: House) -> None:
    at, key = hour(TUESDAY, "09:00"), uuid4()
    first, again, second = house.number(at, uuid=key), house.number(at, uuid=key), house.number(at)
    assert (first.said, again.pk, second.said) == ("A001", first.pk, "A002")
    with pytest.raises(Conflict):
        house.number(at, uuid=key, name="钱二")


def test_an_appointment_goes_first_when_its_hour_has_begun(house: House) -> None:
    booked = house.book(house.slots()[1])
    operator = house.cast.access("operator")
    with clock.frozen(hour(TUESDAY, "09:10")):
        early = actions.come(booked, by=operator, at=hour(TUESDAY, "09:10"))
    walk = house.number(hour(TUESDAY, "09:12"))
    first = house.number(hour(TUESDAY, "09:13"), is_first=True)
    assert actions.come(booked, by=operator, at=hour(TUESDAY, "09:14")) == early
    order = [turn.said for turn in _line(house, "09:15")]
    assert order == [first.said, walk.said, early.said]
    assert [turn.said for turn in _line(house, "09:30")] == [early.said, first.said, walk.said]


def _line(house: House, at: str) -> list[Turn]:
    turns = queries.turns_on(house.cast.community, TUESDAY)
    return queries.waiting_in_order(turns, house.counter.pk, hour(TUESDAY, at))


def test_who_comes_after_their_hour_waits_with_the_others(house: House) -> None:
    walk = house.number(hour(TUESDAY, "09:20"))
    booked = house.book()
    late = actions.come(booked, by=house.cast.access("operator"), at=hour(TUESDAY, "09:40"))
    booked.refresh_from_db()
    assert (late.rank, booked.state) == (Rank.WALK_IN, State.CAME)
    assert [turn.said for turn in _line(house, "09:41")] == [walk.said, late.said]


def test_not_on_another_day(house: House) -> None:
    booked = house.book()
    with pytest.raises(Refusal, match="不在今天"):
        actions.come(booked, by=house.cast.access("operator"), at=hour(TUESDAY, "09:00") - timedelta(days=1))
    assert Turn.objects.of(house.cast.community).count() == 0


def test_called_served_and_told_at_once_what_is_lacking(house: House) -> None:
    house.number(hour(TUESDAY, "09:00"))
    house.number(hour(TUESDAY, "09:01"))
    operator = house.cast.access("operator")
    turn = actions.call_next(house.counter, by=operator, at=hour(TUESDAY, "09:05"))
    assert (turn.said, turn.state, turn.served_label) == ("A001", TurnState.CALLED, "王接线")
    with pytest.raises(Refusal, match="先把 A001 办完"):
        actions.call_next(house.counter, by=operator, at=hour(TUESDAY, "09:06"))
    with pytest.raises(Refusal) as refused:
        actions.finish(turn, outcome=Outcome.LACKING, by=operator, at=hour(TUESDAY, "09:08"))
    assert refused.value.field == "missing"
    actions.finish(turn, outcome=Outcome.LACKING, missing=["租房合同"], by=operator, at=hour(TUESDAY, "09:08"))
    turn.refresh_from_db()
    assert (turn.state, turn.outcome, turn.missing) == (TurnState.SERVED, Outcome.LACKING, ["租房合同"])
    other = house.cast.access("committee")
    assert actions.call_next(house.counter, by=other, at=hour(TUESDAY, "09:09")).said == "A002"
    with pytest.raises(Refusal, match="没有人在等"):
        actions.call_next(house.counter, by=operator, at=hour(TUESDAY, "09:10"))


def test_who_was_not_there_is_put_back_with_the_same_number(house: House) -> None:
    turn = house.number(hour(TUESDAY, "09:00"))
    later = house.number(hour(TUESDAY, "09:01"))
    operator = house.cast.access("operator")
    called = actions.call_next(house.counter, by=operator, at=hour(TUESDAY, "09:05"))
    actions.call_again(called, by=operator, at=hour(TUESDAY, "09:06"))
    actions.skip(called, by=operator, at=hour(TUESDAY, "09:07"))
    with pytest.raises(actions.Stale):
        actions.finish(called, outcome=Outcome.DONE, by=operator, at=hour(TUESDAY, "09:07"))
    actions.put_back(called, by=operator, at=hour(TUESDAY, "09:08"))
    assert [each.said for each in _line(house, "09:08")] == [turn.said, later.said]


def test_the_board_shows_numbers_and_an_estimate(house: House) -> None:
    at = hour(TUESDAY, "09:05")
    for service in (house.proof, house.card, house.proof):
        house.number(at, service=service)
    actions.call_next(house.counter, by=house.cast.access("operator"), at=at)
    board = queries.boards(house.cast.community, at)[0]
    # 20 and 10 minutes of who waits, 5 of who is being served.
    assert (board.called, board.next, board.waiting, board.minutes) == (["A001"], ["A002", "A003"], 2, 35)


def test_left_numbers_go_with_the_day(house: House) -> None:
    turn = house.number(hour(TUESDAY, "09:00"))
    actions.tick(hour(TUESDAY, "18:00"))
    turn.refresh_from_db()
    assert turn.state == TurnState.WAITING
    actions.tick(hour(TUESDAY, "18:00") + timedelta(days=1))
    turn.refresh_from_db()
    assert turn.state == TurnState.GONE


_ONE = st.tuples(st.sampled_from(list(Rank)), st.integers(0, 120))


@given(st.lists(_ONE, min_size=1, max_size=12), st.integers(0, 120))
def test_nobody_due_is_passed_by_somebody_of_a_later_rank(line: list[tuple[Rank, int]], now: int) -> None:
    start = hour(TUESDAY, "09:00")
    turns = [
        Turn(number=number, rank=rank, due_at=start + timedelta(minutes=minutes))
        for number, (rank, minutes) in enumerate(line, 1)
    ]
    at = start + timedelta(minutes=now)
    chosen = next_of(turns, at)
    assert chosen is not None
    due = [turn for turn in turns if turn.rank == Rank.BOOKED and turn.due_at <= at]
    if due:
        assert (chosen.rank, chosen.due_at) == (Rank.BOOKED, min(turn.due_at for turn in due))
    elif any(turn.rank == Rank.FIRST for turn in turns):
        assert chosen.rank == Rank.FIRST
    elif any(turn.rank == Rank.WALK_IN for turn in turns):
        assert chosen.rank == Rank.WALK_IN

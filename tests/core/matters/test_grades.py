"""Whose word a grade is."""

import pytest

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Channel, Satisfaction
from huijia.kernel.communities.errors import Refusal
from tests.cast import MONDAY, Cast
from tests.core.matters.test_moves import fresh


def test_a_grade_of_the_resident_is_never_written_over(home: Cast):
    matter = home.closed_matter()
    actions.grade(matter, is_solved=False, satisfaction=Satisfaction.UNSATISFIED, by=home.door(), at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.grade(
            fresh(matter), is_solved=True, satisfaction=Satisfaction.SATISFIED, channel=Channel.PHONE,
            by=home.access("operator"), at=MONDAY,
        )
    assert refused.value.code == "forbidden"
    assert "grade" not in [edge.move for edge in queries.moves_for(fresh(matter), home.access("operator"), MONDAY)]


def test_who_did_the_work_notes_no_grade(home: Cast):
    matter = home.closed_matter()
    with pytest.raises(Refusal):
        actions.grade(
            matter, is_solved=True, satisfaction=Satisfaction.SATISFIED, channel=Channel.PHONE,
            by=home.access("committee"), at=MONDAY,
        )
    asked = home.raise_matter("社保在哪办")
    actions.answer_at_once(asked, result="在一楼大厅", by=home.access("operator"), at=MONDAY)
    with pytest.raises(Refusal):
        actions.grade(
            asked, is_solved=True, satisfaction=Satisfaction.SATISFIED, channel=Channel.PHONE,
            by=home.access("operator"), at=MONDAY,
        )

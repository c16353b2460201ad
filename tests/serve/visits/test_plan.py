"""When doors are due: from rules and visits, the same for one door as for all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.people.enums import KeyGroup
from huijia.core.people.models import Residence
from huijia.kernel.communities.errors import Refusal
from huijia.serve.visits import actions, plan, queries
from huijia.serve.visits.enums import Outcome
from huijia.serve.visits.models import DoorPlan, Rule
from tests.cast import MONDAY
from tests.serve.visits.conftest import Walk

DAY = date(2026, 4, 13)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))


def wanted(name: str = "每户", every: int = 30, **more: object) -> actions.Wanted:
    return actions.Wanted(name, every, **more)  # type: ignore[arg-type]


def test_a_new_rule_makes_every_home_due_at_the_end_of_its_first_term(walk: Walk) -> None:
    actions.save_rule(None, wanted(), by=walk.cast.access("secretary"), at=MONDAY)
    row = walk.plan()
    assert (row.every_days, row.last_on, row.due_on) == (30, None, date(2026, 5, 13))
    # Nobody lives in the flat.
    assert DoorPlan.objects.of(walk.cast.community).count() == 1


def test_a_visit_moves_the_day_and_a_try_does_not(walk: Walk) -> None:
    actions.save_rule(None, wanted(starts_on=date(2026, 3, 1)), by=walk.cast.access("secretary"), at=MONDAY)
    assert walk.plan().due_on == date(2026, 3, 31)
    walk.visit(outcome=Outcome.NOBODY)
    assert (walk.plan().due_on, walk.plan().missed) == (date(2026, 3, 31), 1)
    walk.visit()
    assert (walk.plan().due_on, walk.plan().missed, walk.plan().last_on) == (date(2026, 5, 13), 0, DAY)


def test_the_day_agreed_on_comes_first_when_it_is_sooner(walk: Walk) -> None:
    actions.save_rule(None, wanted(), by=walk.cast.access("secretary"), at=MONDAY)
    walk.visit(next_on=DAY + timedelta(days=3))
    assert walk.plan().due_on == DAY + timedelta(days=3)
    walk.visit(next_on=DAY + timedelta(days=90))
    assert walk.plan().due_on == date(2026, 5, 13)


def test_without_a_rule_only_the_day_agreed_on_counts(walk: Walk) -> None:
    walk.visit()
    assert walk.plan().due_on is None
    walk.visit(next_on=DAY + timedelta(days=90))
    assert walk.plan().due_on == DAY + timedelta(days=90)


def test_a_key_group_comes_more_often(walk: Walk) -> None:
    by = walk.cast.access("secretary")
    actions.save_rule(None, wanted("每户", 365), by=by, at=MONDAY)
    actions.save_rule(None, wanted("独居", 30, key_group=KeyGroup.ALONE), by=by, at=MONDAY)
    assert walk.plan().every_days == 365
    walk.cast.resident.key_groups = ["alone"]
    walk.cast.resident.save()
    assert actions.replan_all() == 1
    assert walk.plan().every_days == 30
    assert walk.plan().rules == list(Rule.objects.of(walk.cast.community).order_by("pk").values_list("pk", flat=True))


def test_a_rule_of_another_grid_or_that_is_off_does_not_fit(walk: Walk) -> None:
    by = walk.cast.access("secretary")
    actions.save_rule(None, wanted("二格", grid=walk.cast.grid2), by=by, at=MONDAY)
    assert walk.plan().due_on is None
    row = actions.save_rule(None, wanted("每户"), by=by, at=MONDAY)
    assert walk.plan().due_on == date(2026, 5, 13)
    actions.save_rule(row, wanted("每户", is_active=False), by=by, at=MONDAY)
    assert walk.plan().due_on is None


def test_a_home_that_was_left_is_no_longer_due(walk: Walk) -> None:
    actions.save_rule(None, wanted(), by=walk.cast.access("secretary"), at=MONDAY)
    Residence.objects.of(walk.cast.community).update(ends_on=DAY)
    actions.replan_all()
    assert walk.plan().due_on is None


def test_two_who_change_one_rule_do_not_write_over_each_other(walk: Walk) -> None:
    by = walk.cast.access("secretary")
    row = actions.save_rule(None, wanted(), by=by, at=MONDAY)
    stale = Rule.objects.of(walk.cast.community).get(pk=row.pk)
    actions.save_rule(row, wanted(every=60), by=by, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.save_rule(stale, wanted(every=90), by=by, at=MONDAY)
    assert refused.value.code == "stale"
    assert Rule.objects.of(walk.cast.community).get().every_days == 60


def test_a_name_is_taken_once(walk: Walk) -> None:
    by = walk.cast.access("secretary")
    actions.save_rule(None, wanted(), by=by, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.save_rule(None, wanted(), by=by, at=MONDAY)
    assert refused.value.field == "name"


def test_the_usual_rules_come_once(walk: Walk) -> None:
    by = walk.cast.access("secretary")
    assert actions.adopt_usual(by=by, at=MONDAY) == 6
    assert actions.adopt_usual(by=by, at=MONDAY) == 0


def test_who_only_walks_makes_no_rules(walk: Walk) -> None:
    with pytest.raises(Refusal):
        actions.save_rule(None, wanted(), by=walk.cast.access("worker"), at=MONDAY)


def test_due_doors_come_in_walking_order_and_only_mine(walk: Walk) -> None:
    actions.save_rule(None, wanted(starts_on=date(2026, 3, 1)), by=walk.cast.access("secretary"), at=MONDAY)
    assert [row.dwelling for row in queries.due_doors(walk.cast.access("worker"), DAY)] == [walk.cast.dwelling]
    assert queries.count_due(walk.cast.access("leader"), DAY) == queries.Counted(1, 1)
    assert queries.count_due(walk.cast.access("leader"), date(2026, 3, 25)) == queries.Counted(1, 0)
    assert queries.count_due(walk.cast.access("leader"), date(2026, 3, 23)) == queries.Counted(0, 0)


def test_coverage_says_of_each_grid_what_was_met_this_year(walk: Walk) -> None:
    actions.save_rule(None, wanted(starts_on=date(2026, 3, 1)), by=walk.cast.access("secretary"), at=MONDAY)
    first, second = queries.coverage(walk.cast.access("secretary"), date(2026, 1, 1), DAY)
    assert (first.doors, first.visited, first.due, first.overdue, first.percent) == (1, 0, 0, 1, 0)
    assert (second.doors, second.percent) == (0, None)
    walk.visit()
    first = queries.coverage(walk.cast.access("secretary"), date(2026, 1, 1), DAY)[0]
    assert (first.visited, first.overdue, first.percent) == (1, 0, 100)


@given(st.lists(st.tuples(st.integers(1, 400), days), max_size=4), st.none() | days, st.none() | days)
def test_due_is_never_before_a_rule_began_and_never_later_than_any(
    rules: list[tuple[int, date]], last: date | None, agreed: date | None
) -> None:
    due = plan.due_of(rules, plan.Seen(last, 0, agreed))
    if not rules and agreed is None:
        assert due is None
        return
    assert due is not None
    ends = [max(start, last or start) + timedelta(days=every) for every, start in rules]
    assert due in [*ends, agreed]
    assert all(due <= end for end in ends)
    assert agreed is None or due <= agreed


@given(st.lists(st.tuples(st.sampled_from([str(each) for each in Outcome.values]), days, st.none() | days), max_size=8))
def test_only_the_last_one_that_met_somebody_counts(visits: list[tuple[str, date, date | None]]) -> None:
    seen = plan.seen_in(visits)
    met = [place for place, visit in enumerate(visits) if visit[0] == "met"]
    assert seen.last_on == (visits[met[-1]][1] if met else None)
    assert seen.missed == len(visits) - (met[-1] + 1 if met else 0)
    since = visits[met[-1] if met else 0 :]
    assert seen.agreed_on == next((visit[2] for visit in reversed(since) if visit[2]), None)

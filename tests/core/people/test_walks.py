"""Whatever the order of the verbs: one head, one main home, nobody in two households, nobody there after death.

And taking back, newest first, leads to exactly the roster that stood at the beginning.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.core.people import actions
from huijia.core.people.models import Care, Change, Household, HouseholdMember, Person, Post, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), MONDAY.date()
NUMBERS = st.integers(0, 5)
STEP = st.tuples(
    st.sampled_from(
        ("found", "join", "transfer", "leave", "head", "split", "move", "add", "end", "main", "away", "died", "undo")
    ),
    NUMBERS, NUMBERS, NUMBERS, st.integers(0, 43),
)


class Town:
    def __init__(self, home: Cast) -> None:
        self.home, self.by = home, home.access("secretary")
        self.people = [Person.objects.create(community=home.community, name=f"傅{name}") for name in "甲乙丙丁戊己"]
        self.homes = [
            Dwelling.objects.create(
                community=home.community, kind="village", grid=home.grid, group=home.group, door_number=str(number),
                address=f"傅家组{number}号",
            )
            for number in (71, 72, 73)
        ]

    def household(self, number: int) -> Household | None:
        rows = list(Household.objects.of(self.home.community).exclude(pk=self.home.household.pk).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def do(self, step: tuple[str, int, int, int, int]) -> None:
        what, first, second, third, days = step
        person, other, home = self.people[first], self.people[second], self.homes[third % 3]
        on, by, house = FIRST + timedelta(days=days), self.by, self.household(third)
        if what == "found":
            actions.register_household(dwelling=home, head=person, on=on, by=by)
        elif what == "leave":
            actions.leave_household(person, on=on, new_head=other, by=by)
        elif what == "died":
            actions.record_death(person, on=on, new_head=other, by=by)
        elif what == "undo":
            change = Change.objects.of(self.home.community).filter(undone_at=None).order_by("-pk").first()
            if change is not None:
                actions.undo(change, by=by)
        elif house is not None:
            self._of(what, house, person, other, home, on)

    def _of(self, what: str, house: Household, person: Person, other: Person, home: Dwelling, on: date) -> None:
        by, living = self.by, list(house.residences.filter(ends_on=None).order_by("pk"))
        if what in ("join", "transfer"):
            leave = what == "transfer"
            actions.join_household(house, person=person, relation="亲属", on=on, leave=leave, new_head=other, by=by)
        elif what == "head":
            actions.change_head(house, head=person, on=on, relations={other.pk: "兄弟"}, by=by)
        elif what == "split":
            going = {person.pk: "户主", other.pk: "配偶"}
            actions.split_household(house, members=going, head=person, dwelling=home, on=on, new_head=other, by=by)
        elif what == "move":
            actions.move_household(house, to=home, on=on, by=by)
        elif what == "add":
            actions.add_home(house, dwelling=home, on=on, by=by)
        elif what == "away":
            actions.move_away(house, on=on, outflow=True, by=by)
        elif living:
            (actions.end_home if what == "end" else actions.make_main)(living[-1], on=on, by=by)


def assert_sound(home: Cast) -> None:
    members = list(HouseholdMember.objects.of(home.community).select_related("person"))
    residences = list(Residence.objects.of(home.community))
    for number in range(46):
        day = FIRST + timedelta(days=number)
        there = [row for row in members if row.holds_on(day)]
        assert len({row.person_id for row in there}) == len(there), "in two households at a time"
        for household in {row.household_id for row in there}:
            assert [row.is_head for row in there if row.household_id == household].count(True) == 1, "not one head"
        assert not [row for row in there if row.person.died_on and row.person.died_on <= day], "there after death"
        living = [row for row in residences if row.holds_on(day)]
        assert len({(row.household_id, row.dwelling_id) for row in living}) == len(living), "twice in one dwelling"
        for household in {row.household_id for row in living}:
            mains = [row.is_main for row in living if row.household_id == household].count(True)
            assert mains == 1, "not one main home"
            assert household in {row.household_id for row in there}, "a home of nobody"


def roster(home: Cast) -> dict[str, Any]:
    people = Person.objects.of(home.community).order_by("pk").values_list("pk", "died_on", "register_status")
    tables = {model.__name__: model for model in (Household, HouseholdMember, Residence, Post, Care)}
    return {
        "people": list(people),
        **{name: list(model.objects.of(home.community).order_by("pk").values()) for name, model in tables.items()},
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_no_sequence_of_verbs_breaks_the_roster(db: None, steps: list[tuple[str, int, int, int, int]]):
    with clock.frozen(MONDAY), transaction.atomic():
        home = cast()
        town = Town(home)
        before = roster(home)
        for step in steps:
            try:
                with transaction.atomic():
                    town.do(step)
            except Refusal:
                pass
            assert_sound(home)
        changes = Change.objects.of(home.community).filter(undone_at=None)
        for change in changes.order_by("-pk"):
            actions.undo(change, by=town.by)
        assert roster(home) == before
        transaction.set_rollback(True)

"""Somebody has died."""

from datetime import date

import pytest

from huijia.core.people import actions
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Change, HouseholdMember, Person, Post, Residence
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from tests.cast import MONDAY, SINCE, Cast, cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 10)


@pytest.fixture
def home() -> Cast:
    made = cast()
    with clock.frozen(MONDAY):
        wife = actions.register_person({"name": "钱桂子"}, by=made.access("secretary"))
        actions.join_household(
            made.household, person=wife, relation="配偶", on=date(2021, 1, 1), by=made.access("secretary")
        )
    made.persons["wife"] = wife
    return made


def rows_of(home: Cast) -> list[tuple[str, str, bool, date, date | None]]:
    rows = HouseholdMember.objects.of(home.community).select_related("person").order_by("starts_on", "pk")
    return [(row.person.name, row.relation, row.is_head, row.starts_on, row.ends_on) for row in rows]


def test_what_it_will_end_is_said_before(home: Cast):
    by = home.access("secretary")
    actions.give_post(home.resident, kind=PostKind.MEMBER_HOUSEHOLD, grid=home.grid, starts_on=SINCE, by=by)
    said = actions.consequences_of_death(home.resident, by)
    assert (said.household, said.is_head, said.is_last) == (home.household, True, False)
    assert [person.name for person in said.heirs] == ["钱桂子"]
    assert [post.kind for post in said.posts] == ["member_household"]
    assert (said.cared, said.has_login) == (0, False)


def test_the_household_gets_its_new_head(home: Cast):
    with clock.frozen(MONDAY):
        by = home.access("operator")
        with pytest.raises(Refusal) as refused:
            actions.record_death(home.resident, on=DAY, by=by)
        assert (refused.value.field, refused.value.code) == ("new_head", "new_head")
        actions.record_death(home.resident, on=DAY, new_head=home.persons["wife"], by=by)
    assert rows_of(home) == [
        ("赵明明", "户主", True, SINCE, DAY), ("钱桂子", "配偶", False, date(2021, 1, 1), DAY),
        ("钱桂子", "户主", True, DAY, None),
    ]
    assert Person.objects.of(home.community).get(pk=home.resident.pk).died_on == DAY


def test_posts_and_cares_end_with_them_and_come_back_when_it_was_wrong(home: Cast):
    with clock.frozen(MONDAY):
        by, carer = home.access("secretary"), home.persons["neighbour"]
        actions.record_death(carer, on=DAY, by=by)
        assert [row.ends_on for row in Post.objects.of(home.community).filter(person=carer)] == [DAY]
        assert [row.ends_on for row in Care.objects.of(home.community)] == [DAY]
        actions.undo(Change.objects.of(home.community).get(kind="died"), by=by)
    assert [row.ends_on for row in Post.objects.of(home.community).filter(person=carer)] == [None]
    assert [row.ends_on for row in Care.objects.of(home.community)] == [None]
    assert Person.objects.of(home.community).get(pk=carer.pk).died_on is None


def test_the_last_one_ends_the_household(home: Cast):
    with clock.frozen(MONDAY):
        by = home.access("secretary")
        actions.record_death(home.persons["wife"], on=date(2026, 4, 1), by=by)
        actions.record_death(home.resident, on=DAY, by=by)
    assert [row.ends_on for row in Residence.objects.of(home.community)] == [DAY]
    assert [row.ends_on for row in Care.objects.of(home.community)] == [DAY]


def test_days_twice_and_rights(home: Cast):
    with clock.frozen(MONDAY):
        by, wife = home.access("secretary"), home.persons["wife"]
        for on, code in ((date(2026, 4, 14), "future"), (date(2020, 12, 31), "early")):
            with pytest.raises(Refusal) as refused:
                actions.record_death(wife, on=on, by=by)
            assert (refused.value.field, refused.value.code) == ("on", code)
        actions.record_death(wife, on=DAY, by=by)
        actions.record_death(wife, on=DAY, by=by)
        assert Change.objects.of(home.community).filter(kind="died").count() == 1
        with pytest.raises(Refusal) as refused:
            actions.record_death(wife, on=date(2026, 4, 2), by=by)
        assert refused.value.code == "dead"
        with pytest.raises(Refusal) as refused:
            actions.give_post(Person.objects.of(home.community).get(pk=wife.pk), kind=PostKind.COMMITTEE,
                              starts_on=DAY, by=by)
        assert refused.value.code == "gone"
        with pytest.raises(Refusal) as refused:
            actions.join_household(home.household, person=wife, relation="配偶", on=DAY, by=by)
        assert refused.value.code == "dead"
        with pytest.raises(Refusal) as refused:
            actions.record_death(home.resident, on=DAY, by=home.access("worker"))
        assert refused.value.code == "forbidden"

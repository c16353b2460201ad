"""What the search table finds of people and households."""

import pytest

from huijia.core.people import findable
from huijia.core.people.models import Person
from huijia.kernel.search import queries as search
from huijia.kernel.search.models import Document
from tests.cast import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Cast:
    made = cast()
    findable.refresh(made.community, persons=[made.resident.pk], households=[made.household.pk])
    return made


@pytest.mark.parametrize("words", ["赵明", "zmm", "1234", "傅家组12号", "H001", "赵明明 傅家"])
def test_a_person_is_found_by(home: Cast, words: str):
    hits = search.find(home.access("operator"), words, kinds=["person"])
    assert [(hit.object_id, hit.title) for hit in hits] == [(home.resident.pk, "赵明明 · 傅家组12号")]


@pytest.mark.parametrize("words", ["赵明明", "H001", "傅家组 12"])
def test_a_household_is_found_by(home: Cast, words: str):
    hits = search.find(home.access("secretary"), words, kinds=["household"])
    assert [(hit.object_id, hit.title) for hit in hits] == [(home.household.pk, "H001 · 赵明明 · 傅家组12号")]


def test_only_by_those_who_may_see_residents(home: Cast):
    for who in ("worker", "leader", "neighbour", "street", "auditor", "admin"):
        assert search.find(home.access(who), "赵明明") == []


def test_the_whole_number_is_nowhere_in_the_table(home: Cast):
    assert not Document.objects.filter(tokens__contains="13800001234").exists()


def test_who_was_merged_away_is_found_no_more(home: Cast):
    Person.objects.of(home.community).filter(pk=home.resident.pk).update(merged_into=home.persons["second"])
    findable.refresh(home.community, persons=[home.resident.pk])
    assert search.find(home.access("operator"), "赵明明", kinds=["person"]) == []


def test_a_thousand_take_few_statements(home: Cast, django_assert_max_num_queries):
    made = Person.objects.bulk_create([Person(community=home.community, name=f"钱{i}") for i in range(1000)])
    with django_assert_max_num_queries(20):
        findable.refresh(home.community, persons=[person.pk for person in made])
    assert Document.objects.filter(kind="person").count() == 1001

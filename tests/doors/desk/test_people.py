"""居民: the list, registering somebody, and finding people from the search box."""

from datetime import date
from uuid import uuid4

import pytest

from huijia.core.people import actions, findable
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from tests.cast import SINCE, Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries

URL = "/desk/people/"


@pytest.fixture
def town(home: Cast) -> Cast:
    """The resident of the cast, and a young woman with key groups in the other grid."""
    by = home.access("secretary")
    facts = {
        "name": "钱桂子", "phone": "13900007777", "born_on": date(1950, 6, 1), "sex": "female",
        "key_groups": ["alone", "aged"], "register_status": "inflow",
    }
    made = actions.register_person(facts, by=by)
    actions.register_household(dwelling=home.flat, head=made, on=date(2021, 1, 1), number="L9", by=by)
    findable.refresh(home.community, persons=[home.resident.pk], households=[home.household.pk])
    home.persons["old"] = made
    return home


def names(page: object) -> list[str]:
    return [row.person.name for row in page.context["rows"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "钱桂"}, ["钱桂子"]), ({"q": "qgz"}, ["钱桂子"]), ({"q": "7777"}, ["钱桂子"]), ({"q": "L9"}, ["钱桂子"]),
        ({"q": "回龙苑 3"}, ["钱桂子"]), ({"q": "139 0000 7777"}, ["钱桂子"]), ({"q": "没有"}, []),
        ({"key": "alone"}, ["钱桂子"]), ({"key": "veteran"}, []), ({"key": "nonsense"}, []),
        ({"status": "inflow"}, ["钱桂子"]), ({"status": "x"}, []), ({"age": "60-79"}, ["钱桂子"]),
        ({"age": "80"}, []), ({"age": "x"}, []), ({"state": "died"}, []), ({"state": "x"}, []), ({"grid": "x"}, []),
        ({"grid": "9" * 30}, []),
    ],
)
def test_filters(town: Cast, as_: SignIn, query: dict[str, str], found: list[str]) -> None:
    assert names(as_("operator").get(URL, query)) == found


def test_by_grid_and_group(town: Cast, as_: SignIn) -> None:
    assert names(as_("secretary").get(URL, {"grid": town.grid.pk})) == ["赵明明"]
    assert names(as_("secretary").get(URL, {"grid": town.grid2.pk})) == ["钱桂子"]
    assert names(as_("secretary").get(URL, {"group": town.group.pk})) == ["赵明明"]
    assert len(names(as_("secretary").get(URL, {"state": "none"}))) == 7, "the staff live nowhere on this roster"


def test_phones_are_masked_and_documents_absent(town: Cast, as_: SignIn) -> None:
    page = as_("operator").get(URL).content.decode()
    assert "138****1234" in page
    assert "13800001234" not in page
    assert "回龙苑3幢1单元201室" in page


def test_who_was_merged_is_not_listed(town: Cast, as_: SignIn) -> None:
    Person.objects.of(town.community).filter(pk=town.resident.pk).update(merged_into=town.persons["old"])
    assert "赵明明" not in names(as_("operator").get(URL))


def test_pages_follow_each_other(town: Cast, as_: SignIn) -> None:
    Person.objects.bulk_create([Person(community=town.community, name=f"孙{number}") for number in range(60)])
    first = as_("operator").get(URL).context
    second = as_("operator").get(URL, {"after": first["next"]}).context
    assert (len(first["rows"]), len(second["rows"]), second["next"]) == (50, 19, None)
    assert {row.person.pk for row in first["rows"]} & {row.person.pk for row in second["rows"]} == set()


def test_queries_do_not_grow(town: Cast, as_: SignIn) -> None:
    client = as_("operator")
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(30):
        person = Person.objects.create(community=town.community, name=f"孙{number}")
        household = Household.objects.create(community=town.community, number=f"X{number}")
        HouseholdMember.objects.create(
            community=town.community, household=household, person=person, relation="户主", is_head=True, starts_on=SINCE
        )
        Residence.objects.create(
            community=town.community, household=household, dwelling=town.flat, starts_on=SINCE
        )
    assert count_queries(client, URL) == few


def form(**more: object) -> dict[str, object]:
    return {"uuid": str(uuid4()), "name": "孙新来", "on": "2026-04-01", **more}


def test_an_address_makes_a_household(home: Cast, as_: SignIn) -> None:
    sent = form(phone="13900001111", place="回龙苑3幢1单元201室")
    answer = as_("operator").post(f"{URL}new/", sent)
    made = Household.objects.of(home.community).latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/homes/{made.pk}/")
    assert [(row.person.name, row.is_head, row.starts_on) for row in made.members.all()] == [
        ("孙新来", True, date(2026, 4, 1))
    ]
    again = as_("operator").post(f"{URL}new/", sent)
    assert again.headers["Location"] == f"/desk/homes/{made.pk}/"
    assert Person.objects.of(home.community).filter(name="孙新来").count() == 1
    assert as_("operator").post(f"{URL}new/", {**sent, "name": "孙别人"}).status_code == 409


def test_somebody_joins_a_household(home: Cast, as_: SignIn) -> None:
    url = f"{URL}new/?home={home.household.pk}"
    answer = as_("operator").post(url, form(relation="配偶"))
    assert answer.headers["Location"] == f"/desk/homes/{home.household.pk}/"
    assert home.household.members.count() == 2
    refused = as_("operator").post(url, form(name="孙没关系"))
    assert (refused.status_code, refused.context["form"].errors["relation"]) == (422, ["请填写与户主的关系"])
    assert not Person.objects.of(home.community).filter(name="孙没关系").exists(), "both or neither"
    assert as_("operator").get(f"{URL}new/?home={cast('乙社区').household.pk}").status_code == 404


def test_what_was_typed_is_kept_and_doubts_are_asked_once(home: Cast, as_: SignIn) -> None:
    sent = form(name="赵明明", phone="138 0000 1234", employment="退休")
    page = as_("operator").post(f"{URL}new/", sent)
    body = page.content.decode()
    assert page.status_code == 422
    assert 'value="退休"' in body
    assert f'href="/desk/people/{home.resident.pk}/"' in body
    assert 'type="checkbox" name="sure"' in body
    assert as_("operator").post(f"{URL}new/", {**sent, "sure": "on"}).status_code == 302


def test_an_address_nearly_right_says_what_is_near(home: Cast, as_: SignIn) -> None:
    page = as_("operator").post(f"{URL}new/", form(place="傅家组"))
    assert page.context["form"].errors["place"] == ["没有完全一样的地址。相近的有：傅家组12号"]


def test_the_search_box_opens_people_and_households(town: Cast, as_: SignIn) -> None:
    page = as_("operator").get("/desk/search/", {"q": "钱桂子"}).content.decode()
    assert f'href="/desk/people/{town.persons["old"].pk}/"' in page
    by_number = as_("operator").get("/desk/search/", {"q": "L9"}).content.decode()
    assert f'href="/desk/homes/{Household.objects.of(town.community).get(number="L9").pk}/"' in by_number
    whole = as_("operator").get("/desk/search/", {"q": "13900007777"}).content.decode()
    assert f'href="/desk/people/{town.persons["old"].pk}/"' in whole
    assert "钱桂子" not in as_("worker").get("/desk/search/", {"q": "钱桂"}).content.decode()

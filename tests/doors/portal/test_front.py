"""The front page, the choice of a community, and the page behind a plate."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huijia.core.people.models import Care, Household, HouseholdMember, Person, Residence
from huijia.core.places.models import DoorPlate
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from tests.cast import MONDAY, SINCE, Cast, cast

EVENING = MONDAY + timedelta(hours=11)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """Within office hours; outside of them the pages also say who is on duty."""
    with clock.frozen(MONDAY + timedelta(hours=2)):
        yield


def test_in_the_evening_one_more_question_finds_who_is_on_duty(
    client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries
):
    with clock.frozen(EVENING), django_assert_num_queries(8):
        assert client.get("/").status_code == 200


def test_one_community_is_shown_at_once(client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries):
    with django_assert_num_queries(7):
        page = client.get("/").content.decode()
    assert "甲社区" in page
    assert f'href="/report/?c={home.community.slug}"' in page
    assert 'href="tel:0511-12345678"' in page
    assert "长辈版" in page and "English" in page


def test_several_communities_are_chosen_from(client, home: Cast):
    other = cast("乙社区")
    page = client.get("/").content.decode()
    assert f'href="/?c={home.community.slug}"' in page and f'href="/?c={other.community.slug}"' in page
    assert "乙社区" in client.get(f"/?c={other.community.slug}").content.decode()
    assert "您是哪个社区的" in client.get("/report/").content.decode()
    assert "您是哪个社区的" in client.get("/?c=nowhere").content.decode()


def test_before_anything_is_set_up(client, db):
    page = client.get("/")
    assert (page.status_code, page["Location"]) == (302, "/setup/")


def test_door_shows_place_my_people_and_the_hotline(
    client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries
):
    client.get(f"/d/{home.plate.token}/")
    with django_assert_num_queries(9):
        answer = client.get(f"/d/{home.plate.token}/")
    page = answer.content.decode()
    assert "傅家组12号" in page and "第1网格" in page
    assert "冯走访" in page and "陈中心" in page
    assert page.count('href="tel:139') == 2
    assert 'href="tel:0511-12345678"' in page
    assert all(f'href="tel:{number}"' in page for number in (110, 119, 120, 12119))
    assert f'href="/d/{home.plate.token}/report/"' in page


def test_door_shows_nobody_of_the_household(client, home: Cast):
    page = client.get(f"/d/{home.plate.token}/").content.decode()
    assert "赵明明" not in page and "13800001234" not in page and "H001" not in page


def test_door_asks_the_same_of_the_database_however_many_live_there(
    client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(30):
        household = Household.objects.create(community=home.community, number=f"X{number}")
        person = Person.objects.create(community=home.community, name=f"某{number}")
        HouseholdMember.objects.create(
            community=home.community, household=household, person=person, relation="户主", is_head=True, starts_on=SINCE
        )
        Residence.objects.create(
            community=home.community, household=household, dwelling=home.flat, starts_on=SINCE
        )
        Care.objects.create(
            community=home.community, post=home.posts["neighbour"], household=household, starts_on=SINCE
        )
    home.plate.dwelling = home.flat
    home.plate.save()
    client.get(f"/d/{home.plate.token}/")
    with django_assert_num_queries(9):
        page = client.get(f"/d/{home.plate.token}/").content.decode()
    assert page.count("陈中心") == 2  # name and the button's label, once however many households


def test_unknown_token_gets_kind_words_and_the_hotline(client, home: Cast):
    for token in ("nowhere-at-all", "x", "a" * 300, "传单", "%00abcd"):
        for rest in ("", "report/"):
            answer = client.get(f"/d/{token}/{rest}")
            assert answer.status_code == 404, token
            assert "0511-12345678" in answer.content.decode()


def test_unknown_token_among_several_communities_names_none(client, home: Cast):
    cast("乙社区")
    answer = client.get("/d/nowhere-at-all/")
    assert answer.status_code == 404
    assert "0511-12345678" not in answer.content.decode()


def test_revoked_plate_gives_the_hotline_of_its_own_community(client, home: Cast):
    other = cast("乙社区")
    Community.objects.filter(pk=other.community.pk).update(hotline="0511-87654321")
    DoorPlate.objects.of(other.community).update(revoked_at=MONDAY)
    for rest in ("", "report/"):
        answer = client.get(f"/d/{other.plate.token}/{rest}")
        assert answer.status_code == 410
        assert "0511-87654321" in answer.content.decode()
        assert "傅家组12号" not in answer.content.decode()
    assert client.post(f"/d/{other.plate.token}/report/", {"text": "灯"}).status_code == 410


def test_wrong_methods(client, home: Cast):
    for path in ("/", f"/d/{home.plate.token}/", "/done/", "/receipt/"):
        assert client.post(path).status_code == 405
    assert client.put("/report/").status_code == 405
    for move in ("grade", "reopen", "leave"):
        assert client.get(f"/progress/260413-001/{move}/").status_code == 405

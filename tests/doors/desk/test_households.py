"""我的户."""

import pytest

from huijia.core.people.actions import reveal_phone
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from tests.cast import SINCE, Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/households/"


def more_homes(home: Cast, count: int) -> None:
    start = Dwelling.objects.of(home.community).count()
    for number in range(start, start + count):
        dwelling = Dwelling.objects.create(
            community=home.community, kind="village", grid=home.grid, group=home.group, door_number=str(100 + number),
            address=f"傅家组{100 + number}号",
        )
        household = Household.objects.create(community=home.community, number=f"X{number}")
        person = Person.objects.create(community=home.community, name="钱多多")
        HouseholdMember.objects.create(
            community=home.community, household=household, person=person, relation="户主", is_head=True, starts_on=SINCE
        )
        Residence.objects.create(community=home.community, household=household, dwelling=dwelling, starts_on=SINCE)


def test_a_member_household_sees_whom_it_looks_after_by_name(home: Cast, as_: SignIn) -> None:
    more_homes(home, 3)
    home.raise_matter(at=NOW, dwelling=home.dwelling)
    page = as_("neighbour").get(URL).content.decode()
    assert "傅家组12号" in page
    assert "赵明明" in page
    assert "*******1234" in page
    assert "13800001234" not in page
    assert "傅家组102号" not in page
    assert f"{'/desk/intake/'}?foot&amp;dwelling={home.dwelling.pk}&amp;person={home.resident.pk}" in page


def test_a_group_leader_sees_the_group_masked_and_without_numbers_to_call(home: Cast, as_: SignIn) -> None:
    more_homes(home, 1)
    page = as_("leader").get(URL).content.decode()
    assert "傅家组12号" in page
    assert "赵*" in page
    assert "赵明明" not in page
    assert "回龙苑" not in page
    assert "打电话" not in page


def test_a_grid_worker_sees_the_grid(home: Cast, as_: SignIn) -> None:
    page = as_("worker").get(URL).content.decode()
    assert "傅家组12号" in page
    assert "回龙苑" not in page
    assert "打电话" in page


def test_search_by_address(home: Cast, as_: SignIn) -> None:
    more_homes(home, 5)
    page = as_("worker").get(URL, {"q": "傅家 103"}).content.decode()
    assert "傅家组103号" in page
    assert "傅家组104号" not in page
    assert "没有这样的地址" in as_("worker").get(URL, {"q": "没有的地方"}).content.decode()


def test_pages_follow_each_other(home: Cast, as_: SignIn) -> None:
    more_homes(home, 40)
    first = as_("worker").get(URL).context
    assert len(first["homes"]) == 30
    second = as_("worker").get(URL, {"after": first["next"]}).context
    assert len(second["homes"]) == 11
    assert second["next"] is None


def test_a_call_is_noted(home: Cast, as_: SignIn) -> None:
    url = f"{URL}phone/{home.resident.pk}/"
    for who in ("neighbour", "worker"):
        page = as_(who).post(url, headers={"HX-Request": "true"}).content.decode()
        assert 'href="tel:13800001234"' in page
    assert Entry.objects.filter(kind="people.phone_revealed", subject_id=home.resident.pk).count() == 2


def test_who_may_not_call(home: Cast, as_: SignIn) -> None:
    url = f"{URL}phone/{home.resident.pk}/"
    assert as_("leader").post(url).status_code == 403
    assert as_("operator").post(url).status_code == 403
    assert as_("worker").post(f"{URL}phone/{home.persons['committee'].pk}/").status_code == 404
    other = cast("乙社区")
    assert as_("neighbour").post(f"{URL}phone/{other.resident.pk}/").status_code == 404
    assert not Entry.objects.filter(kind="people.phone_revealed").exists()


def test_the_verb_lets_carers_call_only_their_own(home: Cast) -> None:
    assert reveal_phone(home.resident, reason="看望", by=home.access("neighbour")) == "13800001234"
    with pytest.raises(Refusal) as refused:
        reveal_phone(home.persons["worker"], reason="看望", by=home.access("neighbour"))
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize("who", ["operator", "street", "auditor", "admin"])
def test_who_may_not_see(as_: SignIn, who: str) -> None:
    assert as_(who).get(URL).status_code == 403


def test_methods(home: Cast, as_: SignIn) -> None:
    assert as_("worker").post(URL).status_code == 405
    assert as_("worker").get(f"{URL}phone/{home.resident.pk}/").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    more_homes(home, 2)
    client = as_("worker")
    client.get(URL)
    few = count_queries(client, URL)
    more_homes(home, 27)
    client.get(URL)
    assert count_queries(client, URL) == few == 11


def test_the_way_to_a_home_without_a_name_in_its_address(home: Cast, as_: SignIn) -> None:
    page = as_("neighbour").get(URL).content.decode()
    link = page.partition("https://uri.amap.com/")[2].partition('"')[0]
    assert link.startswith("navigation?to=119.4")
    assert "赵" not in link and "12" + "号" not in link
    Dwelling.objects.of(home.community).update(lon=None, lat=None)
    assert "uri.amap.com" not in as_("neighbour").get(URL).content.decode()

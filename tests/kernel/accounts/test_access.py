"""Who may do what where, from memberships and the table of roles."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts import access, roles
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.errors import CommunityNeeded, LoginNeeded, PasswordNeeded, Refusal
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.actors import Actor
from tests.kernel.accounts.conftest import House

ZONE = ZoneInfo("Asia/Shanghai")
Enter = Callable[[User], Client]


@pytest.fixture(autouse=True)
def own_people(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(access, "_people", [access._nobody])
    yield


def _asks(user: User, **session: int) -> HttpRequest:
    request = RequestFactory().get("/desk/")
    request.user = user
    request.session = session
    return request


def test_of_user(house: House) -> None:
    made = Access.of_user(house.operator, house.community)
    assert (made.user_id, made.label, made.kind) == (house.operator.pk, "wang 某", "user")
    assert made.roles == ("operator",)
    assert made.permissions == roles.ROLES["operator"].permissions
    assert made.grids is None
    assert made.may("matters.accept")
    assert not made.may("matters.assign")
    assert made.role_label == "值班员"
    assert made.actor("某某") == Actor("user", house.operator.pk, "wang 某", "某某")


def test_nothing_in_another_community(house: House) -> None:
    made = Access.of_user(house.operator, house.neighbour)
    assert (made.permissions, made.roles) == (frozenset(), ())
    with pytest.raises(Refusal) as refused:
        made.require("matters.accept")
    assert refused.value.code == "forbidden"
    assert str(refused.value) == "您没有“受理、分类、不予受理”的权限。"


def test_a_permission_that_does_not_exist_is_a_fault(house: House) -> None:
    with pytest.raises(AssertionError):
        Access.of_user(house.operator, house.community).may("matters.acept")


def test_half_open_dates(house: House) -> None:
    user = house.add("ding")
    Membership.objects.create(
        user=user,
        role="committee",
        community=house.community,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 5, 1),
    )

    def may(*when: int) -> bool:
        return Access.of_user(user, house.community, datetime(*when, tzinfo=ZONE)).may("matters.check")

    assert not may(2026, 3, 31, 23, 59)
    assert may(2026, 4, 1, 0, 0)
    assert may(2026, 4, 30, 23, 59)
    assert not may(2026, 5, 1, 0, 0)


def test_roles_add_up_and_grids_too(house: House) -> None:
    user = house.add("duo")
    for role, grids in (("grid_worker", [7, 8]), ("group_leader", [8, 9])):
        Membership.objects.create(
            user=user, role=role, community=house.community, grids=grids, starts_on=date(2020, 1, 1)
        )
    made = Access.of_user(user, house.community)
    assert made.roles == ("grid_worker", "group_leader")
    assert made.grids == frozenset({7, 8, 9})
    Membership.objects.create(user=user, role="operator", community=house.community, starts_on=date(2020, 1, 1))
    assert Access.of_user(user, house.community).grids is None


def test_a_street_sees_its_communities_and_no_others(house: House) -> None:
    user = house.add("jie", "street", street=house.street)
    assert Access.of_user(user, house.community).may("matters.street")
    assert Access.of_user(user, house.neighbour).may("matters.street")
    assert not Access.of_user(user, house.far).may("matters.street")
    assert not Access.of_user(user, house.community).may("people.view")


def test_a_district_sees_all_of_them(house: House) -> None:
    user = house.add("qu", "street", district=house.district)
    assert all(
        Access.of_user(user, place).may("matters.street") for place in (house.community, house.neighbour, house.far)
    )


def test_a_switched_off_account_may_nothing(house: House) -> None:
    house.operator.is_active = False
    assert Access.of_user(house.operator, house.community).permissions == frozenset()


def test_system_and_reporter(house: House) -> None:
    system = Access.system(house.community)
    assert (system.kind, system.label, system.user_id) == ("system", "系统", None)
    assert all(system.may(permission) for permission in roles.PERMISSIONS)
    door = Access.reporter(house.community, "居民")
    assert door.actor() == Actor("reporter", None, "居民", "")
    assert [permission for permission in roles.PERMISSIONS if door.may(permission)] == ["matters.register"]


def test_the_roster_says_who_one_is(house: House) -> None:
    asked: list[tuple[int, int, date]] = []

    def find(user_id: int, community_id: int, day: date) -> tuple[frozenset[int], frozenset[int]]:
        asked.append((user_id, community_id, day))
        return frozenset({3}), frozenset({4, 5})

    access.register_people(find)
    made = Access.of_user(house.operator, house.community, datetime(2026, 4, 13, 20, 0, tzinfo=ZONE))
    assert (made.person_ids, made.post_ids) == (frozenset({3}), frozenset({4, 5}))
    assert asked == [(house.operator.pk, house.community.pk, date(2026, 4, 13))]
    assert Access.of_user(house.operator, house.neighbour).person_ids == frozenset()


def test_open_for(house: House) -> None:
    request = _asks(house.operator)
    made = open_for(request, "matters.accept")
    assert made.community == house.community
    assert request.access is made
    assert open_for(request, "matters.assign", "matters.accept") is made
    assert open_for(request) is made
    with pytest.raises(PermissionDenied):
        open_for(request, "matters.assign")
    with pytest.raises(PermissionDenied):
        open_for(request, "matters.assign", "matters.accept", any=False)
    assert open_for(request, "matters.answer", "matters.accept", any=False) is made


def test_open_for_costs_one_query_for_the_usual_reader(house: House) -> None:
    with CaptureQueriesContext(connection) as made:
        open_for(_asks(house.operator), "matters.accept")
    assert len(made) == 1


def test_nobody_and_no_role(house: House) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = _asks(house.operator)
    request.user = AnonymousUser()
    with pytest.raises(LoginNeeded):
        open_for(request)
    with pytest.raises(PermissionDenied):
        open_for(_asks(house.add("ling")))
    house.operator.must_change_password = True
    with pytest.raises(PasswordNeeded):
        open_for(_asks(house.operator))


def test_several_communities(house: House) -> None:
    user = house.add("jie", "street", street=house.street)
    with pytest.raises(CommunityNeeded):
        open_for(_asks(user))
    assert open_for(_asks(user, community=house.neighbour.pk)).community == house.neighbour
    with pytest.raises(CommunityNeeded):
        open_for(_asks(user, community=house.far.pk))


def test_a_street_without_communities(house: House) -> None:
    Community.objects.all()
    street = house.far.street
    house.far.delete()
    with pytest.raises(PermissionDenied):
        open_for(_asks(house.add("kong", "street", street=street)))


def test_choosing(house: House, enter: Enter) -> None:
    user = house.add("jie", "street", street=house.street)
    client = enter(user)
    answer = client.get("/accounts/roles/")
    assert answer.headers["Location"] == "/accounts/choose/?next=%2Faccounts%2Froles%2F"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "甲社区" in page
    assert "乙社区" in page
    assert "丙社区" not in page
    good = client.post("/accounts/choose/", {"community": house.neighbour.pk, "next": "/accounts/roles/"})
    assert good.headers["Location"] == "/accounts/roles/"
    assert client.get("/accounts/roles/").status_code == 200
    assert client.session["community"] == house.neighbour.pk
    assert client.post("/accounts/choose/", {"community": house.far.pk}).status_code == 400
    assert client.post("/accounts/choose/", {"community": "x"}).status_code == 400
    assert client.session["community"] == house.neighbour.pk


def test_home_is_the_page_of_the_role(house: House, enter: Enter) -> None:
    assert enter(house.admin).get("/accounts/").headers["Location"] == "/accounts/users/"
    assert enter(house.operator).get("/accounts/").headers["Location"] == "/desk/"

"""The practice copy beside a live community: in no list, the same roles, nothing shared changed in it."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.accounts.queries import communities_of, memberships_on
from huijia.kernel.communities import actions, queries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, Holiday
from tests.cast import MONDAY, SINCE, Cast, cast, new_community

pytestmark = pytest.mark.django_db


def beside(live: Community) -> Community:
    return Community.objects.create(
        street=live.street, name=live.name, slug=f"{live.slug}-lx", code12=live.code12, practice_of=live
    )


@pytest.fixture
def home() -> Cast:
    return cast()


def test_left_out_of_the_live_ones(home: Cast) -> None:
    practice = beside(home.community)
    assert practice.is_practice and not home.community.is_practice
    assert list(queries.live()) == [home.community]
    assert queries.only_community() == home.community
    assert queries.practice_of(home.community) == practice
    assert queries.practice_of(practice) is None


def test_a_code_stands_once_among_the_live_ones(home: Cast) -> None:
    beside(home.community)
    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.create(
            street=home.community.street, name="双", slug="double", code12=home.community.code12
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        beside(home.community)


def test_not_among_those_a_street_chooses_from(home: Cast) -> None:
    beside(home.community)
    other = new_community("乙社区")
    held = memberships_on(home.users["street"], MONDAY.date())
    assert communities_of(held) == [other, home.community]


def test_not_among_those_a_resident_chooses_from(home: Cast, client: Client) -> None:
    practice = beside(home.community)
    assert client.get("/").status_code == 200
    other = new_community("乙社区")
    page = client.get("/").content.decode()
    assert f"?c={other.slug}" in page and f"?c={home.community.slug}" in page
    assert practice.slug not in page


def test_not_among_the_figures(home: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    practice = beside(home.community)
    call_command("figures", "--json")
    assert practice.slug not in capsys.readouterr().out
    with pytest.raises(Exception, match="no such community"):
        call_command("figures", "--community", practice.slug)


def test_roles_of_the_live_one_hold_without_the_real_logins(home: Cast) -> None:
    practice = beside(home.community)
    access = Access.of_user(home.users["secretary"], practice, MONDAY)
    assert access.roles == ("secretary",)
    assert access.may("matters.assign") and access.may("settings.edit")
    for withheld in ("accounts.manage", "office.export", "residents.admit"):
        assert home.access("secretary").may(withheld) and not access.may(withheld)


def test_grids_are_those_with_the_same_code(home: Cast) -> None:
    practice = beside(home.community)
    twin = type(home.grid).objects.create(community=practice, code=home.grid.code, name="第一网格")
    type(home.grid).objects.create(community=practice, code=home.grid2.code, name="第二网格")
    assert Access.of_user(home.users["worker"], practice, MONDAY).grids == {twin.pk}
    assert home.access("worker").grids == {home.grid.pk}


def test_a_role_elsewhere_does_not_hold_there(home: Cast) -> None:
    practice = beside(home.community)
    stranger = User.objects.create(username="stranger", name="外人")
    Membership.objects.create(user=stranger, role="secretary", community=new_community("丙社区"), starts_on=SINCE)
    assert Access.of_user(stranger, practice, MONDAY).permissions == frozenset()


def test_what_all_communities_share_is_refused(home: Cast) -> None:
    by = Access.of_user(home.users["secretary"], beside(home.community), MONDAY)
    day = date(2026, 5, 20)
    with pytest.raises(Refusal) as refused:
        actions.set_holiday(day, working=False, name="试试", by=by)
    assert refused.value.code == "practice"
    with pytest.raises(Refusal):
        actions.drop_holiday(day, by=by)
    assert not Holiday.objects.exists()


def test_working_there_and_coming_back(home: Cast, client: Client) -> None:
    practice = beside(home.community)
    client.force_login(home.users["secretary"])
    for chosen in (practice, home.community):
        session = client.session
        session["community"] = chosen.pk
        session.save()
        assert client.get("/desk/").context["access"].community == chosen
    session = client.session
    session["community"] = beside(new_community("丙社区")).pk
    session.save()
    assert client.get("/desk/").context["access"].community == home.community

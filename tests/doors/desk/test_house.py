"""One household's page and its steps."""

from datetime import date

import pytest

from huijia.core.people import actions
from huijia.core.people.models import Change, Household, Person, Residence
from huijia.core.places.models import Dwelling
from tests.cast import SINCE, Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries


@pytest.fixture
def family(home: Cast) -> Cast:
    """A wife, a son and a dwelling next door."""
    by = home.access("operator")
    for key, name, relation in (("wife", "钱桂子", "配偶"), ("son", "赵石榴", "子")):
        home.persons[key] = actions.register_person({"name": name}, by=by)
        actions.join_household(
            home.household, person=home.persons[key], relation=relation, on=date(2021, 1, 1), by=by
        )
    Dwelling.objects.create(
        community=home.community, kind="village", grid=home.grid, group=home.group, door_number="13",
        address="傅家组13号",
    )
    return home


def url(home: Cast, rest: str = "") -> str:
    return f"/desk/homes/{home.household.pk}/{rest}"


def living(home: Cast) -> list[tuple[str, bool, date, date | None]]:
    rows = Residence.objects.of(home.community).filter(household=home.household).order_by("starts_on", "pk")
    return [(row.dwelling.address, row.is_main, row.starts_on, row.ends_on) for row in rows.select_related("dwelling")]


def members(household: Household) -> list[tuple[str, str, bool]]:
    rows = household.members.filter(ends_on=None).select_related("person").order_by("person_id")
    return [(row.person.name, row.relation, row.is_head) for row in rows]


def test_the_office_sees_who_where_and_by_whom(family: Cast, as_: SignIn) -> None:
    page = as_("committee").get(url(family)).content.decode()
    for words in (
        "傅家组12号", "户号 H001", "赵明明", "钱桂子", "138****1234", "陈中心", "冯走访", "由陈中心联系",
        "赵明明任户主", "住进傅家组12号", "赵石榴（子）加入", "搬家", "分户",
    ):
        assert words in page, words
    assert "13800001234" not in page


def test_neighbours_reach_it_from_their_households(family: Cast, as_: SignIn) -> None:
    for who, name in (("neighbour", "赵明明"), ("worker", "赵*"), ("leader", "赵*")):
        assert f'href="{url(family)}"' in as_(who).get("/desk/households/").content.decode()
        page = as_(who).get(url(family)).content.decode()
        assert name in page
        assert "登记成员" not in page
        if name == "赵*":
            assert "赵明明" not in page
            assert "钱桂子" not in page
        assert as_(who).get(url(family, "print/")).status_code == 200


def test_not_theirs_to_know_of(home: Cast, as_: SignIn) -> None:
    by = home.access("operator")
    other = actions.register_household(dwelling=home.flat, head=home.persons["second"], on=SINCE, by=by)
    for who in ("worker", "leader", "neighbour"):
        assert as_(who).get(f"/desk/homes/{other.pk}/").status_code == 404
    elsewhere = cast("乙社区")
    for rest in ("", "print/", "move/"):
        assert as_("operator").get(url(elsewhere, rest)).status_code == 404
    assert as_("operator").get(url(home, "nonsense/")).status_code == 404


def test_a_move(family: Cast, as_: SignIn) -> None:
    answer = as_("operator").post(url(family, "move/"), {"place": "傅家组13号", "on": "2026-04-01"}, follow=True)
    assert "已登记搬到傅家组13号。" in answer.content.decode()
    assert living(family) == [
        ("傅家组12号", True, SINCE, date(2026, 4, 1)), ("傅家组13号", True, date(2026, 4, 1), None)
    ]
    for place, on, field in (("没有", "2026-04-02", "place"), ("傅家组12号", "2019-01-01", "on"),
                             ("傅家组12号", "2026-04-14", "on")):
        refused = as_("operator").post(url(family, "move/"), {"place": place, "on": on})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    change = Change.objects.of(family.community).latest("pk")
    as_("operator").post(f"/desk/people/changes/{change.pk}/undo/")
    assert living(family) == [("傅家组12号", True, SINCE, None)]


def test_several_homes(family: Cast, as_: SignIn) -> None:
    client = as_("operator")
    client.post(url(family, "add-home/"), {"place": "傅家组13号", "on": "2026-01-01"})
    second = Residence.objects.of(family.community).get(dwelling__address="傅家组13号")
    page = client.get(url(family)).content.decode()
    assert "主要住处" in page
    assert "另一处" in page
    client.post(url(family, "main-home/"), {"residence": second.pk, "on": "2026-02-01"})
    assert [row[:2] for row in living(family) if row[3] is None] == [("傅家组12号", False), ("傅家组13号", True)]
    other = Residence.objects.of(family.community).get(dwelling=family.dwelling, ends_on=None)
    client.post(url(family, "end-home/"), {"residence": other.pk, "on": "2026-03-01"})
    assert [row[0] for row in living(family) if row[3] is None] == ["傅家组13号"]


def test_another_head(family: Cast, as_: SignIn) -> None:
    sent = {
        "head": family.persons["wife"].pk, "on": "2026-04-01", f"relation_{family.resident.pk}": "配偶",
        f"relation_{family.persons['son'].pk}": "子",
    }
    as_("operator").post(url(family, "head/"), sent)
    assert members(family.household) == [("赵明明", "配偶", False), ("钱桂子", "户主", True), ("赵石榴", "子", False)]
    assert "钱桂子任户主" in as_("operator").get(url(family)).content.decode()


def test_a_son_splits_off(family: Cast, as_: SignIn) -> None:
    son = family.persons["son"]
    page = as_("operator").get(url(family, "split/")).context["form"]
    sent = {
        "uuid": str(page["uuid"].value()), "members_going": [son.pk], "head": son.pk, "place": "傅家组13号",
        "on": "2026-04-01", "number": "H002",
    }
    first = as_("operator").post(url(family, "split/"), sent)
    again = as_("operator").post(url(family, "split/"), sent)
    assert (first.status_code, again.status_code) == (302, 302)
    made = Household.objects.of(family.community).get(number="H002")
    assert members(made) == [("赵石榴", "户主", True)]
    assert members(family.household) == [("赵明明", "户主", True), ("钱桂子", "配偶", False)]


def test_the_head_splits_off_and_leaves_a_head_behind(family: Cast, as_: SignIn) -> None:
    head, wife = family.resident, family.persons["wife"]
    sent = {
        "uuid": "8f1e2b0c-6a0f-4f5e-9d1a-2b3c4d5e6f70", "members_going": [head.pk], "head": head.pk,
        "place": "傅家组13号", "on": "2026-04-01",
    }
    refused = as_("operator").post(url(family, "split/"), sent)
    assert refused.context["form"].errors["new_head"] == ["户主离开，请从其余成员里选一位新户主"]
    as_("operator").post(url(family, "split/"), {**sent, "new_head": wife.pk})
    assert members(family.household) == [("钱桂子", "户主", True), ("赵石榴", "子", False)]


def test_all_of_them_is_a_move(family: Cast, as_: SignIn) -> None:
    everybody = [family.resident.pk, family.persons["wife"].pk, family.persons["son"].pk]
    sent = {
        "uuid": "8f1e2b0c-6a0f-4f5e-9d1a-2b3c4d5e6f71", "members_going": everybody, "head": family.resident.pk,
        "place": "傅家组13号", "on": "2026-04-01",
    }
    refused = as_("operator").post(url(family, "split/"), sent)
    assert refused.context["form"].errors["members_going"] == ["全部成员都走，请登记“搬家”"]


def test_away_and_back(family: Cast, as_: SignIn) -> None:
    as_("operator").post(url(family, "away/"), {"on": "2026-04-01", "outflow": "on"})
    assert living(family) == [("傅家组12号", True, SINCE, date(2026, 4, 1))]
    assert Person.objects.of(family.community).get(pk=family.resident.pk).register_status == "outflow"
    assert "现在在本社区没有住处。" in as_("operator").get(url(family)).content.decode()
    assert as_("neighbour").get(url(family)).status_code == 404, "nobody looks after them any more"
    as_("operator").post(url(family, "move/"), {"place": "傅家组12号", "on": "2026-04-10"})
    assert living(family)[-1] == ("傅家组12号", True, date(2026, 4, 10), None)


def test_the_sheet(family: Cast, as_: SignIn) -> None:
    page = as_("operator").get(url(family, "print/")).content.decode()
    for words in ("住户登记表", "H001", "赵明明", "138****1234", "住户(签字)"):
        assert words in page


def test_queries_do_not_grow(family: Cast, as_: SignIn) -> None:
    client, by = as_("operator"), family.access("operator")
    client.get(url(family))
    few = count_queries(client, url(family))
    for number in range(8):
        person = actions.register_person({"name": f"赵{number}"}, by=by)
        actions.join_household(family.household, person=person, relation="其他", on=date(2022, 1, 1), by=by)
    assert count_queries(client, url(family)) == few
    assert few <= 30

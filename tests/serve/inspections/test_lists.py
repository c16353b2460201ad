"""检查表 in versions, and campaigns with their homes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.kernel.communities.errors import Refusal
from huijia.serve.inspections import actions
from huijia.serve.inspections.enums import Level, Subject
from huijia.serve.inspections.forms import read_item, write_items
from huijia.serve.inspections.models import Campaign, Checklist, Home
from tests.cast import MONDAY
from tests.serve.inspections.conftest import House

DAY = MONDAY.date()
texts = st.text("没有漏气软管超期阀门", min_size=1, max_size=20)


def test_another_wording_is_another_version_and_old_records_keep_theirs(house: House) -> None:
    by = house.cast.access("secretary")
    check = house.check()
    items = [actions.Item("没有漏气", Level.SEVERE), actions.Item("报警器正常", Level.MINOR)]
    second = actions.save_checklist(house.gas, subject=Subject.GAS, name="改名无效", items=items, by=by)
    assert (second.name, second.number, second.is_current) == ("燃气检查表", 2, True)
    assert check.checklist.number == 1
    with pytest.raises(Refusal) as refused:
        actions.save_checklist(house.gas, subject=Subject.GAS, name="", items=items, by=by)
    assert refused.value.code == "stale"
    assert Checklist.objects.of(house.cast.community).filter(is_current=True).count() == 1


def test_those_that_ship_come_once(house: House) -> None:
    by = house.cast.access("secretary")
    assert (actions.adopt_usual(by=by), actions.adopt_usual(by=by)) == (4, 0)
    gas = Checklist.objects.of(house.cast.community).get(name="居民用户燃气安全检查表")
    assert len(gas.items) == 15
    assert gas.items[0] == {"code": "i01", "text": "接口、阀门、灶具用检漏液查，没有漏气", "level": "severe"}


@pytest.mark.parametrize("count", [0, 61])
def test_too_few_or_too_many(house: House, count: int) -> None:
    with pytest.raises(Refusal) as refused:
        actions.save_checklist(
            None, subject=Subject.FIRE, name="新表", items=[actions.Item("项", Level.MINOR)] * count,
            by=house.cast.access("secretary"),
        )
    assert refused.value.field == "items"


@given(st.lists(st.builds(actions.Item, texts, st.sampled_from(Level)), min_size=1, max_size=20))
def test_what_is_written_is_read_again(items: list[actions.Item]) -> None:
    row = Checklist(items=[{"code": "", "text": item.text, "level": item.level} for item in items])
    assert [read_item(line) for line in write_items(row).splitlines()] == items


def test_a_campaign_has_the_homes_that_are_lived_in(house: House) -> None:
    assert [home.dwelling for home in Home.objects.of(house.cast.community)] == [house.cast.dwelling]
    by = house.cast.access("secretary")
    plan = actions.Plan("二", house.gas, DAY, DAY, uuid=uuid4())
    first = actions.plan_campaign(plan, by=by, at=MONDAY)
    assert actions.plan_campaign(plan, by=by, at=MONDAY) == first
    for more in ({"grid": house.cast.grid2}, {"key_group": "alone"}):
        with pytest.raises(Refusal):
            actions.plan_campaign(actions.Plan("三", house.gas, DAY, DAY, **more), by=by, at=MONDAY)
    house.cast.resident.key_groups = ["alone"]
    house.cast.resident.save()
    narrow = actions.Plan("三", house.gas, DAY, DAY, key_group="alone", group=house.cast.group)
    assert actions.plan_campaign(narrow, by=by, at=MONDAY).homes.count() == 1
    with pytest.raises(Refusal) as refused:
        actions.plan_campaign(actions.Plan("四", house.gas, DAY, DAY - timedelta(days=1)), by=by, at=MONDAY)
    assert refused.value.field == "ends_on"
    with pytest.raises(Refusal):
        actions.plan_campaign(actions.Plan("五", house.gas, DAY, DAY), by=house.cast.access("worker"), at=MONDAY)
    assert Campaign.objects.of(house.cast.community).count() == 3


def test_homes_that_were_looked_at_lately_may_be_left_out(house: House) -> None:
    by = house.cast.access("secretary")
    house.check()
    soon = actions.Plan("半年后", house.gas, DAY + timedelta(days=180), DAY + timedelta(days=200), only_due=True)
    with pytest.raises(Refusal):
        actions.plan_campaign(soon, by=by, at=MONDAY)
    later = actions.Plan("一年后", house.gas, DAY + timedelta(days=366), DAY + timedelta(days=380), only_due=True)
    assert actions.plan_campaign(later, by=by, at=MONDAY).homes.count() == 1
    fire = actions.save_checklist(
        None, subject=Subject.FIRE, name="消防", items=[actions.Item("楼道通畅", Level.MAJOR)], by=by
    )
    other = actions.Plan("消防", fire, DAY, DAY, only_due=True)
    assert actions.plan_campaign(other, by=by, at=MONDAY).homes.count() == 1


def test_the_map_says_what_the_list_says(house: House) -> None:
    house.found()
    data = house.browser("secretary").get(f"/desk/inspections/{house.campaign.pk}/map/").json()
    found = {grid["name"]: (grid["red"], grid["yellow"], grid["green"]) for grid in data["grids"]}
    assert found["第1网格"] == (1, 0, 1)

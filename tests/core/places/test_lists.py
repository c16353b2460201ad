"""Grids and groups by list: pasted, renamed, taken away while nothing belongs to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.places import lists
from huijia.core.places.enums import GroupKind
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry
from tests.cast import cast, new_community


@pytest.fixture
def place(db: None) -> Community:
    return new_community()


@pytest.fixture
def by(place: Community) -> Access:
    return Access.system(place)


def test_a_pasted_list(place: Community, by: Access) -> None:
    added = lists.add_grids("1. 第一网格\n\n2、第二网格\n- 第三网格\n第一网格\n", by=by)
    assert (added.made, added.known) == (["第一网格", "第二网格", "第三网格"], [])
    assert list(Grid.objects.of(place).values_list("name", "code")) == [
        ("第一网格", f"{place.code12}001"), ("第二网格", f"{place.code12}002"), ("第三网格", f"{place.code12}003"),
    ]
    assert Entry.objects.filter(kind="places.grid_saved").count() == 3


def test_pasting_again_adds_only_what_is_new(place: Community, by: Access) -> None:
    lists.add_grids("第一网格", by=by)
    again = lists.add_grids("第一网格\n第二网格", by=by)
    assert (again.made, again.known) == (["第二网格"], ["第一网格"])
    assert Grid.objects.of(place).count() == 2


def test_codes_behind_the_names(place: Community, by: Access) -> None:
    lists.add_grids("东网格 321111002008007\n西网格，321111002008009001", by=by)
    assert dict(Grid.objects.of(place).values_list("name", "code")) == {
        "东网格": "321111002008007", "西网格": "321111002008009001",
    }
    with pytest.raises(Refusal) as refused:
        lists.add_grids("北网格 321111002008007", by=by)
    assert (refused.value.field, refused.value.code) == ("names", "taken")
    with pytest.raises(Refusal):
        lists.add_grids("321111002008011", by=by)
    assert Grid.objects.of(place).count() == 2


def test_groups(place: Community, by: Access) -> None:
    added = lists.add_groups("傅家组\n回龙山组\n傅家组", kind=GroupKind.VILLAGE, by=by)
    assert added.made == ["傅家组", "回龙山组"]
    assert lists.add_groups("傅家组", kind=GroupKind.RESIDENTS, by=by).known == ["傅家组"]
    assert set(Group.objects.of(place).values_list("name", "kind")) == {("傅家组", "village"), ("回龙山组", "village")}


@pytest.mark.parametrize("text", ["", " \n\t", "\n".join(f"第{n}网格" for n in range(201)), "网" * 61])
def test_what_cannot_be_a_list(by: Access, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        lists.add_grids(text, by=by)
    assert refused.value.field == "names"
    assert not Grid.objects.of(by.community).exists()


@given(st.text(max_size=300))
def test_any_text_gives_names_or_a_refusal(text: str) -> None:
    try:
        names = lists.names_in(text)
    except Refusal:
        return
    assert names and len(set(names)) == len(names)
    assert all(name == name.strip() and len(name) <= 60 for name in names)


def test_renaming_keeps_the_outline(db: None) -> None:
    home = cast()
    lists.rename_grid(home.grid, name="东网格", by=home.access("secretary"))
    home.grid.refresh_from_db()
    assert home.grid.name == "东网格" and home.grid.polygon is not None
    with pytest.raises(Refusal) as refused:
        lists.rename_grid(home.grid, name="东网格", code=home.grid2.code, by=home.access("secretary"))
    assert refused.value.code == "taken"
    with pytest.raises(Refusal) as refused:
        lists.rename_grid(home.grid, name=" ", by=home.access("secretary"))
    assert refused.value.field == "name"


def test_two_groups_of_one_name_are_refused(by: Access) -> None:
    lists.add_groups("甲组\n乙组", kind=GroupKind.RESIDENTS, by=by)
    group = Group.objects.of(by.community).get(name="乙组")
    with pytest.raises(Refusal) as refused:
        lists.rename_group(group, name="甲组", by=by)
    assert refused.value.code == "taken"
    lists.rename_group(group, name="丙组", by=by)
    assert set(Group.objects.of(by.community).values_list("name", flat=True)) == {"甲组", "丙组"}


def test_only_what_nothing_belongs_to_is_taken_away(db: None) -> None:
    home = cast()
    by = home.access("secretary")
    for remove, row in ((lists.remove_grid, home.grid2), (lists.remove_group, home.group)):
        with pytest.raises(Refusal) as refused:
            remove(row, by=by)  # type: ignore[operator]
        assert refused.value.code == "used"
    empty = Grid.objects.create(community=home.community, code="321100001000009", name="空网格")
    lists.remove_grid(empty, by=by)
    lists.remove_grid(Grid(pk=empty.pk or 10**6, community=home.community, name="空网格"), by=by)
    assert Entry.objects.filter(kind="places.grid_removed").count() == 1


def test_a_grid_that_a_login_is_limited_to_stays(db: None) -> None:
    home = cast()
    home.users["worker"].memberships.update(grids=[home.grid2.pk])
    with pytest.raises(Refusal, match="还有账号"):
        lists.remove_grid(home.grid2, by=home.access("secretary"))


def test_without_the_right(db: None) -> None:
    home = cast()
    for act in (
        lambda by: lists.add_grids("甲", by=by), lambda by: lists.remove_group(home.group, by=by),
        lambda by: lists.rename_group(home.group, name="乙", by=by),
    ):
        with pytest.raises(Refusal) as refused:
            act(home.access("operator"))
        assert refused.value.code == "forbidden"

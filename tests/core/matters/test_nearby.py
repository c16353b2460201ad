"""附近有变化: what doors show of matters that are done, and what they never show."""

from datetime import timedelta

import pytest

from huijia.core.matters import nearby
from huijia.core.matters.models import Category, Matter
from huijia.core.places.models import DoorPlate
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast

LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def lit(home: Cast) -> Matter:
    """A lamp repaired in the group of the cast's door; lamps stand under 公共设施."""
    root = Category.objects.create(community=home.community, code="05", name="公共设施")
    Category.objects.of(home.community).filter(pk=home.lamps.pk).update(parent=root)
    return home.closed_matter(phone="13800001234", reporter_name="赵明明")


def shown(home: Cast, plate: DoorPlate | None = None) -> list[nearby.Change]:
    door = plate or home.plate
    return nearby.changes_at([door], home.community, LATER)[door.pk]


def test_without_words_only_what_and_where(home: Cast, lit: Matter) -> None:
    [change] = shown(home)
    assert (change.category, change.place, change.done_at, change.before, change.after) == (
        "路灯", "傅家组", MONDAY, "", ""
    )


def test_with_words(home: Cast, lit: Matter) -> None:
    by = home.access("operator")
    nearby.tell_neighbours(lit, before="村口 路灯不亮", after="换了灯泡", by=by, at=LATER)
    nearby.tell_neighbours(lit, before="村口路灯不亮", after="换了灯泡，夜里亮了", by=by, at=LATER)
    [change] = shown(home)
    assert (change.before, change.after) == ("村口路灯不亮", "换了灯泡，夜里亮了")
    for _time in range(2):
        nearby.untell(lit, by=by, at=LATER)
    assert shown(home)[0].before == ""
    assert Entry.objects.filter(kind="matters.untold_public").count() == 1


@pytest.mark.parametrize("line", ["赵明明家门口不亮", "请打13800001234", "", "长" * 61])
def test_words_that_name_somebody_or_cannot_be(home: Cast, lit: Matter, line: str) -> None:
    with pytest.raises(Refusal) as refused:
        nearby.tell_neighbours(lit, before=line, after="好了", by=home.access("operator"), at=LATER)
    assert refused.value.field == "before"
    assert shown(home)[0].before == ""


def test_who_may_not_tell(home: Cast, lit: Matter) -> None:
    with pytest.raises(Refusal):
        nearby.tell_neighbours(lit, before="暗", after="亮", by=home.access("worker"), at=LATER)
    with pytest.raises(Refusal):
        nearby.tell_neighbours(lit, before="暗", after="亮", by=cast("乙社区").access("secretary"), at=LATER)


def test_what_is_never_shown(home: Cast, lit: Matter) -> None:
    rows = Matter.objects.of(home.community).filter(pk=lit.pk)
    for change in (
        {"is_sensitive": True}, {"is_petition": True}, {"is_historic": True}, {"nature": "consult"},
        {"category": None}, {"closed_at": LATER - timedelta(days=61)}, {"state": "checked"},
    ):
        before = rows.values(*change).get()
        rows.update(**change)
        assert shown(home) == [], change
        rows.update(**before)
    assert len(shown(home)) == 1


def test_peoples_affairs_are_not_shown_unless_somebody_wrote_words(home: Cast) -> None:
    matter = home.closed_matter()
    assert shown(home) == []
    nearby.tell_neighbours(matter, before="台阶陡", after="加了扶手", by=home.access("operator"), at=LATER)
    assert [change.after for change in shown(home)] == ["加了扶手"]


def test_near_by_and_far_away(home: Cast, lit: Matter) -> None:
    far = DoorPlate.objects.create(
        community=home.community, token="far-away", place_name="回龙苑", grid=home.grid2, issued_at=MONDAY,
        lon=119.441, lat=32.101,
    )
    assert shown(home, far) == []
    Matter.objects.of(home.community).filter(pk=lit.pk).update(lon=119.4412, lat=32.1012)
    assert len(shown(home, far)) == 1
    Matter.objects.of(home.community).filter(pk=lit.pk).update(lon=119.446, lat=32.101)
    assert shown(home, far) == []


def test_another_community(home: Cast, lit: Matter) -> None:
    other = cast("乙社区")
    assert nearby.changes_at([other.plate], other.community, LATER) == {other.plate.pk: []}


def test_one_statement_for_many_doors(home: Cast, lit: Matter, django_assert_num_queries: object) -> None:
    doors = [home.plate, *(DoorPlate(pk=9000 + n, grid=home.grid, lon=119.4, lat=32.1) for n in range(50))]
    shown(home)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(nearby.changes_at(doors, home.community, LATER)) == 51

"""A read names its community or raises; nothing slips past by another road."""

import pytest
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.communities.scoping import ScopedManager, ScopedQuerySet, Unscoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return Street.objects.create(
        district=District.objects.create(name="甲区", code="321100000000"), name="甲街道", code="321100001000"
    )


@pytest.fixture
def ours(street: Street) -> Community:
    return _community(street, "甲社区", "a", "321100001001")


@pytest.fixture
def theirs(street: Street) -> Community:
    return _community(street, "乙社区", "b", "321100001002")


def _community(street: Street, name: str, slug: str, code: str) -> Community:
    community = Community.objects.create(street=street, name=name, slug=slug, code12=code)
    for number in (1, 2):
        grid = Grid.objects.create(
            community=community, code=f"{code}00{number}", name=f"{slug}{number}", polygon={"type": "Polygon"}
        )
        home = {"estate": "苑", "building": "1", "unit": "1", "room": "101"}
        Dwelling.objects.create(community=community, kind="estate", grid=grid, address=f"{slug}{number} 号", **home)
    return community


CLOSED_READS = {
    "list": list,
    "bool": bool,
    "len": len,
    "index": lambda qs: qs[0],
    "slice": lambda qs: list(qs[:1]),
    "iterator": lambda qs: list(qs.iterator()),
    "get": lambda qs: qs.get(name="a1"),
    "first": lambda qs: qs.first(),
    "last": lambda qs: qs.last(),
    "latest": lambda qs: qs.latest("pk"),
    "earliest": lambda qs: qs.earliest("pk"),
    "count": lambda qs: qs.count(),
    "exists": lambda qs: qs.exists(),
    "contains": lambda qs: qs.contains(Grid._base_manager.first()),
    "aggregate": lambda qs: qs.aggregate(n=Count("pk")),
    "annotated": lambda qs: list(qs.annotate(n=Count("dwellings"))),
    "values": lambda qs: list(qs.values("name")),
    "values_list": lambda qs: list(qs.values_list("name", flat=True)),
    "distinct": lambda qs: list(qs.values("name").distinct()),
    "in_bulk": lambda qs: qs.in_bulk(),
    "in_bulk of some": lambda qs: qs.in_bulk([1, 2]),
    "update": lambda qs: qs.update(name="x"),
    "delete": lambda qs: qs.delete(),
    "explain": lambda qs: qs.explain(),
    "raw": lambda qs: list(qs.raw("select * from places_grid")),
    "get_or_create": lambda qs: qs.get_or_create(name="a1"),
    "update_or_create": lambda qs: qs.update_or_create(name="a1", defaults={"name": "x"}),
    "bulk_update": lambda qs: qs.bulk_update([Grid._base_manager.first()], ["name"]),
    "only": lambda qs: list(qs.only("name")),
    "select_related": lambda qs: list(qs.select_related("community")),
    "select_for_update": lambda qs: list(qs.select_for_update()),
    "union": lambda qs: list(qs.union(qs)),
    "sql": lambda qs: str(qs.query),
}


@pytest.mark.parametrize("read", CLOSED_READS.values(), ids=CLOSED_READS.keys())
@pytest.mark.parametrize(
    "closed", [Grid.objects.all, lambda: Grid.objects.filter(name="a1").exclude(name="z").order_by("pk")]
)
def test_an_unscoped_read_raises(ours: Community, read: object, closed: object) -> None:
    with pytest.raises(Unscoped, match="Grid"):
        read(closed())


def test_the_manager_itself_raises_too(ours: Community) -> None:
    with pytest.raises(Unscoped):
        Grid.objects.count()
    with pytest.raises(Unscoped):
        Grid.objects.get(name="a1")


def test_of_takes_the_community_or_its_id(ours: Community, theirs: Community) -> None:
    assert sorted(grid.name for grid in Grid.objects.of(ours)) == ["a1", "a2"]
    assert sorted(grid.name for grid in Grid.objects.of(theirs.pk)) == ["b1", "b2"]
    assert Grid.objects.filter(name="b1").of(ours).count() == 0


def test_everywhere_sees_all(ours: Community, theirs: Community) -> None:
    assert Grid.objects.everywhere().count() == 4
    assert Grid.objects.filter(name__endswith="1").everywhere().count() == 2


def test_clones_keep_the_mark(ours: Community, theirs: Community) -> None:
    scoped = Grid.objects.of(ours)
    assert scoped.filter(name="a1").exclude(name="z").order_by("name")[:1].get().name == "a1"
    assert scoped.values_list("name", flat=True).distinct().order_by("name").first() == "a1"
    assert scoped.all().count() == 2
    assert scoped.filter(name="a1").update(name="a9") == 1
    assert scoped.in_bulk().keys() == {grid.pk for grid in scoped}
    assert scoped.aggregate(n=Count("pk")) == {"n": 2}
    assert scoped.reverse().exists()


def test_create_needs_no_scope(ours: Community) -> None:
    grid = Grid.objects.create(community=ours, code="9", name="new", polygon={})
    Grid.objects.bulk_create([Grid(community=ours, code="10", name="newer", polygon={})])
    assert Grid.objects.of(ours).count() == 4
    grid.name = "renamed"
    grid.save(update_fields=["name"])
    grid.refresh_from_db()
    assert grid.name == "renamed"
    grid.delete()
    assert Grid.objects.of(ours).count() == 3


def test_get_or_create_within_a_community(ours: Community) -> None:
    grid, made = Grid.objects.of(ours).get_or_create(community=ours, name="a1", defaults={"code": "9"})
    assert (grid.name, made) == ("a1", False)


def test_a_parent_opens_its_children(ours: Community, theirs: Community) -> None:
    grid = Grid.objects.of(ours).get(name="a1")
    assert [home.address for home in grid.dwellings.all()] == ["a1 号"]
    assert grid.dwellings.filter(kind="estate").count() == 1
    assert grid.dwellings.exists()
    assert list(grid.dwellings.values_list("address", flat=True)) == ["a1 号"]
    grid.dwellings.update(address="新")
    assert grid.dwellings.get().address == "新"
    assert grid.dwellings.get().grid == grid
    assert grid.dwellings.get().community == ours


def test_prefetch_and_select_related(ours: Community, theirs: Community) -> None:
    grids = Grid.objects.of(ours).order_by("name").prefetch_related("dwellings")
    assert [[home.address for home in grid.dwellings.all()] for grid in grids] == [["a1 号"], ["a2 号"]]
    chosen = Prefetch("dwellings", Dwelling.objects.filter(kind="estate"), to_attr="homes")
    assert [len(grid.homes) for grid in Grid.objects.of(ours).prefetch_related(chosen)] == [1, 1]
    homes = Dwelling.objects.of(ours).select_related("grid", "community").order_by("pk")
    assert [(home.grid.name, home.community.slug) for home in homes] == [("a1", "a"), ("a2", "a")]


def test_subqueries_are_scoped_as_well(ours: Community, theirs: Community) -> None:
    homes = Dwelling.objects.of(ours)
    grids = Grid.objects.of(ours)
    assert homes.filter(grid__in=grids).count() == 2
    assert grids.filter(Exists(homes.filter(grid=OuterRef("pk")))).count() == 2
    first = Subquery(homes.filter(grid=OuterRef("pk")).values("address")[:1])
    assert sorted(grids.annotate(first=first).values_list("first", flat=True)) == ["a1 号", "a2 号"]
    for closed in (
        lambda: homes.filter(grid__in=Grid.objects.all()).count(),
        lambda: grids.filter(Exists(Dwelling.objects.filter(grid=OuterRef("pk")))).count(),
        lambda: list(grids.annotate(first=Subquery(Dwelling.objects.values("address")[:1]))),
        lambda: list(grids.union(Grid.objects.all())),
        lambda: list(Community.objects.filter(pk__in=Grid.objects.values("community"))),
    ):
        with pytest.raises(Unscoped):
            closed()


def test_joining_an_open_and_a_closed_set(ours: Community, theirs: Community) -> None:
    scoped = Grid.objects.of(ours)
    for both in (scoped | Grid.objects.all(), Grid.objects.all() | scoped, scoped ^ Grid.objects.all()):
        with pytest.raises(Unscoped):
            list(both)
    assert (scoped | Grid.objects.of(theirs)).count() == 4
    assert (scoped & Grid.objects.filter(name="a1")).count() == 1
    assert (scoped | Grid.objects.none()).count() == 2


def test_none_reads_nothing_and_may_be_read() -> None:
    assert list(Grid.objects.none()) == []
    assert Grid.objects.none().count() == 0


def test_excluding_over_a_relation(ours: Community, theirs: Community) -> None:
    empty = Grid.objects.create(community=ours, code="9", name="leer", polygon={})
    assert list(Grid.objects.of(ours).exclude(dwellings__kind="estate")) == [empty]
    assert Grid.objects.of(ours).filter(~Q(dwellings__address="a1 号")).count() == 2


def test_annotations_and_groups(ours: Community, theirs: Community) -> None:
    counted = Grid.objects.of(ours).annotate(n=Count("dwellings")).filter(n=1)
    assert counted.count() == 2
    assert list(Dwelling.objects.of(ours).values("kind").annotate(n=Count("pk"))) == [{"kind": "estate", "n": 2}]


def test_a_form_can_check_uniqueness(ours: Community) -> None:
    from django.core.exceptions import ValidationError

    from huijia.kernel.communities.models import Option
    from huijia.lib import clock

    Option.objects.create(community=ours, key="k", value=1, changed_at=clock.now())
    with pytest.raises(ValidationError):
        Option(community=ours, key="k", value=2, changed_at=clock.now()).full_clean()
    with pytest.raises(Unscoped):
        Option.objects.count()


def test_a_subclassed_queryset_keeps_the_guard(ours: Community) -> None:
    class Named(ScopedQuerySet[Grid]):
        def named(self, name: str) -> "Named":
            return self.filter(name=name)

    manager = ScopedManager.from_queryset(Named)()
    manager.model = Grid
    assert manager.of(ours).named("a1").count() == 1
    with pytest.raises(Unscoped):
        manager.named("a1").count()

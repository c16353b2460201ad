"""Drawing, changing and cutting grids: no overlap, nobody overwritten, everything told."""

import threading
from typing import Any

import pytest
import shapely
from django.db import connection

from huijia.core.places import grids, reading
from huijia.core.places.models import Grid
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import geo, outlines
from tests.cast import MONDAY, Cast, cast


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def square(west: float, south: float, width: float = 0.01, height: float = 0.01) -> dict[str, Any]:
    return outlines.to_geojson(shapely.box(west, south, west + width, south + height))


def area(shape: dict[str, Any]) -> Any:
    return outlines.read_area(shape)


def cut_line(lon: float) -> Any:
    return outlines.read_line({"type": "LineString", "coordinates": [[lon, 32.09], [lon, 32.12]]})


def test_a_new_grid(home: Cast):
    grid = grids.add_grid(code="321100001000019", name=" 新网格 ", by=home.access("secretary"), at=MONDAY)
    assert (grid.name, grid.polygon, grid.version) == ("新网格", None, 1)
    assert Entry.objects.get(kind="places.grid_saved").data == {"name": "新网格", "code": "321100001000019"}


@pytest.mark.parametrize(
    ("code", "name", "field"),
    [("32110000100001", "短", "code"), ("32110000100001x", "字母", "code"), ("٣" * 15, "数字", "code"),
     ("321100001000019", " ", "name"), ("321100001000019", "长" * 61, "name")],
)
def test_no_grid_of_such_a_code_or_name(home: Cast, code: str, name: str, field: str):
    with pytest.raises(Refusal) as refused:
        grids.add_grid(code=code, name=name, by=home.access("secretary"))
    assert refused.value.field == field


def test_a_code_is_taken_once(home: Cast):
    with pytest.raises(Refusal, match="这个编码已经是“第1网格”的"):
        grids.add_grid(code=home.grid.code, name="又一个", by=home.access("secretary"))
    other = cast("乙社区")
    assert Grid.objects.of(other.community).filter(code=home.grid.code).exists()


def test_draw(home: Cast):
    drawn = grids.draw_outline(
        home.grid, outline=area(square(119.40, 32.1)), version=1, by=home.access("secretary"), crs="gcj02", at=MONDAY
    )
    home.grid.refresh_from_db()
    assert (drawn.clashes, home.grid.version, home.grid.source_crs) == ([], 2, "gcj02")
    assert outlines.read_area(home.grid.polygon).equals(area(square(119.40, 32.1)))
    entry = Entry.objects.get(kind="places.grid_drawn")
    assert (entry.subject_id, entry.data["name"], entry.data["area"]) == (home.grid.pk, "第1网格", 1_047_354)
    assert entry.data["outline"] == home.grid.polygon


def test_an_overlap_is_refused_with_whom_and_how_much(home: Cast):
    with pytest.raises(Refusal, match="“第2网格”523,677平方米") as refused:
        grids.draw_outline(
            home.grid, outline=area(square(119.435, 32.1)), version=1, by=home.access("secretary")
        )
    assert (refused.value.field, refused.value.code) == ("outline", "overlap")
    home.grid.refresh_from_db()
    assert home.grid.version == 1
    assert not Entry.objects.filter(kind="places.grid_drawn").exists()


def test_a_sliver_is_taken_away(home: Cast):
    """The second grid begins at 119.44; a metre is about a hundred-thousandth of a degree."""
    drawn = grids.draw_outline(
        home.grid, outline=area(square(119.43, 32.1, width=0.01001)), version=1, by=home.access("secretary")
    )
    assert drawn.fitted is True
    common = outlines.read(home.grid.polygon).intersection(outlines.read(home.grid2.polygon))
    assert outlines.square_metres(common) < 0.01


def test_what_lies_wholly_in_another_grid_as_a_sliver_is_refused(home: Cast):
    strip = area(square(119.441, 32.101, width=0.00001, height=0.005))
    with pytest.raises(Refusal, match="这块地已经全在别的网格里"):
        grids.draw_outline(home.grid, outline=strip, version=1, by=home.access("secretary"))


def test_who_comes_second_is_told_and_overwrites_nothing(home: Cast):
    by = home.access("secretary")
    grids.draw_outline(home.grid, outline=area(square(119.40, 32.1)), version=1, by=by)
    for late in (
        lambda: grids.draw_outline(home.grid, outline=area(square(119.39, 32.1)), version=1, by=by),
        lambda: grids.change_grid(home.grid, name="改名", party_group="", version=1, by=by),
        lambda: grids.erase_outline(home.grid, version=1, by=by),
        lambda: grids.split_grid(
            home.grid, line=cut_line(119.405), code="321100001000019", name="新", version=1, by=by
        ),
    ):
        with pytest.raises(Refusal) as refused:
            late()
        assert refused.value.code == "stale"
    home.grid.refresh_from_db()
    assert (home.grid.version, home.grid.name) == (2, "第1网格")
    assert Grid.objects.of(home.community).count() == 2
    assert outlines.read_area(home.grid.polygon).equals(area(square(119.40, 32.1)))


def test_change_the_name_and_take_the_outline_away(home: Cast):
    by = home.access("secretary")
    grids.change_grid(home.grid, name="龙溪网格", party_group="龙溪党小组", version=1, by=by)
    grids.erase_outline(home.grid, version=2, by=by)
    home.grid.refresh_from_db()
    assert (home.grid.name, home.grid.party_group, home.grid.polygon, home.grid.version) == (
        "龙溪网格", "龙溪党小组", None, 3,
    )


def test_cut_in_two(home: Cast):
    whole = outlines.read_area(home.grid.polygon)
    new = grids.split_grid(
        home.grid, line=cut_line(119.423), code="321100001000019", name="西网格", version=1,
        by=home.access("secretary"), at=MONDAY,
    )
    home.grid.refresh_from_db()
    kept, given = outlines.read_area(home.grid.polygon), outlines.read_area(new.polygon)
    assert outlines.square_metres(given) < outlines.square_metres(kept)
    assert outlines.square_metres(kept) + outlines.square_metres(given) == pytest.approx(
        outlines.square_metres(whole), rel=1e-6
    )
    assert outlines.square_metres(kept.intersection(given)) < 0.01
    assert Entry.objects.get(kind="places.grid_split").data == {"name": "第1网格", "new": "西网格"}
    # Homes stay in their grid until somebody moves them.
    home.dwelling.refresh_from_db()
    assert home.dwelling.grid == home.grid


def test_the_larger_part_may_be_the_new_one(home: Cast):
    new = grids.split_grid(
        home.grid, line=cut_line(119.423), code="321100001000019", name="东网格", version=1, part="large",
        by=home.access("secretary"),
    )
    assert outlines.square_metres(outlines.read(new.polygon)) > outlines.square_metres(outlines.read(home.grid.polygon))


def test_lines_that_make_no_two_parts(home: Cast):
    by = home.access("secretary")
    short = outlines.read_line({"type": "LineString", "coordinates": [[119.423, 32.09], [119.423, 32.105]]})
    with pytest.raises(Refusal, match="这条线没有切开网格"):
        grids.cut(home.grid, short, by)
    zigzag = {"type": "LineString", "coordinates": [[119.422, 32.09], [119.424, 32.12], [119.426, 32.09]]}
    with pytest.raises(Refusal, match="切成了 3 块"):
        grids.cut(home.grid, outlines.read_line(zigzag), by)
    home.grid.polygon = None
    with pytest.raises(Refusal, match="还没有画范围"):
        grids.cut(home.grid, cut_line(119.423), by)


@pytest.mark.parametrize("who", ["committee", "operator", "worker", "admin"])
def test_who_may_not(home: Cast, who: str):
    by = home.access(who)
    for act in (
        lambda: grids.add_grid(code="321100001000019", name="新", by=by),
        lambda: grids.draw_outline(home.grid, outline=area(square(119.40, 32.1)), version=1, by=by),
        lambda: grids.erase_outline(home.grid, version=1, by=by),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "forbidden"


def test_another_community_is_not_reached(home: Cast):
    other = cast("乙社区")
    with pytest.raises(Refusal) as refused:
        grids.change_grid(other.grid, name="抢来的", party_group="", version=1, by=home.access("secretary"))
    assert refused.value.code == "stale"
    other.grid.refresh_from_db()
    assert other.grid.name == "第1网格"


def test_outlines_come_in_three_systems(home: Cast):
    shape = square(119.40, 32.1)
    for crs in ("wgs84", "cgcs2000"):
        assert reading.outline_of(shape, crs).equals(area(shape))
    shifted = outlines.moved(area(shape), geo.wgs84_to_gcj02)
    back = reading.outline_of(outlines.to_geojson(shifted), "gcj02")
    assert geo.metres(back.exterior.coords[0], area(shape).exterior.coords[0]) < 0.01
    with pytest.raises(Refusal, match="经度和纬度写反了"):
        ring = [[32.1, 119.4], [32.2, 119.4], [32.2, 119.5], [32.1, 119.4]]
        reading.outline_of({"type": "Polygon", "coordinates": [ring]}, "wgs84")


@pytest.mark.django_db(transaction=True)
def test_two_neighbours_drawn_at_once_never_overlap():
    """Both claim the same ground at the same moment; each is free of the other as both begin."""
    home = cast()
    by, refused = home.access("secretary"), []
    start = threading.Barrier(2)

    def draw(grid: Grid) -> None:
        start.wait()
        try:
            grids.draw_outline(grid, outline=area(square(119.46, 32.1)), version=1, by=by)
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=draw, args=(grid,)) for grid in (home.grid, home.grid2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["overlap"]
    one, two = (outlines.read(grid.polygon) for grid in Grid.objects.of(home.community))
    assert outlines.square_metres(one.intersection(two)) < 0.01

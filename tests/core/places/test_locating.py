"""Homes that lie in another grid than the list says, and homes without a point."""

import pytest
import shapely

from huijia.core.places import locating, reading
from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import geo, outlines
from tests.cast import MONDAY, Cast, cast


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def redraw(grid: Grid, west: float, east: float) -> None:
    grid.polygon = outlines.to_geojson(shapely.box(west, 32.1, east, 32.11))
    grid.save()


def test_nothing_is_misplaced_at_first(home: Cast):
    assert locating.misplaced(home.community) == []


def test_who_lies_elsewhere_after_the_border_moved(home: Cast):
    redraw(home.grid, 119.41, 119.42)
    redraw(home.grid2, 119.42, 119.45)
    found = locating.misplaced(home.community)
    assert [(pair.source, pair.target, pair.homes) for pair in found] == [(home.grid, home.grid2, [home.dwelling])]


def test_a_home_on_the_border_stays(home: Cast):
    redraw(home.grid2, 119.421, 119.45)
    redraw(home.grid, 119.42, 119.421)
    assert locating.misplaced(home.community) == []


def test_in_no_grid_at_all(home: Cast):
    Dwelling.objects.of(home.community).filter(pk=home.flat.pk).update(lon=119.0)
    found = locating.misplaced(home.community)
    assert [(pair.source, pair.target, pair.homes) for pair in found] == [(home.grid2, None, [home.flat])]


def test_a_grid_without_an_outline_keeps_what_lies_nowhere_else(home: Cast):
    Grid.objects.of(home.community).filter(pk=home.grid.pk).update(polygon=None)
    assert locating.misplaced(home.community) == []
    redraw(home.grid2, 119.40, 119.45)
    assert [pair.target for pair in locating.misplaced(home.community)] == [home.grid2]


def test_move(home: Cast):
    by = home.access("secretary")
    for wanted in (1, 0):
        assert locating.move_homes([home.dwelling], source=home.grid, target=home.grid2, by=by, at=MONDAY) == wanted
    home.dwelling.refresh_from_db()
    home.plate.refresh_from_db()
    assert (home.dwelling.grid, home.plate.grid) == (home.grid2, home.grid2)
    entry = Entry.objects.get(kind="places.homes_moved")
    assert entry.data == {"count": 1, "source": "第1网格", "target": "第2网格", "homes": [home.dwelling.pk]}


def test_a_plate_out_of_use_stays_where_it_was(home: Cast):
    DoorPlate.objects.of(home.community).update(revoked_at=MONDAY)
    locating.move_homes([home.dwelling], source=home.grid, target=home.grid2, by=home.access("secretary"))
    home.plate.refresh_from_db()
    assert home.plate.grid == home.grid


def test_place(home: Cast):
    by = home.access("secretary")
    assert locating.place_homes([home.dwelling, home.flat], point=(119.43, 32.105), by=by, at=MONDAY) == 2
    for row in (home.dwelling, home.flat, home.plate):
        row.refresh_from_db()
        assert (row.lon, row.lat) == (119.43, 32.105)
    assert Entry.objects.get(kind="places.homes_placed").data["count"] == 2


def test_points_that_are_none(home: Cast):
    for lon, lat in (("x", "32.1"), ("", ""), ("32.1", "119.4"), ("nan", "32")):
        with pytest.raises(Refusal) as refused:
            reading.point_of(lon, lat)
        assert refused.value.field == "lon"
    there = geo.wgs84_to_gcj02((119.43, 32.105))
    assert geo.metres(reading.point_of(*there, "gcj02"), (119.43, 32.105)) < 0.01


def test_no_home_and_another_community(home: Cast):
    other, by = cast("乙社区"), home.access("secretary")
    with pytest.raises(Refusal) as refused:
        locating.place_homes([], point=(119.43, 32.1), by=by)
    assert refused.value.field == "homes"
    for act in (
        lambda: locating.place_homes([other.flat], point=(119.43, 32.1), by=by),
        lambda: locating.move_homes([other.flat], source=other.grid2, target=home.grid, by=by),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "other_community"


@pytest.mark.parametrize("who", ["committee", "worker", "admin"])
def test_who_may_not(home: Cast, who: str):
    by = home.access(who)
    for act in (
        lambda: locating.place_homes([home.flat], point=(119.43, 32.1), by=by),
        lambda: locating.move_homes([home.flat], source=home.grid2, target=home.grid, by=by),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "forbidden"

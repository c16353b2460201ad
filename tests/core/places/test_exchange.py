"""Grids in and out as files."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
import shapely

from huijia.core.places import exchange
from huijia.core.places.models import Grid
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import geo, outlines
from tests.cast import Cast, cast

NEW = "321100001000019"


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def feature(code: str, name: str, west: float, width: float = 0.01, **more: Any) -> dict[str, Any]:
    shape = outlines.to_geojson(shapely.box(west, 32.1, west + width, 32.11))
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": shape, **more}


def text(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_what_goes_out_comes_in_unchanged(home: Cast):
    written = json.dumps(exchange.as_geojson(Grid.objects.of(home.community)))
    plan = exchange.plan(written, crs="wgs84", by=home.access("secretary"))
    assert [(line.code, line.what) for line in plan.lines] == [(home.grid.code, "same"), (home.grid2.code, "same")]
    assert plan.doing == []


def test_new_changed_and_wrong(home: Cast):
    given = text(
        feature(NEW, "新网格", 119.46), feature(home.grid.code, "", 119.41), feature("12", "短码", 119.50),
        feature("321100001000018", "压着别人", 119.435), feature(NEW, "又一个", 119.52),
        {"type": "Feature", "properties": {"网格编码": "321100001000017", "名称": "无形"}, "geometry": None},
    )
    plan = exchange.plan(given, crs="wgs84", by=home.access("secretary"))
    assert [(line.name, line.what) for line in plan.lines] == [
        ("新网格", "new"), ("第1网格", "changed"), ("短码", "wrong"), ("压着别人", "wrong"), ("又一个", "wrong"),
        ("无形", "wrong"),
    ]
    problems = [line.problem for line in plan.wrong]
    assert problems[0] == "没有网格编码(15 至 18 位数字，写在属性 code 里)"
    assert problems[1].startswith("和别的网格重叠：“第2网格”523,677平方米")
    assert problems[2] == "这个编码在文件里出现了两次"
    assert problems[3] == "这里面没有范围，请给一个面(Polygon 或 MultiPolygon)"
    assert Grid.objects.of(home.community).count() == 2


def test_grids_of_a_file_may_not_overlap_each_other(home: Cast):
    given = text(feature(NEW, "甲", 119.46), feature("321100001000018", "乙", 119.465))
    plan = exchange.plan(given, crs="wgs84", by=home.access("secretary"))
    assert [line.what for line in plan.lines] == ["new", "wrong"]
    assert "“甲”" in plan.lines[1].problem


def test_a_grid_that_falls_out_keeps_its_old_ground(home: Cast):
    """The first cannot go onto the third; so the second may not take the first one's place."""
    given = text(feature(home.grid2.code, "", 119.42), feature(home.grid.code, "", 119.435))
    plan = exchange.plan(given, crs="wgs84", by=home.access("secretary"))
    assert [line.what for line in plan.lines] == ["changed", "changed"]
    given = text(
        feature(home.grid.code, "", 119.44), feature(NEW, "", 119.42),
    )
    plan = exchange.plan(given, crs="wgs84", by=home.access("secretary"))
    assert [line.what for line in plan.lines] == ["wrong", "wrong"]


def test_take_in(home: Cast):
    by = home.access("secretary")
    short = feature("12", "短码", 119.50)
    given = text(feature(NEW, "新网格", 119.46), feature(home.grid.code, "改了名", 119.41), short)
    plan = exchange.plan(given, crs="cgcs2000", by=by)
    done = exchange.take_in(given, crs="cgcs2000", seen=plan.seen, by=by)
    assert [line.code for line in done.doing] == [NEW, home.grid.code]
    new = Grid.objects.of(home.community).get(code=NEW)
    home.grid.refresh_from_db()
    assert (new.name, new.source_crs) == ("新网格", "cgcs2000")
    assert home.grid.name == "改了名"
    assert outlines.read_area(home.grid.polygon).bounds[0] == pytest.approx(119.41)
    assert Entry.objects.filter(kind="places.grid_drawn").count() == 2
    with pytest.raises(Refusal) as refused:
        exchange.take_in(given, crs="cgcs2000", seen=plan.seen, by=by)
    assert refused.value.code == "stale"
    with pytest.raises(Refusal) as refused:
        exchange.take_in(given, crs="cgcs2000", seen=exchange.plan(given, crs="cgcs2000", by=by).seen, by=by)
    assert refused.value.code == "nothing"


def test_a_file_traced_in_another_system(home: Cast):
    shape = shapely.box(119.46, 32.1, 119.47, 32.11)
    there = outlines.to_geojson(outlines.moved(shape, geo.wgs84_to_gcj02))
    given = text({**feature(NEW, "新网格", 119.46), "geometry": there})
    plan = exchange.plan(given, crs="gcj02", by=home.access("secretary"))
    assert plan.lines[0].area.bounds == pytest.approx(shape.bounds, abs=1e-7)


EMPTY = '{"type":"FeatureCollection","features":[%s]}'


@pytest.mark.parametrize("given", ["", "[]", "{}", EMPTY % "", EMPTY % "1"])
def test_what_holds_no_features(home: Cast, given: str):
    with pytest.raises(Refusal) as refused:
        exchange.plan(given, crs="wgs84", by=home.access("secretary"))
    assert refused.value.field == "text"


def test_who_may_not(home: Cast):
    with pytest.raises(Refusal) as refused:
        exchange.take_in(text(feature(NEW, "新", 119.46)), crs="wgs84", seen=f"{NEW}:0", by=home.access("committee"))
    assert refused.value.code == "forbidden"


def test_kml(home: Cast):
    home.grid.name = "甲 & <乙>"
    Grid.objects.of(home.community).filter(pk=home.grid2.pk).update(polygon=None)
    root = ElementTree.fromstring(exchange.as_kml([home.grid, Grid(code="1", name="没有画")], "甲社区"))
    names = [node.text for node in root.iter(f"{{{exchange.KML}}}name")]
    assert names == ["甲社区", "甲 & <乙>"]
    first = next(root.iter(f"{{{exchange.KML}}}coordinates")).text.split(" ")[0]
    assert first == "119.42,32.1"

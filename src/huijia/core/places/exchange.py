"""Grids in and out as GeoJSON, and out as KML. A plan says what an import would do before anything is done."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from xml.etree import ElementTree

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.places import grids, reading
from huijia.core.places.enums import Crs
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import outlines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

MOST = 500
CODES = ("code", "grid_code", "编码", "网格编码", "网格编号")
NAMES = ("name", "grid_name", "名称", "网格名称")
KML = "http://www.opengis.net/kml/2.2"

What = Literal["new", "changed", "same", "wrong"]


@dataclass
class Line:
    """One feature of the file. `drawn` is its outline in WGS-84, `area` the same fitted among the others.

    `problem` says in plain words why it cannot be taken.
    """

    number: int
    code: str = ""
    name: str = ""
    what: What = "wrong"
    problem: str = ""
    drawn: "Geometry | None" = None
    area: "Geometry | None" = None
    square_metres: float = 0.0
    grid: Grid | None = None


@dataclass
class Plan:
    lines: list[Line] = field(default_factory=list)

    @property
    def doing(self) -> list[Line]:
        return [line for line in self.lines if line.what in ("new", "changed")]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.what == "wrong"]

    @property
    def seen(self) -> str:
        """Which versions it was made from: another text means that somebody was quicker."""
        return ",".join(f"{line.code}:{line.grid.version if line.grid else 0}" for line in self.lines)


def read_features(given: str) -> list[dict[str, Any]]:
    """
    Raises:
        Refusal: no GeoJSON with features, or too many of them.
    """
    try:
        found = json.loads(given)
    except ValueError as error:
        raise Refusal(reading.WRONG["not_geojson"], field="text") from error
    kind = found.get("type") if isinstance(found, dict) else None
    features = found.get("features") if kind == "FeatureCollection" else [found] if kind == "Feature" else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Refusal(_("请给一个 FeatureCollection，每个网格一条，属性里写 code 和 name"), field="text")
    if not features:
        raise Refusal(_("里面一个网格也没有"), field="text")
    if len(features) > MOST:
        raise Refusal(_("一次最多 %(most)s 个网格") % {"most": MOST}, field="text")
    return features


def plan(given: str, *, crs: str, by: Access) -> Plan:
    """What taking this file in would do, feature by feature; nothing is written.

    Raises:
        Refusal: as `read_features`.
    """
    known = {grid.code: grid for grid in Grid.objects.of(by.community)}
    made = Plan([_read(number, one, crs, known) for number, one in enumerate(read_features(given), start=1)])
    _refuse_doubles(made)
    while not _settled(made, known, by):
        pass
    for line in made.lines:
        if line.area is not None:
            line.square_metres, line.what = outlines.square_metres(line.area), _what(line)
    return made


def _settled(made: Plan, known: dict[str, Grid], by: Access) -> bool:
    """Fits each good line among the others; False where one fell out, so that its old outline counts again."""
    good = [line for line in made.lines if line.drawn is not None]
    coming = {line.code for line in good}
    around = [
        (grid, outlines.read(grid.polygon)) for grid in known.values() if grid.polygon and grid.code not in coming
    ]
    for line in good:
        assert line.drawn is not None
        found = grids.beside(by, line.drawn, around)
        if found.clashes or found.area.is_empty:
            line.problem, line.drawn, line.area = grids.overlap_said(found.clashes), None, None
            return False
        line.area = found.area
        around.append((line.grid or Grid(code=line.code, name=line.name), found.area))
    return True


def _read(number: int, feature: dict[str, Any], crs: str, known: dict[str, Grid]) -> Line:
    found = feature.get("properties")
    properties: dict[str, Any] = found if isinstance(found, dict) else {}
    line = Line(number, code=_first(properties, CODES), name=_first(properties, NAMES))
    line.grid = known.get(line.code)
    line.name = line.name or (line.grid.name if line.grid else "")
    if not (15 <= len(line.code) <= 18 and line.code.isascii() and line.code.isdigit()):
        line.problem = _("没有网格编码(15 至 18 位数字，写在属性 code 里)")
    elif not line.name or len(line.name) > 60:
        line.problem = _("新网格要有名称(写在属性 name 里，最多 60 字)")
    elif not feature.get("geometry"):
        line.problem = str(reading.WRONG["no_area"])
    else:
        try:
            line.drawn = reading.outline_of(feature["geometry"], crs)
        except Refusal as refusal:
            line.problem = str(refusal)
    return line


def _first(properties: dict[str, Any], names: Iterable[str]) -> str:
    return next((str(properties[name]).strip() for name in names if properties.get(name)), "")


def _refuse_doubles(made: Plan) -> None:
    seen: set[str] = set()
    for line in made.lines:
        if line.drawn is not None and line.code in seen:
            line.drawn, line.problem = None, _("这个编码在文件里出现了两次")
        seen.add(line.code)


def _what(line: Line) -> What:
    if line.grid is None:
        return "new"
    assert line.area is not None
    was = outlines.read(line.grid.polygon) if line.grid.polygon else None
    same = was is not None and outlines.is_thin(was.symmetric_difference(line.area), 0.01)
    return "same" if same and line.grid.name == line.name else "changed"


def take_in(given: str, *, crs: str, seen: str, by: Access, at: datetime | None = None) -> Plan:
    """Does what the plan with `seen` said, all or nothing of its good lines; what is wrong is left out.

    Raises:
        Refusal: no right to, nothing to do, or code "stale": the grids changed since the plan was shown.
    """
    by.require("places.edit")
    with transaction.atomic():
        list(Grid.objects.of(by.community).select_for_update().order_by("pk").values_list("pk", flat=True))
        made = plan(given, crs=crs, by=by)
        if made.seen != seen:
            raise Refusal(_("这些网格刚才被别人改过，请再看一遍"), code=grids.STALE)
        if not made.doing:
            raise Refusal(_("没有要改的网格"), code="nothing")
        for line in made.doing:
            assert line.area is not None
            grid = line.grid or grids.add_grid(code=line.code, name=line.name, by=by, at=at)
            if line.grid is not None and grid.name != line.name:
                grids.change_grid(
                    grid, name=line.name, party_group=grid.party_group, version=grid.version, by=by, at=at
                )
            grids.save_area(grid, line.area, version=grid.version, crs=crs, by=by, at=at)
    return made


def as_geojson(rows: Iterable[Grid]) -> dict[str, Any]:
    """A FeatureCollection in WGS-84 that `plan` reads again; grids without an outline have a null geometry."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature", "geometry": grid.polygon,
                "properties": {
                    "code": grid.code, "name": grid.name, "party_group": grid.party_group, "crs": Crs.WGS84.value,
                    "source_crs": grid.source_crs,
                },
            }
            for grid in rows
        ],
    }


def as_kml(rows: Iterable[Grid], title: str) -> bytes:
    """The outlines for programmes that read KML; WGS-84 by that format's definition."""
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    document = ElementTree.SubElement(root, f"{{{KML}}}Document")
    ElementTree.SubElement(document, f"{{{KML}}}name").text = title
    for grid in rows:
        if not grid.polygon:
            continue
        mark = ElementTree.SubElement(document, f"{{{KML}}}Placemark")
        ElementTree.SubElement(mark, f"{{{KML}}}name").text = grid.name
        ElementTree.SubElement(mark, f"{{{KML}}}description").text = grid.code
        shape = ElementTree.SubElement(mark, f"{{{KML}}}MultiGeometry")
        for rings in _polygons(grid.polygon):
            _add_polygon(shape, rings)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _polygons(shape: dict[str, Any]) -> Iterator[list[list[list[float]]]]:
    yield from [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]


def _add_polygon(shape: ElementTree.Element, rings: list[list[list[float]]]) -> None:
    polygon = ElementTree.SubElement(shape, f"{{{KML}}}Polygon")
    for place, ring in enumerate(rings):
        name = "innerBoundaryIs" if place else "outerBoundaryIs"
        border = ElementTree.SubElement(polygon, f"{{{KML}}}{name}")
        line = ElementTree.SubElement(border, f"{{{KML}}}LinearRing")
        said = " ".join(f"{point[0]},{point[1]}" for point in ring)
        ElementTree.SubElement(line, f"{{{KML}}}coordinates").text = said

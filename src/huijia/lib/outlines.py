"""Outlines of places: areas as shapely geometries in WGS-84 degrees, measured in metres on the ground.

A community is a few kilometres wide, so one flat scale at its own latitude is good to about a tenth of a percent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians
from typing import TYPE_CHECKING, Any, Final

from huijia.lib import geo

# Loaded at its first use, as in `geo`: it brings numpy along.
if TYPE_CHECKING:
    from shapely import LineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry as Geometry

Point = tuple[float, float]

METRES_PER_DEGREE: Final = geo.EARTH_RADIUS_M * pi / 180
# Smaller pieces and holes come from rounding, nobody drew them.
CRUMB_M2: Final = 1.0
MOST_POINTS: Final = 20_000
# Where China lies, generously; everything else is another order of the numbers, or no degrees at all.
LON, LAT = (73.0, 136.0), (3.0, 54.0)


class OutlineError(ValueError):
    """`code`: not_geojson, projected, no_area, no_line, crosses, swapped, elsewhere, too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(geojson: str | Mapping[str, Any]) -> Geometry:
    """A GeoJSON geometry, or a Feature of one, flat and checked to lie in China.

    Raises:
        OutlineError: it is none, or its numbers are no degrees of ours.
    """
    import shapely

    text = geojson if isinstance(geojson, str) else json.dumps(geojson)
    try:
        found = shapely.force_2d(shapely.from_geojson(text))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        raise OutlineError("not_geojson") from error
    if isinstance(found, shapely.GeometryCollection) and len(found.geoms) == 1:
        found = found.geoms[0]
    if found is None or found.is_empty:
        raise OutlineError("no_area")
    if shapely.get_num_coordinates(found) > MOST_POINTS:
        raise OutlineError("too_many")
    _check_place(found.bounds)
    return found


def _check_place(bounds: tuple[float, float, float, float]) -> None:
    west, south, east, north = bounds
    if LON[0] <= west and east <= LON[1] and LAT[0] <= south and north <= LAT[1]:
        return
    if LON[0] <= south and north <= LON[1] and LAT[0] <= west and east <= LAT[1]:
        raise OutlineError("swapped")
    raise OutlineError("projected" if max(abs(value) for value in bounds) > 360 else "elsewhere")


def read_area(geojson: str | Mapping[str, Any]) -> Polygon | MultiPolygon:
    """
    Raises:
        OutlineError: also where it is no area, or its border crosses itself.
    """
    import shapely

    area = read(geojson)
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        raise OutlineError("no_area")
    if not area.is_valid:
        raise OutlineError("crosses")
    return area


def read_line(geojson: str | Mapping[str, Any]) -> LineString:
    """
    Raises:
        OutlineError: no line of at least two points, or one that crosses itself.
    """
    import shapely

    line = read(geojson)
    if not isinstance(line, shapely.LineString) or not line.length:
        raise OutlineError("no_line")
    if not line.is_simple:
        raise OutlineError("crosses")
    return line


def to_geojson(area: Geometry) -> dict[str, Any]:
    import shapely

    found: dict[str, Any] = json.loads(shapely.to_geojson(area))
    return found


def moved(area: Geometry, move: Callable[[Point], Point]) -> Geometry:
    """The same shape with each point put through `move`, to change its reference system."""
    import numpy
    import shapely

    def each(points: Any) -> Any:
        return numpy.array([move((float(x), float(y))) for x, y in points])

    return shapely.transform(area, each)


def flat(area: Geometry) -> Geometry:
    """In metres, for measuring and for nothing else."""
    return _scaled(area, *_scale(area))


def square_metres(area: Geometry) -> float:
    return float(flat(area).area) if not area.is_empty else 0.0


def is_thin(area: Geometry, metres: float) -> bool:
    """Whether it is nowhere wider than `metres`."""
    return bool(flat(area).buffer(-metres / 2).is_empty)


def _scale(area: Geometry) -> tuple[float, float]:
    _west, south, _east, north = area.bounds
    return METRES_PER_DEGREE * cos(radians((south + north) / 2)), METRES_PER_DEGREE


def _scaled(area: Geometry, across: float, up: float) -> Geometry:
    import numpy
    import shapely

    return shapely.transform(area, lambda points: points * numpy.array([across, up]))


@dataclass(frozen=True)
class Clash:
    """`place`: which of the neighbours; `common`: what both claim."""

    place: int
    common: Geometry
    square_metres: float


@dataclass(frozen=True)
class Fitted:
    area: Geometry
    clashes: list[Clash]


def fitted(area: Geometry, neighbours: Sequence[Geometry], metres: float) -> Fitted:
    """`area` with slivers and gaps up to `metres` wide between it and its neighbours taken away.

    What overlaps more is left as it is and told as a clash. With `metres` 0 nothing is changed.
    """
    reach = metres / METRES_PER_DEGREE * 2
    near = [(place, other) for place, other in enumerate(neighbours) if other.distance(area) <= reach]
    if metres > 0 and near:
        area = _closed(_snapped(area, [other for _place, other in near], metres), near, metres)
    clashes = []
    for place, other in near:
        common = _areas(area.intersection(other))
        if common.is_empty:
            continue
        if is_thin(common, metres):
            area = _areas(area.difference(other))
        else:
            clashes.append(Clash(place, common, square_metres(common)))
    return Fitted(_without_crumbs(area), clashes)


def _snapped(area: Geometry, others: Sequence[Geometry], metres: float) -> Geometry:
    """Corners onto the neighbours' corners; the area as it was where that would spoil it."""
    import shapely

    corners = shapely.union_all([shapely.boundary(other) for other in others])
    found = shapely.snap(area, corners, metres / METRES_PER_DEGREE)
    good = found.is_valid and not found.is_empty and isinstance(found, shapely.Polygon | shapely.MultiPolygon)
    return found if good else area


def _closed(area: Geometry, near: Sequence[tuple[int, Geometry]], metres: float) -> Geometry:
    """With the strips filled that lie open between it and its neighbours and are narrower than `metres`."""
    import shapely

    others = shapely.union_all([other for _place, other in near])
    scale = _scale(area)
    plane, around = _scaled(area, *scale), _scaled(others, *scale)
    whole = plane.union(around)
    # Mitred, so that corners come back as they were.
    wide = whole.buffer(metres / 2, join_style="mitre").buffer(-metres / 2, join_style="mitre")
    strips = [
        part for part in _parts(_areas(wide.difference(whole)))
        if part.area > CRUMB_M2 / 10 and part.distance(plane) < 0.01 and part.distance(around) < 0.01
    ]
    if not strips:
        return area
    # A millimetre over, or hairlines would stay open between the strip and both its sides; the ears that this
    # leaves at the strip's ends are smoothed away again.
    strip = shapely.union_all(strips).buffer(0.001, join_style="mitre")
    filled = _areas(area.union(_scaled(strip, 1 / scale[0], 1 / scale[1])).difference(others))
    return _areas(shapely.simplify(filled, 0.003 / METRES_PER_DEGREE))


def _areas(found: Geometry) -> Geometry:
    """Only what has an area: touching borders also give points and lines."""
    import shapely

    parts = [inner for part in _parts(shapely.make_valid(found)) for inner in _parts(part)]
    kept = [part for part in parts if isinstance(part, shapely.Polygon) and part.area]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _parts(shape: Geometry) -> list[Geometry]:
    import shapely

    found: list[Geometry] = shapely.get_parts(shape).tolist()
    return found


def _without_crumbs(area: Geometry) -> Geometry:
    import shapely

    kept: list[Polygon] = []
    for part in _parts(area):
        if not isinstance(part, shapely.Polygon) or square_metres(part) < CRUMB_M2:
            continue
        holes = [ring for ring in part.interiors if square_metres(shapely.Polygon(ring)) >= CRUMB_M2]
        kept.append(shapely.Polygon(part.exterior, holes) if len(holes) < len(part.interiors) else part)
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def split(area: Polygon | MultiPolygon, line: LineString, metres: float) -> list[Geometry]:
    """The parts that `line` cuts `area` into, the largest first; one part where it does not cut through.

    An end that stops within `metres` of the border reaches it. Parts of a scattered grid that the line does not cut
    stay with the largest.
    """
    import shapely
    from shapely.ops import split as cut

    long = _lengthened(line, metres / METRES_PER_DEGREE)
    pieces: list[Geometry] = []
    whole: list[Geometry] = []
    for part in _parts(area):
        found = [piece for piece in cut(part, long).geoms if piece.area]
        if len(found) > 1:
            pieces += found
        else:
            whole.append(part)
    pieces.sort(key=lambda piece: -piece.area)
    if not pieces:
        return [area]
    if whole:
        pieces[0] = shapely.union_all([pieces[0], *whole])
    return pieces


def _lengthened(line: LineString, by: float) -> LineString:
    import shapely

    points = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
    return shapely.LineString([_beyond(points[1], points[0], by), *points[1:-1], _beyond(points[-2], points[-1], by)])


def _beyond(start: Point, end: Point, by: float) -> Point:
    east, north = end[0] - start[0], end[1] - start[1]
    length = (east * east + north * north) ** 0.5 or 1.0
    return end[0] + east / length * by, end[1] + north / length * by


def holders(areas: Sequence[Geometry], points: Sequence[Point], first: Sequence[int | None]) -> list[int | None]:
    """For each point the place in `areas` of one that holds it, borders included; None where none does.

    `first`: for each point the one that is asked first, so that a point on a shared border stays where it is.
    """
    import numpy
    import shapely

    if not points:
        return []
    lons, lats = numpy.array(points).T
    inside = [shapely.intersects_xy(area, lons, lats) for area in areas]
    found: list[int | None] = []
    for place, wanted in enumerate(first):
        if wanted is not None and inside[wanted][place]:
            found.append(wanted)
            continue
        found.append(next((number for number, row in enumerate(inside) if row[place]), None))
    return found

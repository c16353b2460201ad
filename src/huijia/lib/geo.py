"""Points as `(longitude, latitude)` in degrees, WGS-84 unless said otherwise.

GCJ-02 is the shifted system of the maps published in mainland China; it is converted only at the edge. Its formula was
never published; this is the widely known approximation, good to about a metre.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from math import asin, cos, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

# Loaded at its first use: it brings numpy along, 25 MB that a web worker hardly ever needs.
if TYPE_CHECKING:
    import shapely

Point = tuple[float, float]

EARTH_RADIUS_M: Final = 6_371_008.8
# Krasovsky 1940, on which the shift is defined.
_AXIS_M: Final = 6_378_245.0
_ECCENTRICITY_2: Final = 0.00669342162296594323


def metres(a: Point, b: Point) -> float:
    """The great-circle distance in metres."""
    lon_a, lat_a, lon_b, lat_b = (radians(value) for value in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def contains(polygon_geojson: str | Mapping[str, Any], point: Point) -> bool:
    """Whether a GeoJSON Polygon, MultiPolygon or Feature of one holds the point; its edge belongs to it.

    Raises `ValueError` when it is no such GeoJSON.
    """
    import shapely

    text = polygon_geojson if isinstance(polygon_geojson, str) else json.dumps(polygon_geojson, sort_keys=True)
    return bool(shapely.intersects_xy(_area(text), *point))


@lru_cache(maxsize=1024)
def _area(text: str) -> shapely.Geometry:
    import shapely

    try:
        area = shapely.from_geojson(text)
    except shapely.GEOSException as error:
        raise ValueError("not GeoJSON") from error
    if isinstance(area, shapely.GeometryCollection) and len(area.geoms) == 1:
        area = area.geoms[0]
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        raise ValueError("the GeoJSON must be a Polygon or MultiPolygon")
    if not area.is_valid:
        area = shapely.make_valid(area)
    shapely.prepare(area)
    return area


def outside_china(point: Point) -> bool:
    """Whether the point lies outside the box in which GCJ-02 is shifted (a coarse box, neighbours included)."""
    lon, lat = point
    return not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271)


def wgs84_to_gcj02(point: Point) -> Point:
    """The same place in GCJ-02; unchanged outside China."""
    if outside_china(point):
        return point
    lon, lat = point
    shift_lon, shift_lat = _shift(lon, lat)
    return lon + shift_lon, lat + shift_lat


def gcj02_to_wgs84(point: Point) -> Point:
    """The same place in WGS-84 to better than 1e-9 degrees of the formula's inverse; unchanged outside China."""
    if outside_china(point):
        return point
    lon, lat = point
    for _round in range(20):
        shift_lon, shift_lat = _shift(lon, lat)
        error_lon, error_lat = lon + shift_lon - point[0], lat + shift_lat - point[1]
        lon, lat = lon - error_lon, lat - error_lat
        if abs(error_lon) < 1e-11 and abs(error_lat) < 1e-11:
            break
    return lon, lat


def navigation_url(point: Point, name: str) -> str:
    """The way to a WGS-84 point in 高德's app or its page where the app is missing; `name` shows as the goal.

    Its documented URI takes GCJ-02 (`coordinate=gaode`). Only the point leaves the house, when somebody taps.
    """
    lon, lat = wgs84_to_gcj02(point)
    goal = quote(f"{lon:.6f},{lat:.6f},{name}", safe=",")
    return f"https://uri.amap.com/navigation?to={goal}&mode=walk&coordinate=gaode&callnative=1"


def _shift(lon: float, lat: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    root = sqrt(abs(x))
    waves = 20.0 * (sin(6 * pi * x) + sin(2 * pi * x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + 20.0 * sin(pi * y) + 40.0 * sin(pi * y / 3)) * 2 / 3
    north += (160.0 * sin(pi * y / 12) + 320.0 * sin(pi * y / 30)) * 2 / 3
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + 20.0 * sin(pi * x) + 40.0 * sin(pi * x / 3)) * 2 / 3
    east += (150.0 * sin(pi * x / 12) + 300.0 * sin(pi * x / 30)) * 2 / 3
    return _metres_to_degrees(east, north, lat)


def _metres_to_degrees(east: float, north: float, lat: float) -> Point:
    flat = 1 - _ECCENTRICITY_2 * sin(radians(lat)) ** 2
    meridian = _AXIS_M * (1 - _ECCENTRICITY_2) / (flat * sqrt(flat))
    parallel = _AXIS_M / sqrt(flat) * cos(radians(lat))
    return east * 180.0 / (parallel * pi), north * 180.0 / (meridian * pi)

"""Outlines as people bring them in: GeoJSON text in one of three reference systems, refused in plain words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.places.enums import Crs
from huijia.kernel.communities.errors import Refusal
from huijia.lib import geo, outlines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WRONG: dict[str, Promise] = {
    "not_geojson": _("这不是 GeoJSON，或者内容不完整(首尾两点要相同)"),
    "projected": _("这些数字不是经纬度，像是投影坐标；请先换成经纬度再来"),
    "swapped": _("经度和纬度写反了：GeoJSON 里先写经度，后写纬度"),
    "elsewhere": _("这个位置不在国内，请核对经纬度"),
    "no_area": _("这里面没有范围，请给一个面(Polygon 或 MultiPolygon)"),
    "no_line": _("请给一条线(LineString)，至少两个点"),
    "crosses": _("边界自己和自己交叉了，请把交叉的地方拉开"),
    "too_many": _("点太多了，请先简化边界"),
}


def outline_of(given: str | Mapping[str, Any], crs: str, field: str = "outline") -> "Geometry":
    """The area in WGS-84.

    Raises:
        Refusal: with `field`, in the reader's language.
    """
    try:
        area = outlines.read_area(given)
    except outlines.OutlineError as error:
        raise Refusal(WRONG[error.code], field=field, code=error.code) from error
    return in_wgs84(area, crs)


def line_of(given: str | Mapping[str, Any], crs: str, field: str = "line") -> "Geometry":
    """
    Raises:
        Refusal: as `outline_of`.
    """
    try:
        line = outlines.read_line(given)
    except outlines.OutlineError as error:
        raise Refusal(WRONG[error.code], field=field, code=error.code) from error
    return in_wgs84(line, crs)


def in_wgs84(shape: "Geometry", crs: str) -> "Geometry":
    return outlines.moved(shape, geo.gcj02_to_wgs84) if crs == Crs.GCJ02 else shape


def point_of(lon: str | float, lat: str | float, crs: str = Crs.WGS84) -> outlines.Point:
    """A point in WGS-84.

    Raises:
        Refusal: no numbers, or not in China.
    """
    try:
        point = float(lon), float(lat)
    except ValueError as error:
        raise Refusal(_("请在地图上点一下，或写经度和纬度"), field="lon") from error
    inside = outlines.LON[0] <= point[0] <= outlines.LON[1] and outlines.LAT[0] <= point[1] <= outlines.LAT[1]
    if not inside:
        raise Refusal(WRONG["elsewhere"], field="lon")
    return geo.gcj02_to_wgs84(point) if crs == Crs.GCJ02 else point

"""Writes of grids and their outlines; no two outlines of a community overlap after any of these.

Each takes the `version` that the writer saw: who comes second is refused and told, and nothing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.places.enums import Crs
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import outlines, text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

STALE = "stale"


@dataclass(frozen=True)
class Drawn:
    """What an outline looks like among its neighbours. `clashes`: (the other grid, what both claim)."""

    area: "Geometry"
    clashes: list[tuple[Grid, outlines.Clash]]
    fitted: bool


def add_grid(*, code: str, name: str, by: Access, party_group: str = "", at: datetime | None = None) -> Grid:
    """A new grid without an outline.

    Raises:
        Refusal: no right to, no good code or name, or the code is taken.
    """
    by.require("places.edit")
    values = {"name": _name(name), "party_group": _short(party_group, "party_group")}
    if not (15 <= len(code) <= 18 and code.isascii() and code.isdigit()):
        raise Refusal(_("网格编码应为 15 至 18 位数字"), field="code")
    with transaction.atomic():
        grid, made = Grid.objects.of(by.community).get_or_create(
            code=code, community=by.community, defaults=values
        )
        if not made:
            raise Refusal(_("这个编码已经是“%(name)s”的") % {"name": grid.name}, field="code", code="taken")
        _record("places.grid_saved", grid, by, at, {"name": grid.name, "code": code})
    return grid


def change_grid(
    grid: Grid, *, name: str, party_group: str, version: int, by: Access, at: datetime | None = None
) -> None:
    """A new name or party group; the code stays, since lists elsewhere name it."""
    by.require("places.edit")
    values = {"name": _name(name), "party_group": _short(party_group, "party_group")}
    with transaction.atomic():
        _update(grid, version, by, **values)
        _record("places.grid_saved", grid, by, at, {"name": grid.name, "code": grid.code})


def _name(written: str) -> str:
    name = _short(written, "name")
    if not name:
        raise Refusal(_("请写网格名称"), field="name")
    return name


def _short(written: str, field: str) -> str:
    try:
        return text.clean(written, 60)
    except ValueError as error:
        raise Refusal(str(error), field=field) from error


def _update(grid: Grid, version: int, by: Access, **values: Any) -> None:
    """
    Raises:
        Refusal: code "stale", somebody changed the grid since `version`.
    """
    rows = Grid.objects.of(by.community).filter(pk=grid.pk, version=version)
    if not rows.update(version=version + 1, **values):
        raise _stale()
    for field, value in values.items():
        setattr(grid, field, value)
    grid.version = version + 1


def _stale() -> Refusal:
    return Refusal(_("这个网格刚才被别人改过。您画的还在，请对照一下再存"), code=STALE)


def _record(kind: str, grid: Grid, by: Access, at: datetime | None, data: dict[str, Any]) -> None:
    ledger.record(kind, subject=("grid", grid.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data)


def among(by: Access, area: "Geometry", but: Sequence[int] = ()) -> Drawn:
    """`area` as it would be saved among the other grids of the community."""
    others = [grid for grid in Grid.objects.of(by.community).exclude(polygon=None) if grid.pk not in but]
    return beside(by, area, [(grid, outlines.read(grid.polygon)) for grid in others if grid.polygon])


def beside(by: Access, area: "Geometry", others: Sequence[tuple[Grid, "Geometry"]]) -> Drawn:
    """The same with the other grids given."""
    metres = float(options.get(by.community, "grid_snap_metres"))
    found = outlines.fitted(area, [shape for _grid, shape in others], metres)
    clashes = [(others[clash.place][0], clash) for clash in found.clashes]
    return Drawn(found.area, clashes, not found.area.equals(area))


def overlap_said(clashes: Sequence[tuple[Grid, outlines.Clash]]) -> str:
    """With which grids, and how much."""
    said = _("、").join(
        _("“%(name)s”%(area)s平方米") % {"name": grid.name, "area": f"{clash.square_metres:,.0f}"}
        for grid, clash in clashes
    )
    return _("和别的网格重叠：%(grids)s。请把边界挪开再存") % {"grids": said}


def draw_outline(
    grid: Grid, *, outline: "Geometry", version: int, by: Access, crs: str = Crs.WGS84, at: datetime | None = None
) -> Drawn:
    """Gives a grid its outline (WGS-84; `crs` is where it came from). Slivers and gaps at its borders are snapped away.

    Raises:
        Refusal: no right to; overlaps another grid; or code "stale".
    """
    by.require("places.edit")
    with transaction.atomic():
        _lock(by)
        drawn = among(by, outline, [grid.pk])
        if drawn.clashes:
            raise Refusal(overlap_said(drawn.clashes), field="outline", code="overlap")
        if drawn.area.is_empty:
            raise Refusal(_("这块地已经全在别的网格里"), field="outline", code="overlap")
        save_area(grid, drawn.area, version=version, crs=crs, by=by, at=at)
    return drawn


def save_area(
    grid: Grid, area: "Geometry", *, version: int, crs: str, by: Access, at: datetime | None = None
) -> None:
    """Writes an outline that was fitted before, inside the caller's transaction."""
    shape = outlines.to_geojson(area)
    _update(grid, version, by, polygon=shape, source_crs=crs)
    data = {"name": grid.name, "area": round(outlines.square_metres(area)), "outline": shape, "crs": crs}
    _record("places.grid_drawn", grid, by, at, data)


def _lock(by: Access) -> None:
    """Neighbours are compared, so all outlines of a community are written one after another."""
    list(Grid.objects.of(by.community).select_for_update().order_by("pk").values_list("pk", flat=True))


def erase_outline(grid: Grid, *, version: int, by: Access, at: datetime | None = None) -> None:
    """Takes the outline away; the grid, its homes and its people stay."""
    by.require("places.edit")
    with transaction.atomic():
        _update(grid, version, by, polygon=None)
        _record("places.grid_erased", grid, by, at, {"name": grid.name})


PARTS: dict[str, Promise] = {"small": gettext_lazy("较小的一块"), "large": gettext_lazy("较大的一块")}


def cut(grid: Grid, line: "Geometry", by: Access) -> tuple["Geometry", "Geometry"]:
    """The larger and the smaller part.

    Raises:
        Refusal: nothing to cut, or the line does not make two parts of it.
    """
    if not grid.polygon:
        raise Refusal(_("这个网格还没有画范围"), field="line")
    metres = float(options.get(by.community, "grid_snap_metres"))
    parts = outlines.split(outlines.read_area(grid.polygon), line, metres)  # type: ignore[arg-type]
    if len(parts) == 1:
        raise Refusal(_("这条线没有切开网格：请从边界外画到另一边的边界外"), field="line", code="uncut")
    if len(parts) > 2:
        told = _("这条线把网格切成了 %(count)s 块；请画一条只切成两块的线")
        raise Refusal(told % {"count": len(parts)}, field="line", code="many")
    return parts[0], parts[1]


def split_grid(
    grid: Grid, *, line: "Geometry", code: str, name: str, by: Access, version: int, part: str = "small",
    at: datetime | None = None,
) -> Grid:
    """Cuts a grid in two by `line`; `part` becomes the new grid. Homes stay where they are until they are moved.

    Raises:
        Refusal: as `cut` and `add_grid`; or code "stale".
    """
    by.require("places.edit")
    with transaction.atomic():
        _lock(by)
        if grid.version != version:
            raise _stale()
        large, small = cut(grid, line, by)
        kept, given = (large, small) if part == "small" else (small, large)
        new = add_grid(code=code, name=name, party_group=grid.party_group, by=by, at=at)
        save_area(grid, kept, version=version, crs=grid.source_crs, by=by, at=at)
        save_area(new, given, version=new.version, crs=grid.source_crs, by=by, at=at)
        _record("places.grid_split", grid, by, at, {"name": grid.name, "new": new.name})
    return new

"""Where homes are: those that lie in another grid than the list says, and those that have no point yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.lib import outlines

MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Misplaced:
    """Homes that the list keeps in `source` and whose points lie in `target`; None: in no grid that is drawn."""

    source: Grid
    target: Grid | None
    homes: list[Dwelling]


def misplaced(community: Community) -> list[Misplaced]:
    """By grid of the list and grid on the ground, in the order of their codes. Two statements.

    A home on a border stays where it is, and so does one whose own grid has no outline and that lies in no other.
    """
    grids = list(Grid.objects.of(community).order_by("code"))
    drawn = [grid for grid in grids if grid.polygon]
    if not drawn:
        return []
    homes = list(Dwelling.objects.of(community).exclude(lon=None).exclude(lat=None).order_by("address"))
    place_of = {grid.pk: place for place, grid in enumerate(drawn)}
    points = [(home.lon or 0.0, home.lat or 0.0) for home in homes]
    own = [place_of.get(home.grid_id) for home in homes]
    found: dict[tuple[int, int | None], list[Dwelling]] = {}
    areas = [outlines.read(grid.polygon) for grid in drawn if grid.polygon]
    for home, was, now in zip(homes, own, outlines.holders(areas, points, own), strict=True):
        if now != was:
            found.setdefault((home.grid_id, None if now is None else drawn[now].pk), []).append(home)
    by_id = {grid.pk: grid for grid in grids}
    pairs = [Misplaced(by_id[a], by_id[b] if b is not None else None, rows) for (a, b), rows in found.items()]
    return sorted(pairs, key=lambda pair: (pair.source.code, pair.target is None, pair.target and pair.target.code))


def move_homes(
    homes: Sequence[Dwelling], *, source: Grid, target: Grid, by: Access, at: datetime | None = None
) -> int:
    """Puts homes from one grid into another, with the plates at their doors; how many there were.

    What no longer belongs to `source` is left alone, so that doing it twice moves nothing.

    Raises:
        Refusal: no right to, or another community.
    """
    by.require("places.edit")
    _own(by, source, target)
    ids = [home.pk for home in homes]
    with transaction.atomic():
        rows = Dwelling.objects.of(by.community).select_for_update().filter(pk__in=ids, grid=source)
        there = list(rows.values_list("pk", flat=True))
        if not there:
            return 0
        Dwelling.objects.of(by.community).filter(pk__in=there).update(grid=target)
        DoorPlate.objects.of(by.community).filter(dwelling_id__in=there, revoked_at=None).update(grid=target)
        ledger.record(
            "places.homes_moved", subject=("grid", target.pk), by=by.actor(), community_id=by.community.pk, at=at,
            data={"count": len(there), "source": source.name, "target": target.name, "homes": there},
        )
    return len(there)


def place_homes(
    homes: Sequence[Dwelling], *, point: outlines.Point, by: Access, at: datetime | None = None
) -> int:
    """Gives homes their point on the map (WGS-84), all the same one, and the plates at their doors with them.

    Raises:
        Refusal: no right to, no home, too many, or another community.
    """
    by.require("places.edit")
    _own(by, *homes)
    if not homes:
        raise Refusal(_("请至少选一处房屋"), field="homes")
    if len(homes) > MOST_AT_ONCE:
        raise Refusal(_("一次最多放 %(most)s 处") % {"most": MOST_AT_ONCE}, field="homes")
    ids = [home.pk for home in homes]
    lon, lat = point
    with transaction.atomic():
        Dwelling.objects.of(by.community).filter(pk__in=ids).update(lon=lon, lat=lat)
        DoorPlate.objects.of(by.community).filter(dwelling_id__in=ids, revoked_at=None).update(lon=lon, lat=lat)
        ledger.record(
            "places.homes_placed", subject=("community", by.community.pk), by=by.actor(),
            community_id=by.community.pk, at=at,
            data={"count": len(ids), "lon": round(lon, 6), "lat": round(lat, 6), "homes": ids},
        )
    return len(ids)


def _own(by: Access, *rows: Grid | Dwelling) -> None:
    if any(row.community_id != by.community.pk for row in rows):
        raise Refusal(_("这不是您所在的社区。"), code="other_community")

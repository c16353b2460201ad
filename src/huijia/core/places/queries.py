"""Reads of places used more than once."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huijia.core.places.enums import PlateState, PlateTrouble
from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import community_by_id
from huijia.lib import geo

Point = tuple[float, float]


def grid_at(community: Community, point: Point) -> Grid | None:
    """The grid whose polygon holds the WGS-84 (lon, lat); the one with the lowest code where two touch."""
    for grid in Grid.objects.of(community).exclude(polygon=None):
        if grid.polygon and geo.contains(grid.polygon, point):
            return grid
    return None


def grid_labels(community: Community) -> list[tuple[int, str]]:
    """The grids of a community by code: (id, name)."""
    return list(Grid.objects.of(community).order_by("code", "pk").values_list("pk", "name"))


def grid_twins(grids: frozenset[int], practice: Community) -> frozenset[int]:
    """The grids of a practice copy that have the codes of these grids of the live community."""
    codes = Grid.objects.of(practice.practice_of_id or practice.pk).filter(pk__in=grids).values("code")
    return frozenset(Grid.objects.of(practice).filter(code__in=codes).values_list("pk", flat=True))


_PLATE = ("id", "community_id", "token", "place_name", "dwelling_id", "grid_id", "group_id", "lon", "lat", "revoked_at")


def plate_by_token(token: str) -> DoorPlate | None:
    """The plate with its community, revoked or not; None where no such token was ever issued.

    A token is itself the secret that says which community is meant, so the search is not scoped. Each report asks for
    a plate in use, so that statement is written out; grid, group and dwelling are not loaded, their ids are enough.
    """
    with connection.cursor() as cursor:
        wanted = f"SELECT {', '.join(_PLATE)} FROM places_doorplate WHERE token = %s AND revoked_at IS NULL"
        cursor.execute(wanted, [token])
        row = cursor.fetchone()
    if row is None:
        return DoorPlate.objects.everywhere().select_related("community").filter(token=token).first()
    plate = DoorPlate.from_db(connection.alias, _PLATE, row)
    plate.community = community_by_id(plate.community_id)
    return plate


def plate_with_place(token: str) -> DoorPlate | None:
    """The same with the names of where it is, for the page of a door; without the grid's outline."""
    rows = DoorPlate.objects.everywhere().select_related("community", "grid", "group", "dwelling")
    return rows.defer("grid__polygon").filter(token=token).first()


def dwellings_like(community: Community, text: str, limit: int = 10) -> list[Dwelling]:
    """Homes whose address holds every word of `text`, shortest addresses first."""
    rows = Dwelling.objects.of(community).select_related("grid", "group")
    for word in text.split():
        rows = rows.filter(address__icontains=word)
    return sorted(rows[: limit * 5], key=lambda dwelling: (len(dwelling.address), dwelling.address))[:limit]


_IN_USE = Q(revoked_at=None)
_FINE = _IN_USE & Q(trouble="")
STATE_OF_PLATE = {
    PlateState.UNPRINTED: _FINE & Q(printed_at=None, mounted_on=None),
    PlateState.UNMOUNTED: _FINE & Q(printed_at__isnull=False, mounted_on=None),
    PlateState.MOUNTED: _FINE & Q(mounted_on__isnull=False),
    PlateState.DAMAGED: _IN_USE & ~Q(trouble=""),
    PlateState.LOST: Q(revoked_at__isnull=False, trouble=PlateTrouble.LOST, has_next=False),
    PlateState.REVOKED: Q(revoked_at__isnull=False) & (~Q(trouble=PlateTrouble.LOST) | Q(has_next=True)),
}
"""Each plate is in exactly one of them: a lost one that was replaced counts as out of use."""


@dataclass(frozen=True)
class PlateFilters:
    """What a list of plates is narrowed to; the same words stand in its address. `state` "" is all in use."""

    grid: str = ""
    group: str = ""
    building: str = ""
    state: str = ""
    q: str = ""


def plates_of(community: Community, filters: PlateFilters) -> QuerySet[DoorPlate]:
    """Plates under the filters. Values that make no sense give an empty list, never an error."""
    rows = _by_place(DoorPlate.objects.of(community), filters)
    if not filters.state:
        return rows.filter(_IN_USE)
    if filters.state not in PlateState.values:
        return rows.none()
    next_one = DoorPlate.objects.of(community).filter(replaces=OuterRef("pk"))
    return rows.alias(has_next=Exists(next_one)).filter(STATE_OF_PLATE[PlateState(filters.state)])


def _by_place(rows: QuerySet[DoorPlate], filters: PlateFilters) -> QuerySet[DoorPlate]:
    for name in ("grid", "group"):
        value = getattr(filters, name)
        if value:
            known = value.isdecimal() and int(value) < 2**62
            rows = rows.filter(**{f"{name}_id": int(value)}) if known else rows.none()
    if filters.building:
        rows = rows.filter(place_name__startswith=filters.building)
    for word in filters.q.split():
        rows = rows.filter(place_name__icontains=word)
    return rows


def count_plates(community: Community, filters: PlateFilters) -> dict[str, int]:
    """How many are in each state at these places; one statement."""
    rows = _by_place(DoorPlate.objects.of(community), filters)
    next_one = DoorPlate.objects.of(community).filter(replaces=OuterRef("pk"))
    counts = {state.value: Count("pk", filter=wanted) for state, wanted in STATE_OF_PLATE.items()}
    found: dict[str, int] = rows.annotate(has_next=Exists(next_one)).order_by().aggregate(**counts)
    return found


def buildings_of(community: Community, grid: str = "") -> list[str]:
    """What plates of one building begin with, e.g. 回龙苑3幢; of one grid where it is given. At most 500."""
    rows = Dwelling.objects.of(community).exclude(building="")
    if grid.isdecimal():
        rows = rows.filter(grid_id=int(grid))
    found = rows.order_by("estate", "building").values_list("estate", "building").distinct()[:500]
    return [f"{estate}{building}幢" for estate, building in found]


def without_plate(community: Community, grid_id: int) -> QuerySet[Dwelling]:
    """Homes of a grid that have no plate in use."""
    return _bare(community).filter(grid_id=grid_id).order_by("pk")


def bare_by_grid(community: Community) -> list[tuple[int, str, int]]:
    """(grid id, name, homes without a plate in use) of each grid that has such homes; one statement."""
    counted = _bare(community).values_list("grid_id", "grid__name").annotate(homes=Count("pk"))
    return list(counted.order_by("grid__code"))


def _bare(community: Community) -> QuerySet[Dwelling]:
    plate = DoorPlate.objects.of(community).filter(dwelling=OuterRef("pk"), revoked_at=None)
    return Dwelling.objects.of(community).filter(~Exists(plate))

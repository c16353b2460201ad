"""Reads of places used more than once."""

from django.db import connection

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

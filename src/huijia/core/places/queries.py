"""Reads of places used more than once."""

from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.kernel.communities.models import Community
from huijia.lib import geo

Point = tuple[float, float]


def grid_at(community: Community, point: Point) -> Grid | None:
    """The grid whose polygon holds the WGS-84 (lon, lat); the one with the lowest code where two touch."""
    for grid in Grid.objects.of(community).exclude(polygon=None):
        if grid.polygon and geo.contains(grid.polygon, point):
            return grid
    return None


def plate_by_token(token: str) -> DoorPlate | None:
    """The plate with its place in one query, revoked or not; None where no such token was ever issued.

    A token is itself the secret that says which community is meant, so the search is not scoped.
    """
    plates = DoorPlate.objects.everywhere().select_related("community", "grid", "group", "dwelling")
    plates = plates.defer("grid__polygon")
    return plates.filter(token=token).first()


def dwellings_like(community: Community, text: str, limit: int = 10) -> list[Dwelling]:
    """Homes whose address holds every word of `text`, shortest addresses first."""
    rows = Dwelling.objects.of(community).select_related("grid", "group")
    for word in text.split():
        rows = rows.filter(address__icontains=word)
    return sorted(rows[: limit * 5], key=lambda dwelling: (len(dwelling.address), dwelling.address))[:limit]

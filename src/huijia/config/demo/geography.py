"""The invented map of Huilong: six grids between hills, ponds and a river. WGS-84; nothing here is surveyed."""

from dataclasses import dataclass
from random import Random

from huijia.core.places import actions
from huijia.core.places.enums import DwellingKind, GroupKind, LandmarkKind
from huijia.core.places.models import Dwelling, Grid, Group, Landmark
from huijia.kernel.accounts.access import Access

WEST, SOUTH = 119.4200, 32.1500
# One step of the drawing grid: about 94 m to the east, 111 m to the north.
STEP_LON, STEP_LAT = 0.001, 0.001
DIVISION = "321111002008"

# The corners that neighbouring grids share, in steps.
CORNERS = {
    "a": (0, 0), "b": (9, -1), "c": (18, 0), "d": (26, 1),
    "e": (1, 8), "f": (9, 9), "g": (18, 8), "h": (27, 9),
    "i": (0, 17), "j": (10, 18), "k": (19, 17), "l": (26, 18),
}
# name, corners, party group, village groups, estates
GRIDS = (
    ("龙溪网格", "abfe", "龙溪党小组", ("河西组", "桥头组"), ()),
    ("荷塘网格", "bcgf", "荷塘党小组", ("傅家组",), ()),
    ("新村网格", "cdhg", "新村党小组", (), ("回龙苑",)),
    ("竹园网格", "efji", "竹园党小组", ("竹园组", "前塘组"), ()),
    ("回龙山网格", "fgkj", "回龙山党小组", ("回龙山组",), ()),
    ("南苑网格", "ghlk", "南苑党小组", (), ("南山花苑",)),
)
VILLAGE_HOUSES = 62
BUILDINGS, UNITS, FLOORS = 11, 2, 6


@dataclass
class Map:
    grids: list[Grid]
    groups: dict[str, Group]
    dwellings: list[Dwelling]


def spot(east: float, north: float) -> tuple[float, float]:
    """Steps to (lon, lat)."""
    return round(WEST + east * STEP_LON, 6), round(SOUTH + north * STEP_LAT, 6)


def _ring(points: list[tuple[float, float]]) -> list[list[list[float]]]:
    ring = [list(spot(*point)) for point in points]
    return [[*ring, ring[0]]]


def draw(by: Access, random: Random) -> Map:
    """Grids, groups, landmarks and all dwellings through the verbs."""
    grids = [
        actions.save_grid(
            code=f"{DIVISION}{number:03d}", name=name, party_group=party, by=by,
            polygon={"type": "Polygon", "coordinates": _ring([CORNERS[corner] for corner in corners])},
        )
        for number, (name, corners, party, _groups, _estates) in enumerate(GRIDS, start=1)
    ]
    groups = {
        name: actions.save_group(name=name, kind=GroupKind.VILLAGE, by=by)
        for row in GRIDS for name in row[3]
    }
    _landmarks(by)
    drafts: list[Dwelling] = []
    for grid, (_name, corners, _party, village, estates) in zip(grids, GRIDS, strict=True):
        middle = [sum(CORNERS[corner][axis] for corner in corners) / 4 for axis in (0, 1)]
        for place, name in enumerate(village):
            shift = 0 if len(village) == 1 else (place * 2 - 1) * 2.1
            drafts += _village(grid, groups[name], middle[0] + shift, middle[1], random)
        for name in estates:
            drafts += _estate(grid, name, middle[0], middle[1])
    return Map(grids, groups, actions.add_dwellings(drafts, by=by))


def _village(grid: Grid, group: Group, east: float, north: float, random: Random) -> list[Dwelling]:
    rows = []
    for number in range(1, VILLAGE_HOUSES + 1):
        lon, lat = spot(
            east + (number % 8 - 3.5) * 0.42 + random.uniform(-0.12, 0.12),
            north + (number // 8 - 3.5) * 0.75 + random.uniform(-0.2, 0.2),
        )
        rows.append(Dwelling(
            kind=DwellingKind.VILLAGE, grid=grid, group=group, door_number=str(number), lon=lon, lat=lat
        ))
    return rows


def _estate(grid: Grid, name: str, east: float, north: float) -> list[Dwelling]:
    rows = []
    for building in range(1, BUILDINGS + 1):
        lon, lat = spot(east + (building % 4 - 1.5) * 1.3, north + (building // 4 - 1) * 1.6)
        for unit in range(1, UNITS + 1):
            for floor in range(1, FLOORS + 1):
                for room in (1, 2):
                    rows.append(Dwelling(
                        kind=DwellingKind.ESTATE, grid=grid, estate=name, building=str(building), unit=str(unit),
                        room=f"{floor}0{room}", lon=lon, lat=lat,
                    ))
    return rows


def _landmarks(by: Access) -> None:
    def polygon(*points: tuple[float, float]) -> dict[str, object]:
        return {"type": "Polygon", "coordinates": _ring(list(points))}

    def line(*points: tuple[float, float]) -> dict[str, object]:
        return {"type": "LineString", "coordinates": [list(spot(*point)) for point in points]}

    def point(east: float, north: float) -> dict[str, object]:
        return {"type": "Point", "coordinates": list(spot(east, north))}

    hill, pond, river, road = LandmarkKind.HILL, LandmarkKind.POND, LandmarkKind.RIVER, LandmarkKind.ROAD
    shapes = (
        ("回龙山", hill, polygon((10, 15), (12, 17.4), (15, 17.6), (18, 16), (16.5, 14.6), (12, 14.2))),
        ("竹山", hill, polygon((0.8, 14), (2, 16.4), (4.5, 16.8), (5.5, 15), (3, 13.4))),
        ("荷花塘", pond, polygon((10.4, 1.4), (11.4, 2.6), (13.2, 2.7), (13.9, 1.7), (12.6, 0.9), (11.2, 0.8))),
        ("前塘", pond, polygon((7, 14.2), (7.6, 14.9), (8.5, 14.8), (8.6, 14.1), (7.7, 13.8))),
        ("龙溪河", river, line((-1, 4.2), (3, 4.6), (6, 3.4), (9, 4.1), (13, 4), (18, 4.6), (23, 3.8), (28, 4.4))),
        ("回龙路", road, line((-1, 8.4), (9, 9), (18, 8.2), (28, 9))),
        ("党群服务中心", LandmarkKind.BUILDING, point(17, 9.2)),
        ("健身广场", LandmarkKind.SQUARE, point(15.5, 5.6)),
    )
    actions.add_landmarks([Landmark(name=name, kind=kind, shape=shape) for name, kind, shape in shapes], by=by)

"""排车: who rides with whom and in what order. Pure, the same answer for the same list, in well under a second.

Each car begins with whoever lives farthest from where they go and takes the nearest others until it is full, of the
same grid first; then the doors are put in order, from the farthest always on to the nearest. Without coordinates
grid and address stand for nearness.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huijia.lib import geo

Point = tuple[float, float]
OTHER_GRID = 400.0
"""Metres by which a door of another grid counts as farther: neighbours who know each other ride together."""
UNKNOWN = 3_000.0
"""Metres between two doors of which one is on no map."""


@dataclass(frozen=True)
class Rider:
    """`places`: with whom they bring; `wheelchairs` 0 or 1; `point` (lon, lat) or None."""

    key: int
    address: str
    grid: int | None = None
    point: Point | None = None
    places: int = 1
    wheelchairs: int = 0


@dataclass(frozen=True)
class Car:
    key: int
    seats: int
    wheelchair_spaces: int = 0


@dataclass(frozen=True)
class Packed:
    """`loads`: (car key, riders' keys in the order of the stops), only of cars that are used; `left` found no place."""

    loads: list[tuple[int, list[int]]]
    left: list[int]


def pack(riders: Sequence[Rider], cars: Sequence[Car], goal: Point | None) -> Packed:
    """Cars that take wheelchairs go first and take the wheelchairs first; then the largest."""
    waiting = sorted(riders, key=lambda rider: (-away(rider, goal), rider.grid or 0, rider.address, rider.key))
    loads: list[tuple[int, list[int]]] = []
    order = sorted(cars, key=lambda car: (-car.wheelchair_spaces, -car.seats, car.key))
    for car in order:
        load = _fill(waiting, car, kept_for_wheelchairs=_still_wanted(waiting))
        if load:
            loads.append((car.key, [rider.key for rider in ordered(load, goal)]))
            taken = {rider.key for rider in load}
            waiting = [rider for rider in waiting if rider.key not in taken]
    return Packed(loads, [rider.key for rider in waiting])


def _still_wanted(waiting: Sequence[Rider]) -> bool:
    return any(rider.wheelchairs for rider in waiting)


def away(rider: Rider, goal: Point | None) -> float:
    """Metres to where they go; 0 where either is on no map."""
    return geo.metres(rider.point, goal) if rider.point is not None and goal is not None else 0.0


def between(one: Rider, other: Rider) -> float:
    """Metres between two doors as far as riding together goes."""
    far = geo.metres(one.point, other.point) if one.point is not None and other.point is not None else None
    if far is None:
        far = 0.0 if one.address == other.address else UNKNOWN
    return far + (0.0 if one.grid == other.grid else OTHER_GRID)


def _fill(waiting: Sequence[Rider], car: Car, *, kept_for_wheelchairs: bool) -> list[Rider]:
    """Wheelchairs as far as there is space, the farthest first; then whoever is nearest to somebody in the car."""
    load: list[Rider] = []
    seats, spaces = car.seats, car.wheelchair_spaces
    if kept_for_wheelchairs:
        for rider in waiting:
            if rider.wheelchairs and rider.wheelchairs <= spaces and rider.places <= seats:
                load.append(rider)
                seats, spaces = seats - rider.places, spaces - rider.wheelchairs
    while True:
        fitting = [
            rider for rider in waiting if rider not in load and rider.places <= seats and rider.wheelchairs <= spaces
        ]
        if not fitting:
            return load
        chosen = min(fitting, key=lambda rider: _distance(rider, load)) if load else fitting[0]
        load.append(chosen)
        seats, spaces = seats - chosen.places, spaces - chosen.wheelchairs


def _distance(rider: Rider, load: Sequence[Rider]) -> tuple[float, str, int]:
    return min(between(rider, other) for other in load), rider.address, rider.key


def ordered(load: Sequence[Rider], goal: Point | None) -> list[Rider]:
    """The order of the stops: the farthest door first, then always the nearest next; without a map by address."""
    if goal is None or any(rider.point is None for rider in load):
        return sorted(load, key=lambda rider: (rider.grid or 0, rider.address, rider.key))
    left = list(load)
    here = max(left, key=lambda rider: (away(rider, goal), rider.address, rider.key))
    route = [here]
    left.remove(here)
    while left:
        here = min(left, key=lambda rider: (between(here, rider), rider.address, rider.key))
        route.append(here)
        left.remove(here)
    return route

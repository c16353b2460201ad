"""The tables of `test_every_url`, a file for each room.

`GET` and `POST` have the same columns; `TARGETS` says what an address names.

A target makes what it names when it is asked: `TARGETS = {"room:thing": lambda world: [thing_of(world).pk]}`.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

Table = dict[str, dict[str, int]]


def of_rooms(table: Callable[[str], Table]) -> tuple[Table, Table, dict[str, Any]]:
    """What every room's file says, in one: reading, an empty form, what the addresses name."""
    get: Table = {}
    post: Table = {}
    targets: dict[str, Any] = {}
    for found in pkgutil.iter_modules(__path__):
        room = import_module(f"{__name__}.{found.name}")
        get |= table(room.GET)
        post |= table(room.POST)
        targets |= room.TARGETS
    return get, post, targets

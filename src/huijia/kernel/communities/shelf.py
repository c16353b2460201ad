"""A per-process cache for a few seconds, for things every request reads and hardly anybody changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from django.db import connection, transaction

V = TypeVar("V")
SECONDS = 10.0

_shelves: WeakSet[Shelf[object]] = WeakSet()
_lock = threading.Lock()


class Shelf(Generic[V]):
    """Keeps `load()` under a key for `SECONDS`.

    What was read inside a transaction is kept for that transaction only, since it may yet be rolled back; a
    committed value that is still fresh is used inside transactions too, unless this one has changed
    something (`forget_all`).
    """

    def __init__(self) -> None:
        self.committed: dict[Hashable, tuple[float, V]] = {}
        self.inside: WeakKeyDictionary[object, dict[Hashable, tuple[float, V]]] = WeakKeyDictionary()
        _shelves.add(self)  # type: ignore[arg-type]

    def get(self, key: Hashable, load: Callable[[], V]) -> V:
        kept = self._find(key)
        if kept is not None and time.monotonic() - kept[0] < SECONDS:
            return kept[1]
        value = load()
        self._keep(key, value)
        return value

    def _find(self, key: Hashable) -> tuple[float, V] | None:
        with _lock:
            own = self.inside.get(_outermost()) if connection.in_atomic_block else None
            if own is not None:
                return own.get(key)
            return self.committed.get(key)

    def _keep(self, key: Hashable, value: V) -> None:
        with _lock:
            inside = connection.in_atomic_block
            own = self.inside.setdefault(_outermost(), {}) if inside else self.committed
            own[key] = (time.monotonic(), value)

    def forget(self) -> None:
        with _lock:
            self.committed.clear()
            if connection.in_atomic_block:
                self.inside[_outermost()] = {}


def _outermost() -> object:
    return connection.atomic_blocks[0]


def forget_all() -> None:
    """Drop everything kept, now and again when the running transaction has committed."""
    for shelf in list(_shelves):
        shelf.forget()
    if connection.in_atomic_block:
        transaction.on_commit(_forget_committed)


def _forget_committed() -> None:
    with _lock:
        for shelf in list(_shelves):
            shelf.committed.clear()

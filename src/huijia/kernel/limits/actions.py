"""Counting with fixed windows. All processes share the count, since it lives in the database.

Spending is one upsert for all keys, so two requests at once can't both take the last one. It counts in the
caller's transaction: a caller whose own transaction may be rolled back by a refusal, and who wants the try
counted all the same, spends before opening it (on both databases a rolled-back spend never happened).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from huijia.kernel.limits.models import Allowance
from huijia.lib import clock, crypto

# Windows begin at local midnight and its divisions (UTC+8, no summer time), so that "a day" is the reader's
# day.
_OFFSET = 8 * 3600
_PURPOSE = "limits"

Spending = tuple[str, int, int]
"""(key, limit, window in seconds). The key may hold a phone number: only its keyed hash is stored."""


@dataclass(frozen=True)
class Verdict:
    """`key` is the refused key (None: allowed), `retry_after` the seconds until its window ends (allowed: 0).

    `first` is True for the very first refusal of that window: the moment to write one line in a log.
    """

    allowed: bool
    key: str | None = None
    retry_after: int = 0
    first: bool = False


@dataclass(frozen=True)
class _Row:
    hashed: str
    seconds: int
    start: int
    key: str
    limit: int

    @property
    def opened_at(self) -> datetime:
        return datetime.fromtimestamp(self.start, UTC)


def spend(wanted: Sequence[Spending], *, at: datetime | None = None) -> Verdict:
    """Use one of each allowance and say whether all limits still hold. What is refused counts too.

    When several keys are over, the one that stays closed longest is named.

    Raises:
        ValueError: nothing wanted, the same key and window twice, or a window below one second.
    """
    at = at or clock.now()
    rows = _rows(wanted, at)
    return _judge(rows, _add_one(rows), at, over=0)


def peek(wanted: Sequence[Spending], *, at: datetime | None = None) -> Verdict:
    """Whether one more of each would be allowed; counts nothing."""
    at = at or clock.now()
    rows = _rows(wanted, at)
    used = {
        (key_hash, seconds): count
        for key_hash, seconds, count in _matching(rows).values_list("key_hash", "seconds", "used")
    }
    return _judge(rows, used, at, over=1)


def give_back(wanted: Sequence[Spending], *, at: datetime | None = None) -> None:
    """Undo one spending of each in the present window, for a try that turned out not to count."""
    rows = _rows(wanted, at or clock.now())
    _matching(rows).filter(used__gt=0).update(used=models.F("used") - 1)


def clear(key: str) -> None:
    """Forget all that was used under `key`, in all windows."""
    Allowance.objects.filter(key_hash=_hash(key)).delete()


def purge(before: datetime) -> int:
    """Delete windows that began before `before` (the worker: a day back is plenty); the number of rows."""
    deleted, _each = Allowance.objects.filter(window_start__lt=before).delete()
    return deleted


def _hash(key: str) -> str:
    return crypto.keyed_hash(key, _PURPOSE)


def _rows(wanted: Sequence[Spending], at: datetime) -> list[_Row]:
    """In one order for every caller, so that two upserts never wait for each other crosswise."""
    moment = int(at.timestamp()) + _OFFSET
    rows = []
    for key, limit, seconds in wanted:
        if seconds < 1:
            raise ValueError("a window has at least one second")
        rows.append(_Row(_hash(key), seconds, moment - moment % seconds - _OFFSET, key, limit))
    rows.sort(key=lambda row: (row.hashed, row.seconds))
    if not rows or len({(row.hashed, row.seconds) for row in rows}) < len(rows):
        raise ValueError("each key and window once, and at least one")
    return rows


def _add_one(rows: Sequence[_Row]) -> dict[tuple[str, int], int]:
    table = connection.ops.quote_name(Allowance._meta.db_table)
    values = ", ".join(["(%s, %s, %s, 1)"] * len(rows))
    adapt = connection.ops.adapt_datetimefield_value
    parameters: list[Any] = []
    for row in rows:
        parameters += [row.hashed, row.seconds, adapt(row.opened_at)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS a (key_hash, seconds, window_start, used) VALUES {values} "
            "ON CONFLICT (key_hash, seconds, window_start) DO UPDATE SET used = a.used + 1 "
            "RETURNING key_hash, seconds, used",
            parameters,
        )
        return {(key_hash, seconds): used for key_hash, seconds, used in cursor.fetchall()}


def _matching(rows: Iterable[_Row]) -> models.QuerySet[Allowance]:
    wanted = models.Q(pk__in=[])
    for row in rows:
        wanted |= models.Q(key_hash=row.hashed, seconds=row.seconds, window_start=row.opened_at)
    return Allowance.objects.filter(wanted)


def _judge(rows: Sequence[_Row], used: dict[tuple[str, int], int], at: datetime, *, over: int) -> Verdict:
    """`over`: 1 when the try in question is not yet among the used ones."""
    refused = [row for row in rows if used.get((row.hashed, row.seconds), 0) + over > row.limit]
    if not refused:
        return Verdict(True)
    worst = max(refused, key=lambda row: row.start + row.seconds)
    count = used.get((worst.hashed, worst.seconds), 0) + over
    wait = worst.start + worst.seconds - int(at.timestamp())
    return Verdict(False, worst.key, max(wait, 1), first=count == worst.limit + 1)

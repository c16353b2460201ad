"""What a search gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

COLUMNS = "id, kind, object_id, title, happened_at"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `id` orders the pages (`before=`); `shared` counts the pairs it shares, for `alike`."""

    id: int
    kind: str
    object_id: int
    title: str
    happened_at: datetime
    shared: int = 0


def fetched(statement: str, values: Sequence[Any]) -> list[Hit]:
    """Runs a statement that selects COLUMNS, and the number of shared pairs after them if it likes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            Hit(row[0], row[1], row[2], row[3], _moment(row[4]), row[5] if len(row) > 5 else 0)
            for row in cursor.fetchall()
        ]


def _moment(value: Any) -> datetime:
    """SQLite hands times out as text in UTC."""
    parsed = value if isinstance(value, datetime) else parse_datetime(value)
    assert parsed is not None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)

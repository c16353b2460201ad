"""Keyset pages in the order of a moment: where the next one begins is the moment of the last row and its id."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def key_of(at: datetime, pk: int) -> str:
    """The moment in microseconds and the row: `1776042000000000-31`."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def behind(rows: QuerySet[Any], key: str, moment: str, *, newest_first: bool = True) -> QuerySet[Any]:
    """`rows`, ordered by the field `moment` and the id, behind the one of this key; all of them for what is no key."""
    micro, _dash, pk = key.partition("-")
    if not (micro.isdecimal() and pk.isdecimal() and len(micro) < 18 and len(pk) < 19):
        return rows
    at = EPOCH + timedelta(microseconds=int(micro))
    side = "lt" if newest_first else "gt"
    return rows.filter(Q(**{f"{moment}__{side}": at}) | Q(**{moment: at, f"pk__{side}": int(pk)}))

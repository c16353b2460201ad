"""Every write of the search table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from huijia.kernel.search.models import Document
from huijia.lib import text as words

TITLE_LENGTH = 120
CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One document for `index_many`; the fields are the arguments of `index`."""

    kind: str
    object_id: int
    community_id: int
    permission: str
    title: str
    text: str
    happened_at: datetime
    grid_id: int | None = None


_COLUMNS = "kind, object_id, community_id, permission, grid_id, happened_at, title, tokens"
_SHARED = "community_id, permission, grid_id, happened_at, title, tokens"


def _insert(rows: int) -> str:
    """INSERT or update of `rows` documents; tokens go as one text, since an array costs more to quote than to find."""
    postgres = connection.vendor == "postgresql"
    extra, value = (", vector", ", %s, array_to_tsvector(string_to_array(%s, ' '))") if postgres else ("", ", %s")
    one = "(%s, %s, %s, %s, %s, %s, %s" + value + ")"
    updated = ", ".join(f"{name} = excluded.{name}" for name in (_SHARED + extra).split(", "))
    return (
        f"INSERT INTO search_document ({_COLUMNS}{extra}) VALUES {', '.join([one] * rows)}"
        f" ON CONFLICT (kind, object_id) DO UPDATE SET {updated}"
    )


def index(
    kind: str, object_id: int, *, community_id: int, permission: str, title: str, text: str, happened_at: datetime,
    grid_id: int | None = None,
) -> None:
    """Makes one thing findable by `title` and `text`, or finds it anew after a change: one statement.

    In the transaction of the verb that writes the thing. Only readers with `permission` find it, and of those limited
    to grids only the ones of `grid_id`. `title` (cut at 120 characters) is shown as it is: mask phones before.
    """
    draft = Draft(
        kind=kind, object_id=object_id, community_id=community_id, permission=permission, title=title, text=text,
        happened_at=happened_at, grid_id=grid_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(_insert(1), _values(draft))


def index_many(drafts: Iterable[Draft]) -> int:
    """Many documents (imports, history), 500 to a statement, in one transaction; returns how many.

    No (kind, object_id) may come twice within one call.
    """
    done = 0
    source = iter(drafts)
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(islice(source, CHUNK)):
            cursor.execute(_insert(len(chunk)), [value for draft in chunk for value in _values(draft)])
            done += len(chunk)
    return done


def remove(kind: str, object_ids: int | Sequence[int]) -> int:
    """Makes things unfindable; returns how many were found before."""
    ids = [object_ids] if isinstance(object_ids, int) else list(object_ids)
    return Document.objects.filter(kind=kind, object_id__in=ids).delete()[0]


def _values(draft: Draft) -> list[Any]:
    tokens = list(dict.fromkeys(words.tokens(f"{draft.title}\n{draft.text}")))
    postgres = connection.vendor == "postgresql"
    return [
        draft.kind, draft.object_id, draft.community_id, draft.permission, draft.grid_id,
        connection.ops.adapt_datetimefield_value(draft.happened_at), draft.title[:TITLE_LENGTH],
        *(["", " ".join(tokens)] if postgres else [" ".join(tokens)]),
    ]

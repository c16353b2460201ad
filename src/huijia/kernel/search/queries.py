"""Every read of the search table.

Tokens hold only letters, digits and Chinese characters (`lib.text`), so they need no escaping in a query.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huijia.kernel.accounts.access import Access
from huijia.kernel.search import likeness
from huijia.kernel.search.hits import COLUMNS, Hit, fetched
from huijia.lib import text as words

__all__ = ["Hit", "alike", "find"]

alike = likeness.alike

NEWEST = 4000
"""PostgreSQL: so many of a community's newest documents are read one by one before the index is asked."""
NEWEST_IN_GRIDS = 8000
"""The same for a reader limited to grids, who passes over most of them at little cost."""
STRETCHES = (16_384, 131_072)
"""PostgreSQL: so many ids are looked through by the index before all of them are."""
MOST_TOKENS = 40


@dataclass(frozen=True, slots=True)
class _Where:
    """Conditions joined by AND, with their values."""

    sql: str
    values: list[Any]


def find(
    access: Access, text: str, *, kinds: Collection[str] | None = None, before: int | None = None, limit: int = 50
) -> list[Hit]:
    """What `access` may see and what holds every word of `text`, newest first; [] when there is no word in it.

    Pairs of Chinese characters are the words, so that two characters are enough; letters are pinyin initials or latin
    words. `before` is the `id` of the last hit of the page before. Someone limited to grids finds only things in them.
    """
    tokens = words.query_tokens(text)[:MOST_TOKENS]
    if not tokens or not access.permissions or access.grids == frozenset():
        return []
    where = _allowed(access, kinds)
    if connection.vendor == "postgresql":
        return _find_postgres(access.community.pk, tokens, where, before, limit)
    return _find_sqlite(access.community.pk, tokens, where, before, limit)


def _allowed(access: Access, kinds: Collection[str] | None) -> _Where:
    parts: list[tuple[str, Sequence[Any]]] = [("permission", sorted(access.permissions))]
    if access.grids is not None:
        parts.append(("grid_id", sorted(access.grids)))
    if kinds is not None:
        parts.append(("kind", sorted(kinds)))
    sql = " AND ".join(_in(column, len(values)) for column, values in parts)
    return _Where(sql, [value for _column, values in parts for value in values])


def _in(column: str, count: int) -> str:
    return f"{column} IN ({', '.join(['%s'] * count)})" if count else "1 = 0"


def _find_postgres(
    community_id: int, tokens: list[str], where: _Where, before: int | None, limit: int
) -> list[Hit]:
    """A few tries, each a whole answer if it fills the page; only a rare word needs the last one.

    A frequent word fills it from the NEWEST documents, read backwards; a less frequent one from the STRETCHES of ids
    below `before`, by the index. The planner alone can't know that the pairs of one word come together, and would
    sort 200,000 rows for 50. The fences (a subquery with a limit, a materialized CTE) hold it to the plan meant.
    """
    words_sql = " & ".join(f"'{token}'" for token in tokens)
    top = before if before is not None else _end()
    newest = NEWEST_IN_GRIDS if "grid_id" in where.sql else NEWEST
    found = fetched(_BACKWARDS.format(where=where.sql), [community_id, top, newest, words_sql, *where.values, limit])
    for low in (*(top - length for length in STRETCHES), 0):
        if len(found) < limit and top > 0:
            values = [words_sql, community_id, low, top, *where.values, limit]
            found = fetched(_BY_INDEX.format(where=where.sql), values)
    return found


_BACKWARDS = (
    f"SELECT {COLUMNS} FROM (SELECT * FROM search_document WHERE community_id = %s AND id < %s"
    " ORDER BY id DESC LIMIT %s) newest WHERE vector @@ %s::tsquery AND {where} ORDER BY id DESC LIMIT %s"
)
_BY_INDEX = (
    f"WITH found AS MATERIALIZED (SELECT {COLUMNS} FROM search_document WHERE vector @@ %s::tsquery"
    " AND community_id = %s AND id >= %s AND id < %s AND {where}) SELECT * FROM found ORDER BY id DESC LIMIT %s"
)


def _end() -> int:
    """One more than the newest document's id; 0 when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id) + 1, 0) FROM search_document")
        return int(cursor.fetchone()[0])


def _find_sqlite(
    community_id: int, tokens: list[str], where: _Where, before: int | None, limit: int
) -> list[Hit]:
    """FTS5 hands out its rows newest first by itself and stops when the page is full."""
    bound, bound_values = ("AND search_index.rowid < %s", [before]) if before is not None else ("", [])
    return fetched(
        f"SELECT {COLUMNS} FROM search_index CROSS JOIN search_document ON id = search_index.rowid"
        f" WHERE search_index MATCH %s {bound} AND community_id = %s AND {where.sql}"
        " ORDER BY search_index.rowid DESC LIMIT %s",
        [" AND ".join(f'"{token}"' for token in tokens), *bound_values, community_id, *where.values, limit],
    )

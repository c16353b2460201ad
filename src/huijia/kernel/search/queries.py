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

NEWEST = 2000
"""So many of the newest documents are looked through one by one before the index is asked (PostgreSQL)."""
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
    """A frequent word fills the page from the newest documents; for any other the index has few enough rows to sort.

    Two statements instead of one, because the planner can't know that the pairs of one word come together and takes
    the longer way for one of the two.
    """
    words_sql = " & ".join(f"'{token}'" for token in tokens)
    bound, bound_values = ("AND id < %s", [before]) if before is not None else ("", [])
    newest = fetched(
        f"SELECT {COLUMNS} FROM (SELECT * FROM search_document WHERE community_id = %s {bound}"
        f" ORDER BY id DESC LIMIT {NEWEST}) newest WHERE vector @@ %s::tsquery AND {where.sql}"
        " ORDER BY id DESC LIMIT %s",
        [community_id, *bound_values, words_sql, *where.values, limit],
    )
    if len(newest) >= limit:
        return newest
    return fetched(
        f"WITH found AS MATERIALIZED (SELECT {COLUMNS} FROM search_document WHERE vector @@ %s::tsquery"
        f" AND community_id = %s {bound} AND {where.sql}) SELECT * FROM found ORDER BY id DESC LIMIT %s",
        [words_sql, community_id, *bound_values, *where.values, limit],
    )


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

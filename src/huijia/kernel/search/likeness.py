"""What was reported lately in nearly the same words: asked at each pause while someone types."""

from datetime import datetime

from django.db import connection

from huijia.kernel.search.hits import COLUMNS, Hit, fetched
from huijia.lib import text as words

NEWEST = 2000
"""So many of the newest documents are compared."""
MOST_PAIRS = 24
"""So many pairs of the text are compared."""


def alike(community_id: int, text: str, *, kind: str, since: datetime, limit: int = 50) -> list[Hit]:
    """Things of one kind since then that share at least two pairs of characters with `text`, newest first.

    One shared pair is enough where `text` has fewer than four. Sees all of the community: what a reader may be shown
    of it is for the caller to decide.
    """
    pairs = [token for token in words.query_tokens(text) if len(token) > 1][:MOST_PAIRS]
    if not pairs:
        return []
    least = 2 if len(pairs) >= 4 else 1
    moment = connection.ops.adapt_datetimefield_value(since)
    compare = _postgres if connection.vendor == "postgresql" else _sqlite
    return compare(community_id, pairs, kind, moment, least, limit)


def _postgres(community_id: int, pairs: list[str], kind: str, since: object, least: int, limit: int) -> list[Hit]:
    counted = " + ".join(["(vector @@ %s::tsquery)::int"] * len(pairs))
    return fetched(
        f"SELECT * FROM (SELECT {COLUMNS}, {counted} AS shared FROM (SELECT * FROM search_document"
        f" WHERE community_id = %s AND kind = %s ORDER BY id DESC LIMIT {NEWEST}) newest"
        " WHERE happened_at >= %s AND vector @@ %s::tsquery) compared WHERE shared >= %s ORDER BY id DESC LIMIT %s",
        [
            *(f"'{pair}'" for pair in pairs), community_id, kind, since, " | ".join(f"'{pair}'" for pair in pairs),
            least, limit,
        ],
    )


def _sqlite(community_id: int, pairs: list[str], kind: str, since: object, least: int, limit: int) -> list[Hit]:
    lists = " UNION ALL ".join(
        ["SELECT rowid AS hit FROM search_index WHERE search_index MATCH %s AND rowid >= (SELECT low FROM bound)"]
        * len(pairs)
    )
    return fetched(
        "WITH bound AS MATERIALIZED (SELECT min(id) AS low FROM (SELECT id FROM search_document"
        f" WHERE community_id = %s AND kind = %s ORDER BY id DESC LIMIT {NEWEST})),"
        f" counted AS MATERIALIZED (SELECT hit, count(*) AS shared FROM ({lists}) GROUP BY hit"
        " HAVING count(*) >= %s)"
        f" SELECT {COLUMNS}, shared FROM counted CROSS JOIN search_document ON id = hit"
        " WHERE community_id = %s AND kind = %s AND happened_at >= %s ORDER BY hit DESC LIMIT %s",
        [
            community_id, kind, *(f'"{pair}"' for pair in pairs), least, community_id, kind, since, limit,
        ],
    )

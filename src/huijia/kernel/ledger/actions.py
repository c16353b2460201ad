"""Every write of the ledger."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction

from huijia.kernel.ledger import sealer
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.ledger.leaves import canonical, leaf_of, personal_mac, plain
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock

__all__ = ["Record", "record", "record_many", "seal_pending", "shred"]

seal_pending = sealer.seal_pending

LABEL_LENGTH = 80
CHUNK = 500
_COLUMNS = (
    "uuid", "community_id", "kind", "subject_type", "subject_id", "actor_kind", "actor_id", "actor_label",
    "for_label", "occurred_at", "recorded_at", "data", "personal", "salt", "personal_mac", "leaf",
)
_ONE = f"({', '.join(['%s'] * len(_COLUMNS))})"
_INSERT = f"INSERT INTO ledger_entry ({', '.join(_COLUMNS)}) VALUES "


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row for `record_many`; the fields are the arguments of `record`."""

    kind: str
    subject: tuple[str, int]
    by: Actor
    community_id: int | None
    at: datetime | None = None
    data: Mapping[str, Any] | None = None
    personal: Mapping[str, Any] | None = None


def record(
    kind: str, *, subject: tuple[str, int], by: Actor, community_id: int | None, at: datetime | None = None,
    data: Mapping[str, Any] | None = None, personal: Mapping[str, Any] | None = None,
) -> Entry:
    """Writes one entry in the caller's transaction: one statement.

    `at` is when it happened (now). `data` stays for ever and must not name residents; `personal` can be shredded.
    Health values, ID numbers and ballots belong in neither. Values JSON does not know are kept as text.

    Raises:
        ValueError: a payload holds NaN, infinity or U+0000.
    """
    row = Record(kind=kind, subject=subject, by=by, community_id=community_id, at=at, data=data, personal=personal)
    entry, values = _made(row, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT}{_ONE} RETURNING id", values)
        entry.pk = cursor.fetchone()[0]
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


def record_many(rows: Iterable[Record]) -> int:
    """Writes many entries (imports, history), 500 to a statement; returns how many.

    One transaction: all of them or none.
    """
    now = clock.now()
    done = 0
    source = iter(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := [_made(row, now)[1] for row in islice(source, CHUNK)]:
            cursor.execute(_INSERT + ", ".join([_ONE] * len(chunk)), [value for values in chunk for value in values])
            done += len(chunk)
    return done


def shred(entry_id: int, *, by: Actor, reason: str) -> bool:
    """Drops one entry's personal payload for ever and records who did it and why. False: there was none to drop.

    The seal still verifies, since the leaf is made of the payload's MAC, which stays.

    Raises:
        Entry.DoesNotExist: no such entry.
    """
    with transaction.atomic():
        entry = Entry.objects.get(pk=entry_id)
        rows: models.QuerySet[Entry] = models.QuerySet(Entry).filter(pk=entry_id, salt__isnull=False)
        if not rows.update(personal=None, salt=None):
            return False
        record(
            "ledger.shredded", subject=("entry", entry_id), by=by, community_id=entry.community_id,
            data={"entry": entry_id, "kind": entry.kind, "reason": reason},
        )
    return True


def _made(row: Record, now: datetime) -> tuple[Entry, tuple[Any, ...]]:
    """The unsaved entry, and its values in the order of _COLUMNS as the database takes them."""
    data = plain(row.data) if row.data else {}
    personal = plain(row.personal) if row.personal else None
    data_text = canonical(data) if data else "{}"
    personal_text = canonical(personal) if personal else None
    salt = os.urandom(16) if personal_text else None
    entry = Entry(
        uuid=uuid4(), community_id=row.community_id, kind=row.kind, subject_type=row.subject[0],
        subject_id=row.subject[1], actor_kind=row.by.kind, actor_id=row.by.id, actor_label=row.by.label[:LABEL_LENGTH],
        for_label=row.by.for_label[:LABEL_LENGTH], occurred_at=row.at or now, recorded_at=now, data=data,
        personal=personal, salt=salt,
        personal_mac=personal_mac(salt, personal_text) if salt and personal_text else None,
    )
    entry.leaf = leaf_of(entry, data_text)
    return entry, _values(entry, data_text, personal_text)


def _values(entry: Entry, data_text: str, personal_text: str | None) -> tuple[Any, ...]:
    moment = connection.ops.adapt_datetimefield_value
    return (
        entry.uuid if connection.features.has_native_uuid_field else entry.uuid.hex, entry.community_id, entry.kind,
        entry.subject_type, entry.subject_id, entry.actor_kind, entry.actor_id, entry.actor_label, entry.for_label,
        moment(entry.occurred_at), moment(entry.recorded_at), data_text, personal_text, entry.salt,
        entry.personal_mac, entry.leaf,
    )

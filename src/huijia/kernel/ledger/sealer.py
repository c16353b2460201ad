"""Numbers the entries and seals them in batches, each chained to the one before."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from huijia.kernel.ledger import heads
from huijia.kernel.ledger.leaves import GENESIS, head_of, root_of
from huijia.kernel.ledger.models import Entry, Gap, Seal, SealedEntry
from huijia.lib import clock

ADVISORY_KEY = 0x6875696A
GAP_KEPT = timedelta(days=7)
"""How long a late commit is waited for: far longer than any transaction lives."""
LATE = """SELECT entry.id, entry.leaf FROM ledger_gap gap
    JOIN ledger_entry entry ON entry.id BETWEEN gap.first_id AND gap.last_id ORDER BY entry.id LIMIT %s"""

Row = tuple[int, bytes]


def seal_pending(limit: int = 10_000) -> int:
    """Seals up to `limit` entries in one transaction and returns how many; 0 also when another sealer is at work.

    Entries that committed late (lower ids than ones already sealed) are found through the gaps they left.
    """
    try:
        with transaction.atomic():
            sealed = _seal(limit) if _alone() else 0
            if sealed:
                transaction.on_commit(heads.publish)
    except IntegrityError:
        # Another sealer took this seal's number first; what is left is for the next round.
        return 0
    return sealed


def _alone() -> bool:
    """One sealer at a time. SQLite's IMMEDIATE transaction already sees to it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_KEY])
        return bool(cursor.fetchone()[0])


def _seal(limit: int) -> int:
    cursor = SealedEntry.objects.aggregate(last=Max("entry_id"))["last"] or 0
    late = _late(limit)
    fresh = [
        (row[0], bytes(row[1]))
        for row in Entry.objects.filter(pk__gt=cursor).order_by("pk").values_list("pk", "leaf")[: limit - len(late)]
    ]
    batch = late + fresh
    if not batch:
        return 0
    _append(batch)
    _close_gaps([entry_id for entry_id, _leaf in late])
    _open_gaps(cursor, [entry_id for entry_id, _leaf in fresh])
    return len(batch)


def _late(limit: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(LATE, [limit])
        return [(row[0], bytes(row[1])) for row in cursor.fetchall()]


def _append(batch: list[Row]) -> None:
    """The seal line first: its unique number is what two sealers would collide on."""
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    first_position = last.last_position + 1 if last else 1
    last_position = first_position + len(batch) - 1
    previous_head = bytes(last.head) if last else GENESIS
    root = root_of(batch)
    head = head_of(previous_head=previous_head, number=number, first=first_position, last=last_position, root=root)
    Seal.objects.create(
        number=number, first_position=first_position, last_position=last_position, root=root,
        previous_head=previous_head, head=head, sealed_at=clock.now(),
    )
    SealedEntry.objects.bulk_create(
        [
            SealedEntry(position=position, entry_id=entry_id, leaf=leaf)
            for position, (entry_id, leaf) in enumerate(batch, first_position)
        ],
        batch_size=2000,
    )


def _open_gaps(cursor: int, ids: Iterable[int]) -> None:
    """Remembers the ids passed over between `cursor` and the last of `ids`; forgets gaps nobody will fill."""
    now = clock.now()
    gaps, before = [], cursor
    for entry_id in ids:
        if entry_id > before + 1:
            gaps.append(Gap(first_id=before + 1, last_id=entry_id - 1, seen_at=now))
        before = entry_id
    Gap.objects.bulk_create(gaps, batch_size=200)
    Gap.objects.filter(seen_at__lt=now - GAP_KEPT).delete()


def _close_gaps(ids: list[int]) -> None:
    """Takes the ids that came late out of their gaps; what is left of a gap keeps its age."""
    for first, last in _runs(ids):
        gap = Gap.objects.get(first_id__lte=first, last_id__gte=last)
        before, behind = (gap.first_id, first - 1), (last + 1, gap.last_id)
        Gap.objects.filter(pk=gap.pk).delete()
        left = [Gap(first_id=low, last_id=high, seen_at=gap.seen_at) for low, high in (before, behind) if low <= high]
        Gap.objects.bulk_create(left)


def _runs(ids: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring ids; a sealed entry stands between two gaps."""
    runs: list[tuple[int, int]] = []
    for entry_id in ids:
        if runs and runs[-1][1] == entry_id - 1:
            runs[-1] = (runs[-1][0], entry_id)
        else:
            runs.append((entry_id, entry_id))
    return runs

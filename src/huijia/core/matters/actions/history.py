"""Bulk history: matters that ended, or were raised, before this system. The verb beside `register`, with its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.actions.moves import SUBJECT
from huijia.core.matters.actions.register import Draft, build, checked, search_fields
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.search import actions as search

HISTORIC_RESULT = _("办结(历史)")


@dataclass
class HistoryRow:
    """One row of an old list: a draft, when it was received, and its answer where it had one."""

    draft: Draft
    received_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


def record_history(rows: Sequence[HistoryRow], *, by: Access) -> int:
    """Enters rows in one transaction; those whose UUID is there already are passed over. Returns how many are new.

    A row with an answer becomes 办结(历史): it names no checker and stays out of the three rates. One without waits
    for acceptance with its true date. Raises Refusal for a row that cannot be used; then nothing of the chunk is kept.
    """
    by.require("matters.import")
    with transaction.atomic():
        uuids = [row.draft.uuid for row in rows]
        there = set(Matter.objects.of(by.community).filter(uuid__in=uuids).values_list("uuid", flat=True))
        fresh = [_matter_of(row, by) for row in rows if row.draft.uuid not in there]
        Matter.objects.bulk_create(fresh)
        actor = by.actor()
        ledger.record_many([
            ledger.Record(
                kind="matters.imported_history" if matter.is_historic else "matters.imported",
                subject=(SUBJECT, matter.pk), by=actor, community_id=by.community.pk, at=matter.received_at,
                data={"source": matter.source},
            )
            for matter in fresh
        ])
        search.index_many(search.Draft(**search_fields(matter)) for matter in fresh)
    return len(fresh)


def _matter_of(row: HistoryRow, by: Access) -> Matter:
    matter = build(checked(row.draft), by=by, at=row.received_at)
    if row.answer.strip():
        ended = row.answered_at or row.received_at
        matter.state, matter.is_historic = State.CLOSED, True
        matter.result = str(HISTORIC_RESULT)
        matter.answer, matter.answered_at, matter.closed_at = row.answer.strip(), ended, ended
        matter.contacted_at, matter.moved_at = ended, ended
        matter.next_due = matter.next_warn = None
    return matter

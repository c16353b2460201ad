"""What leaves the house: the ledger as a file, the sheet for a walk on paper; each an entry in the log."""

from django.db import transaction

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger


def record_export(*, rows: int, reason: str, by: Access) -> None:
    by.require("visits.plan")
    _told("exported", by, {"rows": rows, "reason": written(reason, "reason", 120)})


def record_sheet(*, count: int, by: Access) -> None:
    by.require("visits.make")
    _told("sheet_printed", by, {"count": count})


def _told(kind: str, by: Access, data: dict[str, object]) -> None:
    with transaction.atomic():
        ledger.record(
            f"visits.{kind}", subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk,
            data=data,
        )

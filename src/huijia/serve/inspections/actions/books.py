"""What leaves the house: the ledger as a file."""

from django.db import transaction

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger


def record_export(*, rows: int, reason: str, by: Access) -> None:
    """One entry for a list that left the house."""
    by.require("inspections.plan")
    with transaction.atomic():
        ledger.record(
            "inspections.exported", subject=("community", by.community.pk), by=by.actor(),
            community_id=by.community.pk, data={"rows": rows, "reason": written(reason, "reason", 120)},
        )

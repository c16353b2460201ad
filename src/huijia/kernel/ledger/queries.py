"""Every read of the ledger used elsewhere."""

from django.db.models import QuerySet

from huijia.kernel.ledger.models import Entry
from huijia.kernel.ledger.verify import Problem, Report, verify

__all__ = ["Problem", "Report", "history", "recent", "verify"]


def history(subject: tuple[str, int]) -> QuerySet[Entry]:
    """Everything that happened to a subject ("matter", 12), oldest first."""
    return Entry.objects.filter(subject_type=subject[0], subject_id=subject[1]).order_by("id")


def recent(community_id: int, before: int | None = None, limit: int = 50) -> list[Entry]:
    """A community's entries, newest first; `before` is the id the page before ended with."""
    rows = Entry.objects.filter(community_id=community_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])

"""Every read of the outbox used elsewhere."""

from datetime import datetime

from django.db.models import Count, Min, QuerySet

from huijia.kernel.notify.enums import State
from huijia.kernel.notify.models import Outbox


def recent(community_id: int, before: int | None = None, limit: int = 50) -> list[Outbox]:
    """A community's notices, newest first; `before` is the id the page before ended with."""
    rows: QuerySet[Outbox] = Outbox.objects.filter(community_id=community_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


def backlog() -> tuple[int, datetime | None]:
    """How many notices wait, and since when the oldest of them is due: what a health check looks at."""
    waiting = Outbox.objects.filter(state__in=[State.QUEUED, State.SENDING])
    figures = waiting.aggregate(count=Count("id"), oldest=Min("next_at"))
    return figures["count"], figures["oldest"]

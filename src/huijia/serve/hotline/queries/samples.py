"""Reads of the quality sample: what waits for another person, and each month by category, never by person."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import State, Verdict
from huijia.core.matters.models import Matter, SampleCheck
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.serve.hotline import pattern
from huijia.serve.hotline.queries.roster import DAY, days_of_month


def to_judge(access: Access) -> QuerySet[Matter]:
    """Drawn and not judged, oldest first; what the reader answered themselves is for another person."""
    rows = matters.visible_to(access).filter(state=State.CLOSED, at_once=True, to_sample=True, checked_at=None)
    return rows.exclude(result_by_id=access.user_id).order_by("pk")


@dataclass(frozen=True)
class Row:
    """One category in a month: how many were judged, and as what."""

    category: str
    judged: int
    right: int
    short: int
    wrong: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.right / self.judged) if self.judged else None


def month_of(community: Community, first: date) -> list[Row]:
    """By category as it stood when it was judged, and the whole at the end. One statement."""
    days = days_of_month(first)
    start, end = pattern.at_minute(days[0], 0), pattern.at_minute(days[-1] + DAY, 0)
    rows = SampleCheck.objects.of(community).filter(checked_at__gte=start, checked_at__lt=end)
    counts = {verdict.value: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict}
    found = [
        Row(name or "", judged, right, short, wrong)
        for name, judged, right, short, wrong in rows.order_by("category__code").values_list("category__name").annotate(
            judged=Count("pk"), **counts
        )
    ]
    if not found:
        return []
    sums = [sum(getattr(row, name) for row in found) for name in ("judged", "right", "short", "wrong")]
    return [*found, Row("*", *sums)]

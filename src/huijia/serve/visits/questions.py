"""What a door asks at the next visit: whether what was found there before is gone."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.serve.visits.enums import Gone
from huijia.serve.visits.models import Recheck, Visit

OVER = (State.REFUSED, State.MERGED)


def open_at(dwelling_ids: Sequence[int], by: Access, but: Visit | None = None) -> QuerySet[Matter]:
    """Matters that visits to these doors raised and that nobody has seen to be gone yet.

    Of one that a newer matter took the place of, the newer is asked about. What is refused or merged asks nothing, and
    what this login may not see is not shown to it.
    """
    raised = Visit.objects.of(by.community).filter(dwelling_id__in=dwelling_ids, matter=OuterRef("pk"), voided_at=None)
    if but is not None:
        raised = raised.exclude(pk=but.pk)
    gone = Recheck.objects.of(by.community).filter(matter=OuterRef("pk"), gone=Gone.YES, visit__voided_at=None)
    rechecks = Recheck.objects.of(by.community).filter(visit__voided_at=None)
    begun_again = rechecks.filter(visit__dwelling_id__in=dwelling_ids, again=OuterRef("pk"))
    if but is not None:
        begun_again = begun_again.exclude(visit=but)
    followed = rechecks.filter(matter=OuterRef("pk"), again__isnull=False)
    rows = matters.visible_to(by).filter(Exists(raised) | Exists(begun_again), ~Exists(gone), ~Exists(followed))
    rows = rows.exclude(state__in=OVER)
    return rows.order_by("pk")

"""What the public may see of matters: counts, and what was ended without anybody's words, names or addresses.

Counts go back twelve months and are kept ten minutes in each process; the list is read through the index on the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from huijia.core.matters.enums import State
from huijia.core.matters.models import Category, Matter
from huijia.kernel.communities.models import Community
from huijia.lib import clock

MONTHS = 12
PAGE = 30
KEPT_SECONDS = 600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENDED = (State.CLOSED, State.REFUSED)


@dataclass(frozen=True)
class Month:
    """One local month: received in it; done in it; of those `on_time` out of `timed`, which leaves imports out."""

    starts: datetime
    received: int
    done: int
    timed: int
    on_time: int


@dataclass(frozen=True)
class Counts:
    """The months newest first, and by category name how much was received in all of them; `read_at` says when."""

    months: list[Month]
    categories: list[tuple[str, int]]
    read_at: datetime

    @property
    def received(self) -> int:
        return sum(month.received for month in self.months)

    @property
    def done(self) -> int:
        return sum(month.done for month in self.months)

    @property
    def timed(self) -> int:
        return sum(month.timed for month in self.months)

    @property
    def on_time(self) -> int:
        return sum(month.on_time for month in self.months)


@dataclass(frozen=True)
class Ended:
    """One matter that ended, as far as the public may know it. `days` local days from receipt to end."""

    category: str
    place: str
    ended_in: datetime
    state: str
    days: int


def counts_of(community: Community, at: datetime | None = None) -> Counts:
    """The counts, at most ten minutes old. Three statements when they are read anew."""
    moment = at or clock.now()
    edges = _edges(moment)
    key = f"portal.counts.{community.pk}.{edges[0]:%Y%m}"
    kept = cache.get(key)
    if isinstance(kept, Counts) and at is None:
        return kept
    counts = Counts(_months(community, edges), _categories(community, edges), moment)
    cache.set(key, counts, KEPT_SECONDS)
    return counts


def _edges(moment: datetime) -> list[datetime]:
    """The local starts of this month and the eleven before it, newest first, behind the start of the next."""
    month = clock.local(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    edges = [(month + timedelta(days=32)).replace(day=1)]
    for _number in range(MONTHS):
        edges.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return edges


def _months(community: Community, edges: list[datetime]) -> list[Month]:
    timed = Q(is_historic=False, due_at__isnull=False)
    spans = list(zip(edges[1:], edges[:-1], strict=True))
    received = _sums(Matter.objects.of(community), "received_at", spans, {"n": Q()})
    done = _sums(
        Matter.objects.of(community).filter(state=State.CLOSED), "closed_at", spans,
        {"n": Q(), "d": timed, "t": timed & Q(closed_at__lte=F("due_at"))},
    )
    return [
        Month(start, received[f"n{place}"], done[f"n{place}"], done[f"d{place}"], done[f"t{place}"])
        for place, (start, _end) in enumerate(spans)
    ]


def _sums(
    rows: Any, column: str, spans: list[tuple[datetime, datetime]], wanted: dict[str, Q]
) -> dict[str, int]:
    """All months in one pass over the rows that lie in any of them."""
    bounded = rows.filter(**{f"{column}__gte": spans[-1][0], f"{column}__lt": spans[0][1]})
    columns = {
        f"{name}{place}": Count("pk", filter=Q(**{f"{column}__gte": start, f"{column}__lt": end}) & condition)
        for place, (start, end) in enumerate(spans)
        for name, condition in wanted.items()
    }
    found: dict[str, int] = bounded.order_by().aggregate(**columns)
    return found


def _categories(community: Community, edges: list[datetime]) -> list[tuple[str, int]]:
    """By root of the tree, the most frequent first; what is sensitive is left out."""
    rows = Matter.objects.of(community).filter(
        is_sensitive=False, category__isnull=False, received_at__gte=edges[-1], received_at__lt=edges[0]
    )
    found = dict(rows.order_by().values_list("category").annotate(n=Count("pk")))
    totals: dict[str, int] = {}
    named = Category.objects.of(community).filter(pk__in=found)
    for pk, name, root in named.values_list("pk", "name", "parent__name"):
        totals[root or name] = totals.get(root or name, 0) + found[pk]
    return sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))


def ended(community: Community, before: str = "") -> tuple[list[Ended], str]:
    """What ended last, a page of it, and the cursor of the next page ("" behind the last one).

    Whatever is sensitive is left out. A cursor that makes no sense gives the first page.
    """
    rows = Matter.objects.of(community).filter(closed_at__isnull=False, state__in=ENDED, is_sensitive=False)
    cursor = _cursor(before)
    if cursor is not None:
        at, pk = cursor
        rows = rows.filter(Q(closed_at__lt=at) | Q(pk__lt=pk), closed_at__lte=at)
    rows = rows.select_related("category__parent", "grid", "group").only(
        "community_id", "closed_at", "received_at", "state", "category__name", "category__parent__name", "grid__name",
        "group__name",
    )
    found = list(rows.order_by("-closed_at", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    return [_ended(matter) for matter in found[:PAGE]], _next(found[:PAGE]) if more else ""


def _ended(matter: Matter) -> Ended:
    assert matter.closed_at is not None
    category = matter.category
    place = matter.group or matter.grid
    first, last = clock.local(matter.received_at).date(), clock.local(matter.closed_at).date()
    return Ended(
        category=category.name if category else _("未分类"), place=place.name if place else "",
        ended_in=matter.closed_at, state=str(State(matter.state).label), days=(last - first).days,
    )


def _next(found: Iterable[Matter]) -> str:
    *_others, last = found
    assert last.closed_at is not None
    return f"{(last.closed_at - _EPOCH) // timedelta(microseconds=1)}-{last.pk}"


def _cursor(text: str) -> tuple[datetime, int] | None:
    micros, dash, pk = text.partition("-")
    if not (dash and micros.isdecimal() and pk.isdecimal() and len(micros) <= 17 and len(pk) <= 18):
        return None
    return _EPOCH + timedelta(microseconds=int(micros)), int(pk)

"""The records behind a figure, as lines without names, numbers or words of anybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from huijia.core.people.models import Residence
from huijia.core.people.queries import holding
from huijia.insight.figures.figure import Figure, Subject
from huijia.insight.figures.lines import LINES, Record
from huijia.insight.figures.period import Scope
from huijia.kernel.accounts.access import Access

SIZE = 50
# What hangs on a matter: its line is the matter's.
OF_MATTER = (Subject.GRADE, Subject.SAMPLE)
OF_OCCASION = (Subject.OCCASION, Subject.ATTENDANCE)
RELATED: dict[Subject, tuple[str, ...]] = {
    Subject.CALL: ("matter",), Subject.ATTENDANCE: ("signup__occasion",), Subject.INSPECTION: ("dwelling", "campaign"),
    Subject.HAZARD: ("check_made",), Subject.HOME_ORDER: ("service",), Subject.ERRAND: ("service",),
    Subject.RIDE: ("target",), Subject.BOOKING: ("signup__occasion", "service"),
    Subject.OVERTIME: ("opening__counter",),
}
"""What a line shows beside the row itself."""
WITHOUT_GRID = (Subject.CALL, *OF_OCCASION, Subject.BOOKING, Subject.OVERTIME)


@dataclass(frozen=True)
class Page:
    records: list[Record]
    older: int | None


def page_of(figure: Figure, scope: Scope, which: str, before: str, access: Access) -> Page:
    """One keyset page, newest first. A matter about the reader in person is never in it."""
    rows = figure.records(scope, which)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    rows = _loaded(figure, scope, rows, access)
    found = list(rows[: SIZE + 1])
    shown = found[:SIZE]
    hits = _hits(figure, scope, shown)
    lines = [_line(figure, row, None if hits is None else row.pk in hits) for row in shown]
    return Page(lines, shown[-1].pk if len(found) > SIZE else None)


def _hits(figure: Figure, scope: Scope, rows: list[Any]) -> set[int] | None:
    if figure.hit is None:
        return None
    wanted = figure.rows(scope).filter(pk__in=[row.pk for row in rows]).filter(figure.hit(scope))
    return set(wanted.order_by().values_list("pk", flat=True))


def _loaded(figure: Figure, scope: Scope, rows: QuerySet[Any], access: Access) -> QuerySet[Any]:
    if figure.subject == Subject.MATTER:
        rows = rows.exclude(about_id__in=access.person_ids) if access.person_ids else rows
        return rows.select_related("grid", "category").defer("grid__polygon", "text", "result", "answer")
    if figure.subject in OF_MATTER:
        rows = rows.exclude(matter__about_id__in=access.person_ids) if access.person_ids else rows
        return rows.select_related("matter__grid", "matter__category").defer(
            "matter__grid__polygon", "matter__text", "matter__result", "matter__answer",
            "words" if figure.subject == Subject.GRADE else "note",
        )
    if figure.subject == Subject.HOUSEHOLD:
        living = holding(
            Residence.objects.of(scope.community).select_related("dwelling__grid").defer("dwelling__grid__polygon"),
            scope.period.last,
        )
        return rows.prefetch_related(Prefetch("residences", living.order_by("-starts_on"), to_attr="lived_in"))
    rows = rows.select_related(*RELATED.get(figure.subject, ()))
    return rows if figure.subject in WITHOUT_GRID else rows.select_related("grid").defer("grid__polygon")


def _line(figure: Figure, row: Any, counts: bool | None) -> Record:
    if figure.subject in LINES:
        return LINES[figure.subject](row, counts)
    return _matter(row if figure.subject == Subject.MATTER else row.matter, row, figure, counts)


def _matter(matter: Any, row: Any, figure: Figure, counts: bool | None) -> Record:
    contact = figure.key == "first_contact_on_time"
    ended = matter.contacted_at if contact else matter.closed_at
    if figure.subject in OF_MATTER:
        ended = row.given_at if figure.subject == Subject.GRADE else row.checked_at
    return Record(
        title=f"#{matter.ticket}",
        url=reverse("desk:matter", args=[matter.ticket]),
        kind=matter.category.name if matter.category else "",
        grid=matter.grid.name if matter.grid else "",
        begun=matter.received_at,
        due=matter.contact_due if contact else matter.due_at,
        ended=ended,
        counts=counts,
    )

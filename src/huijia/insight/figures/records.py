"""The records behind a figure, as lines without names, numbers or words of anybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.people.models import Residence
from huijia.core.people.queries import holding
from huijia.insight.figures.figure import Figure, Subject
from huijia.insight.figures.period import Scope
from huijia.kernel.accounts.access import Access

SIZE = 50
# What hangs on a matter: its line is the matter's.
OF_MATTER = (Subject.GRADE, Subject.SAMPLE)
OF_OCCASION = (Subject.OCCASION, Subject.ATTENDANCE)


@dataclass(frozen=True)
class Record:
    """`counts`: in the numerator; None where the figure has no denominator. `kind`: category, or what it is."""

    title: str
    url: str
    kind: str
    grid: str
    begun: datetime | None
    due: datetime | None
    ended: datetime | None
    counts: bool | None


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
    if figure.subject == Subject.CALL:
        return rows.select_related("matter")
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
    if figure.subject in OF_OCCASION:
        return rows.select_related("signup__occasion") if figure.subject == Subject.ATTENDANCE else rows
    if figure.subject == Subject.INSPECTION:
        rows = rows.select_related("dwelling", "campaign")
    if figure.subject == Subject.HAZARD:
        rows = rows.select_related("check_made")
    if figure.subject in (Subject.HOME_ORDER, Subject.ERRAND):
        rows = rows.select_related("service")
    if figure.subject == Subject.RIDE:
        rows = rows.select_related("target")
    return rows.select_related("grid").defer("grid__polygon")


def _line(figure: Figure, row: Any, counts: bool | None) -> Record:
    if figure.subject in (Subject.MATTER, *OF_MATTER):
        return _matter(row if figure.subject == Subject.MATTER else row.matter, row, figure, counts)
    if figure.subject == Subject.CALL:
        return Record(
            row.masked, reverse("hotline:calls"), str(row.get_state_display()), "", row.called_at, row.due_at,
            row.first_tried_at, counts,
        )
    if figure.subject == Subject.HOUSEHOLD:
        home = row.lived_in[0].dwelling if row.lived_in else None
        address, grid = (home.address, home.grid.name) if home else ("", "")
        return Record(row.number, "", address, grid, None, None, None, counts)
    if figure.subject == Subject.HOME_ORDER:
        return _home_order(row, counts)
    if figure.subject == Subject.RIDE:
        return _ride(row, counts)
    if figure.subject == Subject.ERRAND:
        url = reverse("errands:errand", args=[row.ticket])
        grid = row.grid.name if row.grid else ""
        return Record(f"#{row.ticket}", url, row.service.name, grid, row.asked_at, None, row.ended_at, counts)
    if figure.subject == Subject.INSPECTION:
        url = reverse("inspections:home", args=[row.pk])
        return Record(row.dwelling.address, url, row.campaign.name, row.grid.name, None, None, None, counts)
    if figure.subject == Subject.HAZARD:
        url = reverse("inspections:check", args=[row.check_made.ticket])
        return Record(row.check_made.ticket, url, row.text, row.grid.name, row.check_made.at, None, None, counts)
    if figure.subject == Subject.VISIT:
        return _visit(row, counts)
    if figure.subject == Subject.HOME:
        return Record(row.address, reverse("visits:door", args=[row.pk]), "", row.grid.name, None, None, None, counts)
    if figure.subject in OF_OCCASION:
        return _occasion(row if figure.subject == Subject.OCCASION else row.signup.occasion, row, counts)
    return Record(row.place_name, "", "", row.grid.name, row.issued_at, None, row.revoked_at, counts)


def _occasion(occasion: Any, row: Any, counts: bool | None) -> Record:
    """An attendance stands as its occasion and how many came, without anybody's name."""
    came = "" if row is occasion else _("%(count)s 人") % {"count": row.came}
    url = reverse("signup:occasion", args=[occasion.pk])
    return Record(occasion.title, url, came or occasion.place_name, "", occasion.starts_at, None, None, counts)


def _home_order(row: Any, counts: bool | None) -> Record:
    grid = row.grid.name if row.grid else ""
    url = reverse("home_orders:order", args=[row.ticket])
    return Record(f"#{row.ticket}", url, row.service.name, grid, row.asked_at, row.starts_at, row.ended_at, counts)


def _ride(row: Any, counts: bool | None) -> Record:
    grid = row.grid.name if row.grid else ""
    url = reverse("rides:ride", args=[row.ticket])
    return Record(f"#{row.ticket}", url, row.target.name, grid, row.asked_at, row.there_by, row.ended_at, counts)


def _visit(row: Any, counts: bool | None) -> Record:
    url = reverse("visits:visit", args=[row.ticket])
    return Record(row.ticket, url, str(row.get_kind_display()), row.grid.name, row.at, None, None, counts)


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

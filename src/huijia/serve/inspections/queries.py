"""Reads of inspections used more than once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huijia.core.matters.queries import parse_ticket
from huijia.core.people.queries import cared_by, homes_of, is_office, on_the_way
from huijia.core.places.models import Grid
from huijia.kernel.accounts.access import Access
from huijia.serve.inspections.enums import AGAIN, HazardState, HomeState, Level
from huijia.serve.inspections.models import Campaign, Check, Checklist, Hazard, Home

MOST = 300


def my_homes(access: Access) -> QuerySet[Home]:
    """Of every campaign the homes that I walk; to the office all."""
    rows = Home.objects.of(access.community)
    if is_office(access):
        return rows
    if not access.may("inspections.view"):
        return rows.none()
    return rows.filter(dwelling__in=homes_of(access, cared_by(access)).values("pk"))


def home(access: Access, pk: int) -> Home | None:
    rows = my_homes(access).select_related("campaign__checklist", "dwelling__grid", "dwelling__group", "report")
    return rows.filter(pk=pk).first()


def to_do(access: Access, campaign: Campaign) -> list[Home]:
    """Where somebody still has to go, in walking order; the `MOST` first."""
    rows = my_homes(access).filter(campaign=campaign, state__in=AGAIN).select_related("dwelling__group")
    return sorted(rows.order_by("pk")[:MOST], key=way_of)


def way_of(row: Home) -> tuple[str, list[int], str]:
    dwelling = row.dwelling
    return on_the_way(dwelling.group.name if dwelling.group else dwelling.estate, dwelling.address)


def running(access: Access, today: date) -> QuerySet[Campaign]:
    """Under way today, the latest first."""
    rows = Campaign.objects.of(access.community).filter(closed_at=None, starts_on__lte=today)
    return rows.select_related("checklist").order_by("-pk")


def current(access: Access) -> QuerySet[Checklist]:
    return Checklist.objects.of(access.community).filter(is_current=True).order_by("pk")


@dataclass(frozen=True)
class Progress:
    """One grid of a campaign, or all of it (`grid` None): how many homes stand where."""

    name: str
    homes: int
    done: int
    hazard: int
    missed: int
    refused: int
    vacant: int
    grid: Grid | None = None

    @property
    def percent(self) -> int:
        return (200 * self.done + self.homes) // (2 * self.homes) if self.homes else 0


def progress(access: Access, campaign: Campaign) -> list[Progress]:
    """By grid, in the order of the grids; one statement and one for the names. `done`: somebody was let in."""
    counted: dict[str, Any] = {
        "homes": Count("pk"), "done": Count("pk", filter=Q(checked_on__isnull=False)),
        "hazard": Count("pk", filter=Q(state=HomeState.HAZARD)),
        "missed": Count("pk", filter=Q(state=HomeState.MISSED)),
        "refused": Count("pk", filter=Q(state=HomeState.REFUSED)),
        "vacant": Count("pk", filter=Q(state=HomeState.VACANT)),
    }
    found: dict[int, Any] = {
        row["grid_id"]: row
        for row in my_homes(access).filter(campaign=campaign).order_by().values("grid_id").annotate(**counted)
    }
    grids = Grid.objects.of(access.community).filter(pk__in=found).order_by("code")
    return [Progress(grid.name, **{name: found[grid.pk][name] for name in counted}, grid=grid) for grid in grids]


def with_line(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """With what a line of a list shows."""
    return rows.select_related("check_made", "grid", "matter").defer("grid__polygon", "matter__text")


def hazards(access: Access) -> QuerySet[Hazard]:
    """At the homes that I walk."""
    return Hazard.objects.of(access.community).filter(home__in=my_homes(access))


def open_at(row: Home) -> QuerySet[Hazard]:
    """What is still to be put right at this home, of every campaign."""
    return Hazard.objects.of(row.community_id).filter(home__dwelling_id=row.dwelling_id, state=HazardState.OPEN)


def find_check(access: Access, ticket: str) -> Check | None:
    """The check with this number, if this login walks its home."""
    wanted = parse_ticket(ticket.removeprefix("J"))
    if wanted is None:
        return None
    rows = Check.objects.of(access.community).filter(home__in=my_homes(access), pk=wanted[1])
    found = rows.select_related("home__campaign", "home__dwelling", "checklist", "grid", "community").first()
    return found if found is not None and found.ticket == ticket else None


def lamp_of(hazard: Hazard, today: date) -> dict[str, str]:
    """`lamp`, `text`: how the term stands."""
    left = (hazard.due_on - today).days
    if hazard.state == HazardState.CLOSED:
        return {"lamp": "green", "text": _("已整改")}
    if left < 0:
        return {"lamp": "red", "text": ngettext("超期 %(days)s 天", "超期 %(days)s 天", -left) % {"days": -left}}
    if left == 0:
        return {"lamp": "yellow", "text": _("今天到期")}
    soon = left <= 3 or hazard.level == Level.SEVERE
    text = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    return {"lamp": "yellow" if soon else "green", "text": text}

"""Reads of visits used more than once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huijia.core.matters.queries import parse_ticket
from huijia.core.people.queries import cared_by, homes_of, is_office, on_the_way
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.serve.visits.agreed import AHEAD_KEY
from huijia.serve.visits.models import DoorPlan, Rule, Visit

MOST_DUE = 300


def visible_to(access: Access) -> QuerySet[Visit]:
    """The office sees all; others their own and those to the doors that they walk."""
    rows = Visit.objects.of(access.community)
    if is_office(access):
        return rows
    if not access.may("visits.view"):
        return rows.none()
    return rows.filter(Q(visitor_id=access.user_id) | Q(dwelling__in=homes_of(access, cared_by(access)).values("pk")))


def find(access: Access, ticket: str) -> Visit | None:
    """The visit with this number, if this login may see it."""
    wanted = parse_ticket(ticket.removeprefix("V"))
    if wanted is None:
        return None
    rows = visible_to(access).select_related("dwelling__group", "grid", "person", "matter", "round")
    visit = rows.filter(pk=wanted[1]).first()
    return visit if visit is not None and visit.ticket == ticket else None


def ahead(community: Community, today: date) -> date:
    """The last day whose doors are on today's list."""
    return today + timedelta(days=int(options.get(community, AHEAD_KEY)))


def my_doors(access: Access) -> QuerySet[DoorPlan]:
    """Plans of the doors that I walk."""
    rows = DoorPlan.objects.of(access.community)
    homes = homes_of(access, cared_by(access))
    return rows.filter(dwelling__in=homes.values("pk")).select_related("dwelling__group", "grid").defer("grid__polygon")


def due_doors(access: Access, today: date) -> list[DoorPlan]:
    """Today's doors in walking order: of those due within the agreed days or overdue, the `MOST_DUE` soonest."""
    rows = my_doors(access).filter(due_on__lte=ahead(access.community, today)).order_by("due_on", "pk")[:MOST_DUE]
    return sorted(rows, key=lambda plan: way_of(plan.dwelling))


def way_of(dwelling: Dwelling) -> tuple[str, list[int], str]:
    return on_the_way(dwelling.group.name if dwelling.group else dwelling.estate, dwelling.address)


@dataclass(frozen=True)
class Counted:
    """How many doors wait: on the list, and of those overdue."""

    due: int
    overdue: int


def count_due(access: Access, today: date) -> Counted:
    rows = my_doors(access).filter(due_on__lte=ahead(access.community, today)).order_by()
    found = rows.select_related(None).aggregate(due=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    return Counted(found["due"], found["overdue"])


def rules_of(community: Community) -> dict[int, Rule]:
    return {rule.pk: rule for rule in Rule.objects.of(community).select_related("grid").defer("grid__polygon")}


@dataclass(frozen=True)
class Covered:
    """One grid: doors under a rule, visited since `since` with somebody met, due soon, overdue."""

    grid: Grid
    doors: int
    visited: int
    due: int
    overdue: int

    @property
    def percent(self) -> int | None:
        return (200 * self.visited + self.doors) // (2 * self.doors) if self.doors else None


def coverage(access: Access, since: date, today: date) -> list[Covered]:
    """By grid, in the order of the grids; two statements. A door counts as visited when somebody was met there."""
    soon = ahead(access.community, today)
    counts: dict[int, Any] = {
        row["grid_id"]: row
        for row in DoorPlan.objects.of(access.community).exclude(rules=[]).order_by().values("grid_id").annotate(
            doors=Count("pk"), visited=Count("pk", filter=Q(last_on__gte=since)),
            due=Count("pk", filter=Q(due_on__gte=today, due_on__lte=soon)),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
    }
    grids = Grid.objects.of(access.community).order_by("code")
    if access.grids is not None:
        grids = grids.filter(pk__in=access.grids)
    none = {"doors": 0, "visited": 0, "due": 0, "overdue": 0}
    return [
        Covered(grid, **{name: counts.get(grid.pk, none)[name] for name in none}) for grid in grids
    ]


def at_door(access: Access, dwelling_id: int, most: int = 10) -> list[Visit]:
    """What stands of visits to one door, the newest first."""
    rows = visible_to(access).filter(dwelling_id=dwelling_id, voided_at=None).select_related("matter")
    return list(rows.order_by("-at", "-pk")[:most])



def lamp_of(plan: DoorPlan | None, today: date) -> dict[str, Any]:
    """`lamp`, `text`: how the next visit stands; red is overdue, yellow is on today's list."""
    due = plan.due_on if plan is not None else None
    if due is None:
        return {"lamp": "none", "text": _("没有走访要求")}
    left = (due - today).days
    if left < 0:
        return {"lamp": "red", "text": ngettext("超期 %(days)s 天", "超期 %(days)s 天", -left) % {"days": -left}}
    if left == 0:
        return {"lamp": "yellow", "text": _("今天到期")}
    text = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    return {"lamp": "yellow" if left <= 7 else "green", "text": text}

"""What other pages show of visits: the latest of a person or a household, and where a matter comes from."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.links import Link
from huijia.core.matters.models import Matter
from huijia.core.people.models import Household, Person
from huijia.core.people.panels import Panel
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.serve.visits import queries
from huijia.serve.visits.models import DoorPlan, Recheck

MOST = 10
TEMPLATE = "visits/_panel.html"


def of_person(person: Person, access: Access) -> Mapping[str, Any] | None:
    return _latest(access, person=person)


def of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    homes = list(holding(household.residences.all()).order_by("-is_main").values_list("dwelling_id", flat=True))
    due = DoorPlan.objects.of(access.community).filter(dwelling_id__in=homes).order_by("due_on").first()
    shown = _latest(access, dwelling_id__in=homes) or {"visits": []}
    if not homes:
        return None
    return {**shown, "plan": due, "dwelling_id": homes[0], "may_make": access.may("visits.make")}


def _latest(access: Access, **narrowed: Any) -> Mapping[str, Any] | None:
    rows = queries.visible_to(access).filter(voided_at=None, **narrowed).order_by("-at", "-pk")[:MOST]
    return {"visits": list(rows)} if rows else None


def of_matter(matter: Matter, access: Access) -> list[Link]:
    """The visit that found it, and the later ones that looked whether it is gone."""
    if not access.may("visits.view"):
        return []
    found = queries.visible_to(access).filter(matter=matter, voided_at=None).order_by("pk")[:MOST]
    links = [Link(_("发现它的走访"), row.ticket, reverse("visits:visit", args=[row.ticket])) for row in found]
    looked = Recheck.objects.of(access.community).filter(
        matter=matter, visit__in=queries.visible_to(access), visit__voided_at=None
    )
    for row in looked.select_related("visit").order_by("pk")[:MOST]:
        said = f"{row.visit.ticket} {row.get_gone_display()}"
        links.append(Link(_("走访时再看"), said, reverse("visits:visit", args=[row.visit.ticket])))
    return links


MAY = ("visits.view",)
PANELS = (
    Panel("visits", _("走访"), "person", MAY, TEMPLATE, of_person, 20, "visits"),
    Panel("visits", _("走访"), "household", MAY, TEMPLATE, of_household, 20, "visits"),
)

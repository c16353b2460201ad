"""What other pages show of inspections: hazards and checks of a household, and where a matter comes from."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.links import Link
from huijia.core.matters.models import Matter
from huijia.core.people.models import Household
from huijia.core.people.panels import Panel
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.inspections import queries
from huijia.serve.inspections.models import Check, Hazard, Home

MOST = 10
TEMPLATE = "inspections/_panel.html"


def of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    homes = list(holding(household.residences.all()).values_list("dwelling_id", flat=True))
    rows = Check.objects.of(access.community).filter(home__dwelling_id__in=homes)
    checks = list(rows.select_related("home__campaign").order_by("-pk")[:MOST])
    if not checks:
        return None
    hazards = Hazard.objects.of(access.community).filter(home__dwelling_id__in=homes)
    today = clock.today()
    return {
        "checks": checks,
        "hazards": [{"row": row, **queries.lamp_of(row, today)} for row in hazards.order_by("-pk")[:MOST]],
    }


def of_matter(matter: Matter, access: Access) -> list[Link]:
    """The check that found it, or the home where nobody opened."""
    if not access.may("inspections.view"):
        return []
    rows = queries.hazards(access).filter(matter=matter).select_related("check_made").order_by("pk")[:MOST]
    checks = list(dict.fromkeys(row.check_made.ticket for row in rows))
    links = [Link(_("查出它的安检"), ticket, reverse("inspections:check", args=[ticket])) for ticket in checks]
    shut = Home.objects.of(access.community).filter(report=matter, pk__in=queries.my_homes(access).values("pk"))
    for row in shut.select_related("campaign")[:MOST]:
        links.append(Link(_("没有进门的安检"), row.campaign.name, reverse("inspections:home", args=[row.pk])))
    return links


PANELS = (
    Panel("inspections", _("入户安检"), "household", ("inspections.view",), TEMPLATE, of_household, 25, "inspections"),
)

"""What the page of a person or of a household shows of orders: the latest ten."""

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
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.home_orders.queries import visible_to, with_line

MOST = 10
TEMPLATE = "home_orders/_panel.html"


def of_person(person: Person, access: Access) -> Mapping[str, Any] | None:
    return _latest(access, person=person)


def of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    homes = holding(household.residences.all()).values("dwelling_id")
    return _latest(access, dwelling_id__in=homes)


def _latest(access: Access, **narrowed: Any) -> Mapping[str, Any] | None:
    rows = with_line(HomeOrder.objects.of(access.community)).filter(**narrowed).order_by("-id")[:MOST]
    return {"orders": list(rows)} if rows else None


def of_matter(matter: Matter, access: Access) -> list[Link]:
    """The order at whose door it was found."""
    if not access.may("home_orders.view"):
        return []
    rows = visible_to(access).filter(matter=matter).order_by("pk")[:MOST]
    return [Link(_("上门服务时发现"), row.ticket, reverse("home_orders:order", args=[row.ticket])) for row in rows]


MAY = ("home_orders.arrange",)
PANELS = (
    Panel("home_orders", _("上门服务"), "person", MAY, TEMPLATE, of_person, 40, "home_orders"),
    Panel("home_orders", _("上门服务"), "household", MAY, TEMPLATE, of_household, 40, "home_orders"),
)

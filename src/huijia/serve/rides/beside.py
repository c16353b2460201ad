"""What the page of a person or of a household shows of rides: the latest ten."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Household, Person
from huijia.core.people.panels import Panel
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.serve.rides.models import Ride

MOST = 10
TEMPLATE = "rides/_panel.html"


def of_person(person: Person, access: Access) -> Mapping[str, Any] | None:
    return _latest(access, person=person)


def of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    homes = holding(household.residences.all()).values("dwelling_id")
    return _latest(access, dwelling_id__in=homes)


def _latest(access: Access, **narrowed: Any) -> Mapping[str, Any] | None:
    rows = list(Ride.objects.of(access.community).filter(**narrowed).select_related("target").order_by("-id")[:MOST])
    return {"rides": rows} if rows else None


MAY = ("rides.plan",)
PANELS = (
    Panel("rides", _("接送"), "person", MAY, TEMPLATE, of_person, 42, "rides"),
    Panel("rides", _("接送"), "household", MAY, TEMPLATE, of_household, 42, "rides"),
)

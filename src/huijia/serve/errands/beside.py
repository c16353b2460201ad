"""What the page of a person or of a household shows of errands: the latest ten."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Household, Person
from huijia.core.people.panels import Panel
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.serve.errands.models import Errand
from huijia.serve.errands.queries import with_line

MOST = 10
TEMPLATE = "errands/_panel.html"


def of_person(person: Person, access: Access) -> Mapping[str, Any] | None:
    return _latest(access, person=person)


def of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    homes = holding(household.residences.all()).values("dwelling_id")
    return _latest(access, dwelling_id__in=homes)


def _latest(access: Access, **narrowed: Any) -> Mapping[str, Any] | None:
    rows = with_line(Errand.objects.of(access.community)).filter(**narrowed).order_by("-id")[:MOST]
    return {"errands": list(rows)} if rows else None


MAY = ("errands.manage",)
PANELS = (
    Panel("errands", _("代办"), "person", MAY, TEMPLATE, of_person, 45, "errands"),
    Panel("errands", _("代办"), "household", MAY, TEMPLATE, of_household, 45, "errands"),
)

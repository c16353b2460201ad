"""Matters on the page of a person (raised from their number) and of a household (at its homes)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import queries
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.core.people import panels
from huijia.core.people.models import Household, Person, Residence
from huijia.core.people.panels import Panel
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.lib import masks

MOST = 10
SEEING = ("matters.view", "matters.view_own")
TEMPLATE = "matters/panel.html"


def register() -> None:
    panels.register(Panel("matters", _("反映过的事"), "person", SEEING, TEMPLATE, _of_person, order=10))
    panels.register(Panel("matters", _("这里的事"), "household", SEEING, TEMPLATE, _of_household, order=10))


def _of_person(person: Person, access: Access) -> Mapping[str, Any] | None:
    if not person.phone_hash:
        return None
    return _shown(queries.visible_to(access).filter(phone_hash=person.phone_hash))


def _of_household(household: Household, access: Access) -> Mapping[str, Any] | None:
    living = holding(Residence.objects.of(access.community).filter(household=household))
    return _shown(queries.visible_to(access).filter(dwelling_id__in=living.values("dwelling_id")))


def _shown(rows: QuerySet[Matter]) -> Mapping[str, Any] | None:
    found = list(queries.with_card(rows).order_by("-pk")[: MOST + 1])
    if not found:
        return None
    lines = [
        {
            "ticket": row.ticket, "title": masks.mask_in_text(row.title), "state": State(row.state).label,
            "received_at": row.received_at, "who": row.responsible_label,
        }
        for row in found[:MOST]
    ]
    return {"lines": lines, "is_more": len(found) > MOST}

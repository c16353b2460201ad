"""The doors that a phone takes along: where, who heads, when they are due, and what they ask."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from huijia.core.people.models import HouseholdMember, Residence
from huijia.core.people.queries import cared_by, heads_at, holding, homes_of, is_office, on_the_way
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.lib import clock, masks
from huijia.serve.visits import questions
from huijia.serve.visits.enums import Gone, Kind, Outcome
from huijia.serve.visits.models import DoorPlan
from huijia.serve.visits.queries import lamp_of

MOST = 3000


def packed(access: Access, at: datetime) -> list[dict[str, Any]]:
    """In walking order; nine statements. Names as this login sees them on its pages."""
    cared = cared_by(access)
    rows = homes_of(access, cared).select_related("group").order_by("pk")[:MOST]
    homes: dict[int, dict[str, Any]] = {
        row.pk: {
            "id": row.pk, "address": row.address, "group": row.group.name if row.group else row.estate,
            "lon": row.lon, "lat": row.lat, "heads": [],
        }
        for row in rows
    }
    for home_id, heads in heads_at(access, list(homes), cared).items():
        homes[home_id]["heads"] = [head.name for head in heads]
    if visits_on(access):
        _add_visits(access, homes, cared, at)
    return sorted(homes.values(), key=lambda home: on_the_way(home["group"], home["address"]))


def visits_on(access: Access) -> bool:
    return access.may("visits.make") and modules.is_on(access.community, "visits")


def visit_choices(access: Access) -> dict[str, Any] | None:
    """What the form of a visit offers; None where nobody visits."""
    if not visits_on(access):
        return None
    offered = {"outcomes": Outcome, "kinds": Kind, "gone": Gone}
    return {name: [[value, str(label)] for value, label in kind.choices] for name, kind in offered.items()}


def _add_visits(access: Access, homes: dict[int, dict[str, Any]], cared: set[int], at: datetime) -> None:
    today = clock.local(at).date()
    for home in homes.values():
        home |= {"people": [], "asks": [], "due": None, **lamp_of(None, today)}
    for plan in DoorPlan.objects.of(access.community).filter(dwelling_id__in=homes):
        homes[plan.dwelling_id] |= {**lamp_of(plan, today), "due": plan.due_on and plan.due_on.isoformat()}
    for home_id, people in _people(access, list(homes), cared).items():
        homes[home_id]["people"] = people
    for matter in questions.open_at(list(homes), access):
        if matter.dwelling_id in homes:
            homes[matter.dwelling_id]["asks"].append([matter.pk, masks.mask_in_text(matter.title)])


def _people(access: Access, ids: list[int], cared: set[int]) -> dict[int, list[list[Any]]]:
    """[id, name and relation] of those who live at each door."""
    living = holding(Residence.objects.of(access.community).filter(dwelling_id__in=ids))
    where = dict(living.values_list("household_id", "dwelling_id"))
    members = holding(HouseholdMember.objects.of(access.community).filter(household_id__in=where))
    found: dict[int, list[list[Any]]] = defaultdict(list)
    whole = is_office(access)
    for row in members.select_related("person").order_by("household_id", "-is_head", "pk"):
        name = row.person.name if whole or row.household_id in cared else masks.mask_name(row.person.name)
        found[where[row.household_id]].append([row.person_id, f"{name}（{row.relation}）"])
    return found

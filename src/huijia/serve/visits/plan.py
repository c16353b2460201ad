"""When each door is due, worked out from the rules in use and the visits made: once for one door, or for all.

due = the soonest of, for each rule that fits, (the later of its first day and the last visit) + its days; and of the
day that was agreed on at the last visit. A door that no rule fits and where nothing is agreed is never due.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huijia.core.people.models import HouseholdMember, Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.visits.enums import Outcome
from huijia.serve.visits.models import DoorPlan, Rule, Visit

CHUNK = 1000
COLUMNS = ["grid", "rules", "every_days", "last_on", "missed", "agreed_on", "due_on"]


@dataclass(frozen=True)
class Seen:
    """What past visits to a door leave: the last one that met somebody, tries since, the day agreed on."""

    last_on: date | None = None
    missed: int = 0
    agreed_on: date | None = None


def due_of(rules: Sequence[tuple[int, date]], seen: Seen) -> date | None:
    """`rules`: (every how many days, from which day on) of those that fit."""
    days = [max(start, seen.last_on or start) + timedelta(days=every) for every, start in rules]
    return min([*days, *([seen.agreed_on] if seen.agreed_on else [])], default=None)


def seen_in(visits: Iterable[tuple[str, date, date | None]]) -> Seen:
    """From (outcome, day, next agreed day), the oldest first. A day agreed on holds until somebody is met again."""
    last_on, missed, agreed = None, 0, None
    for outcome, day, next_on in visits:
        if outcome == Outcome.MET:
            last_on, missed, agreed = day, 0, next_on
        else:
            missed, agreed = missed + 1, next_on or agreed
    return Seen(last_on, missed, agreed)


def replan(community: Community | int, dwelling_ids: Sequence[int] | None = None) -> int:
    """Writes the plan of these doors, of all lived-in ones without `dwelling_ids`; how many. In a transaction.

    Six statements for each thousand doors.
    """
    pk = community if isinstance(community, int) else community.pk
    rules = list(Rule.objects.of(pk).filter(is_active=True).order_by("pk"))
    wanted = list(dwelling_ids) if dwelling_ids is not None else _lived_in(pk)
    for start in range(0, len(wanted), CHUNK):
        _write(pk, rules, wanted[start : start + CHUNK])
    if dwelling_ids is None:
        _let_go(pk, set(wanted))
    return len(wanted)


def _lived_in(community_id: int) -> list[int]:
    living = holding(Residence.objects.of(community_id))
    return sorted(set(living.values_list("dwelling_id", flat=True)))


def _let_go(community_id: int, wanted: set[int]) -> None:
    """Nobody lives there any more: no longer due, whatever was agreed on."""
    rows = DoorPlan.objects.of(community_id).exclude(due_on=None).values_list("pk", "dwelling_id")
    gone = [pk for pk, dwelling_id in rows if dwelling_id not in wanted]
    for start in range(0, len(gone), CHUNK):
        DoorPlan.objects.of(community_id).filter(pk__in=gone[start : start + CHUNK]).update(due_on=None, rules=[])


def _write(community_id: int, rules: Sequence[Rule], ids: Sequence[int]) -> None:
    groups, lived_in = _who_lives(community_id, ids)
    seen = _seen(community_id, ids)
    plans = []
    for home_id, grid_id in Dwelling.objects.of(community_id).filter(pk__in=ids).values_list("pk", "grid_id"):
        fitting = [rule for rule in rules if home_id in lived_in and _fits(rule, grid_id, groups[home_id])]
        last = seen.get(home_id, Seen())
        plans.append(DoorPlan(
            community_id=community_id, dwelling_id=home_id, grid_id=grid_id, rules=[rule.pk for rule in fitting],
            every_days=min((rule.every_days for rule in fitting), default=None), last_on=last.last_on,
            missed=last.missed, agreed_on=last.agreed_on,
            due_on=due_of([(rule.every_days, rule.starts_on) for rule in fitting], last),
        ))
    DoorPlan.objects.of(community_id).bulk_create(
        plans, update_conflicts=True, unique_fields=["dwelling"], update_fields=COLUMNS
    )


def _fits(rule: Rule, grid_id: int, groups: set[str]) -> bool:
    return (rule.grid_id in (None, grid_id)) and (not rule.key_group or rule.key_group in groups)


def _who_lives(community_id: int, ids: Sequence[int]) -> tuple[dict[int, set[str]], set[int]]:
    """Key groups of those who live at each door, and which doors are lived in."""
    homes: dict[int, list[int]] = defaultdict(list)
    living = holding(Residence.objects.of(community_id).filter(dwelling_id__in=ids))
    for household_id, home_id in living.values_list("household_id", "dwelling_id"):
        homes[household_id].append(home_id)
    members = holding(HouseholdMember.objects.of(community_id).filter(household_id__in=homes))
    groups: dict[int, set[str]] = defaultdict(set)
    for household_id, codes in members.exclude(person__key_groups=[]).values_list("household_id", "person__key_groups"):
        for home_id in homes[household_id]:
            groups[home_id].update(codes)
    return groups, {home_id for found in homes.values() for home_id in found}


def _seen(community_id: int, ids: Sequence[int]) -> dict[int, Seen]:
    rows: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    visits = Visit.objects.of(community_id).filter(dwelling_id__in=ids, voided_at=None).order_by("at", "pk")
    for home_id, outcome, at, next_on in visits.values_list("dwelling_id", "outcome", "at", "next_on"):
        rows[home_id].append((outcome, clock.local(at).date(), next_on))
    return {home_id: seen_in(found) for home_id, found in rows.items()}

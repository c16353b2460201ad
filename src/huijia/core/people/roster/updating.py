"""Those who are there with other values: what the office has chosen to take from the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.people import findable
from huijia.core.people.actions import facts
from huijia.core.people.actions.homes import move_household
from huijia.core.people.actions.members import join_household, open_members
from huijia.core.people.models import HouseholdMember, Person
from huijia.core.people.roster.differences import HOME, RELATION, differences
from huijia.core.people.roster.housing import Placed, dwellings_of, find_households, house, key_of
from huijia.core.people.roster.matching import Standing, standings
from huijia.core.people.roster.recording import lock
from huijia.core.people.roster.rows import RosterRow
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports.enums import Choice
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


@dataclass(frozen=True)
class Update:
    """A row about a person who is there, and what was chosen for it."""

    row: RosterRow
    person_id: int
    choice: Choice


@dataclass(frozen=True)
class Unmoved:
    """A move that the rules of households forbid, with the sentence that says why."""

    update: Update
    message: str


def update_roster(updates: Sequence[Update], *, by: Access, at: datetime | None = None) -> tuple[int, list[Unmoved]]:
    """Takes what was chosen; returns how many people are changed, and whose move could not be recorded.

    What differs is looked at anew: what somebody has put right since the check is not overwritten by chance.
    """
    by.require("people.import")
    moment = at or clock.now()
    wanted = {update.person_id: update for update in updates if update.choice != Choice.OURS}
    if not wanted:
        return 0, []
    with transaction.atomic():
        lock(by.community)
        people = Person.objects.of(by.community).select_for_update(of=("self",)).filter(pk__in=list(wanted))
        changed: set[int] = set()
        unhoused: list[tuple[Standing, Update]] = []
        movers: list[tuple[Standing, Update]] = []
        for standing in standings(by.community, people.order_by("pk")):
            update = wanted[standing.person.pk]
            keys = _taken(update, standing)
            names = _write(standing.person, update.row, [key for key in keys if key not in (HOME, RELATION)])
            if names:
                _record(standing.person, names, by, moment)
            if RELATION in keys and standing.member is not None:
                _relate(standing.member, update.row)
            if names or RELATION in keys:
                changed.add(standing.person.pk)
            if HOME in keys:
                (unhoused if standing.member is None else movers).append((standing, update))
        unmoved = _rehouse(unhoused, movers, changed, by, moment)
        findable.refresh(by.community, persons=changed)
    return len(changed), unmoved


def _taken(update: Update, standing: Standing) -> list[str]:
    found = differences(update.row, standing)
    return [each.key for each in found if update.choice == Choice.THEIRS or each.is_filling]


def _write(person: Person, row: RosterRow, keys: list[str]) -> list[str]:
    given = {key: row.facts[key] for key in keys}
    if "id_number" in given:
        given["id_kind"] = row.facts["id_kind"]
    if not given:
        return []
    names = facts.fill(person, given)
    if row.updated_on is not None and (person.updated_on is None or row.updated_on > person.updated_on):
        person.updated_on = row.updated_on
    if names:
        person.save()
    return names


def _record(person: Person, names: list[str], by: Access, moment: datetime) -> None:
    ledger.record(
        "people.corrected", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk, at=moment,
        data={"fields": ",".join(names)}, personal={"name": person.name},
    )


def _relate(member: HouseholdMember, row: RosterRow) -> None:
    """What somebody is to the head, as a correction; who heads a household is changed on its own page."""
    HouseholdMember.objects.of(member.community_id).filter(pk=member.pk).update(relation=row.relation)


def _rehouse(
    unhoused: list[tuple[Standing, Update]], movers: list[tuple[Standing, Update]], changed: set[int], by: Access,
    moment: datetime,
) -> list[Unmoved]:
    today = clock.local(moment).date()
    placed: list[Placed] = [(standing.person, update.row) for standing, update in unhoused]
    if placed:
        findable.refresh(by.community, households=house(placed, by=by, on=today))
        changed.update(person.pk for person, _row in placed)
    unmoved = []
    for standing, update in movers:
        try:
            with transaction.atomic():
                _move(standing, update.row, by, moment)
        except Refusal as refusal:
            unmoved.append(Unmoved(update, str(refusal)))
        else:
            changed.add(standing.person.pk)
    return unmoved


def _move(standing: Standing, row: RosterRow, by: Access, moment: datetime) -> None:
    """The head takes the household along; another one joins the household of the row, made where it is not there."""
    member = standing.member
    assert member is not None
    today = clock.local(moment).date()
    dwelling = dwellings_of([row], by)[row.address]
    if member.is_head and row.is_head:
        move_household(member.household, to=dwelling, on=today, by=by, at=moment)
        return
    rows = HouseholdMember.objects.of(by.community).filter(person=standing.person, ends_on=None)
    now = rows.select_related("household").first()
    key = key_of(row)
    assert key is not None
    there = find_households(by.community, [row]).get(key)
    if now is not None and there is not None and now.household_id == there.household.pk:
        return
    if there is None:
        says = _("那里没有户主是%(name)s的住户，请在住户页登记搬家")
        raise Refusal(says % {"name": row.head or row.name})
    join_household(
        there.household, person=standing.person, relation=row.relation, on=today, by=by, leave=True, at=moment,
        new_head=_next_head(member),
    )


def _next_head(member: HouseholdMember) -> Person | None:
    others = [row.person for row in open_members(member.household) if row.person_id != member.person_id]
    return others[0] if len(others) == 1 else None


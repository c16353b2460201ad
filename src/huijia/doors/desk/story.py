"""How a household or a person came to where they are: dated relations as lines, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Care, Household, HouseholdMember, Person, Post, Residence
from huijia.doors.desk.sight import Sight
from huijia.kernel.ledger.models import Entry

MOST = 60


@dataclass(frozen=True)
class Line:
    """One line; the names are those of `components/timeline.html`."""

    when: date
    text: str
    who: str = ""
    lamp: str = ""


def of_household(household: Household, sight: Sight) -> list[Line]:
    """Homes, members, heads and cares, the newest sixty."""
    community = household.community_id
    lines: list[Line] = []
    residences = Residence.objects.of(community).filter(household=household).select_related("dwelling")
    lines += _residences(residences)
    members = HouseholdMember.objects.of(community).filter(household=household).select_related("person")
    lines += _members(members, sight)
    cares = Care.objects.of(community).filter(household=household).select_related("post__person")
    for care in cares:
        lines.append(Line(care.starts_on, _("由%(name)s联系") % {"name": care.post.person.name}))
        if care.ends_on is not None:
            lines.append(Line(care.ends_on, _("不再由%(name)s联系") % {"name": care.post.person.name}))
    return _newest(lines)


def of_person(person: Person, sight: Sight) -> list[Line]:
    """Households with their addresses, posts and death, the newest sixty."""
    community = person.community_id
    rows = HouseholdMember.objects.of(community).filter(person=person).select_related("household")
    lines = []
    for first, last in _runs(rows, lambda row: row.household_id):
        lines.append(Line(first.starts_on, _("加入户号 %(number)s") % {"number": first.household.number}))
        if last.ends_on is not None:
            lines.append(Line(last.ends_on, _("离开户号 %(number)s") % {"number": last.household.number}))
    if sight.whole:
        for post in Post.objects.of(community).filter(person=person):
            lines.append(Line(post.starts_on, _("任%(post)s") % {"post": post.get_kind_display()}))
            if post.ends_on is not None:
                lines.append(Line(post.ends_on, _("卸任%(post)s") % {"post": post.get_kind_display()}))
    if person.died_on is not None:
        lines.append(Line(person.died_on, _("去世")))
    return _newest(lines)


def _newest(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.when, reverse=True)[:MOST]


def _runs(rows: Iterable[Any], key: Any) -> list[tuple[Any, Any]]:
    """(first, last) of rows that follow each other without a gap: a change of head or relation is no leaving."""
    found: dict[Any, list[tuple[Any, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row.starts_on, row.pk)):
        runs = found.setdefault(key(row), [])
        if runs and runs[-1][1].ends_on == row.starts_on:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return [run for runs in found.values() for run in runs]


_LIVES = {True: gettext_lazy("住进%(address)s"), False: gettext_lazy("增加住处%(address)s")}


def _residences(rows: Iterable[Residence]) -> list[Line]:
    lines = []
    for first, last in _runs(rows, lambda row: row.dwelling_id):
        values = {"address": first.dwelling.address}
        lines.append(Line(first.starts_on, str(_LIVES[first.is_main]) % values))
        if last.ends_on is not None:
            lines.append(Line(last.ends_on, _("搬出%(address)s") % values))
    return lines


def _members(rows: Iterable[HouseholdMember], sight: Sight) -> list[Line]:
    rows, lines = list(rows), []
    for first, last in _runs(rows, lambda row: row.person_id):
        name = sight.name(first.person)
        if first.is_head:
            lines.append(Line(first.starts_on, _("%(name)s任户主") % {"name": name}))
        else:
            values = {"name": name, "relation": first.relation}
            lines.append(Line(first.starts_on, _("%(name)s（%(relation)s）加入") % values))
        if last.ends_on is not None:
            died = last.person.died_on == last.ends_on
            said = _("%(name)s去世") if died else _("%(name)s离开")
            lines.append(Line(last.ends_on, said % {"name": name}))
    firsts = {first.pk for first, _last in _runs(rows, lambda row: row.person_id)}
    for row in rows:
        if row.is_head and row.pk not in firsts:
            lines.append(Line(row.starts_on, _("%(name)s任户主") % {"name": sight.name(row.person)}))
    return lines


def group_setters(person: Person) -> dict[str, tuple[str, date]]:
    """Key group to who marked it and when, as far as the ledger says: one statement."""
    entries = Entry.objects.filter(kind="people.groups_set", subject_type="person", subject_id=person.pk)
    found: dict[str, tuple[str, date]] = {}
    for entry in entries.order_by("pk"):
        added = entry.personal.get("added", "") if isinstance(entry.personal, dict) else ""
        found |= {group: (entry.actor_label, entry.occurred_at.date()) for group in added.split(",") if group}
    return {group: said for group, said in found.items() if group in person.key_groups}

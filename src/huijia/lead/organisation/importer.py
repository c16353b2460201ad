"""The party roster as the import machine sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.enums import Sex
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.enums import Choice
from huijia.kernel.imports.importers import (
    Change,
    Differs,
    Fault,
    Importer,
    Link,
    Read,
    Saved,
    Sorted,
)
from huijia.kernel.imports.models import ImportJob
from huijia.lead.organisation import actions
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import LABELS, PLACE_KEYS, Place, phone_of, place_of
from huijia.lead.organisation.models import PartyMember, Standing
from huijia.lead.organisation.rows import FIELDS, MemberGood, Reader
from huijia.lib import clock, masks
from huijia.lib.spreadsheet import Row


@dataclass(frozen=True)
class There:
    """A member with where they belong today."""

    member: PartyMember
    place: Place


@dataclass
class Plan:
    community: Community
    columns: Mapping[str, str]
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)


class PartyImporter(Importer):
    code = "party"
    label = gettext_lazy("党员名册")
    purpose = gettext_lazy("一人一行；和居民名册上同名同电话的人对上。只有管理党员名册的人看得到。")
    permission = "party.edit"
    fields = FIELDS
    module = "organisation"
    all_sheets = True
    has_differences = True
    is_personal = True

    def plan(self, job: ImportJob) -> Plan:
        return Plan(job.community, job.mapping["columns"])

    def read(self, row: Row, plan: Plan, sheet: str = "") -> MemberGood | None:
        return Reader(row, plan.columns).read()

    def sort(self, rows: Sequence[Read], plan: Plan) -> Sorted:
        found = Sorted()
        there = _there(plan.community, [row.good for row in rows])
        for each in rows:
            row: MemberGood = each.good
            fault = _double(each, plan)
            match = None if fault else _match(row, there)
            if fault is not None:
                found.wrong.append((each, fault))
            elif match is None:
                found.fresh.append(row)
            elif other := _differences(row, match):
                shown = [(str(LABELS[key]), _said(key, ours), _said(key, theirs)) for key, ours, theirs in other]
                filling = all(not ours for _key, ours, _theirs in other)
                found.differs.append(Differs(each, (row, match), match.member.name, shown, filling))
            else:
                found.doubled += 1
        return found

    def save(self, fresh: Sequence[MemberGood], changes: Sequence[Change], plan: Plan, *, by: Access) -> Saved:
        added = actions.record_members(fresh, by=by) if fresh else []
        changed = 0
        for change in changes:
            row, there = change.good
            changed += change.choice != Choice.OURS and _update(row, there, change.choice, by)
        return Saved(len(added), changed)

    def sample(self, good: MemberGood) -> dict[str, str]:
        place = good.place
        above = "/".join(part for part in (place.branch, place.group) if part)
        return {"above": above, "title": str(good.facts["name"]), "text": place.title, "below": ""}

    def say_start(self, count: int) -> str:
        return _("导入 %(count)s 人") % {"count": count}

    def say_done(self, job: ImportJob) -> str:
        return _("导入完成。")

    def link_done(self, job: ImportJob) -> Link:
        return Link(reverse("organisation:members"), _("看党员名册"))


def _there(community: Community, rows: Sequence[MemberGood]) -> dict[str, list[There]]:
    """Members by name; two statements."""
    names = {str(row.facts["name"]) for row in rows}
    found = list(PartyMember.objects.of(community).filter(name__in=names).order_by("pk"))
    open_rows = Standing.objects.of(community).filter(member__in=found, ends_on=None)
    now = {row.member_id: row for row in open_rows.select_related("branch", "group")}
    by_name: dict[str, list[There]] = {}
    # Those who have left last, so that who is here is found first.
    for member in sorted(found, key=lambda each: each.left_on is not None):
        by_name.setdefault(member.name, []).append(There(member, place_of(now.get(member.pk))))
    return by_name


def _match(row: MemberGood, there: Mapping[str, list[There]]) -> There | None:
    """By name and phone, else name and birth date, else the only one of that name of whom nothing says otherwise."""
    same = there.get(str(row.facts["name"]), [])
    born = row.facts.get("born_on")
    for each in same:
        if row.phone_hash and each.member.phone_hash == row.phone_hash:
            return each
    for each in same:
        if born and each.member.born_on == born:
            return each
    free = [
        each for each in same
        if not (row.phone_hash and each.member.phone_hash) and not (born and each.member.born_on)
    ]
    return free[0] if len(same) == 1 and free else None


def _double(each: Read, plan: Plan) -> Fault | None:
    row: MemberGood = each.good
    key = (row.facts["name"], row.phone_hash, row.facts.get("born_on"))
    place = f"{each.sheet} {each.row}" if each.sheet else str(each.row)
    before = plan.seen.setdefault(key, place)
    if before == place:
        return None
    return Fault("name", _("和第 %(row)s 行是同一个人，这一行没有导入") % {"row": before}, str(row.facts["name"]))


def _differences(row: MemberGood, there: There) -> list[tuple[str, Any, Any]]:
    """(key, ours, theirs) of what the row says otherwise; who left is left alone, what it leaves empty is nothing."""
    member = there.member
    if member.left_on is not None:
        return []
    found: list[tuple[str, Any, Any]] = []
    for key, theirs in row.facts.items():
        if key == "phone":
            if member.phone_hash != row.phone_hash:
                found.append((key, phone_of(member), theirs))
        elif getattr(member, key) != theirs:
            found.append((key, getattr(member, key), theirs))
    for key in PLACE_KEYS:
        ours, theirs = getattr(there.place, key), getattr(row.place, key)
        if theirs and theirs != ours:
            found.append((key, ours, theirs))
    return found


def _update(row: MemberGood, there: There, choice: Choice, by: Access) -> bool:
    taken = {key: theirs for key, ours, theirs in _differences(row, there) if choice == Choice.THEIRS or not ours}
    facts = {key: value for key, value in taken.items() if key not in PLACE_KEYS}
    changed = bool(facts and actions.correct_member(there.member, facts, by=by))
    moved = {key: value for key, value in taken.items() if key in PLACE_KEYS}
    if not moved:
        return changed
    if "branch" in moved:
        # A group belongs to its branch.
        moved["group"] = row.place.group
    place = replace(there.place, **moved)
    return bool(actions.move_member(there.member, place=place, on=clock.today(), by=by)) or changed


def _said(key: str, value: Any) -> str:
    if not value:
        return ""
    if key == "phone":
        return masks.mask_phone(str(value))
    if key == "sex":
        return str(Sex(value).label)
    if key == "kind":
        return str(MemberKind(value).label)
    if key == "is_member_household":
        return _("是")
    return value.isoformat() if isinstance(value, date) else str(value)

"""What is known of a member, written into the columns: one place for forms, verbs and imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import Sex
from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.models import Branch, PartyGroup, PartyMember, Standing
from huijia.lib import clock, crypto, numbers
from huijia.lib.text import clean

LIMITS = {"name": 40, "ethnicity": 20, "education": 20, "partner_unit": 80}
DAYS = ("born_on", "joined_on", "confirmed_on")
LABELS: dict[str, Any] = {
    "name": _("姓名"), "sex": _("性别"), "ethnicity": _("民族"), "born_on": _("出生日期"), "education": _("学历"),
    "joined_on": _("入党日期"), "confirmed_on": _("转正日期"), "phone": _("电话"), "partner_unit": _("双报到单位"),
    "branch": _("支部"), "group": _("党小组"), "title": _("职务"), "kind": _("类别"),
    "is_member_household": _("中心户"),
}
PLACE_KEYS = ("branch", "group", "title", "kind", "is_member_household")


@dataclass(frozen=True)
class Place:
    """Where a member belongs, in words: branch and group by name, made where they are new."""

    branch: str = ""
    group: str = ""
    title: str = ""
    kind: str = ""
    is_member_household: bool = False


def place_of(standing: Standing | None) -> Place:
    if standing is None:
        return Place()
    return Place(
        standing.branch.name if standing.branch else "", standing.group.name if standing.group else "",
        standing.title, standing.kind, standing.is_member_household,
    )


def fill(member: PartyMember, given: Mapping[str, Any]) -> list[str]:
    """Writes what is given into the columns; nothing is saved. Returns which are different now.

    Raises:
        Refusal: beside the field that cannot be used.
    """
    before = _state(member)
    for key in given:
        if key in LIMITS:
            setattr(member, key, short(given[key], key, LIMITS[key]))
        elif key in DAYS:
            setattr(member, key, _day(given[key], key))
        elif key == "sex":
            if given[key] and given[key] not in Sex.values:
                raise Refusal(_("没有这个选项"), field="sex")
            member.sex = given[key] or ""
        elif key == "phone":
            _phone(member, str(given[key] or "").strip())
    if not member.name:
        raise Refusal(_("请填写姓名"), field="name")
    _in_order(member)
    after = _state(member)
    return [key for key in before if before[key] != after[key]]


def _state(member: PartyMember) -> dict[str, Any]:
    keys = [key for key in LABELS if key not in PLACE_KEYS]
    return {key: member.phone_hash if key == "phone" else getattr(member, key) for key in keys}


def short(written: Any, key: str, limit: int) -> str:
    try:
        return clean(str(written or ""), limit)
    except ValueError as error:
        raise Refusal(str(error), field=key) from error


def _day(value: date | None, key: str) -> date | None:
    if value is not None and not date(1900, 1, 1) <= value <= clock.today():
        raise Refusal(_("日期不对，请核对"), field=key)
    return value


def _in_order(member: PartyMember) -> None:
    if member.born_on and member.joined_on and member.joined_on <= member.born_on:
        raise Refusal(_("入党日期早于出生日期，请核对"), field="joined_on")
    if member.joined_on and member.confirmed_on and member.confirmed_on < member.joined_on:
        raise Refusal(_("转正日期早于入党日期，请核对"), field="confirmed_on")


def _phone(member: PartyMember, written: str) -> None:
    if not written:
        member.phone_sealed = member.phone_hash = member.phone_tail = ""
        return
    try:
        number = numbers.normal_phone(written)
    except ValueError as error:
        raise Refusal(str(error), field="phone") from error
    if member.phone_hash != phone_hash(number):
        member.phone_sealed, member.phone_hash = crypto.seal(number), phone_hash(number)
        member.phone_tail = number[-4:]


def phone_of(member: PartyMember) -> str:
    """In the clear; the caller shows it only to those who may see it."""
    return crypto.open_sealed(member.phone_sealed) if member.phone_sealed else ""


def checked_place(place: Place) -> Place:
    """
    Raises:
        Refusal: too long, a group without its branch, or no such kind.
    """
    branch, group = short(place.branch, "branch", 60), short(place.group, "group", 60)
    if group and not branch:
        raise Refusal(_("写了党小组，也要写支部"), field="branch")
    if place.kind and place.kind not in MemberKind.values:
        raise Refusal(_("没有这个选项"), field="kind")
    return Place(branch, group, short(place.title, "title", 40), place.kind, bool(place.is_member_household))


def standing_for(place: Place, member: PartyMember, on: date) -> Standing:
    """The unsaved row; its branch and group are made where they are new."""
    branch = group = None
    community_id = member.community_id
    if place.branch:
        branch, _made = Branch.objects.of(community_id).get_or_create(community_id=community_id, name=place.branch)
    if place.group and branch is not None:
        group, _made = PartyGroup.objects.of(community_id).get_or_create(
            community_id=community_id, branch=branch, name=place.group
        )
    return Standing(
        community_id=community_id, member=member, branch=branch, group=group, title=place.title, kind=place.kind,
        is_member_household=place.is_member_household, starts_on=on,
    )


def resident_like(community: Community, member: PartyMember) -> Person | None:
    """The resident who is this member: the same name and phone, or the one of that name born on that day."""
    rows = Person.objects.of(community).filter(name=member.name, merged_into=None)
    found = list(rows.order_by("pk")[:20])
    for person in found:
        if member.phone_hash and person.phone_hash == member.phone_hash:
            return person
    born = [person for person in found if member.born_on and person.born_on == member.born_on]
    return born[0] if len(born) == 1 else None

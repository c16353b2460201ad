"""Reads of the party roster. The caller has asked for `party.view`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.lead.organisation.enums import MemberKind
from huijia.lead.organisation.facts import phone_of
from huijia.lead.organisation.models import Branch, PartyMember, Standing
from huijia.lib import masks
from huijia.lib.spreadsheet import Column

CHUNK = 500


@dataclass(frozen=True)
class Line:
    member: PartyMember
    standing: Standing | None


def members(
    community: Community, *, text: str = "", branch: str = "", kind: str = "", left: bool = False
) -> QuerySet[PartyMember]:
    """Those on the roster today, or with `left` those who have left; narrowed by name or phone tail, branch, kind."""
    rows = PartyMember.objects.of(community).filter(left_on__isnull=not left)
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(phone_tail=word))
    now = Standing.objects.of(community).filter(ends_on=None)
    if branch.isdecimal():
        rows = rows.filter(pk__in=now.filter(branch_id=int(branch)).values("member_id"))
    if kind in MemberKind.values:
        rows = rows.filter(pk__in=now.filter(kind=kind).values("member_id"))
    return rows


def with_standings(found: list[PartyMember]) -> list[Line]:
    """One statement."""
    if not found:
        return []
    rows = Standing.objects.of(found[0].community_id).filter(member__in=found, ends_on=None)
    by_member = {row.member_id: row for row in rows.select_related("branch", "group")}
    return [Line(member, by_member.get(member.pk)) for member in found]


def branches(community: Community) -> list[Branch]:
    return list(Branch.objects.of(community).prefetch_related("groups"))


def panel_of(person: Person, access: Access) -> Mapping[str, Any] | None:
    """For the page of a resident who is on the party roster."""
    member = PartyMember.objects.of(access.community).filter(person=person, left_on=None).order_by("pk").first()
    return {"line": with_standings([member])[0]} if member is not None else None


COLUMNS = (
    ("序号", 6), ("姓名", 10), ("性别", 6), ("民族", 8), ("出生", 12), ("学历", 10), ("入党日期", 12), ("转正日期", 12),
    ("所在支部/党小组", 26), ("职务", 14), ("类别", 8), ("联系电话", 14), ("双报到单位", 24), ("中心户", 8),
)


def columns() -> list[Column]:
    return [Column(title, width, "text") for title, width in COLUMNS]


def lines(access: Access, *, unmasked: bool = False) -> Iterator[list[str]]:
    """The roster as a table, 500 members in memory at a time."""
    last, serial = 0, 0
    while found := list(members(access.community).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = found[-1].pk
        for line in with_standings(found):
            serial += 1
            yield [str(serial), *_line(line, unmasked)]


def _line(line: Line, unmasked: bool) -> list[str]:
    member, standing = line.member, line.standing
    phone = phone_of(member)
    born = member.born_on.isoformat() if member.born_on else ""
    return [
        member.name if unmasked else masks.mask_name(member.name), str(member.get_sex_display()), member.ethnicity,
        born if unmasked or not born else f"{born[:4]}-**-**", member.education, _day(member.joined_on),
        _day(member.confirmed_on), standing.where if standing else "", standing.title if standing else "",
        str(standing.get_kind_display()) if standing else "",
        phone if unmasked or not phone else masks.mask_phone(phone),
        member.partner_unit, "是" if standing and standing.is_member_household else "",
    ]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""

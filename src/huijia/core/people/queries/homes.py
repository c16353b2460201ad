"""My homes: those that this login walks, and in which order."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from huijia.core.people.enums import PostKind
from huijia.core.people.models import HouseholdMember, Post, Residence
from huijia.core.people.queries.dates import holding
from huijia.core.people.queries.posts import households_of_carer
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.lib import masks

NUMBER = re.compile(r"\d+")


def is_office(access: Access) -> bool:
    """Reads the whole roster, with no limit of grids."""
    return access.may("people.view") and access.grids is None


def homes_of(access: Access, cared: set[int]) -> QuerySet[Dwelling]:
    """The homes of the households I look after; else those of my groups, of my grids, or all where I have no limit."""
    rows = Dwelling.objects.of(access.community)
    if cared:
        living = holding(Residence.objects.of(access.community).filter(household_id__in=cared))
        return rows.filter(pk__in=living.values("dwelling_id"))
    leading = Post.objects.of(access.community).filter(
        pk__in=access.post_ids, kind=PostKind.GROUP_LEADER, group__isnull=False
    )
    groups = list(leading.values_list("group_id", flat=True))
    if groups:
        return rows.filter(group_id__in=groups)
    return rows if access.grids is None else rows.filter(grid_id__in=access.grids)


def cared_by(access: Access) -> set[int]:
    """Ids of the households that my post looks after today."""
    return set(households_of_carer(access).values_list("household_id", flat=True))


def on_the_way(group: str, address: str) -> tuple[str, list[int], str]:
    """A key to sort doors as one walks: group by group and number by number, 2号 before 12号."""
    return (group, [int(part) for part in NUMBER.findall(address)], address)


def walks(access: Access, dwelling_id: int) -> bool:
    """Whether this door is one of mine; to the office all are."""
    if is_office(access) or access.kind == "system":
        return Dwelling.objects.of(access.community).filter(pk=dwelling_id).exists()
    return homes_of(access, cared_by(access)).filter(pk=dwelling_id).exists()


def living_at(dwelling: Dwelling) -> list[HouseholdMember]:
    """Who lives there today, heads first; two statements."""
    living = holding(Residence.objects.of(dwelling.community_id).filter(dwelling=dwelling)).values("household_id")
    rows = HouseholdMember.objects.of(dwelling.community_id).filter(household_id__in=living)
    return list(holding(rows).select_related("person").order_by("household_id", "-is_head", "pk"))


@dataclass(frozen=True)
class Head:
    """户主. `name` is whole where I look after them, else masked. `tail`: last digits of the phone, "" without one."""

    person_id: int
    household_id: int
    name: str
    tail: str


def heads_at(access: Access, dwelling_ids: Sequence[int], cared: set[int]) -> dict[int, list[Head]]:
    """The heads of the households at many doors, as this login sees them; two statements."""
    living = holding(Residence.objects.of(access.community).filter(dwelling_id__in=dwelling_ids))
    where = dict(living.values_list("household_id", "dwelling_id"))
    members = HouseholdMember.objects.of(access.community).filter(household_id__in=where, is_head=True)
    found: dict[int, list[Head]] = defaultdict(list)
    for member in holding(members).select_related("person").order_by("pk"):
        person, whole = member.person, member.household_id in cared
        name = person.name if whole else masks.mask_name(person.name)
        found[where[member.household_id]].append(Head(person.pk, member.household_id, name, person.phone_tail))
    return found

"""My homes: those that this login walks, and in which order."""

import re

from django.db.models import QuerySet

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Post, Residence
from huijia.core.people.queries.dates import holding
from huijia.core.people.queries.posts import households_of_carer
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access

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

"""Reads used in more than one place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.shelf import Shelf


@dataclass(frozen=True)
class Agreed:
    """One line of the page of options; `changed` when it differs from the default."""

    spec: options.Spec
    value: Any
    changed: bool


def agreed(community: Community) -> list[Agreed]:
    """All options with their present value, in the order of registration."""
    lines = []
    for spec in options.SPECS.values():
        value = options.get(community, spec.key)
        lines.append(Agreed(spec, value, value != spec.default))
    return lines


_communities: Shelf[Community] = Shelf()


def community_by_id(pk: int) -> Community:
    """What a foreign key points at, kept for ten seconds: each report of a resident asks for it."""
    return _communities.get(pk, lambda: Community.objects.get(pk=pk))


def live() -> QuerySet[Community]:
    """The real communities: every list, figure and count starts here, so that no practice copy is among them."""
    return Community.objects.filter(practice_of=None)


def practice_of(community: Community) -> Community | None:
    """The practice copy beside a live community, if there is one."""
    return Community.objects.select_related("street__district").filter(practice_of=community).first()


def is_practice(pk: int) -> bool:
    """Whether a community, known by its id only, is a practice copy; no statement while the community is kept."""
    return community_by_id(pk).practice_of_id is not None


def only_community() -> Community | None:
    """The community of an office that stands alone; None when there are none or several."""
    found = list(live().select_related("street__district")[:2])
    return found[0] if len(found) == 1 else None

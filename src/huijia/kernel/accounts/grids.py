"""The grids a membership can be limited to; the places app, which sits above, says which there are."""

from collections.abc import Callable

from huijia.kernel.communities.models import Community

Choices = Callable[[Community], list[tuple[int, str]]]


def _none(community: Community) -> list[tuple[int, str]]:
    return []


Twins = Callable[[frozenset[int], Community], frozenset[int]]


def _no_twins(grids: frozenset[int], practice: Community) -> frozenset[int]:
    return frozenset()


_find: list[Choices] = [_none]
_twins: list[Twins] = [_no_twins]


def register(find: Choices, twins: Twins = _no_twins) -> None:
    """`find(community) -> [(grid id, what it is called)]`, in the order they are shown.

    `twins(grid ids, practice copy)` gives the grids there that stand for those of the live community.
    """
    _find[0], _twins[0] = find, twins


def choices(community: Community) -> list[tuple[int, str]]:
    return _find[0](community)


def in_practice(grids: frozenset[int], practice: Community) -> frozenset[int]:
    """The grids of a practice copy that stand for these of the live community."""
    return _twins[0](grids, practice)

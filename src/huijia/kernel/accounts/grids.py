"""The grids a membership can be limited to; the places app, which sits above, says which there are."""

from collections.abc import Callable

from huijia.kernel.communities.models import Community

Choices = Callable[[Community], list[tuple[int, str]]]


def _none(community: Community) -> list[tuple[int, str]]:
    return []


_find: list[Choices] = [_none]


def register(find: Choices) -> None:
    """`find(community) -> [(grid id, what it is called)]`, in the order they are shown."""
    _find[0] = find


def choices(community: Community) -> list[tuple[int, str]]:
    return _find[0](community)

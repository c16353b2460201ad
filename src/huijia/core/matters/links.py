"""Where a matter comes from and what else speaks of it: links that other rooms add to its page.

The source holds the key (`Visit.matter`); the page of a matter shows the way back through this one registry, filled in
`AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules


@dataclass(frozen=True)
class Link:
    """`label`: what it is (发现它的走访); `text`: its number, never a person."""

    label: Promise | str
    text: str
    url: str


Find = Callable[[Matter, Access], list[Link]]
_FINDERS: dict[str, tuple[Find, str]] = {}


def register(code: str, find: Find, module: str = "") -> None:
    """`find(matter, access)`: at most twenty, in a fixed number of statements; nothing for who may not see them."""
    _FINDERS[code] = find, module


def of(matter: Matter, access: Access) -> list[Link]:
    on = [find for find, module in _FINDERS.values() if not module or modules.is_on(access.community, module)]
    return [link for find in on for link in find(matter, access)]

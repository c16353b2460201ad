"""What other rooms add to the page of a person or of a household: one registry, filled in `AppConfig.ready()`.

The page itself (`doors/desk`) shows who and where; matters, visits, services, sign-ups come from whoever keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from huijia.core.people.models import Household, Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules

Subject = Person | Household


@dataclass(frozen=True)
class Panel:
    """`load(subject, access)` gives the context of `template`, None where there is nothing to show.

    Shown to whoever holds one of `permissions`, by `order`. A fixed number of statements, at most ten rows and a link.
    """

    code: str
    title: Promise | str
    about: Literal["person", "household"]
    permissions: tuple[str, ...]
    template: str
    load: Callable[[Any, Access], Mapping[str, Any] | None]
    order: int = 50
    module: str = ""


@dataclass(frozen=True)
class Shown:
    title: Promise | str
    template: str
    context: Mapping[str, Any]


_PANELS: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    _PANELS[panel.about, panel.code] = panel


def of(subject: Subject, access: Access) -> list[Shown]:
    """The panels of a person or a household that this reader may see."""
    about = "person" if isinstance(subject, Person) else "household"
    mine = [panel for panel in _PANELS.values() if panel.about == about and _open_to(panel, access)]
    loaded = ((panel, panel.load(subject, access)) for panel in sorted(mine, key=lambda panel: panel.order))
    return [Shown(panel.title, panel.template, context) for panel, context in loaded if context is not None]


def _open_to(panel: Panel, access: Access) -> bool:
    if panel.module and not modules.is_on(access.community, panel.module):
        return False
    return any(access.may(permission) for permission in panel.permissions)

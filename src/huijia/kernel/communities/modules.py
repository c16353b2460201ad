"""The rooms of the three wings that a community switches on when it is ready.

Each app adds its own in `AppConfig.ready()` with `register(Module(…))`. What every community needs from its first day
(matters, places, people, plates, logins) is no module. A new community begins with all of them off; which ones are
off stands in one option, so that a module that is new in a later version is on where the office has all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community

OFF_KEY = "modules_off"
WINGS = {"lead": _("家引领"), "govern": _("家治理"), "serve": _("家服务")}


def declare() -> None:
    """Makes the option known."""
    options.register(options.Spec(OFF_KEY, _("没有启用的模块"), [], "words", local=False, listed=False))


@dataclass(frozen=True)
class Module:
    """`wing` is a key of `WINGS`; `purpose` says in one sentence what the office gets from it."""

    code: str
    label: Promise | str
    wing: str
    purpose: Promise | str


_MODULES: dict[str, Module] = {}


def register(module: Module) -> None:
    """
    Raises:
        ValueError: no such wing, or the code is taken by another module.
    """
    if module.wing not in WINGS or _MODULES.get(module.code, module) != module:
        raise ValueError(f"module cannot be registered: {module.code}")
    _MODULES[module.code] = module


def registered() -> list[Module]:
    """All of them, in the order of the wings and then of their registration."""
    wings = list(WINGS)
    return sorted(_MODULES.values(), key=lambda module: wings.index(module.wing))


Pages = list[tuple[str | Promise, tuple[str, ...]]]


def _no_pages(code: str) -> Pages:
    return []


_pages: list[Callable[[str], Pages]] = [_no_pages]


def register_pages(find: Callable[[str], Pages]) -> None:
    """`find(code)` gives the pages that a module adds: what each is called, and the permissions that open it."""
    _pages[0] = find


def pages_of(code: str) -> Pages:
    return _pages[0](code)


def is_on(community: Community | int, code: str) -> bool:
    """Costs no query while the community's options are kept."""
    assert code in _MODULES, f"no such module: {code}"
    return code not in options.get(community, OFF_KEY)


def require(community: Community, code: str) -> None:
    """At the head of a module's views.

    Raises:
        Http404: the community has not switched it on.
    """
    if not is_on(community, code):
        raise Http404(_("本社区没有启用“%(module)s”。") % {"module": _MODULES[code].label})

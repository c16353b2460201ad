"""What rooms add to a resident's own page (我的): sign-ups, orders, services. One registry, filled in `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from huijia.core.residents.visitors import Visitor
from huijia.kernel.communities import modules

MOST = 10


@dataclass(frozen=True)
class Line:
    """One thing of mine: `url` opens it, `note` says how it stands, in the reader's language."""

    title: str
    url: str
    note: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Section:
    """`find(visitor, at)` gives at most `MOST` lines. `scope`: what a mandate must allow (report, sign_up, follow).

    `visitor.phone_hashes` and `visitor.person` say whose; `visitor.done(subject_type)` what was begun signed in.
    """

    code: str
    label: Promise | str
    find: Callable[[Visitor, datetime], list[Line]]
    scope: str = "follow"
    module: str = ""


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    _SECTIONS[section.code] = section


def shown(visitor: Visitor, at: datetime) -> list[tuple[Promise | str, list[Line]]]:
    """Sections that have something, in the order of registration."""
    on = [s for s in _SECTIONS.values() if not s.module or modules.is_on(visitor.community, s.module)]
    found = ((s.label, s.find(visitor, at)[:MOST]) for s in on if visitor.may(s.scope))
    return [(label, lines) for label, lines in found if lines]

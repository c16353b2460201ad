"""What waits for a login, from every app: `desk` shows it on the first page, and there is no second to-do table.

An app registers `queries.due_for` in `AppConfig.ready()`. Matters have lists of their own and do not come here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules

MOST = 12


@dataclass(frozen=True)
class Due:
    """One thing to do. `url` opens the page where it is done; `until` is None where nothing presses.

    `title` and `place` show no more of a person than a list may (masked names, no phones).
    """

    title: str
    url: str
    until: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Source:
    """`find(access, at)` gives at most `MOST`, in a fixed number of statements; nothing for who may not."""

    code: str
    label: Promise | str
    find: Callable[[Access, datetime], list[Due]]
    module: str = ""


@dataclass(frozen=True)
class Section:
    label: Promise | str
    rows: list[Due]


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    _SOURCES[source.code] = source


def sections_for(access: Access, at: datetime) -> list[Section]:
    """What waits, by app, in the order of registration; apps with nothing to say are left out."""
    on = [s for s in _SOURCES.values() if not s.module or modules.is_on(access.community, s.module)]
    found = (Section(source.label, source.find(access, at)[:MOST]) for source in on)
    return [section for section in found if section.rows]

"""What rooms tell this app in `AppConfig.ready()`: what they keep, why, of whom, how long, and how it is removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community

Subject = tuple[str, int]
"""Whom it is about: ("person", id on the roster), ("login", id of a user), ("matter", id)."""
Text = Promise | str


@dataclass(frozen=True)
class Purpose:
    """What people are asked to agree to. `text` is the first version; the office may word its own.

    `own`: residents give and withdraw it on their own page. `withdrawn(community, subject, at)` runs in the
    withdrawal's transaction: what was agreed to stops then.
    """

    code: str
    label: Text
    text: Text
    own: bool = True
    withdrawn: Callable[[Community, Subject, datetime], None] | None = None


@dataclass(frozen=True)
class Activity:
    """One line of the register as it is shipped: what the system really does."""

    code: str
    name: Text
    purpose: Text
    basis: Text
    fields: Text
    retention: Text
    recipients: Text


@dataclass(frozen=True)
class Holding:
    """What a room keeps of one person. `find(community, subject)`: rows of {column: value}, at most a few hundred."""

    code: str
    label: Text
    find: Callable[[Community, Subject], list[dict[str, Any]]]


@dataclass(frozen=True)
class Held:
    """The ids under legal hold, by type of subject."""

    ids: dict[str, set[int]] = field(default_factory=dict)

    def of(self, subject_type: str) -> set[int]:
        return self.ids.get(subject_type, set())


@dataclass(frozen=True)
class Rule:
    """What goes by itself, and after how long.

    `days_key` is an option of the community. `find(community, before, held)` are the rows to go (by primary key);
    `remove(ids, at)` removes them, in the caller's transaction, and gives their number.
    """

    code: str
    label: Text
    days_key: str
    find: Callable[[Community, datetime, Held], QuerySet[Any]]
    remove: Callable[[list[int], datetime], int]


@dataclass(frozen=True)
class Directory:
    """Who people are, which the kernel does not know: `search(access, text)` and `label(community, id)` (masked)."""

    search: Callable[[Access, str], list[tuple[Subject, str]]]
    label: Callable[[Community, int], str]


_PURPOSES: dict[str, Purpose] = {}
_ACTIVITIES: dict[str, Activity] = {}
_HOLDINGS: dict[str, Holding] = {}
_RULES: dict[str, Rule] = {}
_DIRECTORIES: dict[str, Directory] = {}


def register_purpose(purpose: Purpose) -> None:
    _PURPOSES[purpose.code] = purpose


def register_activity(*activities: Activity) -> None:
    _ACTIVITIES.update({activity.code: activity for activity in activities})


def register_holdings(*holdings: Holding) -> None:
    _HOLDINGS.update({holding.code: holding for holding in holdings})


def register_rule(rule: Rule) -> None:
    _RULES[rule.code] = rule


def register_directory(subject_type: str, directory: Directory) -> None:
    _DIRECTORIES[subject_type] = directory


def purpose(code: str) -> Purpose:
    return _PURPOSES[code]


def purposes() -> list[Purpose]:
    return list(_PURPOSES.values())


def activities() -> list[Activity]:
    return list(_ACTIVITIES.values())


def holdings() -> list[Holding]:
    return list(_HOLDINGS.values())


def rules() -> list[Rule]:
    return list(_RULES.values())


def found(access: Access, text: str) -> list[tuple[Subject, str]]:
    """People that match, with masked labels; of every directory."""
    return [row for directory in _DIRECTORIES.values() for row in directory.search(access, text)]


def label_of(community: Community, subject: Subject) -> str:
    """The masked label of a subject; "" where nobody knows the type, or there is none of this number here."""
    directory = _DIRECTORIES.get(subject[0])
    return directory.label(community, subject[1]) if directory else ""

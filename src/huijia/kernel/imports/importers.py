"""What can be imported: each domain registers its importer in `AppConfig.ready()`, the machine does the rest.

An importer says what the columns are called, reads a row, tells the rows of a chunk apart (new, there already,
different, wrong), and saves a chunk through its bulk verb. It neither opens files nor knows of states or pages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.enums import Choice
from huijia.kernel.imports.models import ImportJob
from huijia.lib.spreadsheet import Row


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold. `names` are headers seen elsewhere, the most certain first.

    `example` and `choices` (a drop-down) go into the empty template, unless `in_template` is False.
    """

    key: str
    label: Promise | str
    names: tuple[str, ...]
    required: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()
    in_template: bool = True
    width: float = 12


@dataclass(frozen=True)
class Option:
    """Something to choose with the file: a tick where there are no `choices`. Its key is an argument of the command."""

    key: str
    label: Promise | str
    default: Any = False
    choices: tuple[tuple[str, Any], ...] = ()
    help: Promise | str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the field's key, a sentence, and what stood there."""

    key: str
    message: str
    value: str = ""


class RowRefused(Exception):
    """A row that cannot go in, with everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True)
class Read:
    """A row as the importer read it: `place` counts the rows of the file, `row` and `sheet` are what Excel shows."""

    place: int
    row: int
    sheet: str
    good: Any


@dataclass(frozen=True)
class Differs:
    """A row whose subject is there with other values; `rows` are (label, ours, theirs).

    `is_filling`: only values that are empty here. `good` is what `save` gets together with the choice.
    """

    read: Read
    good: Any
    title: str
    rows: Sequence[tuple[str, str, str]]
    is_filling: bool


@dataclass
class Sorted:
    """A chunk, told apart. `figures`: the importer's own counts of what these rows would bring."""

    fresh: list[Any] = field(default_factory=list)
    doubled: int = 0
    differs: list[Differs] = field(default_factory=list)
    wrong: list[tuple[Read, Fault]] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Change:
    """A row of `Sorted.differs` on its way in, with what was chosen for it."""

    read: Read
    good: Any
    choice: Choice


@dataclass(frozen=True)
class Saved:
    """Rows that a chunk added and changed; `wrong`: what could not be done of the changes after all."""

    added: int
    changed: int = 0
    wrong: Sequence[tuple[Read, Fault]] = ()


@dataclass(frozen=True)
class Link:
    url: str
    label: Promise | str


class Importer(ABC):
    """One kind of list. `figures`: the labels of its own counts, shown after the check in this order."""

    code: ClassVar[str]
    label: ClassVar[Promise | str]
    purpose: ClassVar[Promise | str]
    permission: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    options: ClassVar[tuple[Option, ...]] = ()
    figures: ClassVar[Mapping[str, Promise | str]] = {}
    words_field: ClassVar[str] = ""
    module: ClassVar[str] = ""
    chunk: ClassVar[int] = 500
    all_sheets: ClassVar[bool] = False
    has_differences: ClassVar[bool] = False
    # Full of personal data: the file is dropped some days after it went in.
    is_personal: ClassVar[bool] = False

    @abstractmethod
    def plan(self, job: ImportJob) -> Any:
        """How the rows of this file are read; made once for a run and handed to all that follows."""

    @abstractmethod
    def read(self, row: Row, plan: Any, sheet: str = "") -> Any | None:
        """The row as it can be recorded; None for one that says nothing. `sheet`: its name where there are several.

        Raises:
            RowRefused: it cannot go in.
        """

    def lock(self, plan: Any) -> None:
        """Before a chunk is sorted and saved: what keeps another import from making the same rows meanwhile."""
        return

    @abstractmethod
    def sort(self, rows: Sequence[Read], plan: Any) -> Sorted:
        """Tells the rows of a chunk apart, by what is in the database and in the rows before."""

    @abstractmethod
    def save(self, fresh: Sequence[Any], changes: Sequence[Change], plan: Any, *, by: Access) -> Saved:
        """Saves a chunk in the caller's transaction, through the domain's bulk verb."""

    @abstractmethod
    def sample(self, good: Any) -> dict[str, str]:
        """`{"above", "title", "text", "below"}` of one row, so that a person sees how it was read."""

    @abstractmethod
    def say_start(self, count: int) -> str:
        """The words on the button that begins."""

    def word_of(self, good: Any) -> str:
        """What the row says in `words_field`."""
        return ""

    def guess_words(self, words: Sequence[str], community: Community) -> dict[str, int | None]:
        """For each word of `words_field` what of ours it means."""
        return {}

    def known_words(self, community: Community) -> set[int]:
        """The ids that a word may be given."""
        return set()

    def word_choices(self, access: Access) -> list[Any]:
        """The choices of a select for a word; an empty one first."""
        return []

    def say_ready(self, job: ImportJob) -> str:
        """What to know before it begins; "" where there is nothing."""
        return ""

    def say_done(self, job: ImportJob) -> str:
        """What came of it and what comes next."""
        return ""

    def link_done(self, job: ImportJob) -> Link | None:
        return None

    def said_options(self, job: ImportJob) -> list[str]:
        """What was chosen with the file, in words."""
        return []

    @property
    def by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    @property
    def headers(self) -> frozenset[str]:
        return frozenset(name for field in self.fields for name in field.names)


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    IMPORTERS[importer.code] = importer


def of(job: ImportJob) -> Importer:
    return IMPORTERS[job.kind]


def offered_to(access: Access) -> list[Importer]:
    """Those that this login may use in a community that has switched their module on, in the order of registration."""
    return [importer for importer in IMPORTERS.values() if may_use(importer, access)]


def may_use(importer: Importer, access: Access) -> bool:
    if importer.module and not modules.is_on(access.community, importer.module):
        return False
    return access.may(importer.permission)

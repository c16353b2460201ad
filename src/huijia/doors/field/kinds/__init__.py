"""What a phone may send later: each kind fills the form that its page fills, and calls the same verb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from huijia.kernel.accounts.access import Access


@dataclass(frozen=True)
class Taken:
    """What the phone is told: a sentence without a person's name, and the page where the record now stands."""

    said: str
    url: str


@dataclass(frozen=True)
class Written:
    """One record as it came: the fields of its form, its photos, and when it was written."""

    fields: QueryDict
    files: MultiValueDict[str, Any]
    at: datetime


Take = Callable[[Access, Written], Taken]


def kinds() -> dict[str, Take]:
    from huijia.doors.field.kinds import inspections, matters, moves, visits

    return {
        "matter": matters.take, "move": moves.take, "visit": visits.take, "inspection": inspections.take,
    }

"""One row of a file → one row of history, or what is wrong with it, said by row and column."""

import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huijia.core.matters.actions.history import HistoryRow
from huijia.core.matters.actions.register import Draft, checked, content_of
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Category
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.imports.importers import Fault, RowRefused
from huijia.lib import clock, crypto
from huijia.lib.spreadsheet import Row, parse_datetime
from huijia.lib.text import clean

ANSWER_LIMIT = 20_000
OLDEST_YEAR = 1990
# Row ids of imports: the same row of the same list is the same matter, whoever imports it and however often.
NAMESPACE = uuids.UUID("4b6f8f0e-6a39-5d0e-9d65-0a1f6c9e7b21")


@dataclass(frozen=True)
class Plan:
    """How the rows of one file are read: `columns` by field key, `categories` by the word in the file."""

    community: Community
    source: Source
    columns: Mapping[str, str]
    categories: Mapping[str, Category | None] = field(default_factory=dict)


@dataclass
class Good(HistoryRow):
    """A row that can go in; `label` is the category word of the file, in our tree or not."""

    label: str = ""


def _bad(key: str, message: str, value: str = "") -> RowRefused:
    return RowRefused(Fault(key, message, value))


def read(row: Row, plan: Plan) -> Good:
    """The row as it can be recorded, with clean texts and its own UUID.

    Raises:
        RowRefused: it cannot go in.
    """
    def text(key: str) -> str:
        column = plan.columns.get(key)
        return row.text(column) if column else ""

    received = _moment(row, plan, "received")
    if received is None:
        raise _bad("received", _("没有日期"))
    if row.lost_digits(plan.columns.get("number", "")):
        raise _bad("number", _("编号的后几位已丢失，请把这一列设为文本后重新导出"), text("number"))
    draft = Draft(
        text=text("text"), title=text("title"), source=plan.source, reporter_name=text("reporter"),
        phone=text("phone"), place_name=text("place"), category=plan.categories.get(text("category")),
        external_number=text("number")[:60],
    )
    try:
        checked(draft)
    except Refusal as refusal:
        key = refusal.field or "text"
        raise _bad(key, str(refusal), text(key)) from None
    draft.uuid = identity(draft, received, plan.community)
    answer = _answer(text("answer"))
    answered = _moment(row, plan, "answered") if answer else None
    if answered is not None and answered < received:
        raise _bad("answered", _("答复时间早于收到时间"), text("answered"))
    return Good(draft, received, answer, answered, text("category"))


def _answer(text: str) -> str:
    try:
        return clean(text, ANSWER_LIMIT).strip()
    except ValueError as error:
        raise _bad("answer", str(error), text) from None


def _moment(row: Row, plan: Plan, key: str) -> datetime | None:
    """The cell as a moment, None where it is empty."""
    column = plan.columns.get(key)
    if not column or not row.text(column):
        return None
    try:
        moment = parse_datetime(row.cells.get(column))
    except ValueError as error:
        raise _bad(key, str(error), row.text(column)) from None
    if moment > clock.now() + timedelta(days=1):
        raise _bad(key, _("日期在将来"), row.text(column))
    if moment.year < OLDEST_YEAR:
        raise _bad(key, _("日期太早，请检查年份"), row.text(column))
    return moment


def identity(draft: Draft, received: datetime, community: Community) -> uuids.UUID:
    """The UUID of a row: by its number in the other system, else by what it says and when."""
    said = draft.external_number or f"{crypto.content_hash(*content_of(draft))}|{received.isoformat()}"
    return uuids.uuid5(NAMESPACE, f"{community.pk}|{draft.source}|{said}")


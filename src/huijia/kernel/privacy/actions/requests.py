"""Requests about one's own data: taken in, tied to somebody, answered or refused, within the working days agreed on."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import calendars, options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.privacy import log, registry
from huijia.kernel.privacy.defaults import ANSWER_DAYS
from huijia.kernel.privacy.enums import Ask, AskState, Channel
from huijia.kernel.privacy.models import Request
from huijia.kernel.privacy.registry import Subject
from huijia.lib import clock, crypto, numbers
from huijia.lib.text import clean


@dataclass
class Draft:
    """`subject` None: who it is has still to be made out."""

    kind: Ask
    name: str
    channel: Channel
    phone: str = ""
    text: str = ""
    subject: Subject | None = None
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def ask(draft: Draft, *, by: Access, at: datetime | None = None) -> Request:
    """Take a request in; the clock runs from now. The same UUID again gives the same request.

    Raises:
        Refusal: no right to, no name, an unfit number, or nothing said where something has to be (更正, 删除).
    """
    if by.kind != "reporter":
        by.require("privacy.manage")
    at = at or clock.now()
    row = _row(draft, by, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(log.ASKED, row, by, at, personal={"name": row.name})
    except IntegrityError:
        return Request.objects.of(by.community).get(uuid=draft.uuid)
    return row


def _row(draft: Draft, by: Access, at: datetime) -> Request:
    name, text = _fit(draft.name, 40, "name"), _fit(draft.text, 2000, "text")
    if not name:
        raise Refusal(_("请填写姓名。"), field="name", code="no_name")
    if draft.kind in (Ask.CORRECT, Ask.DELETE) and not text:
        raise Refusal(_("请写明哪里不对，或者要删除什么。"), field="text", code="no_text")
    phone = ""
    if draft.phone.strip():
        try:
            phone = numbers.normal_phone(draft.phone)
        except ValueError as error:
            raise Refusal(str(error), field="phone", code="bad_phone") from None
    days = int(options.get(by.community, ANSWER_DAYS))
    kind, number = draft.subject or ("", None)
    return Request(
        community=by.community, uuid=draft.uuid, kind=draft.kind, name=name, text=text, channel=draft.channel,
        subject_type=kind, subject_id=number, phone_sealed=crypto.seal(phone) if phone else "", phone_tail=phone[-4:],
        received_at=at, due_at=calendars.calendar_of(by.community).add_days(at, days), by_user_id=by.user_id,
    )


def _fit(text: str, most: int, name: str) -> str:
    try:
        return clean(text, most)
    except ValueError as error:
        raise Refusal(str(error), field=name, code="long") from None


def tie(request: Request, *, subject: Subject, by: Access, at: datetime | None = None) -> None:
    """Whom it is about, once somebody has made sure of it.

    Raises:
        Refusal: no right to, it has been answered, or nobody knows such a subject here.
    """
    by.require("privacy.manage")
    if not registry.label_of(by.community, subject):
        raise Refusal(_("请先选一个人。"), code="unknown")
    with transaction.atomic():
        _change(request, by, subject_type=subject[0], subject_id=subject[1])
        request.subject_type, request.subject_id = subject
        _record(log.TIED, request, by, at or clock.now())


def told_all(request: Request, *, rows: int, by: Access, at: datetime | None = None) -> None:
    """Before the file with everything that is kept of this person leaves: one entry.

    Raises:
        Refusal: no right to, or nobody has made out whom it is about.
    """
    by.require("privacy.manage")
    if request.subject_id is None:
        raise Refusal(_("请先核对是谁，再导出。"), code="not_tied")
    at = at or clock.now()
    with transaction.atomic():
        Request.objects.of(by.community).filter(pk=request.pk).update(exported_at=at)
        _record(log.EXPORTED, request, by, at, rows=rows)


def answer(request: Request, *, text: str, by: Access, at: datetime | None = None) -> None:
    """What was done, told to who asked.

    Raises:
        Refusal: no right to, no words, or it has been answered already.
    """
    _end(request, AskState.ANSWERED, log.ANSWERED, text, by, at or clock.now())


def refuse(request: Request, *, text: str, by: Access, at: datetime | None = None) -> None:
    """Not done, and why: who it is could not be made out, or a law wants the data kept.

    Raises:
        Refusal: as `answer`.
    """
    _end(request, AskState.REFUSED, log.REFUSED, text, by, at or clock.now())


def _end(request: Request, state: AskState, kind: str, text: str, by: Access, at: datetime) -> None:
    by.require("privacy.manage")
    text = _fit(text, 2000, "text")
    if not text:
        raise Refusal(_("请写明答复。"), field="text", code="no_text")
    with transaction.atomic():
        _change(request, by, state=state, answer=text, answered_at=at, answered_label=by.label)
        request.state, request.answer, request.answered_at = state, text, at
        _record(kind, request, by, at)


def _change(request: Request, by: Access, **values: object) -> None:
    """Only while it is open."""
    if not Request.objects.of(by.community).filter(pk=request.pk, state=AskState.OPEN).update(**values):
        raise Refusal(_("这件申请已经答复过。"), code="stale")


def _record(
    kind: str, row: Request, by: Access, at: datetime, personal: dict[str, str] | None = None, **data: object
) -> None:
    with override("zh-hans"):
        label = str(Ask(row.kind).label)
    ledger.record(
        kind, subject=("privacy.request", row.pk), by=by.actor(), community_id=by.community.pk, at=at,
        data={"kind": row.kind, "kind_label": label, **data}, personal=personal,
    )

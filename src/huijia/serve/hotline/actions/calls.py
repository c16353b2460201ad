"""Missed calls and promised call-backs: each number is called back, or somebody says why not."""

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.queries import phone_hash
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options, retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, crypto
from huijia.serve.hotline.actions.writing import number, of_here, record, stale, words
from huijia.serve.hotline.enums import CallKind, CallState
from huijia.serve.hotline.models import Call

SUBJECT = "hotline.call"
SHORTEST = 7
FUTURE = timedelta(minutes=5)


@dataclass
class MissedCall:
    """A number that rang and nobody answered."""

    phone: str
    called_at: datetime
    caller: str = ""
    about: str = ""
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


@dataclass(frozen=True)
class Noted:
    """The row, and whether it is a new one: False where it counts with an earlier call of the same number."""

    call: Call
    is_new: bool


@dataclass(frozen=True)
class Sums:
    """What an imported list came to: rows of their own, counted with an earlier call, and no numbers."""

    added: int
    joined: int
    wrong: int


def missed(draft: MissedCall, *, by: Access, at: datetime | None = None) -> Noted:
    """Notes a missed call. The same number within the hour (option) is one; the same minute twice changes nothing.

    Raises:
        Refusal: no right to, no number to call back, or a time to come.
    """
    by.require("hotline.work")
    moment = at or clock.now()
    phone = _callable(draft.phone)
    if draft.called_at > moment + FUTURE:
        raise Refusal(_("来电时间在将来"), field="called_at")
    caller, about = words(draft.caller, "caller", 40), words(draft.about, "about", 200)
    try:
        with transaction.atomic():
            content = (phone, caller, about)
            there = Call.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                retries.same(there, *content)
            there = there or _same(phone, draft.called_at, by)
            if there is not None:
                _join(there, draft.called_at, by)
                return Noted(there, is_new=False)
            hours = int(options.get(by.community, "callback_hours"))
            call = _new(
                phone, by, uuid=draft.uuid, draft_hash=retries.hash_of(*content), kind=CallKind.MISSED,
                caller=caller, about=about,
                called_at=draft.called_at, last_at=draft.called_at, moments=[_minute(draft.called_at)],
                due_at=draft.called_at + timedelta(hours=hours), recorded_at=moment,
            )
            record("missed", (SUBJECT, call.pk), by, moment)
    except IntegrityError:
        there = Call.objects.of(by.community).get(uuid=draft.uuid)
        return Noted(retries.same(there, phone, caller, about), is_new=False)
    return Noted(call, is_new=True)


def missed_many(drafts: Iterable[MissedCall], *, by: Access, at: datetime | None = None) -> Sums:
    """A list of the telephone system, oldest first; all in one transaction. The same list again adds nothing."""
    added = joined = wrong = 0
    with transaction.atomic():
        for draft in sorted(drafts, key=lambda draft: draft.called_at):
            try:
                new = missed(draft, by=by, at=at).is_new
            except Refusal as refusal:
                if refusal.code == "forbidden":
                    raise
                wrong += 1
                continue
            added, joined = added + new, joined + (not new)
    return Sums(added, joined, wrong)


def promise(
    phone: str, *, promised_at: datetime, by: Access, about: str = "", caller: str = "",
    matter: Matter | None = None, uuid: uuids.UUID | None = None, at: datetime | None = None,
) -> Call:
    """约定回电: somebody was told that they will be called at this hour.

    Raises:
        Refusal: no right to, no number, or an hour that is over.
    """
    by.require("hotline.work")
    moment = at or clock.now()
    digits = _callable(phone)
    _ahead(promised_at, moment)
    key, content = uuid or uuids.uuid4(), (digits, promised_at, caller, about, matter and matter.pk)
    try:
        with transaction.atomic():
            there = Call.objects.of(by.community).filter(uuid=key).first()
            if there is not None:
                return retries.same(there, *content)
            call = _new(
                digits, by, uuid=key, draft_hash=retries.hash_of(*content), kind=CallKind.PROMISED,
                caller=words(caller, "caller", 40),
                about=words(about, "about", 200), called_at=moment, last_at=moment, promised_at=promised_at,
                due_at=promised_at, matter=matter, recorded_at=moment,
            )
            record("promised", (SUBJECT, call.pk), by, moment, data={"due": _said(promised_at)})
    except IntegrityError:
        return retries.same(Call.objects.of(by.community).get(uuid=key), *content)
    return call


def reached(call: Call, *, by: Access, at: datetime | None = None) -> None:
    """They answered; what they say becomes a matter on the intake page, which names this call."""
    moment = at or clock.now()
    first = call.first_tried_at or moment
    _move(call, by, "reached", moment, state=CallState.REACHED, ended_at=moment, tries=call.tries + 1,
          first_tried_at=first)


def unreached(call: Call, *, by: Access, at: datetime | None = None) -> None:
    """Nobody answered; it waits on, and how often it was tried is kept."""
    moment = at or clock.now()
    first = call.first_tried_at or moment
    _move(call, by, "unreached", moment, tries=call.tries + 1, first_tried_at=first)


def promise_again(call: Call, *, promised_at: datetime, by: Access, at: datetime | None = None) -> None:
    """Another hour was agreed on."""
    moment = at or clock.now()
    _ahead(promised_at, moment)
    _move(call, by, "promise", moment, promised_at=promised_at, due_at=promised_at,
          data={"due": _said(promised_at)})


def drop(call: Call, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """No call-back is needed any more, and why."""
    moment = at or clock.now()
    why = words(reason, "reason", 120, required=True)
    _move(call, by, "drop", moment, state=CallState.DROPPED, ended_at=moment, reason=why, note=why)


def link_matter(call: Call, *, matter: Matter, by: Access, at: datetime | None = None) -> None:
    """Ties what came of a call-back to it; the first matter stays."""
    by.require("matters.register")
    of_here(call, by)
    of_here(matter, by)
    with transaction.atomic():
        if Call.objects.of(by.community).filter(pk=call.pk, matter=None).update(matter=matter):
            record("linked", (SUBJECT, call.pk), by, at or clock.now(), data={"ticket": matter.ticket})


def reveal(call: Call, *, by: Access, at: datetime | None = None) -> str:
    """The number in the clear, to be dialled: one entry in the ledger for each look."""
    by.require("hotline.work")
    of_here(call, by)
    with transaction.atomic():
        record("revealed", (SUBJECT, call.pk), by, at or clock.now())
    return crypto.open_sealed(call.phone_sealed)


def _callable(phone: str) -> str:
    digits = number(phone)
    if len(digits) < SHORTEST:
        raise Refusal(_("这是服务号码，不能回电"), field="phone")
    return digits


def _ahead(promised_at: datetime, now: datetime) -> None:
    if promised_at <= now:
        raise Refusal(_("约定的时间须在以后"), field="promised_at")


def _new(phone: str, by: Access, **columns: Any) -> Call:
    call = Call(
        community=by.community, phone_sealed=crypto.seal(phone), phone_hash=phone_hash(phone), phone_tail=phone[-4:],
        **columns,
    )
    call.save(force_insert=True)
    return call


def _same(phone: str, called_at: datetime, by: Access) -> Call | None:
    """The row that this call counts with: this very minute stands in it, or it still waits and rang within the hour."""
    hour = timedelta(minutes=int(options.get(by.community, "missed_once_minutes")))
    near = Call.objects.of(by.community).select_for_update().filter(
        kind=CallKind.MISSED, phone_hash=phone_hash(phone), called_at__lte=called_at + hour,
        last_at__gte=called_at - hour,
    )
    for call in near.order_by("-pk")[:20]:
        if _minute(called_at) in call.moments or call.state == CallState.WAITING:
            return call
    return None


def _join(call: Call, called_at: datetime, by: Access) -> None:
    minute = _minute(called_at)
    if call.kind != CallKind.MISSED or minute in call.moments:
        return
    call.moments = sorted([*call.moments, minute])
    call.called_at, call.last_at = min(call.called_at, called_at), max(call.last_at, called_at)
    if call.promised_at is None:
        hours = int(options.get(by.community, "callback_hours"))
        call.due_at = call.called_at + timedelta(hours=hours)
    call.version += 1
    call.save(update_fields=["moments", "called_at", "last_at", "due_at", "version"])
    record("missed_again", (SUBJECT, call.pk), by, clock.now(), data={"times": call.times})


def _minute(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


_said = _minute


def _move(
    call: Call, by: Access, move: str, at: datetime, *, data: dict[str, Any] | None = None, note: str = "",
    **changes: Any,
) -> None:
    """The one door of a call's state: it waits and nobody changed it since."""
    by.require("hotline.work")
    of_here(call, by)
    with transaction.atomic():
        rows = Call.objects.of(by.community).filter(pk=call.pk, state=CallState.WAITING, version=call.version)
        if not rows.update(**changes, version=F("version") + 1):
            raise stale()
        record(f"call_{move}", (SUBJECT, call.pk), by, at, data=data, personal={"note": note} if note else None)
    for name, value in {**changes, "version": call.version + 1}.items():
        setattr(call, name, value)

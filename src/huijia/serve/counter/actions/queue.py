"""One queue for those with an appointment and those who just come; the rule of who is next stands in `next_of`."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from huijia.core.signup import actions as signup
from huijia.core.signup.models import Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.counter.actions.booking import opening_of
from huijia.serve.counter.actions.writing import note, of_here, stale
from huijia.serve.counter.enums import Outcome, Rank, TurnState
from huijia.serve.counter.log import TURN
from huijia.serve.counter.models import Booking, Counter, CounterService, Turn

MOST = 999


@dataclass
class Taken:
    """Somebody at the counter without an appointment; `uuid` is the client's."""

    counter: Counter
    service: CounterService
    name: str = ""
    is_first: bool = False
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def come(booked: Signup, *, by: Access, at: datetime | None = None) -> Turn:
    """报到: somebody with an appointment is there and has a number; a second time gives the same.

    On time until the hour is over, they go before those who just came; later they wait with these.

    Raises:
        Refusal: as for `core.signup`'s `arrive`; not of today.
    """
    by.require("counter.serve")
    of_here(booked, by)
    moment = at or clock.now()
    there = Turn.objects.of(by.community).filter(signup=booked).select_related("counter").first()
    if there is not None:
        return there
    slot = booked.occasion
    booking = Booking.objects.of(by.community).filter(signup=booked).select_related("service").first()
    if booking is None:
        raise Refusal(_("这不是窗口的预约"), code="other")
    day = clock.local(moment).date()
    if clock.local(slot.starts_at).date() != day:
        raise Refusal(_("这个预约不在今天：%(when)s") % {"when": f"{clock.local(slot.starts_at):%m-%d %H:%M}"})
    on_time = moment < slot.ends_at
    try:
        with transaction.atomic():
            counter = _held(opening_of(slot).counter)
            signup.arrive(booked, by=by, at=moment)
            return _numbered(Turn(
                community=by.community, counter=counter, day=day, signup=booked, service=booking.service,
                rank=Rank.BOOKED if on_time else Rank.WALK_IN, due_at=slot.starts_at if on_time else moment,
                came_at=moment, recorded_at=moment,
            ), by, moment)
    except IntegrityError:
        there = Turn.objects.of(by.community).filter(signup=booked).select_related("counter").first()
        if there is None:
            raise
        return there


def take_number(taken: Taken, *, by: Access, at: datetime | None = None) -> Turn:
    """取号 on the spot. The same UUID gives the same number.

    Raises:
        Refusal: no right to, beside its field. Conflict: the UUID was used for somebody else.
    """
    by.require("counter.serve")
    of_here(taken.counter, by)
    of_here(taken.service, by)
    moment, name = at or clock.now(), written(taken.name, "name", 40, required=False)
    content = (taken.counter.pk, taken.service.pk, name, taken.is_first)
    there = Turn.objects.of(by.community).filter(uuid=taken.uuid).select_related("counter").first()
    if there is not None:
        return retries.same(there, *content)
    try:
        with transaction.atomic():
            return _numbered(Turn(
                community=by.community, uuid=taken.uuid, draft_hash=retries.hash_of(*content),
                counter=_held(taken.counter), day=clock.local(moment).date(), service=taken.service, name=name,
                rank=Rank.FIRST if taken.is_first else Rank.WALK_IN, due_at=moment, came_at=moment,
                recorded_at=moment,
            ), by, moment)
    except IntegrityError:
        there = Turn.objects.of(by.community).select_related("counter").get(uuid=taken.uuid)
        return retries.same(there, *content)


def _held(counter: Counter) -> Counter:
    """Until the end of the transaction: numbers are given and called one after the other."""
    return Counter.objects.of(counter.community_id).select_for_update().get(pk=counter.pk)


def _numbered(turn: Turn, by: Access, at: datetime) -> Turn:
    rows = Turn.objects.of(by.community).filter(counter=turn.counter, day=turn.day)
    last: int = rows.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise Refusal(_("今天的号已经发完"), code="full")
    turn.number = last + 1
    turn.save(force_insert=True)
    note("numbered", (TURN, turn.pk), by, at=at, data={"number": turn.said, "service": turn.service.name})
    return turn


def next_of(waiting: Sequence[Turn], at: datetime) -> Turn | None:
    """Who is called next: appointments whose hour has begun, then 优先, then those who came, in their order; who came
    too early for an appointment is taken when nobody else waits."""
    return min(waiting, key=lambda turn: (*rank_of(turn, at), turn.due_at, turn.number), default=None)


def rank_of(turn: Turn, at: datetime) -> tuple[int]:
    early = turn.rank == Rank.BOOKED and turn.due_at > at
    return (Rank.WALK_IN + 1 if early else int(turn.rank),)


def call_next(counter: Counter, *, by: Access, at: datetime | None = None) -> Turn:
    """叫号: the next one of today.

    Raises:
        Refusal: nobody waits, or this login has not finished with the one before.
    """
    by.require("counter.serve")
    of_here(counter, by)
    moment = at or clock.now()
    with transaction.atomic():
        held = _held(counter)
        today = Turn.objects.of(by.community).filter(counter=held, day=clock.local(moment).date())
        today = today.select_related("counter", "service", "signup")
        mine = today.filter(state=TurnState.CALLED, served_by_id=by.user_id).first()
        if mine is not None:
            raise Refusal(_("先把 %(number)s 办完，或者按过号") % {"number": mine.said}, code="busy")
        turn = next_of(list(today.filter(state=TurnState.WAITING)), moment)
        if turn is None:
            raise Refusal(_("没有人在等"), code="empty")
        _move(
            turn, TurnState.WAITING, TurnState.CALLED, called_at=moment, calls=turn.calls + 1, served_by_id=by.user_id,
            served_label=by.label,
        )
    return turn


def call_again(turn: Turn, *, by: Access, at: datetime | None = None) -> None:
    by.require("counter.serve")
    of_here(turn, by)
    _move(turn, TurnState.CALLED, TurnState.CALLED, called_at=at or clock.now(), calls=turn.calls + 1)


def finish(
    turn: Turn, *, outcome: Outcome, missing: Sequence[str] = (), words: str = "", by: Access,
    at: datetime | None = None,
) -> None:
    """办结 at the counter. With LACKING every missing piece is named at once (一次性告知), so that nobody comes thrice.

    Raises:
        Refusal: no right to, LACKING without a piece. Stale: it stands elsewhere by now.
    """
    by.require("counter.serve")
    of_here(turn, by)
    moment, said = at or clock.now(), written(words, "note", 200, required=False)
    pieces = [written(piece, "missing", 80) for piece in missing] if outcome == Outcome.LACKING else []
    if outcome == Outcome.LACKING and not pieces and not said:
        raise Refusal(_("请把还缺的材料一次说全"), field="missing")
    with transaction.atomic():
        _move(turn, TurnState.CALLED, TurnState.SERVED, ended_at=moment, outcome=outcome, missing=pieces, note=said)
        note("served", (TURN, turn.pk), by, at=moment, data={"number": turn.said, "outcome": outcome.value})


def skip(turn: Turn, *, by: Access, at: datetime | None = None) -> None:
    """过号: called and not there; nothing follows from it, who comes back is put back."""
    by.require("counter.serve")
    of_here(turn, by)
    moment = at or clock.now()
    with transaction.atomic():
        _move(turn, TurnState.CALLED, TurnState.GONE, ended_at=moment)
        note("skipped", (TURN, turn.pk), by, at=moment, data={"number": turn.said})


def put_back(turn: Turn, *, by: Access, at: datetime | None = None) -> None:
    """Back into the queue with the same number: next among those who just came, not behind them all."""
    by.require("counter.serve")
    of_here(turn, by)
    moment = at or clock.now()
    with transaction.atomic():
        _move(
            turn, TurnState.GONE, TurnState.WAITING, ended_at=None, called_at=None, served_by_id=None, served_label=""
        )
        note("back", (TURN, turn.pk), by, at=moment, data={"number": turn.said})


def _move(turn: Turn, before: TurnState, after: TurnState, **changes: Any) -> None:
    rows = Turn.objects.of(turn.community_id).filter(pk=turn.pk, state=before, version=turn.version)
    if not rows.update(state=after, version=F("version") + 1, **changes):
        raise stale()
    for name, value in {"state": after, "version": turn.version + 1, **changes}.items():
        setattr(turn, name, value)

"""签到: ticked, scanned, or made without signal and sent later; each party counts once."""

import uuid as uuids
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.actions import line, seats
from huijia.core.signup.actions.signing import SignupDraft, sign
from huijia.core.signup.actions.writing import USED, moved, of_here, record_of, stale
from huijia.core.signup.enums import Channel, Means, State
from huijia.core.signup.models import Attendance, Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import clock

EARLY = timedelta(hours=6)
FUTURE = timedelta(minutes=5)
MOST_HEADS = 5000


@dataclass(frozen=True)
class Arrived:
    """The attendance that stands, and whether this call made it: not for a second scan or what was sent again."""

    attendance: Attendance
    is_new: bool


def arrive(
    signup: Signup, *, by: Access, uuid: uuids.UUID | None = None, came: int | None = None,
    occurred_at: datetime | None = None, means: Means = Means.TICK, at: datetime | None = None,
) -> Arrived:
    """Marks a party as there, `came` of them (all). Who is there already stays as they are, with their first time.

    `uuid` is the client's: sent again it gives the same answer, whatever became of it since. `occurred_at` is when it
    was seen (now; entered from paper after the end, the end).

    Raises:
        Refusal: no right to, too early, or a time to come; Full for one in the line while nothing is free.
        Conflict: the UUID belongs to another sign-up.
    """
    by.require("signup.attend")
    of_here(signup, by)
    moment, key = at or clock.now(), uuid or uuids.uuid4()
    try:
        with transaction.atomic():
            there = Attendance.objects.of(by.community).filter(uuid=key).first()
            if there is None:
                held = seats.locked(signup.occasion_id, signup.community_id)
                signup.refresh_from_db()
                there = Attendance.objects.of(by.community).filter(signup=signup, undone_at=None).first()
                if there is None:
                    seen = _seen(held, occurred_at, moment)
                    return Arrived(_made(held, signup, by, moment, seen, key, came, means), is_new=True)
                return Arrived(there, is_new=False)
    except IntegrityError:
        there = Attendance.objects.of(by.community).get(uuid=key)
    if there.signup_id != signup.pk:
        raise Conflict(USED)
    return Arrived(there, is_new=False)


def _seen(held: Occasion, occurred_at: datetime | None, at: datetime) -> datetime:
    seen = occurred_at or min(at, held.ends_at)
    if not held.is_planned:
        raise Refusal(_("这场活动已取消"), code="closed")
    if seen < held.starts_at - EARLY:
        raise Refusal(_("活动还没到时间，开始前 6 小时起可以签到"), code="early")
    if seen > at + FUTURE:
        raise Refusal(_("签到时间在将来"), code="future")
    return seen


def _made(
    held: Occasion, signup: Signup, by: Access, at: datetime, seen: datetime, key: uuids.UUID, came: int | None,
    means: Means,
) -> Attendance:
    before = signup.state
    count = max(1, min(came or signup.party, signup.party))
    moved(signup, "arrive", at, came=count, came_at=seen, offer_ends_at=None)
    seats.follow(held, before, State.CAME, signup.party)
    row = Attendance(
        community=by.community, uuid=key, signup=signup, means=means, came=count, occurred_at=seen, recorded_at=at,
        by_id=by.user_id, by_label=by.label,
    )
    row.save(force_insert=True)
    record_of("arrived", signup, by, seen, data={"title": held.title, "count": count, "means": means.value})
    return row


def undo(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """Takes back a tick, of being there or of not: they are signed up again."""
    by.require("signup.attend")
    of_here(signup, by)
    moment = at or clock.now()
    with transaction.atomic():
        held = seats.locked(signup.occasion_id, signup.community_id)
        moved(signup, "undo", moment, came=0, came_at=None)
        Attendance.objects.of(by.community).filter(signup=signup, undone_at=None).update(undone_at=moment)
        record_of("undone", signup, by, moment, data={"title": held.title})


def miss(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """未到: noted, nothing follows from it."""
    by.require("signup.attend")
    of_here(signup, by)
    moment = at or clock.now()
    with transaction.atomic():
        held = seats.locked(signup.occasion_id, signup.community_id)
        if moment < held.starts_at:
            raise Refusal(_("活动还没开始"), code="early")
        moved(signup, "miss", moment, offer_ends_at=None)
        record_of("missed", signup, by, moment, data={"title": held.title})


def close(occasion: Occasion, *, by: Access, at: datetime | None = None) -> int:
    """点名完成: who was not ticked was not there. Gives how many; doing it twice changes nothing."""
    by.require("signup.attend")
    of_here(occasion, by)
    moment = at or clock.now()
    with transaction.atomic():
        held = seats.locked(occasion.pk, occasion.community_id)
        if moment < held.starts_at or not held.is_planned:
            raise Refusal(_("活动还没开始"), code="early")
        if held.closed_at is not None:
            return 0
        rows = Signup.objects.of(by.community).filter(occasion=held, state__in=(State.SIGNED, State.OFFERED))
        count = rows.update(state=State.ABSENT, moved_at=moment, offer_ends_at=None, version=F("version") + 1)
        Occasion.objects.of(by.community).filter(pk=held.pk).update(closed_at=moment, version=F("version") + 1)
        record_of("closed", held, by, moment, data={"title": held.title, "count": count})
    return count


def reopen_list(occasion: Occasion, *, by: Access, at: datetime | None = None) -> None:
    """Takes `close` back, so that a list that came later can be ticked."""
    by.require("signup.attend")
    of_here(occasion, by)
    moment = at or clock.now()
    with transaction.atomic():
        rows = Occasion.objects.of(by.community).filter(pk=occasion.pk, closed_at__isnull=False)
        if not rows.update(closed_at=None, version=F("version") + 1):
            raise stale()
        Signup.objects.of(by.community).filter(occasion=occasion, state=State.ABSENT).update(
            state=State.SIGNED, moved_at=moment, version=F("version") + 1
        )
        record_of("reopened", occasion, by, moment, data={"title": occasion.title})


def count_heads(occasion: Occasion, *, heads: int, by: Access, at: datetime | None = None) -> None:
    """另外来的人数: those who were there beside the ones ticked by name, as one number; the last one said stands.

    Raises:
        Refusal: no right to, not begun or cancelled, or no sensible number.
    """
    by.require("signup.attend")
    of_here(occasion, by)
    moment = at or clock.now()
    if not 0 <= heads <= MOST_HEADS:
        raise Refusal(_("人数应在 0 到 %(most)s 之间") % {"most": MOST_HEADS}, field="heads")
    with transaction.atomic():
        held = seats.locked(occasion.pk, occasion.community_id)
        if moment < held.starts_at - EARLY or not held.is_planned:
            raise Refusal(_("活动还没开始"), field="heads", code="early")
        if held.heads == heads:
            return
        Occasion.objects.of(by.community).filter(pk=held.pk).update(heads=heads, version=F("version") + 1)
        record_of("heads", held, by, moment, data={"title": held.title, "heads": heads, "before": held.heads})
    occasion.heads = heads


def walk_in(
    occasion: Occasion, draft: SignupDraft, *, by: Access, occurred_at: datetime | None = None,
    at: datetime | None = None,
) -> Arrived:
    """Somebody who came without having signed up: signed up and there, in one. The draft's UUID makes a retry harmless.

    Raises:
        Full: no place is left. Refusal: as for `sign` and `arrive`.
    """
    by.require("signup.attend")
    draft.channel = Channel.WALK_IN
    moment = at or clock.now()
    with transaction.atomic():
        done = sign(occasion, draft, by=by, at=moment)
        key = uuids.uuid5(draft.uuid, "walk-in")
        arrived = arrive(done.signup, by=by, uuid=key, occurred_at=occurred_at, means=Means.WALK_IN, at=moment)
        line.fill(seats.locked(occasion.pk, occasion.community_id), by=by, at=moment)
    return arrived

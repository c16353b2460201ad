"""场次: planned one by one or weekly, changed, called off."""

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.places.models import Dwelling, Landmark
from huijia.core.signup import notices
from huijia.core.signup.actions import line, seats
from huijia.core.signup.actions.writing import USED, of_here, record_of, stale, words
from huijia.core.signup.enums import Audience, Ended, OccasionKind, OccasionState, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options, retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

WEEK = timedelta(days=7)
MOST_WEEKS = 53
LONGEST = timedelta(days=31)


@dataclass
class OccasionDraft:
    """An occasion as typed. Without `opens_at` sign-up is open at once, without `closes_at` until it begins."""

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: OccasionKind = OccasionKind.OTHER
    about: str = ""
    place_name: str = ""
    dwelling: Dwelling | None = None
    landmark: Landmark | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    has_line: bool = True
    offer_minutes: int | None = None
    party_most: int | None = None
    audience: Audience = Audience.EVERYONE
    needs_phone: bool = False
    is_activity: bool = True
    source_kind: str = ""
    source_id: int | None = None
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


_TOLD = ("starts_at", "ends_at", "place_name")
"""Who signed up is told when one of these changes."""


def _columns(draft: OccasionDraft, by: Access, at: datetime) -> dict[str, Any]:
    """Clean columns.

    Raises:
        Refusal: beside the field that cannot be used.
    """
    starts, ends = draft.starts_at, draft.ends_at
    if ends <= starts or ends - starts > LONGEST:
        raise Refusal(_("结束时间要在开始以后，一个月以内"), field="ends_at")
    opens, closes = draft.opens_at or min(at, starts), draft.closes_at or starts
    if closes < opens:
        raise Refusal(_("报名截止要在报名开始以后"), field="closes_at")
    if closes > ends:
        raise Refusal(_("报名截止不能晚于活动结束"), field="closes_at")
    if draft.capacity is not None and draft.capacity < 1:
        raise Refusal(_("名额至少 1 个；不限就不填"), field="capacity")
    return {
        "title": words(draft.title, "title", 60, required=True), "kind": draft.kind,
        "about": words(draft.about, "about", 2000),
        "place_name": words(draft.place_name, "place_name", 120, required=True), "dwelling": draft.dwelling,
        "landmark": draft.landmark, "starts_at": starts, "ends_at": ends, "opens_at": opens, "closes_at": closes,
        "capacity": draft.capacity, "has_line": draft.has_line, "audience": draft.audience,
        "offer_minutes": draft.offer_minutes or int(options.get(by.community, "offer_minutes")),
        "party_most": draft.party_most or int(options.get(by.community, "party_most")),
        "needs_phone": draft.needs_phone or draft.audience == Audience.ROSTER,
    }


def _content(columns: dict[str, Any]) -> list[object]:
    # `opens_at` is now where none was typed, so a retry would differ by it.
    return [getattr(value, "pk", value) for name, value in columns.items() if name != "opens_at"]


def plan(
    draft: OccasionDraft, *, by: Access, at: datetime | None = None, series: uuids.UUID | None = None
) -> Occasion:
    """One occasion; the same UUID with the same content gives the one that is there.

    Raises:
        Refusal: no right to, or beside the field that cannot be used. Conflict: the UUID was used for another one.
    """
    by.require("signup.manage")
    moment = at or clock.now()
    columns = _columns(draft, by, moment)
    occasion = _built(draft, columns, by, moment, series)
    try:
        with transaction.atomic():
            there = Occasion.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is None:
                occasion.save(force_insert=True)
                record_of("planned", occasion, by, moment, data=_said(occasion))
                return occasion
    except IntegrityError:
        there = Occasion.objects.of(by.community).get(uuid=draft.uuid)
    return retries.same(there, *_content(columns), told=USED)


def _built(
    draft: OccasionDraft, columns: dict[str, Any], by: Access, at: datetime, series: uuids.UUID | None
) -> Occasion:
    return Occasion(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*_content(columns)), series=series,
        is_activity=draft.is_activity, source_kind=draft.source_kind, source_id=draft.source_id,
        made_by_id=by.user_id, made_label=by.label, recorded_at=at, **columns,
    )


def plan_many(drafts: Iterable[OccasionDraft], *, by: Access, at: datetime | None = None) -> list[Occasion]:
    """Many at once, for a room that makes them by its own rule and has its own entry in the ledger.

    Raises:
        Refusal: as for `plan`.
    """
    by.require("signup.manage")
    moment = at or clock.now()
    return Occasion.objects.bulk_create([
        _built(draft, _columns(draft, by, moment), by, moment, None) for draft in drafts
    ])


def plan_weekly(
    draft: OccasionDraft, *, weeks: int, by: Access, at: datetime | None = None
) -> list[Occasion]:
    """The same at the same hour in `weeks` weeks one after the other, all at once.

    Raises:
        Refusal: as for `plan`, or of field "weeks".
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refusal(_("每周重复 1 至 %(most)s 次") % {"most": MOST_WEEKS}, field="weeks")
    closes = draft.closes_at or draft.starts_at
    with transaction.atomic():
        return [
            plan(
                replace(
                    draft, uuid=uuids.uuid5(draft.uuid, str(number)) if number else draft.uuid,
                    starts_at=draft.starts_at + number * WEEK, ends_at=draft.ends_at + number * WEEK,
                    closes_at=closes + number * WEEK,
                ),
                by=by, at=at, series=draft.uuid if weeks > 1 else None,
            )
            for number in range(weeks)
        ]


def change(
    occasion: Occasion, draft: OccasionDraft, *, by: Access, at: datetime | None = None
) -> int:
    """Changes an occasion; who signed up is told of another time or place, and freed places are offered.

    Gives how many were told. Raises Refusal as for `plan`, of field "capacity" where more are signed up already, and
    Stale where somebody changed it meanwhile or it is cancelled.
    """
    by.require("signup.manage")
    of_here(occasion, by)
    moment = at or clock.now()
    draft.opens_at = draft.opens_at or occasion.opens_at
    columns = _columns(draft, by, moment)
    with transaction.atomic():
        held = seats.locked(occasion.pk, occasion.community_id)
        if held.version != occasion.version or not held.is_planned:
            raise stale()
        if draft.capacity is not None and draft.capacity < held.seats_taken:
            raise Refusal(_("已经报名 %(taken)s 人，名额不能更少") % {"taken": held.seats_taken}, field="capacity")
        is_told = any(getattr(held, name) != columns[name] for name in _TOLD)
        again = {"reminded_at": None} if held.starts_at != columns["starts_at"] else {}
        Occasion.objects.of(by.community).filter(pk=held.pk).update(**columns, **again, version=F("version") + 1)
        for name, value in {**columns, **again, "version": held.version + 1}.items():
            setattr(held, name, value)
            setattr(occasion, name, value)
        record_of("changed", held, by, moment, data=_said(held))
        told = sum(notices.tell(signup, held, "changed", at=moment) for signup in _coming(held)) if is_told else 0
        line.fill(held, by=by, at=moment)
    return told


def drop_unused(occasions: Iterable[Occasion], *, by: Access) -> int:
    """Takes back those that nobody ever signed up for and nobody came to, as if they had not been planned.

    For a room that made them ahead by its own rule, and has its own entry in the ledger. How many went.
    """
    by.require("signup.manage")
    rows = Occasion.objects.of(by.community).filter(pk__in=[row.pk for row in occasions], heads=0, signups=None)
    return rows.delete()[0]


def cancel(occasion: Occasion, *, reason: str, by: Access, at: datetime | None = None) -> int:
    """Calls it off: every sign-up ends, and everybody with a phone is told why. Gives how many sign-ups ended.

    Raises:
        Refusal: no reason, or somebody was there already. Stale: it was changed or called off meanwhile.
    """
    by.require("signup.manage")
    of_here(occasion, by)
    moment, why = at or clock.now(), words(reason, "reason", 120, required=True)
    with transaction.atomic():
        held = seats.locked(occasion.pk, occasion.community_id)
        if held.version != occasion.version or not held.is_planned:
            raise stale()
        rows = Signup.objects.of(by.community).filter(occasion=held)
        if rows.filter(state=State.CAME).exists():
            raise Refusal(_("已经有人签到，这场活动不能取消"), code="held")
        ended = _coming(held)
        rows.exclude(state=State.CANCELLED).update(
            state=State.CANCELLED, ended=Ended.OCCASION, moved_at=moment, offer_ends_at=None, version=F("version") + 1
        )
        changes = {"state": OccasionState.CANCELLED, "reason": why, "seats_taken": 0, "waiting": 0}
        Occasion.objects.of(by.community).filter(pk=held.pk).update(**changes, version=F("version") + 1)
        for name, value in {**changes, "version": held.version + 1}.items():
            setattr(held, name, value)
            setattr(occasion, name, value)
        record_of("called_off", held, by, moment, data={**_said(held), "count": len(ended), "reason": why})
        for signup in ended:
            notices.tell(signup, held, "called_off", at=moment)
    return len(ended)


def _coming(occasion: Occasion) -> list[Signup]:
    rows = Signup.objects.of(occasion.community_id).filter(
        occasion=occasion, state__in=(State.SIGNED, State.WAITING, State.OFFERED)
    )
    return list(rows.order_by("pk"))


def _said(occasion: Occasion) -> dict[str, Any]:
    return {
        "title": occasion.title, "when": f"{clock.local(occasion.starts_at):%Y-%m-%d %H:%M}",
        "where": occasion.place_name, "capacity": occasion.capacity or "",
    }

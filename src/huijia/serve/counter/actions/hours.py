"""Counters, their working plan, closed days, extra openings."""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import ACTIVE, OccasionState, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.counter.actions.openings import SOURCE, make_openings, make_slots
from huijia.serve.counter.actions.writing import note, of_here, span, stale
from huijia.serve.counter.enums import EXTRA, Kind
from huijia.serve.counter.log import COUNTER, OPENING
from huijia.serve.counter.models import ClosedDay, Counter, Hours, Opening

LONGEST = timedelta(hours=14)
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


@dataclass
class HoursDraft:
    """One line of the working plan. `until_on` is the first day on which it no longer holds."""

    counter: Counter
    kind: Kind
    weekday: int
    starts: time
    ends: time
    slot_minutes: int = 30
    gap_minutes: int = 0
    places: int = 1
    from_on: date | None = None


@dataclass
class ExtraDraft:
    """One extra opening by hand; `uuid` is the client's."""

    counter: Counter
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    slot_minutes: int = 20
    gap_minutes: int = 0
    places: int = 1
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def save_counter(
    counter: Counter | None, *, name: str, place_name: str, letter: str, is_active: bool = True, by: Access
) -> Counter:
    """
    Raises:
        Refusal: no right to, an empty or taken letter, no name or place.
    """
    by.require("counter.plan")
    if counter is not None:
        of_here(counter, by)
    sign = letter.strip().upper()
    if not (len(sign) == 1 and sign.isascii() and sign.isalpha()):
        raise Refusal(_("请填一个英文字母"), field="letter")
    row = counter or Counter(community=by.community)
    row.name, row.place_name = written(name, "name", 20), written(place_name, "place_name", 120)
    row.letter, row.is_active = sign, is_active
    try:
        with transaction.atomic():
            row.save()
            note("counter_saved", (COUNTER, row.pk), by, data={"name": row.name, "place": row.place_name})
    except IntegrityError:
        raise Refusal(_("这个字母已经有窗口在用"), field="letter", code="taken") from None
    return row


def add_hours(draft: HoursDraft, *, by: Access, at: datetime | None = None) -> Hours:
    """A line of the working plan; what follows from it for the days ahead is there at once.

    Raises:
        Refusal: no right to, beside its field, or another line of this counter holds then.
    """
    by.require("counter.plan")
    of_here(draft.counter, by)
    moment = at or clock.now()
    _check(draft.starts < draft.ends, draft.slot_minutes, draft.gap_minutes, draft.places)
    length = datetime.combine(date.min, draft.ends) - datetime.combine(date.min, draft.starts)
    if timedelta(minutes=draft.slot_minutes) > length:
        raise Refusal(_("一个号的时间比开放时间还长"), field="slot_minutes")
    from_on = draft.from_on or clock.local(moment).date()
    with transaction.atomic():
        Counter.objects.of(by.community).select_for_update().get(pk=draft.counter.pk)
        there = Hours.objects.of(by.community).filter(
            Q(until_on=None) | Q(until_on__gt=from_on), counter=draft.counter, weekday=draft.weekday,
            starts__lt=draft.ends, ends__gt=draft.starts,
        )
        if there.exists():
            raise Refusal(_("这个窗口这一天这段时间已经有安排"), field="starts", code="taken")
        row = Hours.objects.create(
            community=by.community, counter=draft.counter, kind=draft.kind, weekday=draft.weekday,
            starts=draft.starts, ends=draft.ends, slot_minutes=draft.slot_minutes, gap_minutes=draft.gap_minutes,
            places=draft.places, from_on=from_on, made_by_id=by.user_id, recorded_at=moment,
        )
        when = f"{WEEKDAYS[row.weekday]} {row}"
        note("hours_added", (COUNTER, row.counter_id), by, at=moment, data={"kind": row.kind, "when": when})
        make_openings(by=by, at=moment)
    return row


def _check(in_order: bool, slot: int, gap: int, places: int) -> None:
    if not in_order:
        raise Refusal(_("关的时间要在开的时间以后"), field="ends")
    for name, value, least, most in (("slot_minutes", slot, 5, 240), ("gap_minutes", gap, 0, 120),
                                     ("places", places, 1, 50)):
        if not least <= value <= most:
            raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": least, "most": most}, field=name)


def end_hours(hours: Hours, *, on: date, by: Access, at: datetime | None = None) -> int:
    """From `on` this line no longer holds. Days ahead that nobody has booked go; how many stay since somebody has.

    Raises:
        Refusal: no right to, or it has ended before.
    """
    by.require("counter.plan")
    of_here(hours, by)
    moment = at or clock.now()
    day = max(on, clock.local(moment).date())
    with transaction.atomic():
        rows = Hours.objects.of(by.community).filter(Q(until_on=None) | Q(until_on__gt=day), pk=hours.pk)
        if not rows.update(until_on=day):
            raise stale()
        hours.until_on = day
        when = f"{WEEKDAYS[hours.weekday]} {hours}"
        data = {"until": f"{day:%Y-%m-%d}", "when": when}
        note("hours_ended", (COUNTER, hours.counter_id), by, at=moment, data=data)
        ahead = Opening.objects.of(by.community).filter(
            hours=hours, day__gte=day, closed_at=None, starts_at__gt=moment
        )
        kept = 0
        for opening in ahead:
            if Signup.objects.of(by.community).filter(occasion__in=slots(opening), state__in=ACTIVE).exists():
                kept += 1
            else:
                _shut(opening, "", by, moment)
    return kept


def slots(opening: Opening) -> "list[Occasion]":
    """The hours to book in it, in their order."""
    rows = Occasion.objects.of(opening.community_id).filter(source_kind=SOURCE, source_id=opening.pk)
    return list(rows.order_by("starts_at", "pk"))


def sent_before(draft: ExtraDraft, by: Access) -> Opening | None:
    """The opening that this form has made already.

    Raises:
        Conflict: it made another one.
    """
    there = Opening.objects.of(by.community).filter(uuid=draft.uuid).first()
    if there is not None and (there.counter_id, there.kind, there.starts_at, there.ends_at) != (
        draft.counter.pk, draft.kind, draft.starts_at, draft.ends_at
    ):
        raise Conflict(retries.USED)
    return there


def open_extra(draft: ExtraDraft, *, by: Access, at: datetime | None = None) -> Opening:
    """预约延时 or 周末加时 on one day; the same UUID gives what is there.

    Raises:
        Refusal: no right to, beside its field, or the counter is open then anyway.
        Conflict: the UUID was used for another opening.
    """
    by.require("counter.plan")
    of_here(draft.counter, by)
    moment = at or clock.now()
    if draft.kind not in EXTRA:
        raise Refusal(_("请选延时还是加时"), field="kind")
    _check(draft.starts_at < draft.ends_at, draft.slot_minutes, draft.gap_minutes, draft.places)
    if draft.ends_at - draft.starts_at > LONGEST or (draft.starts_at <= moment and sent_before(draft, by) is None):
        raise Refusal(_("要在今后的时间，一次不超过 14 小时"), field="starts_at")
    if timedelta(minutes=draft.slot_minutes) > draft.ends_at - draft.starts_at:
        raise Refusal(_("一个号的时间比开放时间还长"), field="slot_minutes")
    with transaction.atomic():
        Counter.objects.of(by.community).select_for_update().get(pk=draft.counter.pk)
        if (there := sent_before(draft, by)) is not None:
            return there
        rows = Opening.objects.of(by.community).filter(counter=draft.counter, closed_at=None)
        if rows.filter(starts_at__lt=draft.ends_at, ends_at__gt=draft.starts_at).exists():
            raise Refusal(_("这个窗口这段时间本来就开着"), field="starts_at", code="taken")
        opening = Opening.objects.create(
            community=by.community, uuid=draft.uuid, counter=draft.counter, kind=draft.kind,
            day=clock.local(draft.starts_at).date(), starts_at=draft.starts_at, ends_at=draft.ends_at,
            made_by_id=by.user_id, recorded_at=moment,
        )
        make_slots(opening, draft.slot_minutes, draft.gap_minutes, draft.places, by=by, at=moment)
        data = {"kind": opening.kind, "when": span(opening.starts_at, opening.ends_at)}
        note("opened", (OPENING, opening.pk), by, at=moment, data=data)
    return opening


def close_opening(opening: Opening, *, reason: str, by: Access, at: datetime | None = None) -> int:
    """Shuts an announced opening, or what is left of it; whoever has an appointment is told why. How many were ended.

    Raises:
        Refusal: no right to, no reason. Stale: shut or over meanwhile.
    """
    by.require("counter.plan")
    of_here(opening, by)
    why = written(reason, "reason", 120)
    with transaction.atomic():
        return _shut(opening, why, by, at or clock.now())


def _shut(opening: Opening, why: str, by: Access, at: datetime) -> int:
    rows = Opening.objects.of(by.community).filter(pk=opening.pk, closed_at=None, ended_at=None)
    if not rows.update(closed_at=at, reason=why, version=F("version") + 1):
        raise stale()
    count = 0
    empty = []
    for slot in slots(opening):
        if slot.starts_at <= at or not slot.is_planned:
            continue
        if Signup.objects.of(by.community).filter(occasion=slot).exclude(state=State.CANCELLED).exists():
            count += signup.cancel(slot, reason=why or str(_("开放时间改了")), by=by, at=at)
        else:
            empty.append(slot.pk)
    Occasion.objects.of(by.community).filter(pk__in=empty).update(
        state=OccasionState.CANCELLED, reason=why, version=F("version") + 1
    )
    when = span(opening.starts_at, opening.ends_at)
    note("closed", (OPENING, opening.pk), by, at=at, data={"when": when, "count": count, "reason": why})
    opening.closed_at, opening.reason = at, why
    return count


def close_day(
    day: date, *, counter: Counter | None, reason: str, by: Access, at: datetime | None = None
) -> int:
    """A day without the counter, or without all of them: nothing opens, what was open is shut. How many bookings end.

    Raises:
        Refusal: no right to, no reason, a day that is over, or it is entered already.
    """
    by.require("counter.plan")
    moment, why = at or clock.now(), written(reason, "reason", 120)
    if counter is not None:
        of_here(counter, by)
    if day < clock.local(moment).date():
        raise Refusal(_("这一天已经过了"), field="day")
    try:
        with transaction.atomic():
            row = ClosedDay.objects.create(
                community=by.community, day=day, counter=counter, reason=why, made_by_id=by.user_id,
                recorded_at=moment,
            )
            note("day_closed", (COUNTER, row.pk), by, at=moment, data={"day": f"{day:%Y-%m-%d}", "reason": why})
            rows = Opening.objects.of(by.community).filter(
                day=day, closed_at=None, ended_at=None, ends_at__gt=moment
            )
            shut = rows.filter(counter=counter) if counter is not None else rows
            return sum(_shut(opening, why, by, moment) for opening in shut.order_by("pk"))
    except IntegrityError:
        raise Refusal(_("这一天已经停办了"), field="day", code="taken") from None


def open_again(closed: ClosedDay, *, by: Access, at: datetime | None = None) -> None:
    """Takes a closed day back; its hours are made anew. Who had an appointment was told and must book again."""
    by.require("counter.plan")
    of_here(closed, by)
    moment, day = at or clock.now(), closed.day
    with transaction.atomic():
        shut = Opening.objects.of(by.community).filter(day=day, closed_at__isnull=False, hours__isnull=False)
        shut.update(hours=None)
        closed.delete()
        note("day_open_again", (COUNTER, by.community.pk), by, at=moment, data={"day": f"{day:%Y-%m-%d}"})
        make_openings(by=by, at=moment)

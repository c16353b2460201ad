"""Every write of the station: programmes, the occasions that follow from them, days on which they do not take place."""

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import Audience, OccasionKind, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options, retries
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.queries import live
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.station.agreed import AHEAD_KEY
from huijia.serve.station.enums import SOURCE
from huijia.serve.station.log import PROGRAMME
from huijia.serve.station.models import Programme, Skip

__all__ = [
    "Conflict", "Draft", "Stale", "add", "change", "end", "keep", "make_occasions", "skip", "tick",
]


class Stale(Refusal):
    """Somebody else was quicker."""


@dataclass
class Draft:
    """A programme as typed; `uuid` is the client's."""

    title: str
    kind: OccasionKind
    place_name: str
    weekdays: list[int]
    starts: time
    ends: time
    about: str = ""
    capacity: int | None = None
    audience: Audience = Audience.OPEN
    skips_holidays: bool = True
    host: str = ""
    from_on: date | None = None
    until_on: date | None = None
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def _columns(draft: Draft, today: date) -> dict[str, Any]:
    """Clean columns.

    Raises:
        Refusal: beside the field that cannot be used.
    """
    if not draft.weekdays or not all(0 <= day <= 6 for day in draft.weekdays):
        raise Refusal(_("请选星期几"), field="weekdays")
    if draft.ends <= draft.starts:
        raise Refusal(_("结束时间要在开始以后"), field="ends")
    if draft.capacity is not None and draft.capacity < 1:
        raise Refusal(_("名额至少 1 个；不限就不填"), field="capacity")
    from_on = draft.from_on or today
    if draft.until_on is not None and draft.until_on <= from_on:
        raise Refusal(_("要在开始以后"), field="until_on")
    return {
        "title": written(draft.title, "title", 60), "kind": draft.kind,
        "place_name": written(draft.place_name, "place_name", 120), "about": written(
            draft.about, "about", 2000, required=False
        ), "weekdays": sorted(set(draft.weekdays)), "starts": draft.starts, "ends": draft.ends,
        "capacity": draft.capacity, "audience": draft.audience, "skips_holidays": draft.skips_holidays,
        "host": written(draft.host, "host", 40, required=False), "from_on": from_on, "until_on": draft.until_on,
    }


def add(draft: Draft, *, by: Access, at: datetime | None = None) -> Programme:
    """A programme; its occasions of the days ahead are there at once. The same UUID gives what is there.

    Raises:
        Refusal: no right to, or beside its field. Conflict: the UUID was used for another one.
    """
    by.require("signup.manage")
    moment = at or clock.now()
    columns = _columns(draft, clock.local(moment).date())
    content = list(columns.values())
    there = Programme.objects.of(by.community).filter(uuid=draft.uuid).first()
    if there is not None:
        return retries.same(there, *content)
    try:
        with transaction.atomic():
            row = Programme.objects.create(
                community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content),
                made_by_id=by.user_id, recorded_at=moment, **columns,
            )
            _note("added", row, by, moment, title=row.title, when=row.when)
            make_occasions([row], by=by, at=moment)
    except IntegrityError:
        return retries.same(Programme.objects.of(by.community).get(uuid=draft.uuid), *content)
    return row


def change(row: Programme, draft: Draft, *, by: Access, at: datetime | None = None) -> int:
    """Other words, hours or places for what is to come; who signed up hears of another time or place. How many do.

    A day that is no longer chosen is called off where somebody signed up; otherwise it goes as if never planned.

    Raises:
        Refusal: beside its field; fewer places than are taken on some day. Stale: somebody changed it meanwhile.
    """
    by.require("signup.manage")
    _of_here(row, by)
    moment = at or clock.now()
    draft.from_on = draft.from_on or row.from_on
    columns = _columns(draft, clock.local(moment).date())
    with transaction.atomic():
        rows = Programme.objects.of(by.community).filter(pk=row.pk, version=row.version)
        if not rows.update(**columns, version=F("version") + 1):
            raise Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")
        for name, value in {**columns, "version": row.version + 1}.items():
            setattr(row, name, value)
        gone = [each for each in _ahead(row, moment) if not _takes_place(row, clock.local(each.starts_at).date())]
        signup.drop_unused(gone, by=by)
        told = sum(_follow(row, occasion, by, moment) for occasion in _ahead(row, moment))
        make_occasions([row], by=by, at=moment)
        _note("changed", row, by, moment, title=row.title, when=row.when, told=told)
    return told


def _follow(row: Programme, occasion: Occasion, by: Access, at: datetime) -> int:
    day = clock.local(occasion.starts_at).date()
    if not _takes_place(row, day):
        return _call_off(occasion, str(_("活动时间改了")), by, at)
    return signup.change(occasion, _occasion_of(row, day), by=by, at=at)


def _call_off(occasion: Occasion, reason: str, by: Access, at: datetime) -> int:
    return signup.cancel(occasion, reason=reason, by=by, at=at)


def end(row: Programme, *, on: date, by: Access, at: datetime | None = None) -> int:
    """From `on` it no longer takes place; who signed up for a later day is told. How many sign-ups end."""
    by.require("signup.manage")
    _of_here(row, by)
    moment = at or clock.now()
    day = max(on, clock.local(moment).date())
    with transaction.atomic():
        rows = Programme.objects.of(by.community).filter(Q(until_on=None) | Q(until_on__gt=day), pk=row.pk)
        if not rows.update(until_on=day, version=F("version") + 1):
            raise Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")
        row.until_on, row.version = day, row.version + 1
        _note("ended", row, by, moment, title=row.title, until=f"{day:%Y-%m-%d}")
        signup.drop_unused(_from(row, day, moment), by=by)
        later = _from(row, day, moment)
        return sum(_call_off(each, str(_("这项活动不办了")), by, moment) for each in later)


def _from(row: Programme, day: date, at: datetime) -> list[Occasion]:
    return [each for each in _ahead(row, at) if clock.local(each.starts_at).date() >= day]


def skip(row: Programme, day: date, *, reason: str, by: Access, at: datetime | None = None) -> int:
    """停一次 on this day; who signed up is told why. How many sign-ups end.

    Raises:
        Refusal: no reason, a day that is over or on which it does not take place, skipped already.
    """
    by.require("signup.manage")
    _of_here(row, by)
    moment, why = at or clock.now(), written(reason, "reason", 120)
    if day < clock.local(moment).date() or not _takes_place(row, day):
        raise Refusal(_("这一天本来就不办"), field="day")
    try:
        with transaction.atomic():
            Skip.objects.create(
                community=by.community, programme=row, day=day, reason=why, made_by_id=by.user_id, recorded_at=moment
            )
            _note("skipped", row, by, moment, title=row.title, day=f"{day:%Y-%m-%d}", reason=why)
            return sum(
                _call_off(each, why, by, moment) for each in _ahead(row, moment)
                if clock.local(each.starts_at).date() == day
            )
    except IntegrityError:
        raise Refusal(_("这一天已经停了"), field="day", code="taken") from None


def keep(missed: Skip, *, by: Access, at: datetime | None = None) -> None:
    """It takes place after all; who had signed up was told and must sign up anew."""
    by.require("signup.manage")
    _of_here(missed, by)
    moment, row, day = at or clock.now(), missed.programme, missed.day
    with transaction.atomic():
        missed.delete()
        _note("kept", row, by, moment, title=row.title, day=f"{day:%Y-%m-%d}")
        make_occasions([row], by=by, at=moment)


def make_occasions(programmes: Iterable[Programme], *, by: Access, at: datetime | None = None) -> int:
    """The occasions of the agreed days ahead; a day that has one keeps it. How many were made."""
    moment = at or clock.now()
    today = clock.local(moment).date()
    days = [today + timedelta(days=number) for number in range(int(options.get(by.community, AHEAD_KEY)) + 1)]
    rows = list(programmes)
    with transaction.atomic():
        skipped = set(Skip.objects.of(by.community).filter(day__in=days).values_list("programme_id", "day"))
        there = Occasion.objects.of(by.community).filter(
            source_kind=SOURCE, source_id__in=[row.pk for row in rows], state="planned",
            starts_at__gte=_moment(today, time()),
        )
        known = {(pk, clock.local(starts_at).date()) for pk, starts_at in there.values_list("source_id", "starts_at")}
        drafts = [
            _occasion_of(row, day) for row in rows for day in days
            if _takes_place(row, day) and not {(row.pk, day)} & (skipped | known) and _moment(day, row.starts) > moment
        ]
        return len(signup.plan_many(drafts, by=by, at=moment))


def _takes_place(row: Programme, day: date) -> bool:
    until = row.until_on
    if day.weekday() not in row.weekdays or day < row.from_on or (until is not None and day >= until):
        return False
    calendar = calendar_of(row.community_id)
    # Chosen weekends take place; a holiday in the week does not, nor does a weekend of the national holidays.
    return not row.skips_holidays or calendar.is_working(day) or day.weekday() >= 5


def _occasion_of(row: Programme, day: date) -> signup.OccasionDraft:
    return signup.OccasionDraft(
        title=row.title, kind=OccasionKind(row.kind), about=row.about, place_name=row.place_name,
        starts_at=_moment(day, row.starts), ends_at=_moment(day, row.ends), capacity=row.capacity,
        audience=Audience(row.audience), source_kind=SOURCE, source_id=row.pk,
    )


def _ahead(row: Programme, at: datetime) -> list[Occasion]:
    rows = Occasion.objects.of(row.community_id).filter(
        source_kind=SOURCE, source_id=row.pk, state="planned", starts_at__gt=at
    )
    came = Signup.objects.of(row.community_id).filter(state=State.CAME).values("occasion_id")
    return list(rows.exclude(pk__in=came).order_by("starts_at"))


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.ZONE)


def _of_here(row: Programme | Skip, by: Access) -> None:
    if row.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")


def _note(kind: str, row: Programme, by: Access, at: datetime, **data: Any) -> None:
    ledger.record(
        f"station.{kind}", subject=(PROGRAMME, row.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data
    )


def tick(at: datetime | None = None) -> int:
    """The clock: occasions of the days ahead of every programme that runs. Safe to run twice at once."""
    moment = at or clock.now()
    today = clock.local(moment).date()
    running = Programme.objects.everywhere().filter(Q(until_on=None) | Q(until_on__gt=today))
    count = 0
    for community in live().filter(pk__in=running.values("community_id")).order_by("pk"):
        if modules.is_on(community.pk, "station"):
            rows = running.filter(community=community).order_by("pk")
            count += make_occasions(rows, by=Access.system(community), at=moment)
    return count

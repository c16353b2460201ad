"""Openings and the hours to book in them, made ahead from the working plan."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from huijia.core.signup import actions as signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of
from huijia.lib import clock
from huijia.serve.counter.agreed import AHEAD_KEY, EXTRA_LEAD_KEY, LEAD_KEY
from huijia.serve.counter.enums import EXTRA, Kind
from huijia.serve.counter.models import ClosedDay, Hours, Opening

SOURCE = "counter"
"""`Occasion.source_kind` of an hour at the counter; its `source_id` is the opening."""


def make_openings(*, by: Access, at: datetime | None = None) -> int:
    """Makes what the plan says for the agreed days ahead; what is there already stays. How many were made.

    Ordinary and extended hours only on working days; weekend hours on their weekday whatever the calendar says, since
    a holiday on which the counter stays shut is entered as a closed day.
    """
    moment = at or clock.now()
    today = clock.local(moment).date()
    days = [today + timedelta(days=number) for number in range(int(options.get(by.community, AHEAD_KEY)) + 1)]
    with transaction.atomic():
        rules = list(_rules(by, days[0], days[-1]))
        if not rules:
            return 0
        taken = _taken(by, days[0], days[-1])
        shut = set(ClosedDay.objects.of(by.community).filter(day__in=days).values_list("day", "counter_id"))
        calendar = calendar_of(by.community)
        made = 0
        for day in days:
            for rule in rules:
                if not _holds(rule, day) or {(day, None), (day, rule.counter_id)} & shut:
                    continue
                if rule.kind != Kind.WEEKEND and not calendar.is_working(day):
                    continue
                made += _made(rule, day, taken, by, moment)
    return made


def _rules(by: Access, first: date, last: date) -> Iterator[Hours]:
    rows = Hours.objects.of(by.community).filter(counter__is_active=True, from_on__lte=last)
    yield from rows.filter(Q(until_on=None) | Q(until_on__gt=first)).select_related("counter").order_by("pk")


def _holds(rule: Hours, day: date) -> bool:
    until = rule.until_on
    return rule.weekday == day.weekday() and rule.from_on <= day and (until is None or day < until)


def _taken(by: Access, first: date, last: date) -> list[Opening]:
    rows = Opening.objects.of(by.community).filter(day__gte=first, day__lte=last)
    return list(rows)


def _made(rule: Hours, day: date, taken: list[Opening], by: Access, at: datetime) -> int:
    starts, ends = _moment(day, rule.starts), _moment(day, rule.ends)
    known = any(
        (each.hours_id == rule.pk and each.day == day)
        or (each.counter_id == rule.counter_id and each.closed_at is None and overlap(each, starts, ends))
        for each in taken
    )
    if known or starts <= at:
        return 0
    opening = Opening.objects.create(
        community=by.community, counter=rule.counter, hours=rule, kind=rule.kind, day=day, starts_at=starts,
        ends_at=ends, made_by_id=by.user_id, recorded_at=at,
    )
    taken.append(opening)
    make_slots(opening, rule.slot_minutes, rule.gap_minutes, rule.places, by=by, at=at)
    return 1


def overlap(opening: Opening, starts: datetime, ends: datetime) -> bool:
    return opening.starts_at < ends and starts < opening.ends_at


def make_slots(
    opening: Opening, slot_minutes: int, gap_minutes: int, places: int, *, by: Access, at: datetime
) -> int:
    """The hours to book in an opening: one after the other as long as a whole one fits. How many."""
    key = EXTRA_LEAD_KEY if opening.kind in EXTRA else LEAD_KEY
    lead = timedelta(minutes=int(options.get(by.community, key)))
    slot, step = timedelta(minutes=slot_minutes), timedelta(minutes=slot_minutes + gap_minutes)
    drafts = []
    starts = opening.starts_at
    while starts + slot <= opening.ends_at:
        opens = min(at, starts)
        drafts.append(signup.OccasionDraft(
            title=opening.counter.name, place_name=opening.counter.place_name, starts_at=starts, ends_at=starts + slot,
            opens_at=opens, closes_at=max(opens, starts - lead), capacity=places, party_most=1, needs_phone=True,
            is_activity=False, source_kind=SOURCE, source_id=opening.pk,
        ))
        starts += step
    return len(signup.plan_many(drafts, by=by, at=at))


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.ZONE)

"""Reads of the roster: who is on now, a month with its gaps, what residents may know of it."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from huijia.core.people.models import Absence, Post
from huijia.core.people.queries import posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.hotline import pattern
from huijia.serve.hotline.enums import Answer, ShiftKind
from huijia.serve.hotline.models import DutyShift, DutySwap, DutyTurn

MODULE = "hotline"
DAY = timedelta(days=1)


def duty_kinds(community: Community) -> list[str]:
    """Kinds of posts that take part in the roster (option)."""
    return list(options.get(community, "duty_kinds"))


def duty_posts(community: Community, day: date | None = None) -> list[Post]:
    """Who can be put on the roster, each person once."""
    found: dict[int, Post] = {}
    for post in posts_of_kinds(community, duty_kinds(community), day):
        found.setdefault(post.person_id, post)
    return list(found.values())


def label_of(post: Post) -> str:
    """The name and post kept beside the key, true even after the post has ended."""
    return f"{post.person.name}({post.title or post.get_kind_display()})"


def as_turn(row: DutyTurn) -> pattern.Turn:
    return pattern.Turn(
        row.pk or 0, row.name, frozenset(row.days), row.starts, row.ends, tuple(row.post_ids), row.turn_by, row.kind,
        row.phone,
    )


def days_of_month(first: date) -> list[date]:
    return [first.replace(day=number) for number in range(1, monthrange(first.year, first.month)[1] + 1)]


def shifts_between(community: Community, first: datetime, last: datetime) -> QuerySet[DutyShift]:
    """Shifts that touch [first, last), in the order of time."""
    rows = DutyShift.objects.of(community).filter(starts_at__lt=last, ends_at__gt=first)
    return rows.select_related("post__person").order_by("starts_at", "pk")


def on_now(community: Community, at: datetime) -> list[DutyShift]:
    """Who is on at this moment."""
    rows = DutyShift.objects.of(community).filter(starts_at__lte=at, ends_at__gt=at)
    return list(rows.select_related("post__person").order_by("starts_at", "pk")[:4])


def next_after(community: Community, at: datetime) -> DutyShift | None:
    """The first shift that begins after this moment."""
    rows = DutyShift.objects.of(community).filter(starts_at__gt=at).select_related("post__person")
    return rows.order_by("starts_at", "pk").first()


@dataclass(frozen=True)
class Duty:
    """Who answers now and who comes next, for the first pages of the staff."""

    now: list[DutyShift]
    after: DutyShift | None


def duty_for(access: Access, at: datetime) -> Duty | None:
    """None where the community has no hotline room or this login no part in it. Two statements."""
    if not access.may("hotline.work") or not modules.is_on(access.community, MODULE):
        return None
    return Duty(on_now(access.community, at), next_after(access.community, at))


@dataclass(frozen=True)
class PublicDuty:
    """What residents may know while the office is closed: the post and the number, never a name."""

    post: str
    phone: str
    until: datetime


def for_residents(community: Community, at: datetime) -> PublicDuty | None:
    """Who takes calls now, None in office hours, without the room, or where nobody with a number is on."""
    if not modules.is_on(community, MODULE) or is_open(community, at):
        return None
    shift = next((row for row in on_now(community, at) if row.phone), None)
    if shift is None:
        return None
    return PublicDuty(shift.post.get_kind_display(), shift.phone, shift.ends_at)


def is_open(community: Community, at: datetime) -> bool:
    """Whether the office itself is open: a working day, between its hours."""
    calendar, here = calendar_of(community), clock.local(at)
    return calendar.is_working(here.date()) and calendar.opens <= here.time() < calendar.closes


@dataclass
class Day:
    """One date of a month. `kind`: plain, weekend, free (holiday) or working (make-up day)."""

    day: date
    kind: str
    shifts: list[DutyShift] = field(default_factory=list)
    gaps: list[pattern.Interval] = field(default_factory=list)
    overlaps: list[pattern.Interval] = field(default_factory=list)
    away: set[int] = field(default_factory=set)
    is_today: bool = False
    is_past: bool = False


def month_of(community: Community, first: date, today: date) -> list[Day]:
    """Each date with its shifts, the hours in which nobody or more than one is on, and who is on leave. Three
    statements. Gaps of days that are over are left out: nothing can be done about them."""
    dates = days_of_month(first)
    calendar = calendar_of(community)
    start, end = pattern.at_minute(dates[0], 0), pattern.at_minute(dates[-1] + DAY, 0)
    shifts = list(shifts_between(community, start, end))
    covered = [(row.starts_at, row.ends_at) for row in shifts]
    should = pattern.wanted(dates, calendar, bool(options.get(community, "duty_all_day")))
    days = {day: Day(day, _kind(day, community), is_today=day == today, is_past=day < today) for day in dates}
    for shift in shifts:
        if shift.day in days:
            days[shift.day].shifts.append(shift)
    _spread(days, pattern.gaps(should, covered), "gaps")
    _spread(days, pattern.overlaps(covered), "overlaps")
    for shift_id, day in _on_leave(community, shifts):
        if day in days:
            days[day].away.add(shift_id)
    found = list(days.values())
    for each in found:
        each.gaps = [] if each.is_past or not shifts else each.gaps
    return found


def _kind(day: date, community: Community) -> str:
    working = calendar_of(community).is_working(day)
    if day.weekday() >= 5:
        return "working" if working else "weekend"
    return "plain" if working else "free"


def _spread(days: dict[date, Day], intervals: Iterable[pattern.Interval], name: str) -> None:
    """Cuts intervals at midnight and gives each date its own parts."""
    for start, end in intervals:
        day = clock.local(start).date()
        while pattern.at_minute(day, 0) < end:
            part = (max(start, pattern.at_minute(day, 0)), min(end, pattern.at_minute(day + DAY, 0)))
            if day in days:
                getattr(days[day], name).append(part)
            day += DAY


def _on_leave(community: Community, shifts: list[DutyShift]) -> list[tuple[int, date]]:
    """(shift, its date) of those whose person is on leave in that time."""
    if not shifts:
        return []
    persons = {shift.post.person_id for shift in shifts}
    leaves = Absence.objects.of(community).filter(
        person_id__in=persons, cancelled_at=None, starts_at__lt=shifts[-1].ends_at, ends_at__gt=shifts[0].starts_at
    )
    found = list(leaves)
    return [
        (shift.pk, shift.day) for shift in shifts for leave in found
        if leave.person_id == shift.post.person_id and leave.starts_at < shift.ends_at
        and leave.ends_at > shift.starts_at
    ]


def my_shifts(access: Access, at: datetime, most: int = 10) -> list[DutyShift]:
    """This login's own shifts that are not over, the next first."""
    rows = DutyShift.objects.of(access.community).filter(post__person_id__in=access.person_ids, ends_at__gt=at)
    return list(rows.select_related("post__person").order_by("starts_at")[:most])


def swaps_for(access: Access) -> QuerySet[DutySwap]:
    """Open requests that this login asked or was asked."""
    rows = DutySwap.objects.of(access.community).filter(state=Answer.PENDING)
    rows = rows.filter(Q(giver__person_id__in=access.person_ids) | Q(taker__person_id__in=access.person_ids))
    return rows.select_related("shift__post__person", "back", "giver__person", "taker__person").order_by("pk")


def is_after(shift: DutyShift) -> bool:
    return shift.kind == ShiftKind.AFTER

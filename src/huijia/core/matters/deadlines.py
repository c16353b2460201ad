"""The clocks of a matter: first contact with the reporter, handling with its answer, and 签收 of what 12345 sent.

Limits: domain rules 「事项」, as options of the community; a category's own limit goes before them. Yellow when a
quarter or less of the time is left (option `yellow_share` says how much).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huijia.core.matters.enums import Clock, Lamp, Nature, Unit
from huijia.core.matters.models import Category, Matter
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.models import Community
from huijia.lib.clock import WorkCalendar

DAYS_OF_NATURE = {
    Nature.CONSULT: "consult_days",
    Nature.HELP: "help_days",
    Nature.COMPLAINT: "complaint_days",
    Nature.SUGGESTION: "complaint_days",
    Nature.THANKS: "complaint_days",
}


@dataclass(frozen=True)
class Deadlines:
    contact_due: datetime | None
    due_at: datetime
    warn_at: datetime


def limit_of(community: Community, nature: str, category: Category | None) -> tuple[int, Unit]:
    """How long handling may take: (count, unit)."""
    if category is not None and category.limit is not None:
        return category.limit, Unit(category.unit)
    return int(options.get(community, DAYS_OF_NATURE[Nature(nature)])), Unit.WORKING_DAYS


def add(start: datetime, count: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """The moment `count` units after `start`: plain hours, or the close of the n-th working day."""
    return start + timedelta(hours=count) if unit == Unit.HOURS else calendar.add_days(start, count)


def full_days_after(moment: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """When `days` whole working days of office time have passed since `moment`."""
    a_day = (calendar.closes.hour - calendar.opens.hour) * 60 + calendar.closes.minute - calendar.opens.minute
    return calendar.add_minutes(moment, days * a_day)


def warn_point(start: datetime, due: datetime, calendar: WorkCalendar, share: float, unit: Unit) -> datetime:
    """From when on `share` of the time or less is left; working time where the limit is in working days."""
    if unit == Unit.HOURS:
        return due - (due - start) * share
    minutes = calendar.minutes_between(start, due)
    return min(due, calendar.add_minutes(start, round(minutes * (1 - share))))


def first_deadlines(
    community: Community, *, nature: str, category: Category | None, is_urgent: bool, start: datetime,
    can_contact: bool,
) -> Deadlines:
    """Both deadlines of a new or newly classified matter, counted from its receipt."""
    calendar = calendar_of(community)
    count, unit = limit_of(community, nature, category)
    if is_urgent and not (category and category.limit is not None and unit == Unit.HOURS):
        contact_hours = int(options.get(community, "urgent_hours"))
    else:
        contact_hours = int(options.get(community, "first_contact_hours"))
    due = add(start, count, unit, calendar)
    share = float(options.get(community, "yellow_share"))
    return Deadlines(
        contact_due=start + timedelta(hours=contact_hours) if can_contact else None,
        due_at=due,
        warn_at=warn_point(start, due, calendar, share, unit),
    )


def next_of(matter: Matter, share: float = 0.25) -> tuple[datetime | None, datetime | None]:
    """`(next_due, next_warn)`: the earliest of the clocks that still run, null where none does."""
    if not matter.is_open or matter.paused_at is not None or matter.due_at is None:
        return None, None
    due, warn = matter.due_at, matter.warn_at
    for end, stopped in ((matter.contact_due, matter.contacted_at), (matter.sign_due, matter.signed_at)):
        if end is not None and stopped is None and end < due:
            due, warn = end, end - (end - matter.received_at) * share
    return due, warn


def running_clock(matter: Matter) -> Clock:
    """Which clock `next_due` belongs to."""
    if matter.sign_due and matter.signed_at is None and matter.next_due == matter.sign_due:
        return Clock.SIGN
    waits = matter.contact_due and matter.contacted_at is None
    return Clock.CONTACT if waits and matter.next_due == matter.contact_due else Clock.HANDLE


def lamp_of(matter: Matter, at: datetime) -> Lamp:
    """The lamp at a moment. A matter that has ended shows whether it ended in time."""
    if matter.is_historic:
        return Lamp.NONE
    if matter.closed_at is not None and matter.due_at is not None:
        return Lamp.RED if matter.closed_at > matter.due_at else Lamp.GREEN
    if matter.next_due is None:
        return Lamp.NONE
    if at > matter.next_due:
        return Lamp.RED
    return Lamp.YELLOW if matter.next_warn is not None and at >= matter.next_warn else Lamp.GREEN


def moved_by_pause(matter: Matter, resumed_at: datetime, community: Community) -> datetime | None:
    """The deadline after a pause: later by the working time that passed while the clock stood."""
    if matter.paused_at is None or matter.due_at is None:
        return matter.due_at
    calendar = calendar_of(community)
    return calendar.add_minutes(matter.due_at, calendar.minutes_between(matter.paused_at, resumed_at))

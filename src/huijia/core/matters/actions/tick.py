"""The clocks' tick: warns, turns lamps, escalates. Safe to run twice at once, and after a pause of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from huijia.core.matters import notices
from huijia.core.matters.actions.moves import SUBJECT
from huijia.core.matters.deadlines import full_days_after, running_clock
from huijia.core.matters.enums import Clock, Threshold
from huijia.core.matters.models import Alarm, Matter
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock

SYSTEM = Actor("system", None, "系统")
CHUNK = 500
ESCALATE_AFTER_DAYS = 2


@dataclass(frozen=True)
class Ticked:
    """How many alarms rang in one tick."""

    warned: int = 0
    overdue: int = 0
    escalated: int = 0


def tick(at: datetime | None = None) -> Ticked:
    """Rings every threshold that was passed and has not rung for this version of the deadline.

    A threshold is unique by (matter, clock, threshold, deadline version); of several passed during a pause only the
    gravest rings, since a warning about what is overdue helps nobody.
    """
    moment = at or clock.now()
    counts = {Threshold.WARN: 0, Threshold.OVERDUE: 0, Threshold.ESCALATE: 0}
    for community in Community.objects.all():
        for matter, threshold in _passed(community, moment):
            if _ring(matter, threshold, moment):
                counts[threshold] += 1
    return Ticked(counts[Threshold.WARN], counts[Threshold.OVERDUE], counts[Threshold.ESCALATE])


def _passed(community: Community, moment: datetime) -> Iterator[tuple[Matter, Threshold]]:
    calendar = calendar_of(community)
    for matter in _chunks(community, moment):
        due = matter.next_due
        if due is None or moment <= due:
            yield matter, Threshold.WARN
        elif running_clock(matter) == Clock.HANDLE and moment >= full_days_after(due, ESCALATE_AFTER_DAYS, calendar):
            yield matter, Threshold.ESCALATE
        else:
            yield matter, Threshold.OVERDUE


def _chunks(community: Community, moment: datetime) -> Iterator[Matter]:
    """Open matters past their warning whose gravest alarm has not rung, keyset by id.

    What was overdue already when it was entered (an old list) stays silent: its lamp says enough.
    """
    last = 0
    rows = Matter.objects.of(community).filter(next_warn__lte=moment, next_due__gte=F("recorded_at"))
    rung = Q(alarms__threshold=Threshold.ESCALATE, alarms__deadline_version=F("deadline_version"))
    while True:
        chunk = list(
            rows.filter(pk__gt=last).exclude(pk__in=Matter.objects.of(community).filter(rung).values("pk"))
            .select_related("responsible__person", "community").order_by("pk")[:CHUNK]
        )
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def _ring(matter: Matter, threshold: Threshold, moment: datetime) -> bool:
    """Rings once: the unique alarm row decides between two ticks at once."""
    which = running_clock(matter)
    known = Alarm.objects.of(matter.community_id).filter(
        matter=matter, clock=which, threshold=threshold, deadline_version=matter.deadline_version
    )
    if known.exists():
        return False
    try:
        with transaction.atomic():
            Alarm.objects.create(
                community_id=matter.community_id, matter=matter, clock=which, threshold=threshold,
                deadline_version=matter.deadline_version, rang_at=moment,
            )
            ledger.record(
                "matters.alarm", subject=(SUBJECT, matter.pk), by=SYSTEM, community_id=matter.community_id, at=moment,
                data={"clock": which.value, "threshold": threshold.value},
            )
            _tell(matter, which, threshold, moment)
    except IntegrityError:
        return False
    return True


def _tell(matter: Matter, which: Clock, threshold: Threshold, moment: datetime) -> None:
    mark = f"{which.value}:{matter.deadline_version}"
    if matter.responsible is not None:
        notices.tell_post(matter, threshold.value, matter.responsible, mark=mark, at=moment)
    elif threshold != Threshold.ESCALATE:
        notices.tell_role(matter, threshold.value, "operator", mark=mark, at=moment)
    if threshold != Threshold.WARN:
        notices.tell_role(matter, threshold.value, "secretary", mark=mark, at=moment)

"""Reads of calls: which wait, whose number it is as far as the reader may know, and the lamp."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import holding, phone_hash
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.lib import clock, masks
from huijia.serve.hotline.enums import CallKind, CallState
from huijia.serve.hotline.models import Call

PAGE = 30
SOON = timedelta(minutes=30)


def waiting(community: Community) -> QuerySet[Call]:
    """To be called back, the most pressing first."""
    return Call.objects.of(community).filter(state=CallState.WAITING).order_by("due_at", "pk")


def of_kind(rows: QuerySet[Call], kind: str) -> QuerySet[Call]:
    return rows.filter(kind=kind) if kind in CallKind.values else rows


def ended(community: Community) -> QuerySet[Call]:
    """Settled ones, newest first."""
    return Call.objects.of(community).exclude(state=CallState.WAITING).order_by("-pk")


@dataclass(frozen=True)
class Line:
    """One call as a list shows it. `who`, `home`: from the roster, masked, "" where unknown or not to be known."""

    call: Call
    lamp: str
    who: str
    home: str


def lines(rows: Iterable[Call], access: Access, at: datetime) -> list[Line]:
    """Calls with whose number it is; three statements, however many."""
    calls = list(rows)
    known = _known(access, {call.phone_hash for call in calls if call.phone_hash}) if access.may("people.view") else {}
    share = float(options.get(access.community, "yellow_share"))
    return [Line(call, lamp_of(call, at, share), *known.get(call.phone_hash, (call_name(call), ""))) for call in calls]


def call_name(call: Call) -> str:
    return masks.mask_name(call.caller)


def lamp_of(call: Call, at: datetime, share: float) -> str:
    """Red when its hour is over, yellow when little is left or a promise comes up, "" when it is settled."""
    if call.state != CallState.WAITING:
        return ""
    if at > call.due_at:
        return "red"
    left = SOON if call.promised_at else (call.due_at - call.called_at) * share
    return "yellow" if call.due_at - at <= left else "green"


def _known(access: Access, hashes: set[str]) -> dict[str, tuple[str, str]]:
    """By number: masked names and the address of those on the roster who have it."""
    persons = list(Person.objects.of(access.community).filter(phone_hash__in=hashes, merged_into=None).order_by("pk"))
    members = holding(
        HouseholdMember.objects.of(access.community).filter(person__in=[person.pk for person in persons])
    )
    household_of = dict(members.values_list("person_id", "household_id"))
    living = holding(Residence.objects.of(access.community).filter(household_id__in=set(household_of.values())))
    address = dict(living.order_by("is_main").values_list("household_id", "dwelling__address"))
    found: dict[str, tuple[str, str]] = {}
    for person in persons:
        who, home = found.get(person.phone_hash, ("", ""))
        name = masks.mask_name(person.name)
        place = address.get(household_of.get(person.pk, 0), "")
        found[person.phone_hash] = (f"{who}、{name}" if who else name, home or place)
    return found


def noted(community: Community, calls: Iterable[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
    """Of (number, moment) those that stand here already as that very call; one statement for all."""
    wanted = [(phone, at, phone_hash(phone)) for phone, at in calls]
    if not wanted:
        return set()
    first, last = min(at for _phone, at, _key in wanted), max(at for _phone, at, _key in wanted)
    rows = Call.objects.of(community).filter(
        kind=CallKind.MISSED, phone_hash__in={key for _phone, _at, key in wanted},
        called_at__lt=last + timedelta(minutes=1), last_at__gt=first - timedelta(minutes=1),
    )
    there = {(call.phone_hash, minute) for call in rows for minute in call.moments}
    return {(phone, at) for phone, at, key in wanted if (key, f"{clock.local(at):%Y-%m-%d %H:%M}") in there}


def due_now(community: Community, at: datetime) -> QuerySet[Call]:
    """What presses: overdue, or its promised hour is near."""
    return waiting(community).filter(Q(due_at__lte=at) | Q(promised_at__lte=at + SOON))


def open_promises(community: Community) -> QuerySet[Call]:
    return waiting(community).filter(promised_at__isnull=False)


def panel_of(person: Person, access: Access) -> dict[str, Any] | None:
    """What the page of a person shows of their calls: the last ten, None where there are none. One statement."""
    if not person.phone_hash:
        return None
    rows = Call.objects.of(access.community).filter(phone_hash=person.phone_hash).select_related("matter")
    calls = list(rows.order_by("-pk")[:10])
    return {"calls": calls, "may_work": access.may("hotline.work")} if calls else None


def today_start(at: datetime) -> datetime:
    return clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)

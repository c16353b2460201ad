"""A wish to be driven comes in, from the web, the hotline or the counter; it is called off, or ends another way."""

import uuid as uuids
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Person
from huijia.core.people.queries import people_with_phone, phone_hash
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock, crypto, numbers
from huijia.serve.rides import notices
from huijia.serve.rides.actions.moves import note_ride
from huijia.serve.rides.enums import Mobility, Purpose
from huijia.serve.rides.models import Batch, Ride, RideTarget

FARTHEST_DAYS = 60
PURPOSE = "ride-code"


@dataclass
class Draft:
    """What somebody asked for, before it is a ride. `uuid` is the client's, so that a retry is no second ride."""

    target: RideTarget
    name: str
    phone: str
    day: date
    wants_at: time
    purpose: Purpose
    source: Source
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    place_name: str = ""
    dwelling: Dwelling | None = None
    person: Person | None = None
    batch: Batch | None = None
    mobility: Mobility = Mobility.WALKS
    needs_escort: bool = False
    companion: str = ""
    wants_back: bool = True
    family_name: str = ""
    family_phone: str = ""
    family_agreed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Requested:
    """The ride, its secret code, and whether this was a repetition of one that was there already."""

    ride: Ride
    code: str
    repeated: bool


def secret_code(uuid: uuids.UUID) -> str:
    """查询码 of a ride: 40 bits from the key, so that a retry gets the same one; only its hash is stored."""
    return crypto.short_code(uuid.hex, PURPOSE)


def code_fits(ride: Ride, code: str) -> bool:
    """Whether this is the ride's 查询码 as people type it."""
    return crypto.code_fits(ride.code_hash, code, PURPOSE)


def request(
    draft: Draft, *, by: Access, at: datetime | None = None, before: Callable[[], None] | None = None
) -> Requested:
    """Takes a wish to be driven. `before` runs first in the transaction (allowances).

    Raises:
        Refusal: no right to, or beside the field that is wrong.
        Conflict: the client UUID was used for another ride.
    """
    by.require("matters.register")
    moment = at or clock.now()
    ride = drafted(draft, by, moment)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            ride.save(force_insert=True)
            data = {"day": f"{ride.day:%Y-%m-%d}", "target": draft.target.name}
            note_ride("asked", ride, by, moment, data)
            notices.tell_office_of_ride(ride, "new")
            notices.tell_rider(ride, "received")
    except IntegrityError:
        return _repeated(draft, by)
    return Requested(ride, secret_code(draft.uuid), repeated=False)


def drafted(draft: Draft, by: Access, at: datetime) -> Ride:
    """The row that a draft makes, not saved. Only who stands on a list of many may be without a phone.

    Raises:
        Refusal: beside the field that is wrong.
    """
    _check(draft, by, at)
    ride = Ride(
        community=by.community, uuid=draft.uuid, source=draft.source, batch=draft.batch, purpose=draft.purpose,
        target=draft.target, day=draft.day, wants_at=draft.wants_at, wants_back=draft.wants_back,
        name=written(draft.name, "name", 40), dwelling=draft.dwelling,
        grid=draft.dwelling.grid if draft.dwelling is not None else None, mobility=draft.mobility,
        needs_escort=draft.needs_escort, companion=written(draft.companion, "companion", 40, required=False),
        family_name=written(draft.family_name, "family_name", 40, required=False),
        family_agreed=draft.family_agreed, note=written(draft.note, "note", required=False), asked_at=at,
        asked_by_id=by.user_id, asked_label=by.label,
    )
    ride.places = 2 if ride.companion else 1
    if draft.dwelling is not None:
        ride.place_name, ride.lon, ride.lat = draft.dwelling.address, draft.dwelling.lon, draft.dwelling.lat
    else:
        ride.place_name = written(draft.place_name, "place_name", 120)
    number = _number(draft.phone, "phone") if draft.phone or not draft.batch else ""
    if number:
        ride.phone_sealed, ride.phone_hash, ride.phone_tail = crypto.seal(number), phone_hash(number), number[-4:]
    if draft.family_phone:
        family = _number(draft.family_phone, "family_phone")
        ride.family_sealed, ride.family_tail = crypto.seal(family), family[-4:]
    elif draft.family_agreed:
        raise Refusal(_("请填家属的电话"), field="family_phone")
    ride.person = draft.person or (_known(by, number, ride.name) if number else None)
    ride.code_hash = crypto.keyed_hash(secret_code(draft.uuid), PURPOSE)
    ride.draft_hash = retries.hash_of(*_content(draft, number))
    return ride


def _check(draft: Draft, by: Access, at: datetime) -> None:
    if draft.target.community_id != by.community.pk or not draft.target.is_active:
        raise Refusal(_("请选去哪里"), field="target")
    today = clock.local(at).date()
    if not today <= draft.day <= today + timedelta(days=FARTHEST_DAYS):
        raise Refusal(_("请选今天起 %(days)s 天以内的日子") % {"days": FARTHEST_DAYS}, field="day")


def _number(phone: str, name: str) -> str:
    try:
        return numbers.normal_phone(phone)
    except ValueError as error:
        raise Refusal(str(error), field=name) from error


def _known(by: Access, number: str, name: str) -> Person | None:
    """The one person on the roster with this number and name; a child who orders for a parent is not the rider."""
    found = [person for person in people_with_phone(by.community, number) if person.name == name]
    return found[0] if len(found) == 1 else None


def _content(draft: Draft, number: str) -> tuple[object, ...]:
    return (
        draft.target.pk, draft.name, number, draft.day, draft.wants_at, draft.purpose, draft.place_name,
        draft.mobility, draft.companion, draft.wants_back, draft.note,
    )


def _repeated(draft: Draft, by: Access) -> Requested:
    told = _("这张表已用于另一次预约，请重新打开再填")
    there = Ride.objects.of(by.community).select_related("target").filter(uuid=draft.uuid).first()
    if there is None:
        raise Conflict(told)
    content = _content(draft, _number(draft.phone, "phone"))
    return Requested(retries.same(there, *content, told=told), secret_code(draft.uuid), repeated=True)


def reveal_phone(ride: Ride, *, reason: str, by: Access, whose: str = "rider", at: datetime | None = None) -> str:
    """The rider's number, or with `whose` "family" the family's; one ledger entry.

    Raises:
        Refusal: no right to, or there is no number.
    """
    if ride.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    by.require("contacts.reveal")
    sealed = ride.family_sealed if whose == "family" else ride.phone_sealed
    if not sealed:
        raise Refusal(_("没有留电话"))
    with transaction.atomic():
        note_ride("phone_revealed", ride, by, at or clock.now(), {"reason": str(reason)})
    return crypto.open_sealed(sealed)

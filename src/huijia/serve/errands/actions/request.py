"""An errand is asked for: at the door, on the web, by telephone, at the counter or on a visit."""

import uuid as uuids
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Person
from huijia.core.people.queries import people_with_phone, phone_hash
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto, numbers
from huijia.serve.errands import notices
from huijia.serve.errands.log import ERRAND
from huijia.serve.errands.models import Errand, ErrandService
from huijia.serve.errands.rights import is_mine

PURPOSE = "errand-code"


@dataclass
class Draft:
    """What somebody asked for, before it is an errand. `uuid` is the client's, so that a retry is no second one."""

    service: ErrandService
    name: str
    phone: str
    source: Source
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    place_name: str = ""
    dwelling: Dwelling | None = None
    grid: Grid | None = None
    person: Person | None = None
    note: str = ""


@dataclass(frozen=True)
class Requested:
    """The errand, its secret code, and whether this was a repetition of one that was there already."""

    errand: Errand
    code: str
    repeated: bool


def secret_code(uuid: uuids.UUID) -> str:
    """查询码 of an errand: 40 bits from the key, so that a retry gets the same one; only its hash is stored."""
    return crypto.short_code(uuid.hex, PURPOSE)


def code_fits(errand: Errand, code: str) -> bool:
    """Whether this is the errand's 查询码 as people type it."""
    return crypto.code_fits(errand.code_hash, code, PURPOSE)


def request(
    draft: Draft, *, by: Access, at: datetime | None = None, before: Callable[[], None] | None = None
) -> Requested:
    """Takes an errand. `before` runs first in the transaction (allowances).

    Raises:
        Refusal: no right to, or beside the field that is wrong.
        Conflict: the client UUID was used for another errand.
    """
    by.require("matters.register")
    moment = at or clock.now()
    errand = _errand(draft, by, moment)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            errand.save(force_insert=True)
            ledger.record(
                "errands.asked", subject=(ERRAND, errand.pk), by=by.actor(), community_id=by.community.pk,
                at=moment, data={"service": draft.service.name},
            )
            notices.tell_office(errand, "new")
            notices.tell_resident(errand, "received")
    except IntegrityError:
        return _repeated(draft, by)
    return Requested(errand, secret_code(draft.uuid), repeated=False)


def _errand(draft: Draft, by: Access, at: datetime) -> Errand:
    if draft.service.community_id != by.community.pk or not draft.service.is_active:
        raise Refusal(_("请选要办什么"), field="service")
    number = _number(draft.phone)
    where = draft.dwelling.address if draft.dwelling is not None else draft.place_name
    return Errand(
        community=by.community, uuid=draft.uuid, service=draft.service, source=draft.source, dwelling=draft.dwelling,
        grid=draft.grid or (draft.dwelling.grid if draft.dwelling else None), name=written(draft.name, "name", 40),
        place_name=written(where, "place_name", 120), note=written(draft.note, "note", required=False),
        phone_sealed=crypto.seal(number), phone_hash=phone_hash(number), phone_tail=number[-4:],
        person=draft.person or _known(by, number, draft.name), asked_at=at, asked_by_id=by.user_id,
        asked_label=by.label, code_hash=crypto.keyed_hash(secret_code(draft.uuid), PURPOSE),
        draft_hash=retries.hash_of(*_content(draft, number)),
    )


def _number(phone: str) -> str:
    try:
        return numbers.normal_phone(phone)
    except ValueError as error:
        raise Refusal(str(error), field="phone") from error


def _known(by: Access, number: str, name: str) -> Person | None:
    """The one person on the roster with this number and name; a child who calls for a parent is not the one."""
    found = [person for person in people_with_phone(by.community, number) if person.name == name.strip()]
    return found[0] if len(found) == 1 else None


def _content(draft: Draft, number: str) -> tuple[object, ...]:
    return (draft.service.pk, draft.name, number, draft.place_name, draft.note)


def _repeated(draft: Draft, by: Access) -> Requested:
    told = _("这张表已用于另一件代办，请重新打开再填")
    there = Errand.objects.of(by.community).select_related("service").filter(uuid=draft.uuid).first()
    if there is None:
        raise Conflict(told)
    content = _content(draft, _number(draft.phone))
    return Requested(retries.same(there, *content, told=told), secret_code(draft.uuid), repeated=True)


def reveal_phone(errand: Errand, *, reason: str, by: Access, at: datetime | None = None) -> str:
    """The number in the clear, one ledger entry; for the agent, and who may reveal contacts.

    Raises:
        Refusal: neither.
    """
    if errand.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if not (errand.is_open and is_mine(errand, by, at or clock.now())):
        by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "errands.phone_revealed", subject=(ERRAND, errand.pk), by=by.actor(), community_id=by.community.pk,
            at=at, data={"reason": str(reason)},
        )
    return crypto.open_sealed(errand.phone_sealed)

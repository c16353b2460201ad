"""An order comes in: from the door, the web, the hotline or the counter; and its contact's number in the clear."""

import uuid as uuids
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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
from huijia.serve.home_orders import notices
from huijia.serve.home_orders.enums import PartOfDay
from huijia.serve.home_orders.log import SUBJECT
from huijia.serve.home_orders.models import HomeOrder, HomeService
from huijia.serve.home_orders.rights import is_mine

FARTHEST_DAYS = 60
PURPOSE = "home-order-code"


@dataclass
class Draft:
    """What somebody asked for, before it is an order. `uuid` is the client's, so that a retry is no second order."""

    service: HomeService
    name: str
    phone: str
    wished_on: date
    source: Source
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    wished_part: PartOfDay = PartOfDay.ANY
    place_name: str = ""
    dwelling: Dwelling | None = None
    grid: Grid | None = None
    person: Person | None = None
    note: str = ""


@dataclass(frozen=True)
class Requested:
    """The order, its secret code, and whether this was a repetition of one that was there already."""

    order: HomeOrder
    code: str
    repeated: bool


def secret_code(uuid: uuids.UUID) -> str:
    """查询码 of an order: 40 bits from the key, so that a retry gets the same one; only its hash is stored."""
    return crypto.short_code(uuid.hex, PURPOSE)


def code_fits(order: HomeOrder, code: str) -> bool:
    """Whether this is the order's 查询码 as people type it."""
    return crypto.code_fits(order.code_hash, code, PURPOSE)


def request(
    draft: Draft, *, by: Access, at: datetime | None = None, before: Callable[[], None] | None = None
) -> Requested:
    """Takes an order. `before` runs first in the transaction (allowances).

    Raises:
        Refusal: no right to, or beside the field that is wrong.
        Conflict: the client UUID was used for another order.
    """
    by.require("matters.register")
    moment = at or clock.now()
    order = _order(draft, by, moment)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            order.save(force_insert=True)
            ledger.record(
                "home_orders.requested", subject=(SUBJECT, order.pk), by=by.actor(), community_id=by.community.pk,
                at=moment, data={"service": draft.service.name},
            )
            notices.tell_office(order, "new")
            notices.tell_resident(order, "received")
    except IntegrityError:
        return _repeated(draft, by)
    return Requested(order, secret_code(draft.uuid), repeated=False)


def _order(draft: Draft, by: Access, at: datetime) -> HomeOrder:
    if draft.service.community_id != by.community.pk or not draft.service.is_active:
        raise Refusal(_("请选一项服务"), field="service")
    today = clock.local(at).date()
    if not today <= draft.wished_on <= today + timedelta(days=FARTHEST_DAYS):
        raise Refusal(_("请选今天起 %(days)s 天以内的日子") % {"days": FARTHEST_DAYS}, field="wished_on")
    order = HomeOrder(
        community=by.community, uuid=draft.uuid, service=draft.service, source=draft.source,
        dwelling=draft.dwelling, grid=draft.grid or (draft.dwelling.grid if draft.dwelling else None),
        name=written(draft.name, "name", 40), note=written(draft.note, "note", required=False),
        wished_on=draft.wished_on, wished_part=draft.wished_part, asked_at=at, asked_by_id=by.user_id,
        asked_label=by.label,
    )
    where = draft.dwelling.address if draft.dwelling is not None else draft.place_name
    order.place_name = written(where, "place_name", 120)
    try:
        number = numbers.normal_phone(draft.phone)
    except ValueError as error:
        raise Refusal(str(error), field="phone") from error
    order.phone_sealed, order.phone_hash, order.phone_tail = crypto.seal(number), phone_hash(number), number[-4:]
    order.person = draft.person or _known(by, number)
    order.code_hash = crypto.keyed_hash(secret_code(draft.uuid), PURPOSE)
    order.draft_hash = retries.hash_of(*_content(draft, number))
    return order


def _known(by: Access, number: str) -> Person | None:
    """The one person on the roster with this number; None where several share it."""
    found = people_with_phone(by.community, number)
    return found[0] if len(found) == 1 else None


def _content(draft: Draft, number: str) -> tuple[object, ...]:
    return (draft.service.pk, draft.name, number, draft.wished_on, draft.wished_part, draft.place_name, draft.note)


def _repeated(draft: Draft, by: Access) -> Requested:
    there = HomeOrder.objects.of(by.community).select_related("service").filter(uuid=draft.uuid).first()
    number = numbers.normal_phone(draft.phone)
    told = _("这张表已用于另一次预约，请重新打开再填")
    if there is None:
        raise Conflict(told)
    return Requested(retries.same(there, *_content(draft, number), told=told), secret_code(draft.uuid), repeated=True)


def reveal_phone(order: HomeOrder, *, reason: str, by: Access, at: datetime | None = None) -> str:
    """The contact's number in the clear, one ledger entry; for who is sent, and who may reveal contacts.

    Raises:
        Refusal: neither.
    """
    if order.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    if not (order.is_open and is_mine(order, by, at or clock.now())):
        by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "home_orders.phone_revealed", subject=(SUBJECT, order.pk), by=by.actor(), community_id=by.community.pk,
            at=at, data={"reason": str(reason)},
        )
    return crypto.open_sealed(order.phone_sealed)

"""Overtime on demand: residents ask for a day, one officer confirms, all are told."""

import uuid as uuids
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.queries import phone_hash
from huijia.core.signup import actions as signup
from huijia.core.signup.enums import Channel
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options, retries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock, crypto, numbers
from huijia.serve.counter import notices
from huijia.serve.counter.actions.booking import book
from huijia.serve.counter.actions.hours import ExtraDraft, open_extra, sent_before, slots
from huijia.serve.counter.actions.writing import note, span
from huijia.serve.counter.agreed import ASKS_KEY
from huijia.serve.counter.enums import AskState, Kind
from huijia.serve.counter.log import ASK
from huijia.serve.counter.models import CounterService, ExtraAsk, Opening

FURTHEST = timedelta(days=60)
TAKEN = _("这个手机号已经提过这一天，社区答复了会通知您")


@dataclass
class AskDraft:
    """Who would like the counter to be open on `day`; `uuid` is the client's."""

    day: date
    service: CounterService
    name: str
    phone: str
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def ask(
    draft: AskDraft, *, by: Access, at: datetime | None = None, before: Callable[[], None] | None = None
) -> ExtraAsk:
    """Raises Refusal beside its field: a day that is over or too far, no number to be told by, asked already."""
    moment = at or clock.now()
    today = clock.local(moment).date()
    if not today < draft.day <= today + FURTHEST:
        raise Refusal(_("请选明天以后、两个月以内的一天"), field="day")
    if draft.service.community_id != by.community.pk:
        raise Refusal(_("请选办什么"), field="service")
    start = datetime.combine(draft.day, time(), clock.ZONE)
    is_new = not ExtraAsk.objects.of(by.community).filter(uuid=draft.uuid).exists()
    if is_new and Opening.objects.of(by.community).filter(
        closed_at=None, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    ).exists():
        raise Refusal(_("这一天本来就开，请直接约时间"), field="day", code="open")
    name = written(draft.name, "name", 40)
    try:
        phone = numbers.normal_phone(draft.phone)
    except ValueError:
        raise Refusal(_("电话号码不对，请检查"), field="phone") from None
    content = (draft.day, draft.service.pk, name, phone)
    try:
        with transaction.atomic():
            if before is not None:
                before()
            there = ExtraAsk.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                return retries.same(there, *content)
            row = ExtraAsk.objects.create(
                community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content), day=draft.day,
                service=draft.service, name=name, phone_sealed=crypto.seal(phone), phone_hash=phone_hash(phone),
                phone_tail=phone[-4:], asked_at=moment, recorded_at=moment,
            )
            note("asked", (ASK, row.pk), by, at=moment, data={"day": f"{draft.day:%Y-%m-%d}"})
            count = open_asks(by, draft.day).count()
            if count >= int(options.get(by.community, ASKS_KEY)):
                notices.tell_office(by.community.pk, draft.day, count)
    except IntegrityError:
        raise Refusal(TAKEN, field="phone", code="double") from None
    return row


def open_asks(by: Access, day: date) -> QuerySet[ExtraAsk]:
    """Those that nobody has answered yet."""
    return ExtraAsk.objects.of(by.community).filter(day=day, state=AskState.OPEN)


def grant(day: date, extra: ExtraDraft, *, by: Access, at: datetime | None = None) -> Opening:
    """The counter opens on this day: who asked has an hour in the order of asking, as far as they go; all are told.

    Raises:
        Refusal: as for `open_extra`; nobody asks for this day (any more).
    """
    by.require("counter.plan")
    moment = at or clock.now()
    if clock.local(extra.starts_at).date() != day:
        raise Refusal(_("开放的时间要在居民希望的那一天"), field="starts_at")
    extra.kind = Kind.DEMAND
    if (there := sent_before(extra, by)) is not None:
        return there
    with transaction.atomic():
        opening = open_extra(extra, by=by, at=moment)
        asks = list(open_asks(by, day).select_related("service").order_by("pk"))
        if not asks:
            raise Refusal(_("这一天的要求已经答复过了"), code="answered")
        rows = ExtraAsk.objects.of(by.community).filter(pk__in=[each.pk for each in asks])
        rows.update(state=AskState.GRANTED, opening=opening)
        free = slots(opening)
        for each in asks:
            if not (free and _seated(each, free, by, moment)):
                notices.tell(each, "granted", when=span(opening.starts_at, opening.ends_at))
        data = {"day": f"{day:%Y-%m-%d}", "count": len(asks)}
        note("granted", (ASK, asks[0].pk), by, at=moment, data=data)
    return opening


def _seated(each: ExtraAsk, free: list[Occasion], by: Access, at: datetime) -> bool:
    """Whether they have an hour now; its own notice says when."""
    draft = signup.SignupDraft(
        name=each.name, phone=crypto.open_sealed(each.phone_sealed), channel=Channel.ONLINE,
        uuid=uuids.uuid5(each.uuid, "granted"),
    )
    with suppress(Refusal):
        book(free[0], draft, service=each.service, by=by, at=at)
        if free[0].is_full:
            free.pop(0)
        return True
    return False


def decline(day: date, *, reason: str, by: Access, at: datetime | None = None) -> int:
    """Not on this day; everybody who asked is told why. How many."""
    by.require("counter.plan")
    moment, why = at or clock.now(), written(reason, "reason", 120)
    with transaction.atomic():
        asks = list(open_asks(by, day))
        rows = ExtraAsk.objects.of(by.community).filter(pk__in=[each.pk for each in asks], state=AskState.OPEN)
        rows.update(state=AskState.DECLINED)
        for each in asks:
            notices.tell(each, "declined", reason=why)
        if asks:
            data = {"day": f"{day:%Y-%m-%d}", "reason": why}
            note("declined", (ASK, asks[0].pk), by, at=moment, data=data)
    return len(asks)

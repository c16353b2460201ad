"""预约: an hour at the counter for one of its services. Places, waiting list and attendance are `core.signup`'s."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.queries import phone_hash
from huijia.core.signup import actions as signup
from huijia.core.signup.enums import State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import clock, numbers
from huijia.serve.counter.actions.openings import SOURCE
from huijia.serve.counter.actions.writing import note, of_here
from huijia.serve.counter.agreed import MOST_KEY
from huijia.serve.counter.log import OPENING
from huijia.serve.counter.models import Booking, CounterService, Opening


@dataclass(frozen=True)
class Booked:
    """The sign-up for the hour, its secret code, for what, and whether it was there already."""

    signup: Signup
    code: str
    booking: Booking
    repeated: bool


def book(
    slot: Occasion, draft: signup.SignupDraft, *, service: CounterService, by: Access, at: datetime | None = None,
    before: Callable[[], None] | None = None,
) -> Booked:
    """A place in this hour; where it is full a number in its waiting line. The same UUID gives what is there.

    Raises:
        Refusal: beside its field; not an hour of the counter, a service that is no longer offered, or the number has as
            many appointments ahead as agreed. Those of `core.signup`'s `sign`.
    """
    of_here(slot, by)
    moment = at or clock.now()
    if slot.source_kind != SOURCE or slot.source_id is None:
        raise Refusal(_("请选一个时间"), field="slot")
    if service.community_id != by.community.pk or not service.is_active:
        raise Refusal(_("请选办什么"), field="service")
    draft.what = service.name
    there = Booking.objects.of(by.community).filter(signup__uuid=draft.uuid).select_related("signup").first()
    if there is None and by.kind == "reporter":
        _not_too_many(draft.phone, by, moment)
    try:
        with transaction.atomic():
            done = signup.sign(slot, draft, by=by, at=moment, before=before)
            booking, is_new = Booking.objects.of(by.community).get_or_create(
                signup=done.signup,
                defaults={"community": by.community, "service": service, "opening_id": slot.source_id},
            )
            if is_new:
                when = f"{clock.local(slot.starts_at):%m-%d %H:%M}"
                note("booked", (OPENING, slot.source_id), by, at=moment, data={"service": service.name, "when": when})
    except IntegrityError:
        raise Conflict(_("这一条刚才已经存过了")) from None
    return Booked(done.signup, done.code, booking, done.repeated)


def _not_too_many(phone: str, by: Access, at: datetime) -> None:
    """Who takes every hour leaves none to the neighbours."""
    try:
        plain = numbers.normal_phone(phone) if phone else ""
    except ValueError:
        return
    if not plain:
        return
    most = int(options.get(by.community, MOST_KEY))
    held = Signup.objects.of(by.community).filter(
        phone_hash=phone_hash(plain), state__in=(State.SIGNED, State.WAITING, State.OFFERED),
        occasion__source_kind=SOURCE, occasion__starts_at__gt=at,
    )
    if held.count() >= most:
        raise Refusal(_("这个手机号已经约了 %(most)s 个时间，来过再约，或者打社区电话") % {"most": most}, field="phone")


def opening_of(slot: Occasion) -> Opening:
    """The opening an hour belongs to."""
    return Opening.objects.of(slot.community_id).select_related("counter").get(pk=slot.source_id or 0)

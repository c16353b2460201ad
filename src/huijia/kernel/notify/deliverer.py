"""The worker's side of the outbox: claim, send, mark."""

import logging
import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from huijia.kernel.notify import addresses, channels, quiet, templates
from huijia.kernel.notify.addresses import Address
from huijia.kernel.notify.channels import Message, Undeliverable
from huijia.kernel.notify.enums import State
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
_COPY = ">copy:"
WAITING = (State.QUEUED, State.SENDING)
People = dict[tuple[str, int | None], list[Address]]
"""Who holds a role in a community, as found in this pass."""


def deliver_due(limit: int = 100) -> int:
    """Sends up to `limit` notices that are due, each outside any transaction; returns how many went out.

    Two workers never send the same row: who claims it first holds it for LEASE. A worker killed between sending and
    marking leaves it to be sent again, with the same Idempotency-Key.
    """
    due = list(Outbox.objects.filter(state__in=WAITING, next_at__lte=clock.now()).order_by("next_at")[:limit])
    people: People = {}
    return sum(_deliver(row, people) for row in due)


def _deliver(row: Outbox, people: People) -> bool:
    now = clock.now()
    kind = row.recipient_sealed.partition(":")[0]
    later = quiet.postponed(kind, now, row.urgent)
    if later > now:
        _mark(row, State.QUEUED, next_at=later)
        return False
    if kind == "role" and channels.get(row.channel) is not None and row.attempts < MAX_ATTEMPTS:
        return _told_role(row, people, now)
    if not _claim(row, now):
        return False
    try:
        _send(row)
    except Undeliverable as error:
        return _give_up(row, State.FAILED, str(error))
    except Exception as error:  # whatever a channel raises, the notice waits for its next try
        return _try_again(row, error)
    return _mark(row, State.SENT, sent_at=clock.now(), error="")


def _claim(row: Outbox, now: datetime) -> bool:
    """Ours for LEASE, unless another worker changed the row since we read it."""
    if row.attempts >= MAX_ATTEMPTS:
        return _give_up(row, State.DEAD, row.error or "lease expired")
    claimed = _mark(row, State.SENDING, attempts=row.attempts + 1, next_at=now + LEASE)
    row.attempts += 1
    row.next_at = now + LEASE
    row.state = State.SENDING
    return claimed


def _mark(row: Outbox, state: State, **values: object) -> bool:
    """Changes the row only while it is as we know it."""
    ours = Outbox.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, next_at=row.next_at)
    return ours.update(state=state, **values) == 1


def _give_up(row: Outbox, state: State, error: str) -> bool:
    log.error("notice %s (%s over %s) given up: %s", row.uuid, row.template, row.channel, error)
    _mark(row, state, error=error[:200])
    return False


def _try_again(row: Outbox, error: Exception) -> bool:
    """Exponential waits with jitter; after MAX_ATTEMPTS it is dead. An error's text may name people and is not kept."""
    what = type(error).__name__ + (f": {error}" if type(error) is OSError else "")
    if row.attempts >= MAX_ATTEMPTS:
        return _give_up(row, State.DEAD, what)
    log.warning("notice %s over %s failed (%s), try %d", row.uuid, row.channel, type(error).__name__, row.attempts)
    wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT) * random.uniform(0.8, 1.2)
    _mark(row, State.QUEUED, next_at=clock.now() + wait, error=what[:200])
    return False


def _send(row: Outbox) -> None:
    send = channels.get(row.channel)
    if send is None:
        raise Undeliverable(f"no channel {row.channel}")
    address = Address.read(row.recipient_sealed)
    _copy(row, address)
    try:
        with translation.override("zh-hans"):
            subject, text = templates.rendered(row.template, row.context)
    except (LookupError, ValueError, AttributeError) as error:
        raise Undeliverable(f"template {row.template}: {type(error).__name__} {error}") from None
    send(Message(str(row.uuid), row.template, _reachable(row, address), subject, text))


def _copy(row: Outbox, address: Address) -> None:
    """The same notice to who acts for the receiver, once, however often this one is tried; no copies of copies."""
    from huijia.kernel.notify.actions import queue

    if _COPY in row.once or templates.is_private(row.template):
        return
    for place, copy in enumerate(addresses.copies_for(address, row.community_id)):
        queue(
            row.template, to=copy, community_id=row.community_id, channel=row.channel, context=row.context,
            once=f"{row.uuid.hex}{_COPY}{place}", urgent=row.urgent,
        )


def _reachable(row: Outbox, address: Address) -> Address:
    """The address itself, or the first one behind it that the channel can serve."""
    takes = channels.takes(row.channel)
    for candidate in [address, *addresses.resolved(address, row.community_id)]:
        if candidate.kind in takes:
            return candidate
    raise Undeliverable(f"no address for {row.channel}")


def _told_role(row: Outbox, people: People, now: datetime) -> bool:
    """Makes a role's notice one notice per person who holds the role now, and marks it sent, in one transaction:

    so nobody is told twice and it need not be claimed. `people` keeps who was found for the rest of this pass.
    """
    try:
        with transaction.atomic():
            if not _mark(row, State.SENT, attempts=row.attempts + 1, sent_at=now, error=""):
                return False
            _fan_out(row, people)
    except Undeliverable as error:
        return _claim(row, now) and _give_up(row, State.FAILED, str(error))
    except Exception as error:  # as with a channel: it waits for its next try
        return _claim(row, now) and _try_again(row, error)
    return True


def _fan_out(row: Outbox, people: People) -> None:
    from huijia.kernel.notify.actions import queue

    role = Address.read(row.recipient_sealed)
    key = (role.value, row.community_id)
    if key not in people:
        people[key] = addresses.resolved(role, row.community_id)
    if not people[key]:
        raise Undeliverable(f"nobody is {role.value}")
    for person in people[key]:
        queue(
            row.template, to=person, community_id=row.community_id, channel=row.channel, context=row.context,
            once=f"{row.uuid.hex}>{person.kind}:{person.value}"[:160], urgent=row.urgent,
        )

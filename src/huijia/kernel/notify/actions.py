"""Every write of the outbox."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection

from huijia.kernel.notify import deliverer, quiet
from huijia.kernel.notify.addresses import Address
from huijia.kernel.notify.enums import State
from huijia.lib import clock

__all__ = ["deliver_due", "muted", "queue", "queue_many"]

deliver_due = deliverer.deliver_due

_muted: ContextVar[bool] = ContextVar("notify_muted", default=False)


@contextmanager
def muted() -> Iterator[None]:
    """Inside, nobody is told anything: for telling what happened long ago (demo, entering old papers)."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


_COLUMNS = (
    "uuid", "community_id", "template", "channel", "recipient_sealed", "context", "once", "urgent", "state",
    "attempts", "next_at", "created_at", "error",
)
# A practice copy sends nothing: the insert itself looks, so that nobody can forget to ask.
_STATE = (
    "CASE WHEN EXISTS (SELECT 1 FROM communities_community WHERE id = %s AND practice_of_id IS NOT NULL)"
    f" THEN '{State.PRACTICE.value}' ELSE '{State.QUEUED.value}' END"
)
_VALUES = ", ".join(_STATE if column == "state" else "%s" for column in _COLUMNS)
_INSERT = (
    f"INSERT INTO notify_outbox ({', '.join(_COLUMNS)}) VALUES ({_VALUES})"
    " ON CONFLICT (once, channel) DO NOTHING"
)


def queue(
    template: str, *, to: Address, community_id: int | None, once: str, channel: str | None = None,
    context: Mapping[str, Any] | None = None, urgent: bool = False, at: datetime | None = None,
) -> None:
    """Puts a notice into the outbox within the caller's transaction: one statement.

    `once` (at most 160 characters) names the occasion ("matter:12:accepted"); a second notice with the same `once` on
    the same channel is dropped silently. `context` fills the template and holds no more personal data than it needs.
    `at` is when it is due (now); residents' phones are left alone at night unless `urgent`. Of a practice copy it is
    kept and never sent.
    """
    if _muted.get():
        return
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _row(template, to, community_id, once, channel, context, urgent, at))


def queue_many(
    template: str, *, to: Address, community_ids: Iterable[int], once: str, context: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """The same notice for several communities in one statement; `once` is kept apart for each of them."""
    if _muted.get():
        return
    rows = [_row(template, to, pk, f"{once}:{pk}", None, context, False, at) for pk in community_ids]
    if rows:
        many = _INSERT.replace(f"({_VALUES})", ", ".join([f"({_VALUES})"] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(many, [value for row in rows for value in row])


def _row(
    template: str, to: Address, community_id: int | None, once: str, channel: str | None,
    context: Mapping[str, Any] | None, urgent: bool, at: datetime | None,
) -> tuple[Any, ...]:
    now = clock.now()
    due = quiet.postponed(to.kind, at or now, urgent)
    uuid = uuid4()
    adapt = connection.ops.adapt_datetimefield_value
    return (
        uuid if connection.features.has_native_uuid_field else uuid.hex, community_id, template,
        channel or settings.NOTIFY_CHANNEL, to.stored(), json.dumps(context or {}, ensure_ascii=False, default=str),
        once, urgent, community_id, 0, adapt(due), adapt(now), "",
    )

"""Ending sessions: one, all others, or everything a lost phone could still open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huijia.kernel.accounts import log, queries
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.checks import govern, record
from huijia.kernel.accounts.actions.devices import shut_all
from huijia.kernel.accounts.models import SignIn, User
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock


def end_sign_in(row: SignIn, *, at: datetime | None = None) -> None:
    """The user ends one of their own sessions; twice changes nothing."""
    at = at or clock.now()
    with transaction.atomic():
        if SignIn.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
            _record(log.SESSIONS_ENDED, row.user, Actor("user", row.user_id, row.user.name), at)


def end_others(user: User, *, keep: int | None, at: datetime | None = None) -> int:
    """All sessions of `user` but the one `keep` (the id of its `SignIn`); how many there were.

    The caller renews the hash in the session that goes on (`update_session_auth_hash`).
    """
    at = at or clock.now()
    with transaction.atomic():
        ended = close_sign_ins(user, at, keep)
        User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
        user.refresh_from_db(fields=["session_round"])
        _record(log.SESSIONS_ENDED, user, Actor("user", user.pk, user.name), at)
    return ended


def cut_off(user: User, *, by: Access, at: datetime | None = None) -> int:
    """手机丢了: all devices are off and all sessions end, from afar; the number of devices.

    Raises:
        Refusal: no right to.
    """
    govern(user, by)
    at = at or clock.now()
    with transaction.atomic():
        devices = shut_all(user, at)
        close_sign_ins(user, at)
        User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
        record(log.CUT_OFF, user, by.actor(), by.community.pk, at, devices=devices)
    return devices


def close_sign_ins(user: User, at: datetime, keep: int | None = None) -> int:
    """Within the caller's transaction: the open sign-ins of `user` are ended, but for `keep`."""
    return SignIn.objects.filter(user=user, ended_at=None).exclude(pk=keep or 0).update(ended_at=at)


def _record(kind: str, user: User, by: Actor, at: datetime) -> None:
    record(kind, user, by, queries.home_community_id(user, clock.local(at).date()), at)

"""Signing in and out: the verbs that need the request itself."""

from __future__ import annotations

from datetime import datetime

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huijia.kernel.accounts import addresses, devices, log, queries
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import User, normal_username
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.limits import actions as limits
from huijia.lib import clock

SEEN_KEY = "seen"
"""Session key: when the session was last used, epoch seconds, written at most once a minute."""
MUST_CHANGE_KEY = "must_change"
"""Session key: the first password is still in use. Setting a password ends all sessions, so it can't be stale."""

WINDOW = 30 * 60
PAIR_LIMIT, ADDRESS_LIMIT, NAME_LIMIT = 5, 100, 50


def sign_in(request: HttpRequest, *, username: str, password: str, at: datetime | None = None) -> User:
    """Open a session for who knows the password.

    A try is counted before the password is looked at, so that many at once gain nothing; a good one is given back.
    An unknown name costs the same time, the same counts and the same sentence as a wrong password.

    Raises:
        Refusal: `code` is "locked" or "wrong".
    """
    at = at or clock.now()
    name = normal_username(username)
    user = _find(name)
    tries = _tries(request, name, user)
    verdict = limits.spend(tries, at=at)
    if not verdict.allowed:
        if verdict.first:
            _record_lock(request, user, at)
        minutes = -(-verdict.retry_after // 60)
        raise Refusal(_("尝试次数过多，请 %(minutes)s 分钟后再试。") % {"minutes": minutes}, code="locked")
    found = auth.authenticate(request, username=name, password=password)
    if not isinstance(found, User):
        raise Refusal(_("用户名或密码不对。"), code="wrong")
    limits.clear(tries[0][0])
    if len(tries) > 1:
        limits.give_back(tries[1:], at=at)
    _open(request, found, at)
    return found


def _find(name: str) -> User | None:
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist:
        return None


def _tries(request: HttpRequest, name: str, user: User | None) -> list[limits.Spending]:
    """The pair first. A browser this user has signed in with before is counted by itself and nothing else.

    Elsewhere: 5 per (user name, address), 100 per address, 50 per user name, each in 30 minutes.
    """
    device = devices.device_of(request)
    if user is not None and user.pk in device.users:
        return [(f"login:device:{device.token}:{name}", PAIR_LIMIT, WINDOW)]
    address = addresses.counted_as(addresses.client_address(request))
    return [
        (f"login:pair:{address}:{name}", PAIR_LIMIT, WINDOW),
        (f"login:address:{address}", ADDRESS_LIMIT, WINDOW),
        (f"login:name:{name}", NAME_LIMIT, WINDOW),
    ]


@transaction.atomic
def _open(request: HttpRequest, user: User, at: datetime) -> None:
    auth.login(request, user)
    request.session[SEEN_KEY] = int(at.timestamp())
    if user.must_change_password:
        request.session[MUST_CHANGE_KEY] = True
    User.objects.filter(pk=user.pk).update(last_seen_at=at)
    _record(log.LOGIN, request, user, at)


def sign_out(request: HttpRequest, *, at: datetime | None = None) -> None:
    """End the session; nothing happens when there is none."""
    user = request.user
    if isinstance(user, User):
        with transaction.atomic():
            _record(log.LOGOUT, request, user, at or clock.now())
            auth.logout(request)


def _record(kind: str, request: HttpRequest, user: User, at: datetime) -> None:
    ledger.record(
        kind,
        subject=(log.SUBJECT, user.pk),
        by=Actor("user", user.pk, user.name),
        community_id=queries.home_community_id(user, clock.local(at).date()),
        at=at,
        data={"network": addresses.shown_as(addresses.client_address(request))},
    )


def _record_lock(request: HttpRequest, user: User | None, at: datetime) -> None:
    """One entry per lock. An unknown name is not kept: people type passwords into that field."""
    ledger.record(
        log.LOCKED,
        subject=(log.SUBJECT, user.pk if user else 0),
        by=Actor("system", None, "系统"),
        community_id=queries.home_community_id(user, clock.local(at).date()) if user else None,
        at=at,
        data={"network": addresses.shown_as(addresses.client_address(request))},
    )

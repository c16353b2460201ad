"""Signing in and out: the verbs that need the request itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huijia.kernel.accounts import addresses, agreed, browsers, devices, log, queries, trusted
from huijia.kernel.accounts.actions import take_code, try_pin
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.fresh import KEY as FRESH_KEY
from huijia.kernel.accounts.fresh import mark as mark_fresh
from huijia.kernel.accounts.models import Means, SignIn, TrustedDevice, User, normal_username
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.limits import actions as limits
from huijia.lib import clock

SEEN_KEY = "seen"
"""Session key: when the session was last used, epoch seconds, written at most once a minute."""
MUST_CHANGE_KEY = "must_change"
"""Session key: the first password is still in use. Setting a password ends all sessions, so it can't be stale."""
SIGN_IN_KEY = "sign_in"
"""Session key: the id of its `SignIn`. A session without one (of an older version) is ended by the user's round."""
MUST_FACTOR_KEY = "must_factor"
"""Session key: the office wants a second factor from this role; nothing else is open before."""
PENDING_KEY = "second"
"""Session key: [user id, when the password was right, the user's session hash], while the code is owed."""
PENDING_SECONDS = 300

WINDOW = 30 * 60
PAIR_LIMIT, ADDRESS_LIMIT, NAME_LIMIT = 5, 100, 50


@dataclass(frozen=True)
class Entered:
    """What the password opened: the session, or only the question for the code (`second` True)."""

    user: User
    second: bool = False


def sign_in(request: HttpRequest, *, username: str, password: str, at: datetime | None = None) -> Entered:
    """Open a session for who knows the password; who has a second factor is asked for the code first.

    A try is counted before the password is looked at, so that many at once gain nothing; a good one is given back.
    An unknown name costs the same time, the same counts and the same sentence as a wrong password. In a trusted
    device of this user the second factor is not asked for, but such a session is not `fresh`.

    Raises:
        Refusal: `code` is "locked" or "wrong".
    """
    at = at or clock.now()
    found = _by_password(request, username, password, at)
    if not queries.has_factor(found):
        open_session(request, found, means=Means.PASSWORD, at=at, fresh=True)
        return Entered(found)
    device = trusted.device_of(request, at)
    if device is not None and device.user_id == found.pk:
        open_session(request, found, means=Means.PASSWORD, at=at, device=device)
        return Entered(found)
    request.session[PENDING_KEY] = [found.pk, int(at.timestamp()), found.get_session_auth_hash()]
    return Entered(found, second=True)


def _by_password(request: HttpRequest, username: str, password: str, at: datetime) -> User:
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
    if not isinstance(found, User) or found.is_resident:
        raise Refusal(_("用户名或密码不对。"), code="wrong")
    limits.clear(tries[0][0])
    if len(tries) > 1:
        limits.give_back(tries[1:], at=at)
    return found


def pending(request: HttpRequest, at: datetime | None = None) -> User | None:
    """Who has shown the password in this browser within five minutes and still owes the code."""
    kept = request.session.get(PENDING_KEY)
    if not kept or int((at or clock.now()).timestamp()) - kept[1] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=kept[0], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == kept[2] else None


def second(request: HttpRequest, *, code: str, at: datetime | None = None) -> User:
    """The code after the password: opens the session.

    Raises:
        Refusal: wrong, used, locked, or (`code` "late") the password is five minutes old.
    """
    at = at or clock.now()
    user = pending(request, at)
    if user is None:
        raise Refusal(_("隔得太久了，请重新输入用户名和密码。"), code="late")
    take_code(user, code=code, address=_address(request), at=at)
    request.session.pop(PENDING_KEY, None)
    open_session(request, user, means=Means.SECOND, at=at, fresh=True)
    return user


def unlock(request: HttpRequest, device: TrustedDevice, *, pin: str, at: datetime | None = None) -> User:
    """A session of a trusted device's user, for the PIN alone.

    Raises:
        Refusal: `code` is "wrong" or "off".
    """
    at = at or clock.now()
    user = try_pin(device, pin=pin, token=trusted.token_of(request), at=at)
    open_session(request, user, means=Means.PIN, at=at, device=device)
    return user


def confirm(request: HttpRequest, user: User, *, typed: str, at: datetime | None = None) -> None:
    """请确认是您本人: the code where there is a second factor, else the password; then the session is fresh.

    Raises:
        Refusal: wrong, or tried too often.
    """
    at = at or clock.now()
    if queries.has_factor(user):
        take_code(user, code=typed, address=_address(request), at=at)
    else:
        tries = [(f"password:{user.pk}", 10, WINDOW)]
        if not limits.spend(tries, at=at).allowed:
            raise Refusal(_("尝试次数过多，请半小时后再试。"), field="code", code="locked")
        if not user.check_password(typed):
            raise Refusal(_("密码不对。"), field="code", code="wrong")
        limits.clear(tries[0][0])
    mark_fresh(request.session, at)


def _address(request: HttpRequest) -> str:
    return addresses.counted_as(addresses.client_address(request))


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
def open_session(
    request: HttpRequest,
    user: User,
    *,
    means: Means,
    at: datetime,
    device: TrustedDevice | None = None,
    fresh: bool = False,
    seconds: int | None = None,
) -> SignIn:
    """A new session with its `SignIn`. `seconds`: how long it lasts unused (residents); else as for staff."""
    auth.login(request, user)
    family = browsers.family_of(request.headers.get("User-Agent", ""))
    network = addresses.shown_as(addresses.client_address(request))
    row = SignIn.objects.create(
        user=user, device=device, means=means, family=family, network=network, started_at=at, seen_at=at
    )
    session = request.session
    session[SIGN_IN_KEY], session[SEEN_KEY] = row.pk, int(at.timestamp())
    session.pop(FRESH_KEY, None)
    if fresh:
        mark_fresh(session, at)
    if seconds is not None:
        session.set_expiry(seconds)
    if user.must_change_password:
        session[MUST_CHANGE_KEY] = True
    if not user.is_resident and agreed.factor_wanted(user, at) == "must" and not queries.has_factor(user):
        session[MUST_FACTOR_KEY] = True
    User.objects.filter(pk=user.pk).update(last_seen_at=at)
    _record(log.LOGIN, request, user, at)
    return row


def sign_out(request: HttpRequest, *, at: datetime | None = None) -> None:
    """End the session; nothing happens when there is none."""
    user = request.user
    if isinstance(user, User):
        at = at or clock.now()
        with transaction.atomic():
            SignIn.objects.filter(pk=request.session.get(SIGN_IN_KEY) or 0, ended_at=None).update(ended_at=at)
            _record(log.LOGOUT, request, user, at)
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

"""The account itself: name, password, on and off."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huijia.kernel.accounts import log, queries
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.checks import (
    check_strength,
    fit_name,
    fit_username,
    govern,
    not_oneself,
    record,
    sealed_phone,
)
from huijia.kernel.accounts.actions.devices import shut_all
from huijia.kernel.accounts.actions.sessions import close_sign_ins
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import User
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.limits import actions as limits
from huijia.lib import clock


def create_user(
    *,
    username: str,
    name: str,
    password: str,
    by: Access,
    phone: str = "",
    email: str = "",
    must_change_password: bool = True,
    at: datetime | None = None,
) -> User:
    """A login without any rights yet (see `grant`); the password must be changed at first use (not in the demo).

    Raises:
        Refusal: no right to, the user name is taken or unfit, the number or password is unfit.
    """
    by.require("accounts.manage")
    user = User(username=fit_username(username), name=fit_name(name), email=email.strip())
    user.must_change_password = must_change_password
    user.phone_sealed = sealed_phone(phone)
    user.created_at = at or clock.now()
    check_strength(password, user)
    user.set_password(password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            raise Refusal(_("这个用户名已有人用。"), field="username", code="taken") from None
        record(log.CREATED, user, by.actor(), by.community.pk, at)
    return user


def edit_user(
    user: User, *, name: str, by: Access, phone: str = "", email: str = "", at: datetime | None = None
) -> User:
    """Correct name, number and mail; the user name stays.

    Raises:
        Refusal: no right to, or an unfit value.
    """
    govern(user, by)
    user.name, user.email, user.phone_sealed = fit_name(name), email.strip(), sealed_phone(phone)
    with transaction.atomic():
        user.save(update_fields=["name", "email", "phone_sealed"])
        record(log.CHANGED, user, by.actor(), by.community.pk, at)
    return user


def deactivate(user: User, *, by: Access, at: datetime | None = None) -> User:
    """Nobody can sign in with it any more; its phones are no longer trusted, its sessions end with their next page.

    Raises:
        Refusal: no right to, one's own account, or it is off already.
    """
    return _switch(user, False, by, at)


def reactivate(user: User, *, by: Access, at: datetime | None = None) -> User:
    """Undo `deactivate`.

    Raises:
        Refusal: no right to, or it is on already.
    """
    return _switch(user, True, by, at)


def set_password(user: User, password: str, *, by: Access, at: datetime | None = None) -> User:
    """A new first password, to be changed at once; all sessions and trusted phones of `user` end.

    Raises:
        Refusal: no right to, one's own account (see `change_password`), or an unfit password.
    """
    govern(user, by)
    not_oneself(user, by)
    check_strength(password, user)
    user.set_password(password)
    user.must_change_password = True
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        _end_all(user, at or clock.now())
        record(log.PASSWORD_SET, user, by.actor(), by.community.pk, at)
    return user


def change_password(
    user: User, *, old: str, new: str, keep: int | None = None, at: datetime | None = None
) -> User:
    """The user's own change, at first use or later; trusted phones and all sessions but `keep` (a `SignIn`) end.

    Raises:
        Refusal: `old` is wrong, tried too often (10 in 30 minutes), `new` is unfit or the same.
    """
    at = at or clock.now()
    tries = [(f"password:{user.pk}", 10, 1800)]
    if not limits.spend(tries, at=at).allowed:
        raise Refusal(_("尝试次数过多，请半小时后再试。"), field="old", code="locked")
    if not user.check_password(old):
        raise Refusal(_("现在的密码不对。"), field="old", code="wrong")
    if old == new:
        raise Refusal(_("新密码不能与现在的相同。"), field="new", code="same")
    check_strength(new, user, field="new")
    user.set_password(new)
    user.must_change_password = False
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        _end_all(user, at, keep)
        home = queries.home_community_id(user, clock.local(at).date())
        record(log.PASSWORD_CHANGED, user, Actor("user", user.pk, user.name), home, at)
    limits.clear(tries[0][0])
    return user


def _switch(user: User, active: bool, by: Access, at: datetime | None) -> User:
    govern(user, by)
    not_oneself(user, by)
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
            raise Refusal(_("账号已经是这个状态。"), code="done")
        user.is_active = active
        if not active:
            _end_all(user, at or clock.now())
        kind = log.REACTIVATED if active else log.DEACTIVATED
        record(kind, user, by.actor(), by.community.pk, at)
    return user


def _end_all(user: User, at: datetime, keep: int | None = None) -> None:
    shut_all(user, at)
    close_sign_ins(user, at, keep)

"""记住这台手机: trusted, used with a PIN, shut by its user, from afar, or by five wrong PINs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from huijia.kernel.accounts import agreed, log, pins, queries, trusted
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.checks import fit_text, govern, record
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import SignIn, TrustedDevice, User
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock, crypto

MOST = 8
"""Trusted devices of one user at a time; with one more the oldest is shut."""


def trust(
    user: User, *, pin: str, name: str = "", family: str = "", old_token: str = "", at: datetime | None = None
) -> tuple[TrustedDevice, str]:
    """A new trusted device of `user` and its token, which only the browser keeps. `old_token`: what it had before.

    Raises:
        Refusal: the PIN is no PIN or too easy, or the account is switched off.
    """
    at = at or clock.now()
    pin = pins.fit_pin(pin, user.phone)
    if not user.is_active or user.is_resident:
        raise Refusal(_("这个账号不能记住手机。"), code="off")
    token = crypto.new_token(160)
    days = int(agreed.value_for(user, agreed.DEVICE_DAYS, at))
    device = TrustedDevice(
        user=user, name=fit_text(name, 40) or family or _("手机"), family=family, token_hash=trusted.hash_of(token),
        pin=make_password(_mixed(pin, token)), created_at=at, used_at=at, expires_at=at + timedelta(days=days),
    )
    with transaction.atomic():
        _shut(TrustedDevice.objects.filter(token_hash=trusted.hash_of(old_token)), at)
        kept = TrustedDevice.objects.filter(user=user, shut_at=None).order_by("-created_at", "-pk")
        _shut(TrustedDevice.objects.filter(pk__in=[row.pk for row in kept[MOST - 1 :]]), at)
        device.save(force_insert=True)
        _record(log.DEVICE_TRUSTED, user, Actor("user", user.pk, user.name), at, device)
    return device, token


def _mixed(pin: str, token: str) -> str:
    """The hash is over both, so that a copy of the table is no way to find the PIN."""
    return f"{pin}:{token}"


def try_pin(device: TrustedDevice, *, pin: str, token: str, at: datetime | None = None) -> User:
    """Whose device it is, if the PIN is right. A try is counted before it is looked at, in one guarded statement.

    Raises:
        Refusal: `code` is "wrong", or "off" when the device has been shut or has just used up its tries.
    """
    at = at or clock.now()
    live = TrustedDevice.objects.filter(pk=device.pk, shut_at=None, expires_at__gt=at)
    counted = live.filter(failures__lt=pins.TRIES)  # without a join: PostgreSQL would not look at a joined row again
    if not User.objects.filter(pk=device.user_id, is_active=True).exists() or not counted.update(
        failures=F("failures") + 1
    ):
        _lock(device, at)
        raise Refusal(_("这台手机已停用，请用密码登录。"), code="off")
    if check_password(_mixed(pin.strip(), token), device.pin):
        if not live.update(failures=0, used_at=at):
            raise Refusal(_("这台手机已停用，请用密码登录。"), code="off")
        return device.user
    if _lock(device, at):
        raise Refusal(_("PIN 输错 5 次，这台手机已停用，请用密码登录。"), code="off")
    used = TrustedDevice.objects.values_list("failures", flat=True).get(pk=device.pk)
    left = max(pins.TRIES - used, 0)
    raise Refusal(_("PIN 不对，还可以试 %(left)s 次。") % {"left": left}, field="pin", code="wrong")


@transaction.atomic
def _lock(device: TrustedDevice, at: datetime) -> bool:
    """Shuts the device if its tries are used up; True where this call did it."""
    spent = TrustedDevice.objects.filter(pk=device.pk, failures__gte=pins.TRIES)
    if not _shut(spent, at):
        return False
    _record(log.DEVICE_LOCKED, device.user, Actor("system", None, "系统"), at, device)
    return True


def shut_device(device: TrustedDevice, *, by: Access | None = None, at: datetime | None = None) -> None:
    """The device is no longer trusted and its sessions end. Twice changes nothing. Without `by`: its own user.

    Raises:
        Refusal: no right to.
    """
    if by is not None and by.user_id != device.user_id:
        govern(device.user, by)
    at = at or clock.now()
    actor = by.actor() if by is not None else Actor("user", device.user_id, device.user.name)
    with transaction.atomic():
        if _shut(TrustedDevice.objects.filter(pk=device.pk), at):
            _record(log.DEVICE_SHUT, device.user, actor, at, device)


def shut_all(user: User, at: datetime) -> int:
    """Within the caller's transaction: every device of `user` is off. The number of those that were on."""
    return _shut(TrustedDevice.objects.filter(user=user), at)


def _shut(rows: QuerySet[TrustedDevice], at: datetime) -> int:
    live = list(rows.filter(shut_at=None).values_list("pk", flat=True))
    SignIn.objects.filter(device_id__in=live, ended_at=None).update(ended_at=at)
    return TrustedDevice.objects.filter(pk__in=live, shut_at=None).update(shut_at=at)


def _record(kind: str, user: User, by: Actor, at: datetime, device: TrustedDevice) -> None:
    home = queries.home_community_id(user, clock.local(at).date())
    record(kind, user, by, home, at, device=device.pk, family=device.family)

"""第二重验证: set up, used, given up, reset by an administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.kernel.accounts import agreed, log, queries, totp
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.checks import fit_text, govern, not_oneself, record
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import Factor, RecoveryCode, User
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.limits import actions as limits
from huijia.lib import clock, crypto

RECOVERY_CODES = 10
_RECOVERY_BITS = 50
_PURPOSE = "recovery"
_WINDOW, _PAIR_TRIES, _DAY, _DAY_TRIES = 900, 5, 86400, 50


def begin_factor(user: User, *, at: datetime | None = None) -> Factor:
    """A secret to be read by the authenticator; nothing asks for it until `confirm_factor`.

    Raises:
        Refusal: there is a confirmed one already.
    """
    at = at or clock.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if Factor.objects.filter(user=user, confirmed_at__isnull=False).exists():
            raise Refusal(_("第二重验证已经开启。"), code="done")
        Factor.objects.filter(user=user).delete()
        return Factor.objects.create(user=user, secret_sealed=crypto.seal(totp.new_secret()), created_at=at)


def confirm_factor(user: User, *, code: str, address: str = "", at: datetime | None = None) -> list[str]:
    """The first code is right, so the authenticator works: from now on it is asked for. Its ten recovery codes.

    Raises:
        Refusal: wrong code, tried too often, none begun, or confirmed already.
    """
    at = at or clock.now()
    factor = Factor.objects.filter(user=user, confirmed_at=None).first()
    if factor is None:
        raise Refusal(_("请重新开始设置。"), code="none")
    _count(user, address, at)
    step = totp.matching_step(crypto.open_sealed(factor.secret_sealed), _digits(code), at)
    if step is None:
        raise Refusal(_("验证码不对。请看手机上的时间准不准，再输一次新的。"), field="code", code="wrong")
    with transaction.atomic():
        if not Factor.objects.filter(pk=factor.pk, confirmed_at=None).update(confirmed_at=at, last_step=step):
            raise Refusal(_("第二重验证已经开启。"), code="done")
        codes = _fresh_codes(user)
        _record(log.FACTOR_ON, user, at)
    return codes


def renew_recovery_codes(user: User, *, at: datetime | None = None) -> list[str]:
    """Ten new codes; the old ones are worth nothing any more.

    Raises:
        Refusal: there is no second factor.
    """
    at = at or clock.now()
    if not queries.has_factor(user):
        raise Refusal(_("第二重验证没有开启。"), code="none")
    with transaction.atomic():
        codes = _fresh_codes(user)
        _record(log.RECOVERY_RENEWED, user, at)
    return codes


def _fresh_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [crypto.new_token(_RECOVERY_BITS) for _n in range(RECOVERY_CODES)]
    hashes = [crypto.keyed_hash(code, _PURPOSE) for code in codes]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, code_hash=each) for each in hashes])
    return codes


def take_code(user: User, *, code: str, address: str = "", at: datetime | None = None) -> str:
    """Use one code of the authenticator, or one on paper; "code" or "recovery". Each is taken once, whoever races.

    Raises:
        Refusal: `code` is "wrong", "used" or "locked".
    """
    at = at or clock.now()
    typed = crypto.normal_code(code)
    if len(typed) > totp.DIGITS:
        return _take_recovery(user, typed, address, at)
    _count(user, address, at)
    factor = Factor.objects.filter(user=user, confirmed_at__isnull=False).first()
    step = totp.matching_step(crypto.open_sealed(factor.secret_sealed), _digits(code), at) if factor else None
    if factor is None or step is None:
        raise Refusal(_("验证码不对。"), field="code", code="wrong")
    if not Factor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step):
        raise Refusal(_("这个验证码用过了，请等手机上出现下一个。"), field="code", code="used")
    limits.clear(_pair(user, address))
    return "code"


def _take_recovery(user: User, typed: str, address: str, at: datetime) -> str:
    if not limits.spend([(f"recovery:{user.pk}:{address}", _PAIR_TRIES, _WINDOW)], at=at).allowed:
        raise Refusal(_("尝试次数过多，请 15 分钟后再试。"), field="code", code="locked")
    with transaction.atomic():
        unused = RecoveryCode.objects.filter(user=user, code_hash__in=crypto.keyed_hashes(typed, _PURPOSE))
        if not unused.filter(used_at=None).update(used_at=at):
            raise Refusal(_("备用码不对，或者已经用过。"), field="code", code="wrong")
        _record(log.RECOVERY_USED, user, at)
    return "recovery"


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isascii() and sign.isdecimal())


def _pair(user: User, address: str) -> str:
    return f"second:{user.pk}:{address}"


def _count(user: User, address: str, at: datetime) -> None:
    """5 tries per (user, address) in 15 minutes, 50 per user in a day. Who gets here has shown the password."""
    wanted = [(_pair(user, address), _PAIR_TRIES, _WINDOW), (f"second:{user.pk}", _DAY_TRIES, _DAY)]
    if not limits.spend(wanted, at=at).allowed:
        raise Refusal(_("尝试次数过多，请稍后再试，或用一个备用码。"), field="code", code="locked")


def drop_factor(user: User, *, at: datetime | None = None) -> None:
    """The user gives it up; the view asks for a code first.

    Raises:
        Refusal: the office wants it from one of the user's roles, or there is none.
    """
    at = at or clock.now()
    if agreed.factor_wanted(user, at) == "must":
        raise Refusal(_("您的角色必须开启第二重验证，不能关闭。"), code="must")
    _drop(user, log.FACTOR_OFF, Actor("user", user.pk, user.name), at)


def reset_factor(user: User, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """For who has lost phone and paper: an administrator takes it away, and says why.

    Raises:
        Refusal: no right to, one's own account, no reason, or there is none.
    """
    govern(user, by)
    not_oneself(user, by)
    reason = fit_text(reason, 120, "reason")
    if not reason:
        raise Refusal(_("请写明原因，比如怎样核实是本人。"), field="reason", code="no_reason")
    _drop(user, log.FACTOR_RESET, by.actor(), at or clock.now(), by.community.pk, reason=reason)


def _drop(user: User, kind: str, by: Actor, at: datetime, community_id: int | None = None, **data: str) -> None:
    with transaction.atomic():
        gone, _each = Factor.objects.filter(user=user, confirmed_at__isnull=False).delete()
        if not gone:
            raise Refusal(_("第二重验证没有开启。"), code="none")
        RecoveryCode.objects.filter(user=user).delete()
        home = community_id or queries.home_community_id(user, clock.local(at).date())
        record(kind, user, by, home, at, **data)


def _record(kind: str, user: User, at: datetime) -> None:
    home = queries.home_community_id(user, clock.local(at).date())
    record(kind, user, Actor("user", user.pk, user.name), home, at)

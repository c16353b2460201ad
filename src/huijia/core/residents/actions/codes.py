"""A code by text message: sent to whatever number is asked for, so that nobody learns which numbers are known."""

from __future__ import annotations

import secrets
import uuid as uuids
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from huijia.core.people.queries import phone_hash
from huijia.core.residents import agreed
from huijia.core.residents.models import PhoneCode
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.limits import actions as limits
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import addresses
from huijia.lib import clock, crypto, numbers

GOOD_FOR = timedelta(minutes=5)
TRIES = 5
_PURPOSE = "phone-code"
_QUARTER, _HOUR, _DAY = 900, 3600, 86400
PAIR_LIMIT, ADDRESS_LIMIT, PHONE_LIMIT = 3, 30, 10


def send_code(
    community: Community, *, phone: str, address: str, known: str = "", at: datetime | None = None
) -> PhoneCode:
    """A new code to this mobile number. `address`: where the request came from; `known`: the token of a browser in
    which this number has signed in before, which is counted by itself, so that nobody else can use up its messages.

    Raises:
        Refusal: no mobile number, messages are not sent here, or too many were asked for.
    """
    at = at or clock.now()
    if not agreed.sends_codes(community):
        raise Refusal(_("这里还不能发短信验证码。"), code="no_channel")
    number = mobile(phone)
    _count(number, address, known, at)
    uuid, code = uuids.uuid4(), f"{secrets.randbelow(1_000_000):06d}"
    row = PhoneCode.objects.of(community).create(
        community=community, uuid=uuid, phone_sealed=crypto.seal(number), phone_hash=phone_hash(number),
        code_hash=_hash(uuid, code), created_at=at, expires_at=at + GOOD_FOR,
    )
    notify.queue(
        agreed.CODE_TEMPLATE, to=addresses.phone(number), community_id=community.pk, once=f"phone-code:{uuid.hex}",
        context={"code": code}, urgent=True, at=at,
    )
    return row


def mobile(text: str) -> str:
    """
    Raises:
        Refusal: it is no mobile number.
    """
    try:
        number = numbers.normal_phone(text)
    except ValueError as error:
        raise Refusal(str(error), field="phone", code="bad_phone") from None
    if len(number) != 11 or not number.startswith("1"):
        raise Refusal(_("请填写 11 位手机号。"), field="phone", code="bad_phone")
    return number


def _count(number: str, address: str, known: str, at: datetime) -> None:
    """3 per (number, address) in 15 minutes, 30 per address in an hour, 10 per number in a day."""
    wanted = [(f"sms:known:{known}:{number}", PHONE_LIMIT, _DAY)] if known else [
        (f"sms:pair:{address}:{number}", PAIR_LIMIT, _QUARTER), (f"sms:address:{address}", ADDRESS_LIMIT, _HOUR),
        (f"sms:phone:{number}", PHONE_LIMIT, _DAY),
    ]
    verdict = limits.spend(wanted, at=at)
    if not verdict.allowed:
        minutes = -(-verdict.retry_after // 60)
        text = _("发得太多了，请 %(minutes)s 分钟后再试，或者打热线要一个登录码。")
        raise Refusal(text % {"minutes": minutes}, code="blocked")


def check_code(row: PhoneCode, typed: str, *, at: datetime | None = None) -> str:
    """The number, if the code is right; a try is counted before it is looked at, and the code is good once.

    Raises:
        Refusal: `code` is "wrong", or "over" when it is used, too old, or tried five times.
    """
    at = at or clock.now()
    live = PhoneCode.objects.of(row.community_id).filter(pk=row.pk, used_at=None, expires_at__gt=at)
    if not live.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        raise Refusal(_("这个验证码已经不能用了，请再发一个。"), code="over")
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if not any(_same(row, digits, hashed) for hashed in _hashes(row.uuid, digits)):
        raise Refusal(_("验证码不对，请看清短信里的 6 位数字。"), field="code", code="wrong")
    if not live.update(used_at=at):
        raise Refusal(_("这个验证码已经不能用了，请再发一个。"), code="over")
    return crypto.open_sealed(row.phone_sealed)


def _same(row: PhoneCode, digits: str, hashed: str) -> bool:
    return len(digits) == 6 and secrets.compare_digest(row.code_hash, hashed)


def _hash(uuid: uuids.UUID, code: str) -> str:
    return crypto.keyed_hash(f"{uuid.hex}:{code}", _PURPOSE)


def _hashes(uuid: uuids.UUID, code: str) -> list[str]:
    return crypto.keyed_hashes(f"{uuid.hex}:{code}", _PURPOSE)


def send_link(link: str, *, phone: str, by: Access, once: str, at: datetime | None = None) -> None:
    """The link of an admission to its person's phone.

    Raises:
        Refusal: messages are not sent here, or it is no mobile number.
    """
    by.require("residents.admit")
    if not agreed.sends_codes(by.community):
        raise Refusal(_("这里还不能发短信。"), code="no_channel")
    context = {
        "community": by.community.name, "link": link, "days": int(options.get(by.community, agreed.ADMIT_DAYS)),
    }
    notify.queue(
        agreed.LINK_TEMPLATE, to=addresses.phone(mobile(phone)), community_id=by.community.pk, once=once,
        context=context, at=at,
    )

"""The set-up code: printed on the console while there is no community, good once."""

from datetime import datetime

from django.utils.translation import gettext as _

from huijia.core.opening.models import SetupCode
from huijia.kernel.accounts.passwords import initial_password
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.limits import actions as limits
from huijia.lib import clock, crypto

PURPOSE = "setup"
TRIES, WINDOW = 10, 900
ALL_TRIES = 60


def issue_code(*, at: datetime | None = None) -> str:
    """A fresh set-up code such as `kfmr-3vqh-82cx` for whoever sits at the console; those before are void."""
    SetupCode.objects.filter(used_at=None).delete()
    code = initial_password()
    SetupCode.objects.create(code_hash=_hash(code), made_at=at or clock.now())
    return code


def _hash(code: str) -> str:
    return crypto.keyed_hash("".join(c for c in code.lower() if c.isalnum()), PURPOSE)


def check_code(code: str, *, address: str, at: datetime | None = None) -> SetupCode:
    """The unused code that this is; counted before it is looked at, 10 tries per address in 15 minutes.

    Raises:
        Refusal: beside `code`: too many tries, or no such code.
    """
    moment = at or clock.now()
    verdict = limits.spend([(f"setup:{address}", TRIES, WINDOW), ("setup:all", ALL_TRIES, WINDOW)], at=moment)
    if not verdict.allowed:
        minutes = -(-verdict.retry_after // 60)
        told = _("尝试次数过多，请 %(minutes)s 分钟后再试。") % {"minutes": minutes}
        raise Refusal(told, field="code", code="locked")
    found = SetupCode.objects.filter(code_hash=_hash(code), used_at=None).first()
    if found is None:
        raise Refusal(_("启用码不对。它印在启动系统的那个窗口里；重新启动会换新的。"), field="code", code="wrong")
    return found


def use_code(found: SetupCode, *, at: datetime | None = None) -> None:
    """Spends it inside the transaction that founds the community.

    Raises:
        Refusal: somebody was faster.
    """
    if not SetupCode.objects.filter(pk=found.pk, used_at=None).update(used_at=at or clock.now()):
        raise Refusal(_("这个启用码刚刚用过了。"), field="code", code="used")

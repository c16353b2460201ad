"""What the office agreed on about logins, and how it is read for a user, who may belong to several places."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts import queries
from huijia.kernel.accounts.models import User
from huijia.kernel.communities import options
from huijia.lib import clock

DEVICE_DAYS = "device_days"
FACTOR_ADVISED = "factor_advised_roles"
FACTOR_MUST = "factor_must_roles"


def declare() -> None:
    """Makes the options known."""
    for spec in (
        options.Spec(DEVICE_DAYS, _("记住手机多少天"), 30, unit=_("天"), least=1, most=365),
        options.Spec(FACTOR_ADVISED, _("建议哪些角色开启第二重验证"), ["secretary", "admin"], "words"),
        options.Spec(FACTOR_MUST, _("哪些角色必须开启第二重验证"), [], "words"),
    ):
        options.register(spec)


def value_for(user: User, key: str, at: datetime | None = None) -> Any:
    """The value of the user's home community; the default for who works in none (street, district)."""
    home = queries.home_community_id(user, clock.local(at or clock.now()).date())
    return _of(home, key)


def factor_wanted(user: User, at: datetime | None = None) -> str:
    """"must", "advised" or "" : whether one of the user's roles today is named in the two options."""
    held = queries.memberships_on(user, clock.local(at or clock.now()).date())
    if any(row.role in _of(row.community_id, FACTOR_MUST) for row in held):
        return "must"
    return "advised" if any(row.role in _of(row.community_id, FACTOR_ADVISED) for row in held) else ""


def _of(community_id: int | None, key: str) -> Any:
    return options.get(community_id, key) if community_id is not None else options.SPECS[key].default

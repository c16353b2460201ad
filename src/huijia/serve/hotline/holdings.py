"""What the hotline keeps of who called: told to who asks for their own data, and let go when it is old enough."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Person
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.registry import (
    Activity,
    Held,
    Holding,
    Rule,
    Subject,
    register_activity,
    register_holdings,
    register_rule,
)
from huijia.lib import clock, crypto
from huijia.serve.hotline.enums import CallState
from huijia.serve.hotline.models import Call

MOST = 500
KEPT_KEY = "calls_kept_days"


def register() -> None:
    options.register(
        options.Spec(KEPT_KEY, gettext_lazy("了结的来电号码保存"), 365, unit=gettext_lazy("天"), least=30, most=3650)
    )
    register_holdings(Holding("hotline_calls", gettext_lazy("打来的电话"), call_rows))
    register_rule(Rule("hotline_calls", gettext_lazy("了结的漏接和回电"), KEPT_KEY, old_calls, forget_calls))
    register_activity(
        Activity(
            "hotline", gettext_lazy("热线漏接和回电"), gettext_lazy("不漏接、按约定回电"),
            gettext_lazy("本人来电；履行职责所必需"), gettext_lazy("来电号码(加密)、时间、称呼、留言"),
            gettext_lazy("了结后按本社区约定的天数清除号码、称呼和留言，只留次数和时间"),
            gettext_lazy("值班的人；每次查看号码都有记录"),
        )
    )


def call_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """By the number that the roster has of the person."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    if not key:
        return []
    rows = Call.objects.of(community).filter(phone_hash=key).order_by("-pk")[:MOST]
    return [
        {
            _("来电时间"): f"{clock.local(row.called_at):%Y-%m-%d %H:%M}", _("种类"): str(row.get_kind_display()),
            _("电话"): crypto.open_sealed(row.phone_sealed) if row.phone_sealed else "", _("称呼"): row.caller,
            _("什么事"): row.about, _("状态"): str(row.get_state_display()),
        }
        for row in rows
    ]


def old_calls(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = Call.objects.of(community).filter(ended_at__lt=before).exclude(state=CallState.WAITING)
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    return rows.exclude(phone_hash="").exclude(phone_hash__in=keys.values("phone_hash"))


def forget_calls(ids: list[int], at: datetime) -> int:
    """The call stays for the figures; whose it was does not."""
    rows = Call.objects.everywhere().filter(pk__in=ids)
    return rows.update(phone_sealed="", phone_hash="", phone_tail="", caller="", about="", reason="", draft_hash="")

"""What services at home keep of who asked for them: told to who asks for their own data, let go when old enough."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
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
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder

MOST = 500
KEPT_KEY = "home_orders_kept_days"
FORGOTTEN = "已清除"
"""Stands for the result of an order that is done, which is never empty."""


def register() -> None:
    options.register(
        options.Spec(
            KEPT_KEY, gettext_lazy("上门服务结束后联系人保存"), 365, unit=gettext_lazy("天"), least=30, most=3650
        )
    )
    register_holdings(Holding("home_orders", gettext_lazy("预约过的上门服务"), order_rows))
    register_rule(Rule("home_orders", gettext_lazy("结束的上门服务的联系人"), KEPT_KEY, old_orders, forget_orders))
    register_activity(
        Activity(
            "home_orders", gettext_lazy("服务到家"), gettext_lazy("按约定的时间上门服务"),
            gettext_lazy("本人或代办人预约；履行职责所必需"),
            gettext_lazy("联系人、电话(加密)、地址、要注意的、做了什么、评价"),
            gettext_lazy("结束后按本社区约定的天数清除联系人、电话、地址和写下的话，只留项目、时间和评价"),
            gettext_lazy("安排的人和上门的人；每次查看号码都有记录"),
        )
    )


def order_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Those for the person, and those asked for from the number that the roster has of them."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(person_id=subject[1]) | (Q(phone_hash=key) if key else Q())
    rows = HomeOrder.objects.of(community).filter(theirs).select_related("service").order_by("-pk")[:MOST]
    return [
        {
            _("编号"): row.ticket, _("服务"): row.service.name, _("联系人"): row.name,
            _("电话"): crypto.open_sealed(row.phone_sealed) if row.phone_sealed else "", _("地址"): row.place_name,
            _("要注意的"): row.note,
            _("约定时间"): f"{clock.local(row.starts_at):%Y-%m-%d %H:%M}" if row.starts_at else "",
            _("状态"): str(row.get_state_display()), _("做了什么"): row.result, _("评价的话"): row.grade_words,
        }
        for row in rows
    ]


def old_orders(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    rows = HomeOrder.objects.of(community).filter(ended_at__lt=before).exclude(phone_hash="")
    kept = Q(person_id__in=held.of("person"), person_id__isnull=False)
    return rows.exclude(kept).exclude(phone_hash__in=keys.values("phone_hash"))


def forget_orders(ids: list[int], at: datetime) -> int:
    """The order stays for the figures; at whose door it was does not."""
    rows = HomeOrder.objects.everywhere().filter(pk__in=ids)
    return rows.update(
        name="", phone_sealed="", phone_hash="", phone_tail="", draft_hash="", person=None, dwelling=None,
        place_name="", note="", end_reason="", grade_words="", asked_label="",
        result=Case(When(state=State.DONE, then=Value(FORGOTTEN)), default=Value("")),
    )

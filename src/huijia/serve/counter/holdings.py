"""What the counter keeps of people beside their sign-ups: names of numbers, wishes for a day; let go in time."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Person
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
from huijia.lib import crypto
from huijia.serve.counter.agreed import KEPT_KEY
from huijia.serve.counter.models import ExtraAsk, Turn

MOST = 500


def register() -> None:
    register_holdings(Holding("counter", gettext_lazy("窗口办过的事、提过的加时"), rows_of))
    register_rule(Rule("counter", gettext_lazy("取号时留的姓名和备注"), KEPT_KEY, old_turns, forget_turns))
    register_rule(Rule("counter_asks", gettext_lazy("希望加时的姓名和电话"), KEPT_KEY, old_asks, forget_asks))
    register_activity(Activity(
        "counter", gettext_lazy("窗口预约、取号和加时"), gettext_lazy("安排窗口时间、叫号、一次性告知"),
        gettext_lazy("本人或代办人预约、取号"),
        gettext_lazy("预约人的姓名、电话(加密)见活动报名；取号可以不留姓名；办什么、缺什么材料、结果"),
        gettext_lazy("按本社区约定的天数清除姓名、电话和备注，只留办什么、时间和结果"),
        gettext_lazy("窗口值班的人；叫号屏上只有号码"),
    ))


def rows_of(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Numbers of their appointments and wishes from the number that the roster has of them."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(signup__person_id=subject[1]) | (Q(signup__phone_hash=key) if key else Q())
    turns = Turn.objects.of(community).filter(theirs).select_related("service", "counter").order_by("-pk")[:MOST]
    rows = [
        {
            _("号"): turn.said, _("哪天"): f"{turn.day}", _("办什么"): turn.service.name,
            _("结果"): str(turn.get_outcome_display()), _("还缺的材料"): "、".join(turn.missing), _("备注"): turn.note,
        }
        for turn in turns
    ]
    asks = ExtraAsk.objects.of(community).filter(phone_hash=key).select_related("service") if key else []
    return rows + [
        {
            _("希望哪天"): f"{ask.day}", _("办什么"): ask.service.name, _("姓名"): ask.name,
            _("电话"): crypto.open_sealed(ask.phone_sealed), _("状态"): str(ask.get_state_display()),
        }
        for ask in asks
    ]


def old_turns(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = Turn.objects.of(community).filter(came_at__lt=before).exclude(name="", note="")
    return rows.exclude(signup__person_id__in=held.of("person"), signup__isnull=False)


def forget_turns(ids: list[int], at: datetime) -> int:
    return Turn.objects.everywhere().filter(pk__in=ids).update(name="", note="", draft_hash="")


def old_asks(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    rows = ExtraAsk.objects.of(community).filter(asked_at__lt=before).exclude(phone_hash="")
    return rows.exclude(phone_hash__in=keys.values("phone_hash"))


def forget_asks(ids: list[int], at: datetime) -> int:
    rows = ExtraAsk.objects.everywhere().filter(pk__in=ids)
    return rows.update(name="", phone_sealed="", phone_hash="", phone_tail="", draft_hash="")

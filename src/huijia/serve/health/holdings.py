"""What the health corner keeps: told to who asks for their own data without a value, let go after the agreed days."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from huijia.lib import clock
from huijia.serve.health.actions import consent
from huijia.serve.health.agreed import KEPT_KEY
from huijia.serve.health.models import FollowUp, Reading

MOST = 500


def register() -> None:
    consent.register()
    register_holdings(Holding("health", gettext_lazy("健康角测量"), rows_of))
    register_rule(Rule("health", gettext_lazy("健康角的测量数值"), KEPT_KEY, old_readings, remove_readings))
    register_rule(Rule("health_follow", gettext_lazy("健康角的随访"), KEPT_KEY, old_follow_ups, remove_follow_ups))
    register_activity(Activity(
        "health", gettext_lazy("健康角测量血压血糖"), gettext_lazy("给本人看变化、提醒复测和就医、随访"),
        gettext_lazy("本人单独同意（敏感个人信息）；不同意可以不记名测"),
        gettext_lazy("测量时间、血压或血糖数值(加密)、随访结果(备注加密)"),
        gettext_lazy("按本社区约定的天数清除；本人撤回同意马上清除"),
        gettext_lazy("健康角人员和本人；书记、网格员、管理员都看不到，不随整体导出带走"),
    ))


def rows_of(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """That and when, not what: who answers such a request must not see the values either."""
    if subject[0] != "person":
        return []
    rows = Reading.objects.of(community).filter(person_id=subject[1]).order_by("-at")[:MOST]
    told = _("数值只给本人：请登录“我的”看，或者到健康角打印")
    return [{_("时间"): f"{clock.local(row.at):%Y-%m-%d %H:%M}", _("数值"): told} for row in rows]


def old_readings(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = Reading.objects.of(community).filter(at__lt=before)
    return rows.exclude(person_id__in=held.of("person"), person_id__isnull=False)


def remove_readings(ids: list[int], at: datetime) -> int:
    return Reading.objects.everywhere().filter(pk__in=ids).delete()[0]


def old_follow_ups(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = FollowUp.objects.of(community).filter(done_at__lt=before)
    return rows.exclude(person_id__in=held.of("person"))


def remove_follow_ups(ids: list[int], at: datetime) -> int:
    return FollowUp.objects.everywhere().filter(pk__in=ids).delete()[0]

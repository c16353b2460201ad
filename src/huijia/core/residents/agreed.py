"""What is agreed about residents' logins, how long their traces stay, and what they agree to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.residents.models import Admission, PhoneCode
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.notify import channels, templates
from huijia.kernel.privacy.registry import Activity, Held, Rule, register_activity, register_rule

SESSION_DAYS = "resident_session_days"
ADMIT_DAYS = "admit_days"
CODE_TEMPLATE = "residents.code"
LINK_TEMPLATE = "residents.link"
_DAYS = _("天")


def declare() -> None:
    for spec in (
        options.Spec(SESSION_DAYS, _("居民登录保持"), 90, unit=_DAYS, least=1, most=365),
        options.Spec(ADMIT_DAYS, _("给居民的登录码有效"), 7, unit=_DAYS, least=1, most=60),
        options.Spec("phone_codes_kept_days", _("短信验证码记录保存"), 7, unit=_DAYS, least=1, most=365),
        options.Spec("admissions_kept_days", _("登录码记录保存"), 180, unit=_DAYS, least=30, most=3650),
    ):
        options.register(spec)
    templates.register(
        CODE_TEMPLATE, _("登录验证码"), _("验证码 {code}，5 分钟内有效，只在您自己打开的页面上输入。"), private=True
    )
    templates.register(
        LINK_TEMPLATE, _("登录链接"), _("{community}给您的登录链接，{days} 天内有效，只能用一次：{link}"),
        private=True,
    )
    register_rule(Rule("phone_codes", _("短信验证码记录"), "phone_codes_kept_days", _old_codes, _remove_codes))
    register_rule(Rule("admissions", _("登录码记录"), "admissions_kept_days", _old_admissions, _remove_admissions))
    register_activity(
        Activity(
            "residents", _("居民登录和委托代办"), _("本人看自己的事、家人代办"), _("本人同意"),
            _("手机号(加密)、名册上是哪一位、登录时间和网段；委托人、代办人的姓名和手机号"),
            _("撤回同意就关闭登录；委托撤回后留存备查"), _("本人；值班员和书记办理时"),
        )
    )


def sends_codes(community: Community) -> bool:
    """Whether a text message really reaches a phone here; the page offers no code otherwise."""
    channel = settings.NOTIFY_CHANNEL
    return channel != "console" and "phone" in channels.takes(channel) and not community.is_practice


def _old_codes(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    return PhoneCode.objects.of(community).filter(created_at__lt=before)


def _remove_codes(ids: list[int], at: datetime) -> int:
    return PhoneCode.objects.everywhere().filter(pk__in=ids).delete()[0]


def _old_admissions(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = Admission.objects.of(community).filter(expires_at__lt=before)
    return rows.exclude(person_id__in=held.of("person"))


def _remove_admissions(ids: list[int], at: datetime) -> int:
    return Admission.objects.everywhere().filter(pk__in=ids).delete()[0]

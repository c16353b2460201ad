"""What is shipped: options, and what the kernel itself keeps of people."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.models import Membership, SignIn
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.notify.enums import State
from huijia.kernel.notify.models import Outbox
from huijia.kernel.privacy.registry import Activity, Held, Rule, register_activity, register_rule

ANSWER_DAYS = "privacy_answer_days"
_DAYS = _("天")


def declare() -> None:
    options.register(
        # 个人信息保护法 50: "promptly"; the office answers within 15 working days.
        options.Spec(ANSWER_DAYS, _("个人信息申请答复期限"), 15, unit=_("个工作日"), least=1, most=60)
    )
    options.register(options.Spec("sign_ins_kept_days", _("登录记录保存"), 180, unit=_DAYS, least=30, most=3650))
    options.register(options.Spec("notices_kept_days", _("已发通知保存"), 365, unit=_DAYS, least=30, most=3650))
    register_rule(Rule("sign_ins", _("登录记录"), "sign_ins_kept_days", _old_sign_ins, _remove_sign_ins))
    register_rule(Rule("notices", _("已发通知"), "notices_kept_days", _old_notices, _remove_notices))
    register_activity(
        Activity(
            "accounts", _("工作账号"), _("工作人员登录、分清谁做了什么"), _("履行职责所必需"),
            _("姓名、用户名、手机、邮箱、登录时间和网段"), _("账号停用后保留；登录记录见本社区约定"),
            _("系统管理员、书记"),
        ),
        Activity(
            "notices", _("短信和通知"), _("把办理情况告诉本人"), _("本人要求办事所必需"), _("手机号、通知内容"),
            _("发出后的保存天数见本社区约定"), _("本人；短信通道只收到号码和内容"),
        ),
    )


def _old_sign_ins(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    if community.is_practice:
        # The same logins work there; what a practice copy agrees on removes nothing that is real.
        return SignIn.objects.none()
    here = Membership.objects.filter(user=OuterRef("user")).filter(
        Q(community=community) | Q(street=community.street) | Q(district=community.street.district)
    )
    return SignIn.objects.filter(Exists(here), seen_at__lt=before).exclude(user_id__in=held.of("login"))


def _remove_sign_ins(ids: list[int], at: datetime) -> int:
    return SignIn.objects.filter(pk__in=ids).delete()[0]


def _old_notices(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    done = (State.SENT, State.FAILED, State.DEAD, State.PRACTICE)
    return Outbox.objects.filter(community_id=community.pk, created_at__lt=before, state__in=done)


def _remove_notices(ids: list[int], at: datetime) -> int:
    return Outbox.objects.filter(pk__in=ids).delete()[0]

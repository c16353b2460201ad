"""What this app keeps of one person."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.residents.models import Mandate, ResidentLogin
from huijia.kernel.accounts.models import SignIn
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.models import Consent
from huijia.kernel.privacy.registry import Holding, Subject, register_holdings
from huijia.lib import clock

MOST = 300


def register() -> None:
    register_holdings(
        Holding("logins", gettext_lazy("登录"), sign_ins), Holding("mandates", gettext_lazy("委托代办"), mandates),
        Holding("consents", gettext_lazy("同意记录"), consents),
    )


def _users(community: Community, subject: Subject) -> list[int]:
    if subject[0] == "login":
        return [subject[1]]
    rows = ResidentLogin.objects.of(community).filter(person_id=subject[1] if subject[0] == "person" else 0)
    return list(rows.values_list("user_id", flat=True))


def sign_ins(community: Community, subject: Subject) -> list[dict[str, Any]]:
    rows = SignIn.objects.filter(user_id__in=_users(community, subject)).order_by("-pk")[:MOST]
    return [
        {
            _("时间"): f"{clock.local(row.started_at):%Y-%m-%d %H:%M}", _("方式"): row.get_means_display(),
            _("浏览器"): row.family, _("网段"): row.network,
        }
        for row in rows
    ]


def mandates(community: Community, subject: Subject) -> list[dict[str, Any]]:
    if subject[0] != "person":
        return []
    rows = Mandate.objects.of(community).filter(person_id=subject[1]).order_by("-pk")[:MOST]
    return [
        {
            _("代办人"): row.agent_name, _("电话"): row.agent_phone, _("关系"): row.relation, _("自"): row.starts_on,
            _("至"): row.ends_on, _("怎样同意"): row.get_channel_display(),
            _("撤回"): f"{clock.local(row.withdrawn_at):%Y-%m-%d}" if row.withdrawn_at else "",
        }
        for row in rows
    ]


def consents(community: Community, subject: Subject) -> list[dict[str, Any]]:
    found = [subject, *(("login", pk) for pk in _users(community, subject))]
    lines = []
    for kind, number in dict.fromkeys(found):
        rows = Consent.objects.of(community).filter(subject_type=kind, subject_id=number).select_related("text")
        lines += [
            {
                _("同意书"): row.text.text, _("版本"): row.text.version, _("方式"): row.get_channel_display(),
                _("时间"): f"{clock.local(row.given_at):%Y-%m-%d %H:%M}",
                _("撤回"): f"{clock.local(row.withdrawn_at):%Y-%m-%d %H:%M}" if row.withdrawn_at else "",
            }
            for row in rows[:MOST]
        ]
    return lines

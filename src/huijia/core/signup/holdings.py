"""What sign-ups keep of who came: told to who asks for their own data, and let go when it is old enough."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Person
from huijia.core.signup.models import Signup
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

MOST = 500
KEPT_KEY = "signups_kept_days"


def register() -> None:
    options.register(
        options.Spec(KEPT_KEY, gettext_lazy("活动结束后报名人保存"), 365, unit=gettext_lazy("天"), least=30, most=3650)
    )
    register_holdings(Holding("signups", gettext_lazy("报过名的活动"), signup_rows))
    register_rule(Rule("signups", gettext_lazy("过去活动的报名人"), KEPT_KEY, old_signups, forget_signups))
    register_activity(
        Activity(
            "signups", gettext_lazy("活动报名和签到"), gettext_lazy("安排名额、通知变动、点名"),
            gettext_lazy("本人或代办人报名"), gettext_lazy("姓名、同行的人、电话(加密，可不留)、备注、是否到场"),
            gettext_lazy("活动结束后按本社区约定的天数清除姓名、电话和备注，只留人数和是否到场"),
            gettext_lazy("点名的人；每次查看号码、每次导出都有记录"),
        )
    )


def signup_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Those of the person, and those made from the number that the roster has of them."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(person_id=subject[1]) | (Q(phone_hash=key) if key else Q())
    rows = Signup.objects.of(community).filter(theirs).select_related("occasion").order_by("-pk")[:MOST]
    return [
        {
            _("活动"): row.occasion.title, _("时间"): f"{clock.local(row.occasion.starts_at):%Y-%m-%d %H:%M}",
            _("姓名"): row.name, _("同行"): "、".join(row.company), _("人数"): row.party,
            _("电话"): crypto.open_sealed(row.phone_sealed) if row.phone_sealed else "", _("备注"): row.note,
            _("办什么"): row.what,
            _("状态"): str(row.get_state_display()),
        }
        for row in rows
    ]


def old_signups(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    rows = Signup.objects.of(community).filter(occasion__ends_at__lt=before).exclude(name="")
    kept = Q(person_id__in=held.of("person"), person_id__isnull=False)
    return rows.exclude(kept).exclude(phone_hash__in=keys.values("phone_hash"))


def forget_signups(ids: list[int], at: datetime) -> int:
    """How many came stays for the figures; who they were does not."""
    rows = Signup.objects.everywhere().filter(pk__in=ids)
    return rows.update(
        name="", company=[], phone_sealed="", phone_hash="", phone_tail="", draft_hash="", person=None, asked_by="",
        note="", what="",
    )

"""What matters keep of who raised them: told to who asks for their own data, and let go when it is old enough."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.matters.actions.moves import SUBJECT
from huijia.core.matters.models import Matter
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

MOST = 500
KEPT_KEY = "contacts_kept_days"


def register() -> None:
    options.register(
        options.Spec(KEPT_KEY, gettext_lazy("办结后反映人的姓名和电话保存"), 1095, unit=gettext_lazy("天"), least=90)
    )
    register_holdings(Holding("matters", gettext_lazy("反映过的事"), matter_rows))
    register_rule(Rule("contacts", gettext_lazy("办结事项的姓名和电话"), KEPT_KEY, old_contacts, forget_contacts))
    register_activity(
        Activity(
            "matters", gettext_lazy("反映和办理事项"), gettext_lazy("把事办好、答复本人、回访"),
            gettext_lazy("本人要求办理；履行职责所必需"),
            gettext_lazy("称呼、电话(加密，可不留)、地点、内容、照片、录音"),
            gettext_lazy("姓名和电话办结后按本社区约定的天数清除；事情本身作为工作记录留存"),
            gettext_lazy("办理人、书记、值班员；上报街道时街道看不到姓名和电话"),
        )
    )


def matter_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """By the number that the roster has of the person."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    if not key:
        return []
    rows = Matter.objects.of(community).filter(phone_hash=key).order_by("-pk")[:MOST]
    return [
        {
            _("编号"): row.ticket,
            _("收到时间"): f"{clock.local(row.received_at):%Y-%m-%d}", _("称呼"): row.reporter_name,
            _("电话"): crypto.open_sealed(row.phone_sealed) if row.phone_sealed else "", _("内容"): row.text,
            _("状态"): row.get_state_display(), _("答复"): row.answer,
        }
        for row in rows
    ]


def old_contacts(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    rows = Matter.objects.of(community).filter(closed_at__lt=before).exclude(phone_hash="", reporter_name="")
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    return rows.exclude(pk__in=held.of(SUBJECT)).exclude(phone_hash__in=keys.values("phone_hash"))


def forget_contacts(ids: list[int], at: datetime) -> int:
    """The matter stays; who raised it does not."""
    rows = Matter.objects.everywhere().filter(pk__in=ids)
    return rows.update(reporter_name="", phone_sealed="", phone_hash="", phone_tail="", draft_hash="")

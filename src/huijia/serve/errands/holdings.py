"""What errands keep of people: told to who asks for their own data, let go when old enough."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.models import Person
from huijia.kernel.communities.models import Community
from huijia.kernel.files.models import Attachment
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
from huijia.serve.errands.agreed import KEPT_KEY
from huijia.serve.errands.log import ERRAND, HANDING
from huijia.serve.errands.models import Errand, Handing, Paper, Step

MOST = 500
FORGOTTEN = "已清除"
"""Stands where an errand that ended must say something."""


def register() -> None:
    register_holdings(Holding("errands", gettext_lazy("请社区代办过的事"), rows_of))
    about = gettext_lazy("结束的代办的姓名、电话和材料清单")
    register_rule(Rule("errands", about, KEPT_KEY, old_errands, forget_errands))
    register_activity(Activity(
        "errands", gettext_lazy("代办帮办"), gettext_lazy("受居民委托到办事单位办理事项"),
        gettext_lazy("本人或家人委托；委托的话、方式和时间都有记录"),
        gettext_lazy("姓名、电话(加密)、地址、材料清单(不存材料内容)、交接签字、结果"),
        gettext_lazy("结束后按本社区约定的天数清除姓名、电话、地址、材料清单和签字，只留项目、时间和结果"),
        gettext_lazy("受理的人和代办人；每次查看号码都有记录"),
    ))


def rows_of(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Those for the person, and those asked for from the number that the roster has of them."""
    if subject[0] != "person":
        return []
    key = Person.objects.of(community).filter(pk=subject[1]).values_list("phone_hash", flat=True).first()
    theirs = Q(person_id=subject[1]) | (Q(phone_hash=key) if key else Q())
    rows = Errand.objects.of(community).filter(theirs).select_related("service").prefetch_related("papers")
    return [
        {
            _("编号"): row.ticket, _("办什么"): row.service.name, _("给谁办"): row.name,
            _("电话"): crypto.open_sealed(row.phone_sealed) if row.phone_sealed else "", _("地址"): row.place_name,
            _("要说明的"): row.note, _("谁委托的"): row.mandate_by, _("委托的话"): row.mandate_text,
            _("材料"): "、".join(f"{paper}（{paper.get_holder_display()}）" for paper in row.papers.all()),
            _("状态"): str(row.get_state_display()), _("办得怎样"): row.result,
        }
        for row in rows.order_by("-pk")[:MOST]
    ]


def old_errands(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    keys = Person.objects.of(community).filter(pk__in=held.of("person")).exclude(phone_hash="")
    rows = Errand.objects.of(community).filter(ended_at__lt=before).exclude(phone_hash="")
    kept = Q(person_id__in=held.of("person"), person_id__isnull=False)
    return rows.exclude(kept).exclude(phone_hash__in=keys.values("phone_hash"))


def forget_errands(ids: list[int], at: datetime) -> int:
    """The errand stays for the figures; whose papers they were does not."""
    handings = Handing.objects.everywhere().filter(errand__in=ids)
    Attachment.objects.everywhere().filter(subject_type=ERRAND, subject_id__in=ids).delete()
    Attachment.objects.everywhere().filter(
        subject_type=HANDING, subject_id__in=list(handings.values_list("pk", flat=True))
    ).delete()
    handings.update(other=FORGOTTEN, draft_hash="")
    Paper.objects.everywhere().filter(errand__in=ids).update(name=FORGOTTEN)
    Step.objects.everywhere().filter(errand__in=ids).update(done=FORGOTTEN, draft_hash="")
    rows = Errand.objects.everywhere().filter(pk__in=ids)
    rows.exclude(result="").update(result=FORGOTTEN)
    rows.exclude(mandate_text="").update(mandate_text=FORGOTTEN)
    return rows.update(
        name="", phone_sealed="", phone_hash="", phone_tail="", draft_hash="", person=None, dwelling=None,
        place_name="", note="", end_reason="", grade_words="", asked_label="", mandate_by="",
    )

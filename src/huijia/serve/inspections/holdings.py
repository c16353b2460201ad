"""What inspections keep of people: who signed a notice, let go when old enough."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from huijia.kernel.communities.models import Community
from huijia.kernel.files.models import Attachment
from huijia.kernel.privacy.registry import Activity, Held, Rule, register_activity, register_rule
from huijia.serve.inspections.agreed import KEPT_KEY
from huijia.serve.inspections.log import CHECK
from huijia.serve.inspections.models import Check


def register() -> None:
    register_rule(Rule("inspections", gettext_lazy("安检签收人的名字和签字"), KEPT_KEY, old_checks, forget_checks))
    register_activity(Activity(
        "inspections", gettext_lazy("入户安检"), gettext_lazy("查出并整改燃气、消防等隐患"),
        gettext_lazy("履行安全工作职责；和燃气公司等责任单位一起查"),
        gettext_lazy("哪一户、检查结果、隐患和整改期限、签收人的名字和签字、照片(可不拍)"),
        gettext_lazy("过了本社区约定的天数，清除签收人的名字、签字和照片；结果和隐患留作统计"),
        gettext_lazy("走这一户的人、两委；不给别的单位整本名单"),
    ))


def old_checks(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    named = Q(signed_by__gt="") | Q(note__gt="") | Q(partner_name__gt="")
    return Check.objects.of(community).filter(named, at__lt=before)


def forget_checks(ids: list[int], at: datetime) -> int:
    """What was found stays; who signed, and their hand, does not."""
    Attachment.objects.everywhere().filter(subject_type=CHECK, subject_id__in=ids).delete()
    rows = Check.objects.everywhere().filter(pk__in=ids)
    return rows.update(signed_by="", note="", partner_name="", draft_hash="")

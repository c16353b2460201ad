"""What visits keep of people: told to who asks for their own data, let go when old enough."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
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
from huijia.serve.visits.agreed import KEPT_KEY
from huijia.serve.visits.models import Recheck, Visit

MOST = 500


def register() -> None:
    register_holdings(Holding("visits", gettext_lazy("走访记录"), rows_of))
    register_rule(Rule("visits", gettext_lazy("过去的走访里的话"), KEPT_KEY, old_visits, forget_visits))
    register_activity(Activity(
        "visits", gettext_lazy("走访"), gettext_lazy("了解各户的情况和困难，及时办理"),
        gettext_lazy("社区工作需要；不强制拍照、定位，不愿谈可以不谈"),
        gettext_lazy("哪一户、和谁谈、说了什么、当场办了什么、下次哪天来；送学上门的内容和时长"),
        gettext_lazy("过了本社区约定的天数，清除和谁谈、说了什么、办了什么；走访次数留作统计"),
        gettext_lazy("走访这一户的人、两委和值班员"),
    ))


def rows_of(community: Community, subject: Subject) -> list[dict[str, Any]]:
    """Visits at which somebody spoke with this person."""
    if subject[0] != "person":
        return []
    rows = Visit.objects.of(community).filter(person_id=subject[1]).order_by("-pk")[:MOST]
    return [
        {
            _("编号"): row.ticket, _("走访时间"): f"{clock.local(row.at):%Y-%m-%d %H:%M}",
            _("种类"): str(row.get_kind_display()), _("谁去的"): row.visitor_label,
            _("居民说了什么"): row.asked, _("当场办了什么"): row.done,
            _("学了什么"): row.study_topic,
        }
        for row in rows
    ]


def old_visits(community: Community, before: datetime, held: Held) -> QuerySet[Any]:
    words = Q(asked__gt="") | Q(done__gt="") | Q(person__isnull=False) | Q(rechecks__note__gt="")
    kept = Q(person_id__in=held.of("person"), person_id__isnull=False)
    return Visit.objects.of(community).filter(words, at__lt=before).exclude(kept).distinct()


def forget_visits(ids: list[int], at: datetime) -> int:
    """The visit stays for the figures; with whom and what was said does not."""
    Recheck.objects.everywhere().filter(visit__in=ids).update(note="")
    return Visit.objects.everywhere().filter(pk__in=ids).update(person=None, asked="", done="", draft_hash="")

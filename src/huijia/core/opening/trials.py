"""上手练习: for each role four to six steps in the practice copy, ticked by what this login really did there.

A step is ticked by a ledger entry of the login in the practice community: nothing is reported by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.opening import log
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry


@dataclass(frozen=True)
class Step:
    """`kinds`: any of these entries ticks it. `url_name`: where it is done."""

    label: Promise
    kinds: tuple[str, ...]
    url_name: str


_ENTER = Step(_("进入练习：顶上出现蓝色的“练习”条"), (log.PRACTICE_ENTERED,), "opening:practice")
_LEAVE = Step(_("回到正式社区：按蓝条上的“回到正式”"), (log.PRACTICE_LEFT,), "opening:practice")
_REGISTER = Step(_("登记一件事"), ("matters.registered",), "desk:intake")
_CONTACT = Step(_("打开一件自己的事，记下“已联系居民”"), ("matters.contact",), "desk:home")
_RESULT = Step(_("报办理结果"), ("matters.report_result",), "desk:home")
_CLAIM = Step(_("认领一件事"), ("matters.claim",), "desk:home")
_CHECK = Step(_("核查一件办好的事"), ("matters.check_pass", "matters.check_fail"), "desk:home")
_OPTION = Step(_("改一条本社区约定"), ("communities.option_set",), "desk:options")
_NEIGHBOUR = (_ENTER, _REGISTER, _CLAIM, _CONTACT, _RESULT, _LEAVE)

STEPS: dict[str, tuple[Step, ...]] = {
    "secretary": (
        _ENTER, Step(_("派一件单"), ("matters.assign",), "desk:meeting"),
        Step(_("督办一件事"), ("matters.supervise",), "desk:matters"), _CHECK, _OPTION, _LEAVE,
    ),
    "committee": (_ENTER, Step(_("接一件单"), ("matters.take",), "desk:home"), _CONTACT, _RESULT, _CHECK, _LEAVE),
    "operator": (
        _ENTER, _REGISTER, Step(_("受理一件事，选好类别"), ("matters.accept",), "desk:home"),
        Step(_("答复一位居民"), ("matters.answer", "matters.answer_at_once"), "desk:callbacks"), _LEAVE,
    ),
    "grid_worker": _NEIGHBOUR,
    "group_leader": _NEIGHBOUR,
    "member_household": _NEIGHBOUR,
    "health": (_ENTER, Step(_("不记名测一次"), ("health.measured",), "health:nameless"), _LEAVE),
    "street": (
        _ENTER, Step(_("把一件上报的事退回社区"), ("matters.street_return",), "desk:home"),
        Step(_("给一件上报的事报办理结果"), ("matters.street_result",), "desk:home"), _LEAVE,
    ),
    "admin": (_ENTER, _OPTION, _LEAVE),
    "auditor": (_ENTER, _LEAVE),
}


def steps_for(roles: Iterable[str]) -> tuple[Step, ...]:
    """Of the first of these roles, in the order of the table."""
    held = set(roles)
    return next((steps for role, steps in STEPS.items() if role in held), ())


def done_in(practice: Community, access: Access, steps: Iterable[Step]) -> list[bool]:
    """Whether each step is ticked; one statement."""
    wanted = {kind for step in steps for kind in step.kinds}
    rows = Entry.objects.filter(
        community_id=practice.pk, actor_kind="user", actor_id=access.user_id, kind__in=wanted
    )
    there = set(rows.order_by().values_list("kind", flat=True).distinct())
    return [bool(there.intersection(step.kinds)) for step in steps]

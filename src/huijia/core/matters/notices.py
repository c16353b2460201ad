"""Notices about matters: codes, and what they say. No name, phone or text of a resident stands in any of them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.models import Post
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.lib import clock, crypto

TEXTS = {
    "new": (_("新事项"), _("收到新事项 #{ticket}，请受理。")),
    "assigned": (_("派给您"), _("事项 #{ticket} 已派给您，请在 {due} 前办理答复。")),
    "offered": (_("请您接手"), _("事项 #{ticket} 请您接手，请答复是否同意。")),
    "offer_answered": (_("转办答复"), _("事项 #{ticket} 的转办有了答复。")),
    "extension_asked": (_("申请延期"), _("事项 #{ticket} 申请延期，请审批。")),
    "extension_decided": (_("延期审批"), _("事项 #{ticket} 的延期申请已审批。")),
    "supervised": (_("督办"), _("事项 #{ticket} 被督办，请尽快办理。")),
    "check": (_("请核查"), _("事项 #{ticket} 已报结果，请核查。")),
    "check_failed": (_("核查退回"), _("事项 #{ticket} 核查未通过，请继续办理。")),
    "warn": (_("将到期"), _("事项 #{ticket} 将到期，截止 {due}。")),
    "overdue": (_("超期"), _("事项 #{ticket} 已超期，截止时间是 {due}。")),
    "escalate": (_("超期两个工作日"), _("事项 #{ticket} 超期已两个工作日，请书记督办。")),
    "escalated": (_("上报"), _("社区上报事项 #{ticket}，请街道处理。")),
    "reopened": (_("重开"), _("事项 #{ticket} 居民要求重办。")),
    "received": (_("已收到"), _("您反映的事已收到，编号 {ticket}，可随时查进度。")),
    "accepted": (_("已受理"), _("您反映的事(编号 {ticket})已受理，{due} 前答复。")),
    "answered": (_("已答复"), _("您反映的事(编号 {ticket})已办结，请查看答复并评价。")),
    "refused": (_("不予受理"), _("您反映的事(编号 {ticket})不属社区受理，请查看说明。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"matters.{code}", subject, text)


def _context(matter: Matter) -> dict[str, Any]:
    due = f"{clock.local(matter.due_at):%Y-%m-%d %H:%M}" if matter.due_at else ""
    return {"ticket": matter.ticket, "due": due}


def _once(matter: Matter, code: str, whom: str, mark: str) -> str:
    return f"matter:{matter.uuid}:{code}:{whom}:{mark or matter.version}"


def tell_role(matter: Matter, code: str, role: str, *, mark: str = "", at: datetime | None = None) -> None:
    """One notice to those who hold a role in the matter's community; who they are is resolved when it is sent."""
    notify.queue(
        f"matters.{code}", to=Address("role", role), community_id=matter.community_id, at=at,
        context=_context(matter), once=_once(matter, code, role, mark),
    )


def tell_post(matter: Matter, code: str, post: Post, *, mark: str = "", at: datetime | None = None) -> None:
    """One notice to the login of the person in this post, if they have one."""
    user_id = post.person.user_id
    if user_id is not None:
        notify.queue(
            f"matters.{code}", to=Address("user", str(user_id)), community_id=matter.community_id, at=at,
            context=_context(matter), once=_once(matter, code, f"user{user_id}", mark),
        )


def tell_reporter(matter: Matter, code: str, *, at: datetime | None = None) -> bool:
    """One notice to the phone that the reporter left. False where there is none."""
    if not matter.phone_sealed:
        return False
    notify.queue(
        f"matters.{code}", to=Address("phone", crypto.open_sealed(matter.phone_sealed)),
        community_id=matter.community_id, at=at, context=_context(matter), once=_once(matter, code, "reporter", ""),
    )
    return True

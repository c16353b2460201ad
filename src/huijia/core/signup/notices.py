"""Notices to those who signed up: what it is, when and where; no name and no number of anybody."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import addresses, templates
from huijia.lib import clock, crypto

TEXTS = {
    "signed": (
        _("报名成功"), _("您已报名“{title}”，{when}，{where}。报名号 {ticket}。不能来请取消，把名额让给别人。"),
    ),
    "waiting": (_("已候补"), _("“{title}”名额已满，您在候补，有空位会通知您。报名号 {ticket}。")),
    "offered": (
        _("有空位了"),
        _("“{title}”({when}，{where})有空位了，请在 {until} 前确认参加，过时让给下一位。报名号 {ticket}。"),
    ),
    "accepted": (_("已确认"), _("您已确认参加“{title}”，{when}，{where}。报名号 {ticket}。")),
    "lapsed": (_("递补已过时"), _("“{title}”的空位没有在时限内确认，已让给下一位。还想参加可以重新报名。")),
    "changed": (_("活动有变"), _("“{title}”有变动：现在是 {when}，{where}。不能来请取消。报名号 {ticket}。")),
    "called_off": (_("活动取消"), _("“{title}”({when})取消了：{reason}")),
    "cancelled": (_("报名已取消"), _("您在“{title}”({when})的报名已由社区取消。报名号 {ticket}。")),
    "reminder": (_("明天有活动"), _("提醒：明天 {when}，“{title}”，{where}。不能来请取消。报名号 {ticket}。")),
}
# The same for an hour that somebody booked for themselves: nobody "takes part" in it.
TEXTS |= {
    "slot_signed": (
        _("预约成功"), _("您已预约“{title}”，{when}，{where}。预约号 {ticket}。不能来请取消，把时间让给别人。"),
    ),
    "slot_waiting": (_("已候补"), _("“{title}”{when}约满了，您在候补，有空位会通知您。预约号 {ticket}。")),
    "slot_offered": (
        _("有空位了"),
        _("“{title}”({when}，{where})有空位了，请在 {until} 前确认，过时让给下一位。预约号 {ticket}。"),
    ),
    "slot_accepted": (_("已确认"), _("预约定下了：“{title}”，{when}，{where}。预约号 {ticket}。")),
    "slot_lapsed": (_("候补已过时"), _("“{title}”({when})的空位没有在时限内确认，已让给下一位。可以另约时间。")),
    "slot_changed": (_("预约有变"), _("您的预约“{title}”有变动：现在是 {when}，{where}。预约号 {ticket}。")),
    "slot_called_off": (_("预约取消"), _("您预约的“{title}”({when})取消了：{reason}。请另约时间，或者打社区电话。")),
    "slot_cancelled": (_("预约已取消"), _("您预约的“{title}”({when})已由社区取消。预约号 {ticket}。")),
    "slot_reminder": (_("明天有预约"), _("提醒：明天 {when}，“{title}”，{where}。不能来请取消。预约号 {ticket}。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"signup.{code}", subject, text)


def said(moment: datetime) -> str:
    return f"{clock.local(moment):%m-%d %H:%M}"


def tell(
    signup: Signup, occasion: Occasion, code: str, *, at: datetime | None = None, until: datetime | None = None
) -> bool:
    """One notice to the phone that the sign-up left; the same news once. False where there is no phone."""
    if not signup.phone_sealed:
        return False
    context = {
        "title": signup.what or occasion.title, "when": said(occasion.starts_at), "where": occasion.place_name,
        "ticket": signup.ticket, "until": said(until) if until else "", "reason": occasion.reason,
    }
    mark = f"{occasion.version}" if code in ("changed", "reminder") else f"{signup.version}"
    template = code if occasion.is_activity else f"slot_{code}"
    notify.queue(
        f"signup.{template}", to=addresses.phone(crypto.open_sealed(signup.phone_sealed)),
        community_id=signup.community_id, at=at, context=context, once=f"signup:{signup.uuid}:{code}:{mark}",
    )
    return True

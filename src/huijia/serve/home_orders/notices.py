"""Notices about orders: codes, and what they say. To residents: the hour and who comes; never an address or a name."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.lib import clock, crypto
from huijia.serve.home_orders.models import HomeOrder

TEXTS = {
    "new": (_("上门服务预约"), _("有新的上门服务预约 #{ticket}，请安排。")),
    "sent": (_("请您上门"), _("上门服务 #{ticket}（{service}）约在 {when}，请按时上门。")),
    "taken_away": (_("上门服务有变"), _("上门服务 #{ticket} 已改由别人上门或取消，您不用去了。")),
    "remind_worker": (_("上门提醒"), _("上门服务 #{ticket}（{service}）约在 {when}。")),
    "received": (_("预约收到了"), _("您预约的上门服务已收到，编号 {ticket}，约好时间会告诉您。")),
    "arranged": (_("约好了"), _("您预约的{service}约在 {when}，{worker}上门。编号 {ticket}，要改请打社区热线。")),
    "remind_resident": (_("上门提醒"), _("提醒您：{service}约在 {when}，{worker}上门。编号 {ticket}。")),
    "missed": (_("没有遇到您"), _("我们按约上门，家里没有人。编号 {ticket}，请打社区热线另约时间。")),
    "refused": (_("不能上门"), _("很抱歉，您预约的{service}不能上门办理，请查看说明或打社区热线。编号 {ticket}。")),
    "cancelled": (_("预约已取消"), _("您预约的{service}已取消，编号 {ticket}。")),
    "done": (_("请您评价"), _("您预约的{service}已完成，编号 {ticket}，请查看并评价。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"home_orders.{code}", subject, text)


def _context(order: HomeOrder) -> dict[str, str]:
    when = f"{clock.local(order.starts_at):%Y-%m-%d %H:%M}" if order.starts_at else ""
    return {"ticket": order.ticket, "service": order.service.name, "when": when, "worker": order.worker_label}


def _queue(order: HomeOrder, code: str, to: Address, whom: str, mark: str) -> None:
    notify.queue(
        f"home_orders.{code}", to=to, community_id=order.community_id, context=_context(order),
        once=f"home_order:{order.uuid}:{code}:{whom}:{mark or order.version}",
    )


def tell_office(order: HomeOrder, code: str) -> None:
    """To whoever holds the operators' role."""
    _queue(order, code, Address("role", "operator"), "operator", "")


def tell_worker(order: HomeOrder, code: str, *, mark: str = "") -> None:
    """To the login of who is sent, if they have one."""
    user_id = order.worker_person.user_id if order.worker_person is not None else None
    if user_id is not None:
        _queue(order, code, Address("user", str(user_id)), f"user{user_id}", mark)


def tell_resident(order: HomeOrder, code: str, *, mark: str = "") -> None:
    _queue(order, code, Address("phone", crypto.open_sealed(order.phone_sealed)), "resident", mark)

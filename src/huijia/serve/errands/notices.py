"""Notices about errands: codes and how it stands; never what the papers say."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.lib import crypto
from huijia.serve.errands.models import Errand

TEXTS = {
    "new": (_("代办"), _("有新的代办 #{ticket}（{service}），请受理。")),
    "given": (_("请您代办"), _("代办 #{ticket}（{service}）请您来办。")),
    "taken_away": (_("代办有变"), _("代办 #{ticket} 已改由别人办或取消，您不用办了。")),
    "received": (_("收到了"), _("请社区代办的{service}已收到，编号 {ticket}，受理后告诉您由谁来办。")),
    "entrusted": (_("有人办了"), _("您的{service}由{agent}代办，编号 {ticket}，可凭编号和查询码看办到哪一步。")),
    "refused": (_("不能代办"), _("很抱歉，{service}不能代办，请查看说明或打社区热线。编号 {ticket}。")),
    "reported": (_("有结果了"), _("您的{service}有结果了，代办人会把材料当面交回。编号 {ticket}。")),
    "closed": (_("请您评价"), _("您的{service}已办结，编号 {ticket}，请查看并评价。")),
    "cancelled": (_("代办已取消"), _("您的{service}代办已取消，编号 {ticket}。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"errands.{code}", subject, text)


def _queue(errand: Errand, code: str, to: Address, whom: str) -> None:
    notify.queue(
        f"errands.{code}", to=to, community_id=errand.community_id,
        context={"ticket": errand.ticket, "service": errand.service.name, "agent": errand.agent_label},
        once=f"errand:{errand.uuid}:{code}:{whom}:{errand.version}",
    )


def tell_office(errand: Errand, code: str) -> None:
    """To whoever holds the operators' role."""
    _queue(errand, code, Address("role", "operator"), "operator")


def tell_agent(errand: Errand, code: str) -> None:
    """To the agent's login, if they have one."""
    user_id = errand.agent_person.user_id if errand.agent_person is not None else None
    if user_id is not None:
        _queue(errand, code, Address("user", str(user_id)), f"user{user_id}")


def tell_resident(errand: Errand, code: str) -> None:
    if errand.phone_sealed:
        _queue(errand, code, Address("phone", crypto.open_sealed(errand.phone_sealed)), "resident")

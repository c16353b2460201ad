"""Notices of inspections: to the secretary at once where it is severe; to who looked, when a term has run out."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.serve.inspections.models import Check, Hazard

TEXTS = {
    "severe": (_("严重隐患"), _("{place} 查出严重隐患，已停用并转为事项 #{ticket}，请马上处理。")),
    "reported": (_("三次没有进门"), _("{place} 三次上门没有查成，已报告为事项 #{ticket}。")),
    "overdue": (_("隐患过了整改期限"), _("{place} 的隐患过了整改期限，请复查。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"inspections.{code}", subject, text)


def tell_secretary(check: Check, code: str, ticket: str) -> None:
    notify.queue(
        f"inspections.{code}", to=Address("role", "secretary"), community_id=check.community_id,
        context={"place": check.place_name, "ticket": ticket}, once=f"inspection:{check.uuid}:{code}",
    )


def tell_inspector(hazard: Hazard) -> None:
    """Who found it, if they have a login; else the office."""
    made = hazard.check_made
    to = Address("user", str(made.by_id)) if made.by_id is not None else Address("role", "operator")
    notify.queue(
        "inspections.overdue", to=to, community_id=hazard.community_id, context={"place": made.place_name},
        once=f"hazard:{hazard.pk}:overdue",
    )

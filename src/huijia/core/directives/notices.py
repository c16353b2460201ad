"""What a community's secretary is told about directives: titles and dates, nobody's name."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.directives.models import Directive
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import templates
from huijia.kernel.notify.addresses import Address
from huijia.lib import clock

TEXTS = {
    "sent": (_("街道交办"), _("街道交办“{title}”，请在 {due} 前答复。")),
    "remind": (_("街道交办提醒"), _("街道交办“{title}”还没有答复，截止 {due}。")),
    "send_back": (_("街道退回补充"), _("街道交办“{title}”的答复被退回，请补充。")),
    "withdraw": (_("街道撤回交办"), _("街道交办“{title}”已撤回，不用再办。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"directives.{code}", subject, text)


def tell(directive: Directive, code: str, community_ids: Iterable[int], *, mark: str, at: datetime) -> None:
    """One notice to the secretaries of each community, all in one statement; the same `mark` is told once."""
    notify.queue_many(
        f"directives.{code}", to=Address("role", "secretary"), at=at,
        context={"title": directive.title, "due": f"{clock.local(directive.due_at):%Y-%m-%d %H:%M}"},
        community_ids=community_ids, once=f"directive:{directive.pk}:{code}:{mark}",
    )

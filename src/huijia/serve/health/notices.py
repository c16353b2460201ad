"""A word to the person that they are asked to come again; nothing of what was measured."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people.queries import person_phone
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import addresses, templates
from huijia.serve.health.models import FollowUp

TEXTS = {"come": (_("请您有空来一趟"), _("实践站请您 {day} 前后有空来坐坐，或者打社区电话。"))}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"health.{code}", subject, text)


def tell(follow: FollowUp) -> None:
    """To the number that the roster has of them; nothing where it has none."""
    number = person_phone(follow.person) if follow.person.phone_sealed else ""
    if number:
        notify.queue(
            "health.come", to=addresses.phone(number), community_id=follow.community_id,
            context={"day": f"{follow.due_on:%m-%d}"}, once=f"health_follow:{follow.pk}:{follow.due_on}",
        )

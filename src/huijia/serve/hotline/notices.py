"""Notices of the hotline to its staff: codes and what they say. No name, number or word of a resident in any."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.notify import actions as notify
from huijia.kernel.notify import addresses, templates

TEXTS = {
    "swap_asked": (_("请您换班"), _("有人请您换一个热线值班的班，请答复是否同意。")),
    "swap_answered": (_("换班答复"), _("您请人换的热线值班有了答复。")),
    "note": (_("请收交接"), _("热线有一份交接等您收下。")),
}


def register() -> None:
    for code, (subject, text) in TEXTS.items():
        templates.register(f"hotline.{code}", subject, text)


def tell_post(code: str, post: Post, *, once: str, at: datetime) -> None:
    """One notice to the login of the person in this post, if they have one."""
    user_id = post.person.user_id
    if user_id is not None:
        notify.queue(
            f"hotline.{code}", to=addresses.user(user_id), community_id=post.community_id, at=at, context={},
            once=f"hotline:{once}",
        )

"""The office's own Word form for replies to 12345."""

import hashlib
from datetime import datetime

from django.db import transaction

from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.hotline import letters
from huijia.serve.hotline.actions.writing import record
from huijia.serve.hotline.models import ReplyTemplate

SUBJECT = "hotline.template"


def place_template(content: bytes, *, name: str, by: Access, at: datetime | None = None) -> ReplyTemplate:
    """Puts a form in the place of the shipped one, after filling it in for trial. The same again changes nothing.

    Raises:
        Refusal: no right to, no Word file, or it cannot be filled in.
    """
    by.require("hotline.manage")
    letters.check_template(content)
    moment, sha256 = at or clock.now(), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        there = current_template(by.community.pk)
        if there is not None and there.sha256 == sha256:
            return there
        template = ReplyTemplate.objects.create(
            community=by.community, content=content, name=name[:120], sha256=sha256, placed_at=moment,
            placed_label=by.label,
        )
        record("template_placed", (SUBJECT, template.pk), by, moment, data={"name": template.name})
    return template


def withdraw_template(*, by: Access, at: datetime | None = None) -> bool:
    """Back to the shipped form; False where it is used already."""
    by.require("hotline.manage")
    with transaction.atomic():
        there = current_template(by.community.pk)
        if there is None:
            return False
        ReplyTemplate.objects.of(by.community).filter(is_withdrawn=False).update(is_withdrawn=True)
        record("template_withdrawn", (SUBJECT, there.pk), by, at or clock.now())
    return True


def current_template(community_id: int) -> ReplyTemplate | None:
    """The form that counts, None for the shipped one."""
    return ReplyTemplate.objects.of(community_id).filter(is_withdrawn=False).first()

"""12345 转办: signed for, returned, replied to. What the platform sent is kept beside the matter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.actions.intake import signed
from huijia.core.matters.actions.moves import Step, check, make, stale, written
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter, Transfer
from huijia.core.matters.workflow import EDGES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


def sign(matter: Matter, *, by: Access, at: datetime | None = None) -> None:
    """签收: stops the clock of the limit to sign for it."""
    moment = at or clock.now()
    check(matter, EDGES["sign"], by, moment)
    changes = signed(matter, moment)
    if not changes:
        raise Refusal(_("这件事不用签收，或已经签收"), code="signed")
    make(matter, "sign", Step(changes), by=by, at=moment)


def hand_back(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """退回12345: not ours, within the limit to sign for it. The platform tells the reporter, so we send no notice.

    Raises:
        Refusal: it came from elsewhere, it was returned or replied to already, or the limit is over.
    """
    moment = at or clock.now()
    why = written(reason, field_name="reason")
    transfer = _open_transfer(matter)
    if matter.sign_due is not None and moment > matter.sign_due:
        raise Refusal(_("已过签收时限，不能再退回；请先办理，或上报街道协调"), field="reason", code="late")

    def also() -> None:
        rows = Transfer.objects.of(by.community).filter(pk=transfer.pk, returned_at=None, replied_at=None)
        if not rows.update(returned_at=moment, return_reason=why):
            raise stale()

    answer = _("已退回12345：%(reason)s") % {"reason": why}
    changes = {"answer": answer, "answered_at": moment, "closed_at": moment}
    make(matter, "hand_back", Step(changes, note=why, also=also), by=by, at=moment)


def keep_reply(matter: Matter, *, reply: str, by: Access) -> None:
    """What the letter says was done, saved before it is sent."""
    by.require("matters.answer")
    words = written(reply, field_name="reply", limit=5000)
    transfer = _open_transfer(matter)
    with transaction.atomic():
        rows = Transfer.objects.of(by.community).filter(pk=transfer.pk, replied_at=None)
        if not rows.update(reply=words):
            raise stale()


def reply_out(matter: Matter, *, reply: str, by: Access, at: datetime | None = None) -> None:
    """已回复12345: the letter went back, after the resident had their answer."""
    moment = at or clock.now()
    words = written(reply, field_name="reply", limit=5000)
    check(matter, EDGES["reply_out"], by, moment)
    transfer = _open_transfer(matter)

    def also() -> None:
        rows = Transfer.objects.of(by.community).filter(pk=transfer.pk, returned_at=None, replied_at=None)
        if not rows.update(reply=words, replied_at=moment, replied_label=by.label):
            raise stale()

    make(matter, "reply_out", Step(also=also), by=by, at=moment)


def _open_transfer(matter: Matter) -> Transfer:
    found = Transfer.objects.of(matter.community_id).filter(matter=matter).first()
    if matter.source != Source.CITY_12345 or found is None:
        raise Refusal(_("这件事不是 12345 转办的"), code="not_sent")
    if found.returned_at is not None or found.replied_at is not None:
        raise Refusal(_("已经退回或回复过 12345"), code="answered")
    return found

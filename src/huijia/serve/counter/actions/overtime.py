"""加时记录: what staff's extra hours were; and the ledger as a file."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.counter.actions.writing import note, of_here, stale
from huijia.serve.counter.enums import EXTRA
from huijia.serve.counter.log import OPENING
from huijia.serve.counter.models import Opening, Overtime

SLACK = timedelta(hours=3)
"""Somebody may come before and stay after the announced hours, within reason."""


def record_overtime(
    opening: Opening, *, label: str, starts_at: datetime, ends_at: datetime, by: Access, at: datetime | None = None
) -> Overtime:
    """One of the staff stayed from `starts_at` to `ends_at`. No clocking in: written down afterwards, once for each.

    Raises:
        Refusal: no right to, not an extra opening, not over yet, hours that do not fit it, or written already.
    """
    by.require("counter.serve")
    of_here(opening, by)
    moment, who = at or clock.now(), written(label, "label", 40)
    if opening.kind not in EXTRA:
        raise Refusal(_("平时开放不算加时"), code="regular")
    if opening.closed_at is not None:
        raise Refusal(_("这次开放停办了"), code="closed")
    if not starts_at < ends_at <= moment:
        raise Refusal(_("结束时间要在开始以后，不能是将来"), field="ends_at")
    if starts_at < opening.starts_at - SLACK or ends_at > opening.ends_at + SLACK:
        raise Refusal(_("和这次开放的时间对不上"), field="starts_at")
    try:
        with transaction.atomic():
            row = Overtime.objects.create(
                community=by.community, opening=opening, label=who, starts_at=starts_at, ends_at=ends_at,
                minutes=round((ends_at - starts_at).total_seconds() / 60), by_id=by.user_id, by_label=by.label,
                recorded_at=moment,
            )
            note(
                "overtime", (OPENING, opening.pk), by, at=moment, data={"minutes": row.minutes},
                personal={"who": who},
            )
    except IntegrityError:
        raise Refusal(_("这个人的加时已经记过了"), field="label", code="double") from None
    return row


def void_overtime(row: Overtime, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """Struck out with a reason; the right one is written beside it."""
    by.require("counter.plan")
    of_here(row, by)
    moment, why = at or clock.now(), written(reason, "reason", 120)
    with transaction.atomic():
        rows = Overtime.objects.of(by.community).filter(pk=row.pk, void_at=None)
        if not rows.update(void_at=moment, void_reason=why):
            raise stale()
        note("overtime_void", (OPENING, row.opening_id), by, at=moment, data={"reason": why})


def record_export(*, rows: int, reason: str, by: Access) -> None:
    """One entry for a list that left the house."""
    by.require("counter.plan")
    with transaction.atomic():
        data = {"rows": rows, "reason": written(reason, "reason", 120)}
        note("exported", ("community", by.community.pk), by, data=data)

"""Reads of what 12345 sent: what is to be signed for, in work, to be replied to, and what is late."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import OPEN_STATES, Satisfaction, Source, State
from huijia.core.matters.models import Matter, Transfer
from huijia.kernel.accounts.access import Access
from huijia.lib import clock, masks
from huijia.serve.hotline.letters import FIELDS

TABS = ("sign", "open", "reply", "done")


def transfers(access: Access) -> QuerySet[Matter]:
    """All that this login may see, with what the platform sent."""
    rows = matters.visible_to(access).filter(transfer__isnull=False, source=Source.CITY_12345)
    return rows.select_related("transfer", "grid", "category", "responsible").defer("grid__polygon", "text")


def in_tab(rows: QuerySet[Matter], tab: str) -> QuerySet[Matter]:
    if tab == "sign":
        return rows.filter(state=State.COLLECTED, sign_due__isnull=False, signed_at=None)
    if tab == "reply":
        return rows.filter(_to_reply())
    if tab == "done":
        return rows.filter(Q(transfer__replied_at__isnull=False) | Q(transfer__returned_at__isnull=False))
    return rows.filter(state__in=OPEN_STATES)


def _to_reply() -> Q:
    """Ended here, and nothing went back to the platform yet."""
    ended = Q(state__in=(State.CLOSED, State.REFUSED), is_historic=False)
    return ended & Q(transfer__replied_at=None, transfer__returned_at=None)


@dataclass(frozen=True)
class Line:
    """One transfer as a list shows it. `late`: what is over, as words; "" for nothing."""

    matter: Matter
    transfer: Transfer
    title: str
    late: str


def lines(rows: list[Matter], at: datetime) -> list[Line]:
    return [Line(row, row.transfer, masks.mask_in_text(row.title), late(row, row.transfer, at)) for row in rows]


def late(matter: Matter, transfer: Transfer, at: datetime) -> str:
    """What of the platform's limits is over: not signed for, or neither replied to nor returned."""
    if transfer.returned_at is not None or transfer.replied_at is not None:
        return ""
    if matter.sign_due and matter.signed_at is None and matter.is_open and at > matter.sign_due:
        return _("签收超时")
    if matter.external_due and at > matter.external_due:
        return _("答复超时")
    return ""


def count_late(rows: QuerySet[Matter], at: datetime) -> int:
    over = Q(external_due__lt=at) | Q(sign_due__lt=at, signed_at=None, state__in=OPEN_STATES)
    return rows.filter(over, transfer__replied_at=None, transfer__returned_at=None, is_historic=False).count()


def letter_of(matter: Matter, transfer: Transfer, at: datetime) -> dict[str, str]:
    """What stands in the reply, by the names of `letters.FIELDS`. Numbers of residents in texts are masked."""
    grade = matter.grades.filter(was_reached=True).first()
    asked = str(Satisfaction(grade.satisfaction).label) if grade is not None else _("未问到")
    values = {
        "community": matter.community.name, "number": transfer.number, "ticket": matter.ticket,
        "sent": _moment(transfer.sent_at), "due": _moment(matter.external_due), "title": matter.title,
        "text": transfer.text, "handling": handling_of(matter, transfer), "result": matter.answer or matter.result,
        "contacted": _moment(matter.contacted_at), "satisfaction": asked, "handler": matter.responsible_label,
        "date": f"{clock.local(transfer.replied_at or at):%Y-%m-%d}",
    }
    assert set(values) == set(FIELDS)
    masked = {name: masks.mask_in_text(values[name]) for name in ("title", "text", "handling", "result")}
    return {**values, **masked}


def handling_of(matter: Matter, transfer: Transfer) -> str:
    """What was done, as somebody wrote it for the letter, else the result or the reason for the return."""
    return transfer.reply or transfer.return_reason or matter.result


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""

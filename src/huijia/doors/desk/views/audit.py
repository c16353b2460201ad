"""操作日志: who did what, newest first, without what was written about residents; and whether the seals still fit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters.tickets import parse_ticket
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger import queries as ledger
from huijia.kernel.ledger.models import Entry, Seal
from huijia.lib import clock

SIZE = 50
MOST_AT_ONCE = 50_000
GROUPS = (
    ("", gettext_lazy("全部")), ("matters.", gettext_lazy("事项")), ("people.", gettext_lazy("人和户")),
    ("places.", gettext_lazy("网格和服务牌")), ("accounts.", gettext_lazy("账号与登录")),
    ("communities.", gettext_lazy("本社区约定")), ("ledger.", gettext_lazy("日志本身")),
)
# The last part of a subject's code, in words.
SUBJECTS = {
    "matter": gettext_lazy("事项"), "person": gettext_lazy("居民"), "plate": gettext_lazy("服务牌"),
    "grid": gettext_lazy("网格"), "import": gettext_lazy("导入"), "community": gettext_lazy("社区"),
    "post": gettext_lazy("职务"), "user": gettext_lazy("账号"), "membership": gettext_lazy("任职"),
    "option": gettext_lazy("约定"), "holiday": gettext_lazy("节假日"), "entry": gettext_lazy("日志"),
}


@dataclass(frozen=True)
class Line:
    """One entry as the auditor reads it."""

    entry: Entry
    text: str
    subject: str


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "audit.view")
    return _page(request, access)


@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Recomputes every seal now; a ledger too long for a page is left to the command."""
    access = open_for(request, "audit.view")
    last = Seal.objects.order_by("-number").first()
    if last is not None and last.last_position > MOST_AT_ONCE:
        return _page(request, access, {"too_long": last.last_position})
    return _page(request, access, {"report": ledger.verify(), "verified_at": clock.now()})


def _page(request: HttpRequest, access: Access, more: dict[str, Any] | None = None) -> HttpResponse:
    filters = {name: request.GET.get(name, "").strip()[:80] for name in ("kind", "subject", "actor", "day")}
    rows = _narrowed(Entry.objects.filter(community_id=access.community.pk), filters)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    # What people wrote is never even read here.
    found = list(rows.defer("personal", "leaf").order_by("-pk")[: SIZE + 1])
    context = {
        "lines": [_line(entry) for entry in found[:SIZE]], "filters": filters, "groups": GROUPS,
        "older": found[SIZE - 1].pk if len(found) > SIZE else None, "is_later": before.isdecimal(),
        "seal": _seal(), "is_filtered": any(filters.values()), **(more or {}),
    }
    return render(request, "desk/audit.html", context)


def _narrowed(rows: QuerySet[Entry], filters: dict[str, str]) -> QuerySet[Entry]:
    """Values that make no sense give an empty list."""
    if filters["kind"]:
        rows = rows.filter(kind__startswith=filters["kind"])
    if filters["actor"]:
        rows = rows.filter(actor_label__icontains=filters["actor"])
    if filters["subject"]:
        rows = _about(rows, filters["subject"])
    if filters["day"]:
        try:
            day = date.fromisoformat(filters["day"])
        except ValueError:
            return rows.none()
        start = datetime.combine(day, time(), tzinfo=clock.ZONE)
        rows = rows.filter(recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1))
    return rows


def _about(rows: QuerySet[Entry], wanted: str) -> QuerySet[Entry]:
    """A ticket number, or `matter:12`."""
    ticket = parse_ticket(wanted)
    if ticket is not None:
        return rows.filter(subject_type="matter", subject_id=ticket[1])
    kind, _colon, number = wanted.partition(":")
    return rows.filter(subject_type=kind, subject_id=int(number)) if number.isdecimal() else rows.none()


def _line(entry: Entry) -> Line:
    hidden = _("〔内容不显示〕")
    kind = kinds.get(entry.kind)
    entry.personal = dict.fromkeys(kind.personal_fields, hidden) if kind is not None else {}
    subject = SUBJECTS.get(entry.subject_type.rpartition(".")[2], entry.subject_type)
    return Line(entry, kinds.say(entry), f"{subject} {entry.subject_id}")


def _seal() -> dict[str, Any] | None:
    last = Seal.objects.order_by("-number").first()
    return None if last is None else {"seal": last, "head": bytes(last.head).hex()[:16]}

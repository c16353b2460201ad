"""12345 转办: the list with what is late, entry by form, and the reply to the platform."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.matters import actions as matters
from huijia.core.matters.models import Matter
from huijia.core.matters.queries import find
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, spreadsheet
from huijia.serve.hotline.forms.roster import ReasonForm
from huijia.serve.hotline.forms.transfers import TransferForm
from huijia.serve.hotline.queries import transfers as queries
from huijia.serve.hotline.views.opening import found, opened
from huijia.serve.hotline.views.roster import sent_book

PAGE = 30
MOST_ROWS = 5000


@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """`tab`: sign, open (without one), reply, done."""
    access = opened(request, "hotline.work")
    now, tab = clock.now(), request.GET.get("tab", "open")
    tab = tab if tab in queries.TABS else "open"
    rows = queries.transfers(access)
    shown = queries.in_tab(rows, tab).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        shown = shown.filter(pk__lt=int(before))
    some = list(shown[: PAGE + 1])
    context: dict[str, Any] = {
        "lines": queries.lines(some[:PAGE], now), "tab": tab, "late": queries.count_late(rows, now),
        "counts": {each: queries.in_tab(rows, each).count() for each in ("sign", "open", "reply")},
        "older": some[PAGE - 1].pk if len(some) > PAGE else None, "may_accept": access.may("matters.accept"),
        "may_register": access.may("matters.register"), "may_export": access.may("matters.export"),
        "may_manage": access.may("hotline.manage"),
    }
    return render(request, "hotline/transfers.html", context)


@require_http_methods(["GET", "POST"])
def transfer_add(request: HttpRequest) -> HttpResponse:
    access = opened(request, "matters.accept")
    form = TransferForm(request.POST if request.method == "POST" else None, access=access)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            draft = form.draft()
            try:
                done = matters.register(draft, by=access, at=min(form.cleaned_data["sent_at"], clock.now()))
            except Refusal as refusal:
                form.refuse(refusal)
                status = 409 if isinstance(refusal, matters.Conflict) else 422
            else:
                messages.success(request, _("登记为 #%(ticket)s。接下来在 %(due)s 前签收，不属本社区的退回。") % {
                    "ticket": done.matter.ticket, "due": f"{clock.local(draft.sign_due or clock.now()):%m-%d %H:%M}"})
                return redirect("hotline:transfers")
    context = {"form": form, "hours": options.get(access.community, "sign_hours")}
    return render(request, "hotline/transfer_add.html", context, status=status)


def opened_transfer(request: HttpRequest, ticket: str, *permissions: str) -> tuple[Access, Matter]:
    """A matter that 12345 sent and that the reader may see."""
    access = opened(request, *permissions)
    matter = found(find(access, ticket))
    found(getattr(matter, "transfer", None))
    return access, matter


@require_http_methods(["GET", "POST"])
def transfers_xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks for the reason; POST answers with the replies as a table, texts masked."""
    access = opened(request, "matters.export")
    form = ReasonForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        return _book(access, form.cleaned_data["reason"])
    context = {"form": form, "back": "../", "title": _("导出 12345 回复")}
    return render(request, "hotline/export.html", context, status=422 if form.is_bound else 200)


def _book(access: Access, reason: str) -> FileResponse:
    column, now = spreadsheet.Column, clock.now()
    columns = [
        column(_("12345 编号"), 20), column(_("编号"), 13), column(_("派发时间"), 16), column(_("答复时限"), 16),
        column(_("标题"), 24), column(_("办理情况"), 40, "long"), column(_("办理结果"), 40, "long"),
        column(_("联系时间"), 16), column(_("满意情况"), 10), column(_("承办人"), 18), column(_("状态"), 10),
        column(_("回复时间"), 16, "datetime"), column(_("时限"), 10),
    ]
    names = ("number", "ticket", "sent", "due", "title", "handling", "result", "contacted", "satisfaction", "handler")
    rows = queries.transfers(access).defer(None).prefetch_related("grades").order_by("pk")[:MOST_ROWS]

    def line(matter: Matter) -> list[object]:
        letter = queries.letter_of(matter, matter.transfer, now)
        cells = [spreadsheet.safe_cell(letter[name]) for name in names]
        answered = matter.transfer.replied_at or matter.transfer.returned_at
        return [*cells, matter.get_state_display(), answered, queries.late(matter, matter.transfer, now)]

    sheet = spreadsheet.Sheet(_("12345 回复"), columns, (line(matter) for matter in rows))
    return sent_book(access, sheet, _("12345 回复"), reason, f"{clock.local(now):%Y%m%d}")

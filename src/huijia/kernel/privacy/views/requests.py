"""个人信息申请: the list with its clock, one request, its export and its answer."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.fresh import require_fresh
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions, queries, registry
from huijia.kernel.privacy.defaults import ANSWER_DAYS
from huijia.kernel.privacy.enums import AskState
from huijia.kernel.privacy.forms import AnswerForm, AskForm
from huijia.kernel.privacy.models import Request
from huijia.lib import clock, spreadsheet
from huijia.lib.masks import mask_name, mask_phone

PAGE = 50
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Open ones first by their end, then the latest answered. POST takes one in."""
    access = open_for(request, "privacy.manage")
    form = AskForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        try:
            row = actions.ask(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已收下，请先核对是谁，再在期限内答复。"))
            return redirect("privacy:request", pk=row.pk)
    here = Request.objects.of(access.community)
    waiting = list(here.filter(state=AskState.OPEN).order_by("due_at", "pk")[:PAGE])
    ended = list(here.exclude(state=AskState.OPEN).order_by("-pk")[:PAGE])
    context = {
        "form": form, "waiting": [_line(row) for row in waiting], "ended": [_line(row) for row in ended],
        "days": options.get(access.community, ANSWER_DAYS),
    }
    return render(request, "privacy/requests.html", context, status=422 if form.is_bound else 200)


def _line(row: Request) -> dict[str, Any]:
    late = row.state == AskState.OPEN and row.due_at < clock.now()
    return {"row": row, "name": mask_name(row.name), "lamp": "red" if late else "none", "late": late}


def _found(request: HttpRequest, pk: int) -> tuple[Access, Request]:
    access = open_for(request, "privacy.manage")
    return access, get_object_or_404(Request.objects.of(access.community), pk=pk)


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    access, row = _found(request, pk)
    return _page(request, access, row, AnswerForm(access=access))


def _page(request: HttpRequest, access: Access, row: Request, form: AnswerForm, status: int = 200) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:40]
    subject = (row.subject_type, row.subject_id) if row.subject_id is not None else None
    context = {
        "row": row, "form": form, "q": q, "is_open": row.state == AskState.OPEN,
        "found": registry.found(access, q) if q and row.state == AskState.OPEN else [],
        "phone": mask_phone(row.phone_tail.rjust(11, "*")) if row.phone_tail else "",
        "who": registry.label_of(access.community, subject) if subject else "",
    }
    return render(request, "privacy/request.html", context, status=status)


@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """`subject`: one of the people found, as "type:id"."""
    access, row = _found(request, pk)
    kind, _colon, number = request.POST.get("subject", "").partition(":")
    try:
        actions.tie(row, subject=(kind, int(number) if number.isdecimal() else 0), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已核对是谁，现在可以导出和答复。"))
    return redirect("privacy:request", pk=pk)


@require_POST
def answer(request: HttpRequest, pk: int, *, refused: bool = False) -> HttpResponse:
    access, row = _found(request, pk)
    form = AnswerForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, row, form, 422)
    try:
        (actions.refuse if refused else actions.answer)(row, text=form.cleaned_data["text"], by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, row, form, 409 if refusal.code == "stale" else 422)
    messages.success(request, _("已答复并记入日志；本人登录后能看到，没有登录的请打电话告诉本人。"))
    return redirect("privacy:requests")


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Everything that is kept of this person, a sheet for each room, unmasked: so it is asked once more who asks."""
    access, row = _found(request, pk)
    require_fresh(request)
    if row.subject_id is None:
        messages.error(request, _("请先核对是谁，再导出。"))
        return redirect("privacy:request", pk=pk)
    parts = queries.everything_of(access.community, (row.subject_type, row.subject_id))
    actions.told_all(row, rows=sum(len(rows) for _label, rows in parts), by=access)
    mark = _("%(community)s 应本人要求提供，仅给本人") % {"community": access.community.name}
    book = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
    spreadsheet.write_book(book, [_sheet(label, rows, mark) for label, rows in parts] or [_empty(mark)])
    book.seek(0)
    name = _("个人信息") + f"-{row.pk}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _sheet(label: str, rows: list[dict[str, Any]], mark: str) -> spreadsheet.Sheet:
    titles = list(dict.fromkeys(title for line in rows for title in line))
    columns = [spreadsheet.Column(title, 18) for title in titles]
    return spreadsheet.Sheet(label, columns, [[_cell(line.get(title)) for title in titles] for line in rows], mark)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _empty(mark: str) -> spreadsheet.Sheet:
    return spreadsheet.Sheet(_("没有记录"), [spreadsheet.Column(_("没有记录"), 18)], [], mark)

"""事项台账 as an Excel file: the same filters as the list, names and phones masked, one log entry with its reason."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Nature, Satisfaction, Source, State
from huijia.core.matters.models import Matter
from huijia.doors.desk.cards import card_of
from huijia.doors.desk.forms.filters import filters_of
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks, spreadsheet

CHUNK = 1000
IN_MEMORY = 1024 * 1024
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("导出做什么用"), max_length=120,
        help_text=gettext_lazy("会和行数一起记入操作日志，并印在每页页眉。"),
    )


@require_http_methods(["GET", "POST"])
def ledger_xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks for the reason; POST answers with the file."""
    access = open_for(request, "matters.export")
    rows = queries.narrowed(queries.visible_to(access), filters_of(request.GET), access, clock.now())
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(access, rows, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "count": rows.count()}
    return render(request, "desk/export.html", context, status=422 if form.is_bound else 200)


def _file(access: Access, rows: QuerySet[Matter], reason: str) -> FileResponse:
    """Written row by row into a file that is gone when the answer is sent. The log has its entry before."""
    moment = clock.local(clock.now())
    mark = _("%(community)s 事项台账 %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "who": access.label, "when": f"{moment:%Y-%m-%d %H:%M}", "reason": reason,
    }
    book = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    try:
        count = spreadsheet.write_book(book, [spreadsheet.Sheet(_("事项台账"), columns(), _lines(rows), mark)])
        actions.record_export(rows=count, reason=reason, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    name = _("事项台账") + f"-{moment:%Y%m%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("收到时间"), 16, "datetime"), column(_("来源"), 10), column(_("诉求"), 7),
        column(_("类别"), 12), column(_("网格"), 12), column(_("地点"), 18), column(_("标题"), 24),
        column(_("内容"), 40, "long"), column(_("反映人"), 8), column(_("电话"), 13), column(_("责任人"), 18),
        column(_("状态"), 9), column(_("原截止时间"), 16, "datetime"), column(_("截止时间"), 16, "datetime"),
        column(_("延期次数"), 7, "number"), column(_("办理结果"), 40, "long"), column(_("答复"), 40, "long"),
        column(_("办结时间"), 16, "datetime"), column(_("时限"), 12), column(_("解决"), 7), column(_("满意度"), 9),
    ]


def _lines(rows: QuerySet[Matter]) -> Iterator[list[object]]:
    found = rows.select_related("grid", "category").prefetch_related("grades").order_by("pk")
    for matter in found.iterator(chunk_size=CHUNK):
        yield [spreadsheet.safe_cell(cell) if isinstance(cell, str) else cell for cell in line(matter)]


def line(matter: Matter) -> list[Any]:
    """One row in the order of `columns`; no name or number of a resident in the clear."""
    reached = [grade for grade in matter.grades.all() if grade.was_reached]
    grade = reached[0] if reached else None
    phone = f"*******{matter.phone_tail}" if matter.phone_tail else ""
    return [
        matter.ticket, matter.received_at, Source(matter.source).label, Nature(matter.nature).label,
        matter.category.name if matter.category else "", matter.grid.name if matter.grid else "", matter.place_name,
        masks.mask_in_text(matter.title), masks.mask_in_text(matter.text), masks.mask_name(matter.reporter_name), phone,
        matter.responsible_label, State(matter.state).label, matter.original_due_at, matter.due_at, matter.extensions,
        masks.mask_in_text(matter.result), masks.mask_in_text(matter.answer), matter.closed_at,
        card_of(matter).lamp_text, "" if grade is None else _("已解决") if grade.is_solved else _("未解决"),
        "" if grade is None else str(Satisfaction(grade.satisfaction).label),
    ]

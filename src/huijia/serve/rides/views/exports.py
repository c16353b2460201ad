"""接送台账 as an Excel file: the rides of some days, names and phones masked, one log entry with its reason."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks, spreadsheet
from huijia.serve.rides import actions, queries
from huijia.serve.rides.models import Ride
from huijia.serve.rides.views.entry import entered

CHUNK = 1000
IN_MEMORY = 1024 * 1024
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(OfficeForm):
    """Which days; what for."""

    first = day_field(gettext_lazy("从哪天"))
    last = day_field(gettext_lazy("到哪天"))
    reason = forms.CharField(
        label=gettext_lazy("导出做什么用"), max_length=120,
        help_text=gettext_lazy("会和行数一起记入操作日志，并印在每页页眉。"),
    )


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks for days and reason; POST answers with the file."""
    access = entered(request, "rides.plan")
    today = clock.today()
    first = {"first": today.replace(day=1) - timedelta(days=31), "last": today}
    form = ExportForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        rows = queries.visible_to(access).filter(day__gte=data["first"], day__lte=data["last"])
        try:
            return _file(access, rows, data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "rides/export.html", {"form": form}, status=form.status if form.is_bound else 200)


def _file(access: Access, rows: QuerySet[Ride], reason: str) -> FileResponse:
    """Written row by row into a file that is gone when the answer is sent. The log has its entry before."""
    moment = clock.local(clock.now())
    mark = _("%(community)s 接送台账 %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "who": access.label, "when": f"{moment:%Y-%m-%d %H:%M}", "reason": reason,
    }
    book = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    try:
        count = spreadsheet.write_book(book, [spreadsheet.Sheet(_("接送台账"), columns(), _lines(rows), mark)])
        actions.record_export(rows=count, reason=reason, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    name = _("接送台账") + f"-{moment:%Y%m%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("哪天"), 12, "date"), column(_("几点要到"), 8), column(_("去哪里"), 20),
        column(_("去做什么"), 10), column(_("坐车的人"), 8), column(_("电话"), 13), column(_("在哪里上车"), 24),
        column(_("网格"), 12), column(_("行动"), 10), column(_("去的司机"), 16), column(_("回家的司机"), 16),
        column(_("状态"), 14), column(_("结束时间"), 16, "datetime"),
    ]


def _lines(rows: QuerySet[Ride]) -> Iterator[list[object]]:
    found = rows.select_related("target", "grid").defer("grid__polygon").prefetch_related("stops__trip")
    for ride in found.order_by("day", "pk").iterator(chunk_size=CHUNK):
        yield [spreadsheet.safe_cell(cell) if isinstance(cell, str) else cell for cell in line(ride)]


def line(ride: Ride) -> list[Any]:
    """One row in the order of `columns`; no name or number of a resident in the clear."""
    drivers = {seat.direction: seat.trip.driver_label for seat in ride.stops.all() if not seat.is_freed}
    return [
        ride.ticket, ride.day, f"{ride.wants_at:%H:%M}", ride.target.name, str(ride.get_purpose_display()),
        masks.mask_name(ride.name) if ride.name else "", f"*******{ride.phone_tail}" if ride.phone_tail else "",
        ride.place_name, ride.grid.name if ride.grid else "", str(ride.get_mobility_display()),
        drivers.get("out", ""), drivers.get("back", ""), str(ride.get_state_display()), ride.ended_at,
    ]

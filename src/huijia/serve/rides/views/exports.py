"""接送台账 as an Excel file: the rides of some days, names and phones masked, one log entry with its reason."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.kernel.files import books
from huijia.lib import clock, masks, spreadsheet
from huijia.serve.rides import actions, queries
from huijia.serve.rides.models import Ride
from huijia.serve.rides.views.entry import entered


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    access = entered(request, "rides.plan")
    return books.asked(request, access, books.Book(
        _("接送台账"), reverse("rides:rides") + "?view=ended", _("接送"), columns(),
        lambda start, end: _lines(
            queries.visible_to(access).filter(day__gte=clock.local(start).date(), day__lt=clock.local(end).date())
        ),
        lambda count, reason: actions.record_export(rows=count, reason=reason, by=access),
    ))


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("哪天"), 12, "date"), column(_("几点要到"), 8), column(_("去哪里"), 20),
        column(_("去做什么"), 10), column(_("坐车的人"), 8), column(_("电话"), 13), column(_("在哪里上车"), 24),
        column(_("网格"), 12), column(_("行动"), 10), column(_("去的司机"), 16), column(_("回家的司机"), 16),
        column(_("状态"), 14), column(_("结束时间"), 16, "datetime"),
    ]


def _lines(rows: QuerySet[Ride]) -> Iterator[list[Any]]:
    found = rows.select_related("target", "grid").defer("grid__polygon").prefetch_related("stops__trip")
    for ride in found.order_by("day", "pk").iterator(chunk_size=books.CHUNK):
        yield line(ride)


def line(ride: Ride) -> list[Any]:
    """One row in the order of `columns`; no name or number of a resident in the clear."""
    drivers = {seat.direction: seat.trip.driver_label for seat in ride.stops.all() if not seat.is_freed}
    return [
        ride.ticket, ride.day, f"{ride.wants_at:%H:%M}", ride.target.name, str(ride.get_purpose_display()),
        masks.mask_name(ride.name) if ride.name else "", f"*******{ride.phone_tail}" if ride.phone_tail else "",
        ride.place_name, ride.grid.name if ride.grid else "", str(ride.get_mobility_display()),
        drivers.get("out", ""), drivers.get("back", ""), str(ride.get_state_display()), ride.ended_at,
    ]

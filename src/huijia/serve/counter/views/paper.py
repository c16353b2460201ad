"""What is printed and sent: 一次性告知单, the slip of a number, a service's guide, the ledger."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.kernel.accounts.access import Access
from huijia.kernel.files import books
from huijia.lib import clock, masks, spreadsheet
from huijia.serve.counter import actions, queries
from huijia.serve.counter.models import Booking, CounterService, Turn
from huijia.serve.counter.views.entry import entered, row_of


@require_GET
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """A4 一次性告知单: everything that is lacking, at once."""
    access = entered(request, "counter.serve")
    turn = row_of(Turn, access, pk, "counter", "service", "signup")
    return render(request, "counter/told.html", {"turn": turn, "community": access.community, "today": clock.today()})


@require_GET
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A small slip with the number, how many wait and about how long."""
    access = entered(request, "counter.serve")
    turn = row_of(Turn, access, pk, "counter", "service", "signup", "community")
    ahead, minutes = queries.ahead_of(turn, clock.now())
    context = {"turn": turn, "ahead": ahead, "minutes": minutes, "community": access.community}
    return render(request, "counter/slip.html", context)


@require_GET
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """A4 办事指南 of one service, to hand out."""
    access = entered(request, "counter.view")
    context = {
        "service": row_of(CounterService, access, pk), "community": access.community, "today": clock.today(),
        "counters": list(queries.counters(access.community)),
    }
    return render(request, "counter/guide.html", context)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    access = entered(request, "counter.plan")
    return books.asked(request, access, books.Book(
        _("窗口预约台账"), reverse("counter:today"), _("窗口"), columns(),
        lambda start, end: _lines(access, start, end),
        lambda count, reason: actions.record_export(rows=count, reason=reason, by=access),
    ))


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("预约号"), 14), column(_("时间"), 16, "datetime"), column(_("窗口"), 12), column(_("哪一种"), 12),
        column(_("办什么"), 18), column(_("姓名"), 8), column(_("电话"), 13), column(_("怎么约的"), 12),
        column(_("状态"), 10), column(_("到的时间"), 16, "datetime"), column(_("结果"), 16),
        column(_("办完时间"), 16, "datetime"),
    ]


def _lines(access: Access, start: datetime, end: datetime) -> Iterator[list[Any]]:
    rows = Booking.objects.of(access.community).filter(
        signup__occasion__starts_at__gte=start, signup__occasion__starts_at__lt=end
    )
    rows = rows.select_related("signup__occasion", "signup__turn", "service", "opening__counter")
    for row in rows.order_by("signup__occasion__starts_at", "pk").iterator(chunk_size=books.CHUNK):
        yield line(row)


def line(row: Booking) -> list[Any]:
    """One row in the order of `columns`; no name or number of a resident in the clear."""
    booked = row.signup
    turn = getattr(booked, "turn", None)
    return [
        booked.ticket, booked.occasion.starts_at, row.opening.counter.name, str(row.opening.get_kind_display()),
        row.service.name, masks.mask_name(booked.name) if booked.name else "", booked.masked_phone,
        str(booked.get_channel_display()), str(booked.get_state_display()), booked.came_at,
        str(turn.get_outcome_display()) if turn is not None and turn.outcome else "",
        turn.ended_at if turn is not None else None,
    ]

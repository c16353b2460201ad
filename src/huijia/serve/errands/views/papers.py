"""What is printed and sent: the receipt of a handing, the ledger; and the list of what is offered."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import books
from huijia.kernel.files import queries as files
from huijia.lib import masks, spreadsheet
from huijia.serve.errands import actions, queries
from huijia.serve.errands.forms import OfferForm
from huijia.serve.errands.log import HANDING
from huijia.serve.errands.models import Errand, ErrandService
from huijia.serve.errands.views.entry import entered, errand_of

NAMES = ("name", "office", "materials", "days", "note", "is_active")


@require_GET
def receipt(request: HttpRequest, ticket: str, handing_id: int) -> HttpResponse:
    """A4 交接回执, one for the resident: what changed hands, between whom, when, with the signature."""
    access = entered(request, "errands.view")
    errand = errand_of(access, ticket)
    found = next(((row, moves) for row, moves in queries.handings_of(errand) if row.pk == handing_id), None)
    if found is None:
        raise Http404
    row, moves = found
    kept = files.attachments(errand.community_id, (HANDING, row.pk))
    context = {
        "errand": errand, "row": row, "moves": moves, "signature": kept[0].file.url if kept else "",
        "community": access.community,
    }
    return render(request, "errands/receipt.html", context)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    access = entered(request, "errands.manage")
    return books.asked(request, access, books.Book(
        _("代办台账"), reverse("errands:errands") + "?view=ended", _("代办"), columns(),
        lambda start, end: _lines(queries.visible_to(access).filter(asked_at__gte=start, asked_at__lt=end)),
        lambda count, reason: actions.record_export(rows=count, reason=reason, by=access),
    ))


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("提出时间"), 16, "datetime"), column(_("办什么"), 18), column(_("给谁办"), 8),
        column(_("电话"), 13), column(_("地址"), 24), column(_("网格"), 12), column(_("代办人"), 10),
        column(_("怎么委托的"), 12), column(_("哪天前办好"), 12, "date"), column(_("状态"), 10), column(_("结果"), 10),
        column(_("结束时间"), 16, "datetime"), column(_("评价"), 10),
    ]


def _lines(rows: QuerySet[Errand]) -> Iterator[list[Any]]:
    found = rows.select_related("service", "grid").defer("grid__polygon")
    for row in found.order_by("pk").iterator(chunk_size=books.CHUNK):
        yield line(row)


def line(row: Errand) -> list[Any]:
    """One row in the order of `columns`; no name or number of a resident in the clear."""
    return [
        row.ticket, row.asked_at, row.service.name, masks.mask_name(row.name) if row.name else "",
        f"*******{row.phone_tail}" if row.phone_tail else "", row.place_name, row.grid.name if row.grid else "",
        row.agent_label, str(row.get_mandate_means_display()) if row.mandate_means else "", row.due_on,
        str(row.get_state_display()), str(row.get_outcome_display()) if row.outcome else "", row.ended_at,
        str(row.get_satisfaction_display()) if row.satisfaction else "",
    ]


@require_http_methods(["GET", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """What is offered; `usual` in the POST takes over the usual list."""
    access = open_for(request, "settings.edit")
    if request.method == "POST" and "usual" in request.POST:
        count = actions.adopt_usual(by=access)
        messages.success(request, _("加了 %(count)s 项，可以逐项改。") % {"count": count})
        return redirect("errands:services")
    return _service(request, access, None)


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    access = open_for(request, "settings.edit")
    row = ErrandService.objects.of(access.community).filter(pk=service_id).first()
    if row is None:
        raise Http404
    return _service(request, access, row)


def _service(request: HttpRequest, access: Access, row: ErrandService | None) -> HttpResponse:
    first = {name: getattr(row, name) for name in NAMES} if row else {}
    form = OfferForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("「%(name)s」已保存，居民就能看到。") % {"name": saved.name})
            return redirect("errands:services")
    rows = list(ErrandService.objects.of(access.community).order_by("-is_active", "pk")[:200])
    context = {"form": form, "service": row, "rows": rows}
    return render(request, "errands/services.html", context, status=form.status if form.is_bound else 200)

"""走访记录: the list, one visit, mending it, and the ledger as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.models import HouseholdMember
from huijia.core.people.queries import cared_by, holding, is_office
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import paging
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import books
from huijia.kernel.files import queries as files
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.lib import clock, masks, spreadsheet
from huijia.serve.visits import actions, queries
from huijia.serve.visits.forms import AmendForm, FilterForm, VoidForm
from huijia.serve.visits.log import VISIT
from huijia.serve.visits.models import Visit
from huijia.serve.visits.rights import may_amend, may_void
from huijia.serve.visits.views.entry import SIZE, entered, visit_of


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The latest first, also of what was entered from paper later; narrowed by `grid`, `kind`, `outcome`, `mine`."""
    access = entered(request, "visits.view")
    form = FilterForm(request.GET, access=access)
    rows = form.narrowed(queries.visible_to(access)).select_related("grid", "matter")
    rows = paging.behind(rows, request.GET.get("before", ""), "at")
    found = list(rows.defer("grid__polygon", "matter__text").order_by("-at", "-pk")[: SIZE + 1])
    context = {
        "visits": found[:SIZE], "form": form,
        "older": paging.key_of(found[SIZE - 1].at, found[SIZE - 1].pk) if len(found) > SIZE else None,
        "may_plan": access.may("visits.plan"), "may_make": access.may("visits.make"),
    }
    return render(request, "visits/visits.html", context)


@require_GET
def visit(request: HttpRequest, ticket: str) -> HttpResponse:
    access = entered(request, "visits.view")
    return _page(request, access, visit_of(access, ticket))


def _page(
    request: HttpRequest, access: Access, visit: Visit, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    forms = bound or {}
    kept = files.attachments(visit.community_id, (VISIT, visit.pk))
    first = {name: getattr(visit, name) for name in ("version", "asked", "done", "next_on")}
    context = {
        "visit": visit, "spoke_with": _spoke_with(visit, access), "lines": _lines_of(visit),
        "rechecks": [
            {"title": masks.mask_in_text(row.matter.title), "row": row}
            for row in visit.rechecks.select_related("matter").order_by("pk")
        ],
        "photos": [{"url": row.file.url, "thumb_url": row.file.thumb_url} for row in kept],
        "amend_form": forms.get("amend") or AmendForm(access=access, initial=first, auto_id="amend_%s"),
        "void_form": forms.get("void") or VoidForm(access=access, initial=first, auto_id="void_%s"),
        "may_amend": may_amend(visit, access, clock.now()), "may_void": may_void(visit, access),
    }
    return render(request, "visits/visit.html", context, status=status)


def _spoke_with(visit: Visit, access: Access) -> str:
    if visit.person is None:
        return ""
    member = holding(HouseholdMember.objects.of(access.community).filter(person=visit.person)).first()
    whole = is_office(access) or (member is not None and member.household_id in cared_by(access))
    return visit.person.name if whole else masks.mask_name(visit.person.name)


def _lines_of(visit: Visit) -> list[dict[str, Any]]:
    return [
        {"when": entry.occurred_at, "who": entry.actor_label, "for_who": entry.for_label, "text": say(entry)}
        for entry in history((VISIT, visit.pk))
    ]


@require_POST
def move(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """amend, void; what is refused shows beside its field."""
    access = entered(request, "visits.view")
    visit = visit_of(access, ticket)
    kind: type[AmendForm | VoidForm] = AmendForm if move == "amend" else VoidForm
    form = kind(request.POST, access=access, auto_id=f"{move}_%s")
    if not form.is_valid():
        return _page(request, access, visit, {move: form}, status=422)
    if form.cleaned_data["version"] != visit.version:
        messages.error(request, _("这条走访记录刚刚有了变化，请看最新情况后再办"))
        return _page(request, access, visit, {move: form}, status=409)
    try:
        form.act(visit)
    except actions.Stale as stale:
        messages.error(request, str(stale))
        return _page(request, access, visit_of(access, ticket), {move: form}, status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, visit, {move: form}, status=403 if refusal.code == "forbidden" else 422)
    messages.success(request, _("改好了，原来写的留在经过里。") if move == "amend" else _("已作废，不再计数。"))
    return redirect("visits:visit", visit.ticket)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    access = entered(request, "visits.plan")
    return books.asked(request, access, books.Book(
        _("走访台账"), reverse("visits:visits"), _("走访记录"), columns(),
        lambda start, end: _lines(queries.visible_to(access).filter(at__gte=start, at__lt=end)),
        lambda count, reason: actions.record_export(rows=count, reason=reason, by=access),
    ))


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("走访时间"), 16, "datetime"), column(_("网格"), 12), column(_("地址"), 26),
        column(_("种类"), 10), column(_("方式"), 10), column(_("结果"), 10), column(_("和谁谈的"), 8),
        column(_("居民说了什么"), 36), column(_("当场办了什么"), 28), column(_("转成的事项"), 13),
        column(_("学了什么"), 16), column(_("学了多少分钟"), 10), column(_("下次哪天来"), 12, "date"),
        column(_("谁去的"), 10), column(_("纸质补录"), 8), column(_("作废原因"), 16),
    ]


def _lines(rows: QuerySet[Visit]) -> Iterator[list[Any]]:
    found = rows.select_related("grid", "person", "matter").defer("grid__polygon", "matter__text")
    for row in found.order_by("at", "pk").iterator(chunk_size=books.CHUNK):
        yield line(row)


def line(row: Visit) -> list[Any]:
    """One row in the order of `columns`; names masked, numbers in the words too."""
    return [
        row.ticket, row.at, row.grid.name, row.place_name, str(row.get_kind_display()), str(row.get_means_display()),
        str(row.get_outcome_display()), masks.mask_name(row.person.name) if row.person else "",
        masks.mask_in_text(row.asked), masks.mask_in_text(row.done), row.matter.ticket if row.matter else "",
        row.study_topic, row.study_minutes, row.next_on, row.visitor_label, _("是") if row.is_paper else "",
        row.void_reason,
    ]



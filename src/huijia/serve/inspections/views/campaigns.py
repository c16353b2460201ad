"""安检行动: the list, a new one, one with its progress and the homes to do, the ledger; the checklists."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.queries import cared_by, heads_at
from huijia.core.places.ground import ground
from huijia.core.places.tiles import open_to_tiles
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import books
from huijia.lib import clock, spreadsheet
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.forms import CampaignForm, ChecklistForm, write_items
from huijia.serve.inspections.models import Campaign, Check, Checklist
from huijia.serve.inspections.views.entry import SIZE, entered


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Newest first, paged by id."""
    access = entered(request, "inspections.view")
    rows = Campaign.objects.of(access.community).select_related("checklist").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    context = {
        "campaigns": found[:SIZE], "older": found[SIZE - 1].pk if len(found) > SIZE else None,
        "may_plan": access.may("inspections.plan"), "today": clock.today(),
    }
    return render(request, "inspections/campaigns.html", context)


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    access = entered(request, "inspections.plan")
    today = clock.today()
    first = {"starts_on": today, "ends_on": today + timedelta(days=60)}
    form = CampaignForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("「%(name)s」排好了，网格员打开就能看到要查的户。") % {"name": row.name})
            return redirect("inspections:campaign", row.pk)
    context = {"form": form, "has_lists": queries.current(access).exists()}
    return render(request, "inspections/campaign_new.html", context, status=form.status if form.is_bound else 200)


def _campaign(access: Access, pk: int) -> Campaign:
    row = Campaign.objects.of(access.community).select_related("checklist").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_GET
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The homes to do in walking order, and how far each grid is."""
    access = entered(request, "inspections.view")
    row = _campaign(access, campaign_id)
    homes = queries.to_do(access, row) if row.closed_at is None else []
    heads = heads_at(access, [home.dwelling_id for home in homes], cared_by(access))
    progress = queries.progress(access, row)
    whole = queries.Progress(_("合计"), *(
        sum(getattr(each, name) for each in progress)
        for name in ("homes", "done", "hazard", "missed", "refused", "vacant")
    ))
    context = {
        "campaign": row, "progress": progress, "whole": whole, "may_plan": access.may("inspections.plan"),
        "groups": [
            {"name": name, "homes": [{"row": home, "heads": heads.get(home.dwelling_id, [])} for home in part]}
            for name, part in groupby(homes, key=lambda home: queries.way_of(home)[0])
        ],
        "count": len(homes), "is_cut": len(homes) == queries.MOST,
    }
    return open_to_tiles(render(request, "inspections/campaign.html", context), access.community)


@require_GET
def campaign_map(request: HttpRequest, campaign_id: int) -> JsonResponse:
    """For the map: red homes with a hazard, yellow where nobody opened, green those that were looked at."""
    access = entered(request, "inspections.view")
    grids = [
        {
            "id": row.grid.pk, "name": row.name, "code": row.grid.code, "polygon": row.grid.polygon,
            "red": row.hazard, "yellow": row.missed + row.refused, "green": row.done,
        }
        for row in queries.progress(access, _campaign(access, campaign_id)) if row.grid is not None
    ]
    data = {"grids": grids, "points": [], **ground(access.community)}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@require_POST
def campaign_close(request: HttpRequest, campaign_id: int) -> HttpResponse:
    access = entered(request, "inspections.plan")
    row = _campaign(access, campaign_id)
    actions.close_campaign(row, by=access)
    messages.success(request, _("结束了。没有整改的隐患还在“隐患”里，到期照样提醒。"))
    return redirect("inspections:campaign", row.pk)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """安检台账."""
    access = entered(request, "inspections.plan")
    return books.asked(request, access, books.Book(
        _("入户安检台账"), reverse("inspections:campaigns"), _("入户安检"), columns(),
        lambda start, end: _lines(Check.objects.of(access.community).filter(at__gte=start, at__lt=end)),
        lambda count, reason: actions.record_export(rows=count, reason=reason, by=access),
        said=_("只有地址，没有姓名和电话。"),
    ))


def columns() -> list[spreadsheet.Column]:
    column = spreadsheet.Column
    return [
        column(_("编号"), 13), column(_("时间"), 16, "datetime"), column(_("安检行动"), 20), column(_("网格"), 12),
        column(_("地址"), 26), column(_("结果"), 10), column(_("隐患"), 40), column(_("等级"), 10),
        column(_("整改期限"), 12, "date"), column(_("已整改"), 8), column(_("谁查的"), 10), column(_("一起去的人"), 12),
        column(_("备注"), 20),
    ]


def _lines(rows: QuerySet[Check]) -> Iterator[list[Any]]:
    """A line for each hazard; for a check without one a line of its own."""
    found = rows.select_related("home__campaign", "grid").defer("grid__polygon").prefetch_related("hazards")
    for row in found.order_by("at", "pk").iterator(chunk_size=books.CHUNK):
        head = [row.ticket, row.at, row.home.campaign.name, row.grid.name, row.place_name, row.get_result_display()]
        tail = [row.by_label, row.partner_name, row.note]
        for hazard in row.hazards.all():
            fixed = _("是") if hazard.closed_on else _("否")
            yield [*map(_word, head), hazard.text, str(hazard.get_level_display()), hazard.due_on, fixed, *tail]
        if not row.hazards.all():
            yield [*map(_word, head), "", "", None, "", *tail]


def _word(value: Any) -> Any:
    return value if hasattr(value, "tzinfo") else str(value)


@require_http_methods(["GET", "POST"])
def checklists(request: HttpRequest) -> HttpResponse:
    """The lists in use; `usual` in the POST takes over those that ship."""
    access = entered(request, "inspections.plan")
    if request.method == "POST" and "usual" in request.POST:
        count = actions.adopt_usual(by=access)
        messages.success(request, _("加了 %(count)s 张，可以逐张改。") % {"count": count})
        return redirect("inspections:checklists")
    return _checklist(request, access, None)


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, checklist_id: int) -> HttpResponse:
    access = entered(request, "inspections.plan")
    row = queries.current(access).filter(pk=checklist_id).first()
    if row is None:
        raise Http404
    return _checklist(request, access, row)


def _checklist(request: HttpRequest, access: Access, row: Checklist | None) -> HttpResponse:
    first = {"name": row.name, "subject": row.subject, "items": write_items(row)} if row else {}
    form = ChecklistForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            told = _("「%(name)s」第 %(number)s 版已保存；以前的记录还按原来那版看。")
            messages.success(request, told % {"name": saved.name, "number": saved.number})
            return redirect("inspections:checklists")
    context = {"form": form, "checklist": row, "rows": list(queries.current(access)[:100])}
    return render(request, "inspections/checklists.html", context, status=form.status if form.is_bound else 200)

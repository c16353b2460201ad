"""走访要求 and what came of them: the rules, the coverage by grid on the map and as a list, the sheet for paper."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.people.queries import cared_by, heads_at
from huijia.core.places.ground import ground
from huijia.core.places.tiles import open_to_tiles
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.visits import actions, queries
from huijia.serve.visits.forms import RuleForm
from huijia.serve.visits.models import Rule
from huijia.serve.visits.views.entry import entered

NAMES = ("name", "key_group", "every_days", "starts_on", "is_active")


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rules; `usual` in the POST takes over the usual ones."""
    access = entered(request, "visits.plan")
    if request.method == "POST" and "usual" in request.POST:
        count = actions.adopt_usual(by=access)
        messages.success(request, _("加了 %(count)s 条，可以逐条改。") % {"count": count})
        return redirect("visits:rules")
    return _rule(request, access, None)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    access = entered(request, "visits.plan")
    row = queries.rules_of(access.community).get(rule_id)
    if row is None:
        raise Http404
    return _rule(request, access, row)


def _rule(request: HttpRequest, access: Access, row: Rule | None) -> HttpResponse:
    first: dict[str, Any] = {"starts_on": clock.today(), "is_active": True}
    if row is not None:
        first = {name: getattr(row, name) for name in NAMES} | {"grid": row.grid_id}
    form = RuleForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("「%(name)s」已保存，各户下次走访的日子已重新算好。") % {"name": saved.name})
            return redirect("visits:rules")
    rows = sorted(queries.rules_of(access.community).values(), key=lambda each: (not each.is_active, each.every_days))
    context = {"form": form, "rule": row, "rows": rows}
    return render(request, "visits/rules.html", context, status=form.status if form.is_bound else 200)


def _since(today: date) -> date:
    return today.replace(month=1, day=1)


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """By grid: doors, visited this year, due, overdue; the map says the same."""
    access = entered(request, "visits.plan")
    today = clock.today()
    rows = queries.coverage(access, _since(today), today)
    whole = {name: sum(getattr(row, name) for row in rows) for name in ("doors", "visited", "due", "overdue")}
    context = {
        "rows": rows, "whole": whole, "year": today.year,
        "ahead": (queries.ahead(access.community, today) - today).days,
    }
    return open_to_tiles(render(request, "visits/coverage.html", context), access.community)


@require_GET
def coverage_data(request: HttpRequest) -> JsonResponse:
    """For the map: red overdue, yellow due, green visited this year."""
    access = entered(request, "visits.plan")
    today = clock.today()
    grids = [
        {
            "id": row.grid.pk, "name": row.grid.name, "code": row.grid.code, "polygon": row.grid.polygon,
            "red": row.overdue, "yellow": row.due, "green": row.visited,
        }
        for row in queries.coverage(access, _since(today), today)
    ]
    data = {"grids": grids, "points": [], **ground(access.community)}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """A4 走访表: today's doors with room to write, for who walks with paper; entered later on the same screen."""
    access = entered(request, "visits.make")
    today = clock.today()
    plans = queries.due_doors(access, today)
    heads = heads_at(access, [plan.dwelling_id for plan in plans], cared_by(access))
    actions.record_sheet(count=len(plans), by=access)
    context = {
        "doors": [
            {"home": plan.dwelling, "heads": heads.get(plan.dwelling_id, []), **queries.lamp_of(plan, today)}
            for plan in plans
        ],
        "community": access.community, "printed_at": clock.now(), "who": access.label,
    }
    return render(request, "visits/sheet.html", context)

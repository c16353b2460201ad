"""Grids as files: out as GeoJSON or KML, in as GeoJSON after a look at what would change."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.places import exchange, grids
from huijia.core.places.models import Grid
from huijia.doors.desk.forms.grids import ImportForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


@require_GET
def grids_export(request: HttpRequest) -> HttpResponse:
    """`format`: geojson or kml; `code`: one grid, all without."""
    access = open_for(request, "places.view")
    rows = Grid.objects.of(access.community).order_by("code")
    code = request.GET.get("code", "")
    if code:
        rows = rows.filter(code=code)
        if not rows:
            raise Http404
    kind = request.GET.get("format", "geojson")
    if kind == "kml":
        content: str | bytes = exchange.as_kml(rows, access.community.name)
        media = "application/vnd.google-earth.kml+xml"
    elif kind == "geojson":
        content = json.dumps(exchange.as_geojson(rows), ensure_ascii=False, indent=1)
        media = "application/geo+json"
    else:
        raise Http404
    name = f"grids-{code or access.community.code12}-{clock.today():%Y%m%d}.{kind}"
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
def grids_import(request: HttpRequest) -> HttpResponse:
    """POST without `seen`: shows what would change. With it: does that, if nothing changed meanwhile."""
    access = open_for(request, "places.edit")
    if request.method != "POST":
        return _page(request, ImportForm(access=access))
    form = ImportForm(request.POST, request.FILES, access=access)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _do(request, access, form) if form.cleaned_data["seen"] else _look(request, access, form)


def _look(request: HttpRequest, access: Access, form: ImportForm, status: int = 200) -> HttpResponse:
    try:
        text, plan = form.look()
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, form, status=422)
    crs = form.cleaned_data["crs"]
    ready = ImportForm(access=access, initial={"text": text, "crs": crs, "seen": plan.seen})
    return _page(request, ready, plan, status)


def _do(request: HttpRequest, access: Access, form: ImportForm) -> HttpResponse:
    try:
        done = form.act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _look(request, access, form, status=409 if refusal.code == grids.STALE else 422)
    count = len(done.doing)
    messages.success(request, _("导入了 %(count)s 个网格的边界。接下来看看有没有房屋换了网格。") % {"count": count})
    return redirect("desk:grid_homes")


def _page(
    request: HttpRequest, form: ImportForm, plan: exchange.Plan | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "desk/grids_import.html", {"form": form, "plan": plan}, status=status)

"""The editor of one grid's outline: what the map shows, what a drawing would mean, saving it, cutting it in two."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.models import Residence
from huijia.core.people.queries import holding
from huijia.core.places import grids as verbs
from huijia.core.places import reading
from huijia.core.places.ground import ground
from huijia.core.places.models import Dwelling, Grid
from huijia.core.places.tiles import open_to_tiles
from huijia.doors.desk.forms.grids import OutlineForm, SplitForm
from huijia.doors.desk.views.grids import grid_of, outlines_drawn
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import outlines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

MOST_DOTS = 4000


@require_http_methods(["GET", "POST"])
def grid_outline(request: HttpRequest, grid_id: int) -> HttpResponse:
    access = open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    if request.method != "POST":
        return _page(request, access, found, _blank(access, found, request.GET.get("from", "")), _split(access, found))
    form = OutlineForm(request.POST, request.FILES, access=access)
    if not form.is_valid():
        return _page(request, access, found, form, _split(access, found), status=422)
    try:
        drawn = form.act(found)
    except Refusal as refusal:
        form.refuse(refusal)
        stale = refusal.code == verbs.STALE
        return _page(
            request, access, grid_of(access, grid_id), form, _split(access, found), status=409 if stale else 422
        )
    told = _("“%(name)s”的边界已保存。接下来看看有没有房屋换了网格。")
    if drawn.fitted:
        told = _("“%(name)s”的边界已保存，和邻近网格之间的细缝已自动对齐。接下来看看有没有房屋换了网格。")
    messages.success(request, told % {"name": found.name})
    return redirect("desk:grid_homes")


def _blank(access: Access, found: Grid, before: str = "") -> OutlineForm:
    """The outline as it is saved; with `before`, the id of a ledger entry, as it was then."""
    shape = found.polygon
    if before.isdecimal():
        shape = next((entry.data["outline"] for entry in outlines_drawn(found) if entry.pk == int(before)), shape)
    return OutlineForm(access=access, initial={"outline": in_box(shape), "version": found.version})


def in_box(shape: dict[str, Any] | None) -> str:
    """A geometry as it stands in a text box."""
    return json.dumps(shape, separators=(",", ":")) if shape else ""


def _split(access: Access, found: Grid) -> SplitForm:
    return SplitForm(access=access, initial={"version": found.version, "part": "small"})


def _page(
    request: HttpRequest, access: Access, found: Grid, form: OutlineForm, cut: SplitForm, status: int = 200
) -> HttpResponse:
    """`stale`: the version that somebody saved meanwhile; the writer's own stays in the box, both are on the map."""
    stale = status == 409
    last = outlines_drawn(found)[:1]
    context = {
        "grid": found, "form": form, "cut": cut, "stale": stale, "last": last[0] if last else None,
        "saved": in_box(found.polygon), "splitting": cut.is_bound, "unsaved": form.is_bound or "from" in request.GET,
    }
    return open_to_tiles(render(request, "desk/grid_outline.html", context, status=status), access.community)


@require_GET
def grid_outline_data(request: HttpRequest, grid_id: int) -> JsonResponse:
    """The neighbours, what lies under them, and a dot for each home; no address, no name of a person."""
    access = open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    others = Grid.objects.of(access.community).exclude(pk=found.pk).exclude(polygon=None)
    dots = Dwelling.objects.of(access.community).exclude(lon=None).exclude(lat=None).order_by("pk")
    centre = [access.community.lon, access.community.lat]
    data = {
        "grids": [{"id": row.pk, "name": row.name, "code": row.code, "polygon": row.polygon} for row in others],
        "dots": [
            [lon, lat, grid_id == found.pk]
            for lon, lat, grid_id in dots.values_list("lon", "lat", "grid_id")[:MOST_DOTS]
        ],
        "centre": centre if None not in centre else None, **ground(access.community),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@dataclass(frozen=True)
class Inside:
    homes: int
    households: int


@require_POST
def grid_outline_check(request: HttpRequest, grid_id: int) -> JsonResponse:
    """What the outline in the form (or the cut of the saved one by `line`) would be, in words and as shapes."""
    access = open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    try:
        say = _cut_said if request.POST.get("line") else _outline_said
        answer = say(request, access, found)
    except Refusal as refusal:
        answer = {"ok": False, "problem": str(refusal), "clashes": []}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _outline_said(request: HttpRequest, access: Access, found: Grid) -> dict[str, Any]:
    area = reading.outline_of(request.POST.get("outline", ""), request.POST.get("crs", "wgs84"))
    drawn = verbs.among(access, area, [found.pk])
    clashes = [outlines.to_geojson(clash.common) for _grid, clash in drawn.clashes]
    return {
        "ok": not clashes, "problem": verbs.overlap_said(drawn.clashes) if clashes else "", "clashes": clashes,
        "said": said(access, drawn.area),
    }


def _cut_said(request: HttpRequest, access: Access, found: Grid) -> dict[str, Any]:
    line = reading.line_of(request.POST["line"], "wgs84")
    large, small = verbs.cut(found, line, access)
    parts = [
        {"shape": outlines.to_geojson(part), "said": f"{name}：{said(access, part)}", "part": key}
        for key, name, part in (("large", verbs.PARTS["large"], large), ("small", verbs.PARTS["small"], small))
    ]
    return {"ok": True, "problem": "", "clashes": [], "parts": parts}


def said(access: Access, area: "Geometry") -> str:
    """How large it is, and how many live there; above the agreed number with a hint."""
    inside = _inside(access, area)
    values = {
        "area": f"{outlines.square_metres(area) / 1e6:.3f}", "homes": inside.homes, "households": inside.households,
    }
    most = options.get(access.community, "grid_households_most")
    if inside.households > most:
        told = _("%(area)s 平方公里，%(homes)s 处房屋，%(households)s 户，超过 %(most)s 户，可以考虑拆分")
        return told % {**values, "most": most}
    return _("%(area)s 平方公里，%(homes)s 处房屋，%(households)s 户") % values


def _inside(access: Access, area: "Geometry") -> Inside:
    """Two statements."""
    rows = Dwelling.objects.of(access.community).exclude(lon=None).exclude(lat=None)
    homes = {pk: (lon or 0.0, lat or 0.0) for pk, lon, lat in rows.values_list("pk", "lon", "lat")}
    held = outlines.holders([area], list(homes.values()), [None] * len(homes))
    there = {pk for pk, place in zip(homes, held, strict=True) if place is not None}
    living = holding(Residence.objects.of(access.community).filter(is_main=True))
    where = living.values_list("dwelling_id", "household_id")
    return Inside(len(there), len({household for dwelling, household in where if dwelling in there}))


@require_POST
def grid_split(request: HttpRequest, grid_id: int) -> HttpResponse:
    access = open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    form = SplitForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, found, _blank(access, found), form, status=422)
    try:
        new = form.act(found)
    except Refusal as refusal:
        form.refuse(refusal)
        status = 409 if refusal.code == verbs.STALE else 422
        now = grid_of(access, grid_id)
        return _page(request, access, now, _blank(access, now), form, status=status)
    told = _("已从“%(old)s”拆出“%(new)s”。接下来把落在新网格里的房屋移过去，再给它定网格员。")
    messages.success(request, told % {"old": found.name, "new": new.name})
    return redirect("desk:grid_homes")

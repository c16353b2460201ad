"""Homes and their grids: which lie elsewhere than the list says; the doors by group, placed by a tap on the map."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.places import locating
from huijia.core.places.ground import ground
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.core.places.tiles import open_to_tiles
from huijia.doors.desk.forms.grids import PlaceForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

SIZE = 60
MOST_DOTS = 2000
NAMES = ("grid", "group", "estate", "where", "q")


@require_http_methods(["GET", "POST"])
def grid_homes(request: HttpRequest) -> HttpResponse:
    """GET: homes whose point lies in another grid. POST: moves one lot of them, as many as the page showed."""
    access = open_for(request, "places.edit")
    pairs = locating.misplaced(access.community)
    if request.method != "POST":
        return _homes_page(request, access, pairs)
    wanted = (request.POST.get("source", ""), request.POST.get("target", ""))
    lot = next((pair for pair in pairs if (str(pair.source.pk), str(pair.target and pair.target.pk)) == wanted), None)
    if lot is None or lot.target is None or str(len(lot.homes)) != request.POST.get("count"):
        messages.error(request, _("房屋或边界刚才变了，没有移动。请再看一遍。"))
        return _homes_page(request, access, pairs, status=409)
    moved = locating.move_homes(lot.homes, source=lot.source, target=lot.target, by=access)
    told = _("%(count)s 处房屋已从“%(source)s”移到“%(target)s”，门口的服务牌跟着换了网格。")
    messages.success(request, told % {"count": moved, "source": lot.source.name, "target": lot.target.name})
    return redirect("desk:grid_homes")


def _homes_page(
    request: HttpRequest, access: Access, pairs: list[locating.Misplaced], status: int = 200
) -> HttpResponse:
    unplaced = Dwelling.objects.of(access.community).filter(lon=None).count()
    context = {"pairs": pairs, "unplaced": unplaced}
    return render(request, "desk/grid_homes.html", context, status=status)


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in NAMES}


def _narrowed(access: Access, filters: dict[str, str]) -> QuerySet[Dwelling]:
    """The doors that this login may see, under the filters."""
    rows = Dwelling.objects.of(access.community)
    if access.grids is not None:
        rows = rows.filter(grid_id__in=access.grids)
    for name in ("grid", "group"):
        if filters[name]:
            rows = rows.filter(**{f"{name}_id": int(filters[name])}) if filters[name].isdecimal() else rows.none()
    if filters["estate"]:
        rows = rows.filter(estate=filters["estate"])
    if filters["where"] in ("missing", "placed"):
        rows = rows.filter(lon__isnull=filters["where"] == "missing")
    for word in filters["q"].split():
        rows = rows.filter(address__icontains=word)
    return rows


@require_GET
def grid_doors(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "places.view")
    return _doors_page(request, access, PlaceForm(access=access))


def _doors_page(request: HttpRequest, access: Access, form: PlaceForm, status: int = 200) -> HttpResponse:
    filters = _filters(request)
    rows = _narrowed(access, filters)
    after = request.GET.get("after", "")
    later = rows.filter(pk__gt=int(after)) if after.isdecimal() else rows
    found = list(later.select_related("grid", "group").defer("grid__polygon").order_by("pk")[: SIZE + 1])
    estates = Dwelling.objects.of(access.community).filter(estate__gt="").order_by()
    context = {
        "doors": found[:SIZE], "next": found[SIZE - 1].pk if len(found) > SIZE else None, "filters": filters,
        "total": rows.count(), "form": form, "grids": Grid.objects.of(access.community).defer("polygon"),
        "groups": Group.objects.of(access.community), "may_edit": access.may("places.edit"),
        "estates": estates.values_list("estate", flat=True).annotate(Count("pk")).order_by("estate"),
        "query": request.GET.urlencode(), "is_filtered": any(filters.values()),
        "chosen": request.POST.getlist("homes"), "all": bool(request.POST.get("all")),
    }
    return open_to_tiles(render(request, "desk/grid_doors.html", context, status=status), access.community)


@require_GET
def grid_doors_data(request: HttpRequest) -> JsonResponse:
    """The doors of the list as points, with addresses; those of one spot (flats of a house) are one point."""
    access = open_for(request, "places.view")
    rows = _narrowed(access, _filters(request)).exclude(lon=None).exclude(lat=None).order_by("pk")
    spots: dict[tuple[float, float], list[str]] = {}
    for lon, lat, address in rows.values_list("lon", "lat", "address")[:MOST_DOTS]:
        spots.setdefault((lon or 0.0, lat or 0.0), []).append(address)
    outline = Grid.objects.of(access.community).exclude(polygon=None)
    data = {
        "grids": [{"id": row.pk, "name": row.name, "code": row.code, "polygon": row.polygon} for row in outline],
        "doors": [{"lon": lon, "lat": lat, "title": _spot_said(names)} for (lon, lat), names in spots.items()],
        **ground(access.community),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _spot_said(addresses: list[str]) -> str:
    if len(addresses) == 1:
        return addresses[0]
    return _("%(first)s等 %(count)s 处") % {"first": addresses[0], "count": len(addresses)}


@require_POST
def grid_doors_place(request: HttpRequest) -> HttpResponse:
    """Puts the ticked homes, or with `all` every home of the list as it is filtered, at one point."""
    access = open_for(request, "places.edit")
    form = PlaceForm(request.POST, access=access)
    if not form.is_valid():
        return _doors_page(request, access, form, status=422)
    try:
        count = form.act(_chosen(request, access))
    except Refusal as refusal:
        form.refuse(refusal)
        return _doors_page(request, access, form, status=422)
    messages.success(request, _("%(count)s 处房屋已放到地图上。") % {"count": count})
    return redirect(f"{reverse('desk:grid_doors')}?{request.GET.urlencode()}")


def _chosen(request: HttpRequest, access: Access) -> list[Dwelling]:
    rows = _narrowed(access, _filters(request))
    if request.POST.get("all"):
        return list(rows.order_by("pk")[: locating.MOST_AT_ONCE + 1])
    wanted = request.POST.getlist("homes")
    if any(not one.isdecimal() for one in wanted):
        raise Http404
    ids: Any = [int(one) for one in wanted]
    return list(Dwelling.objects.of(access.community).filter(pk__in=ids[: locating.MOST_AT_ONCE + 1]))

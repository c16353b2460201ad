"""网格: the list of them all with what they hold, a new one, and one grid's own page."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import by_grid
from huijia.core.people.enums import PostKind
from huijia.core.places import grids as verbs
from huijia.core.places.ground import ground
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.core.places.tiles import open_to_tiles
from huijia.doors.desk.forms.grids import GridForm, RenameForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import queries as ledger
from huijia.kernel.ledger.models import Entry
from huijia.lib import outlines

LAST = 10


@dataclass(frozen=True)
class GridLine:
    """`area`: square metres, None while nothing is drawn. `crowded`: more households than agreed; a hint, no bar."""

    grid: Grid
    homes: int
    unplaced: int
    households: int
    crowded: bool
    area: float | None
    heads: list[str] = field(default_factory=list)
    workers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class GroupLine:
    group: Group
    homes: int
    unplaced: int
    households: int


@require_GET
def grids(request: HttpRequest) -> HttpResponse:
    """Works wholly without a map: the list says the same. A fixed number of statements."""
    access = open_for(request, "places.view")
    lines = grid_lines(access)
    context = {
        "lines": lines, "groups": group_lines(access), "may_edit": access.may("places.edit"),
        "most": options.get(access.community, "grid_households_most"),
        "drawn": sum(line.area is not None for line in lines), "unplaced": sum(line.unplaced for line in lines),
        "homes": sum(line.homes for line in lines), "households": sum(line.households for line in lines),
    }
    return open_to_tiles(render(request, "desk/grids.html", context), access.community)


@require_GET
def grids_data(request: HttpRequest) -> JsonResponse:
    """The outlines with how many households live in each; a press opens the grid."""
    access = open_for(request, "places.view")
    found = [
        {
            "id": line.grid.pk, "name": line.grid.name, "code": line.grid.code, "polygon": line.grid.polygon,
            "households": line.households, "url": reverse("desk:grid", args=[line.grid.pk]),
        }
        for line in grid_lines(access)
    ]
    return JsonResponse({"grids": found, **ground(access.community)}, json_dumps_params={"ensure_ascii": False})


def grid_lines(access: Access, only: int | None = None) -> list[GridLine]:
    """Four statements, however many grids."""
    community = access.community
    rows = Grid.objects.of(community).order_by("code", "pk").annotate(
        homes=Count("dwellings"), unplaced=Count("dwellings", filter=Q(dwellings__lon=None))
    )
    if only is not None:
        rows = rows.filter(pk=only)
    households, staff = by_grid.households_by_grid(community), by_grid.staff_by_grid(community)
    most = options.get(community, "grid_households_most")
    return [
        GridLine(
            grid, grid.homes, grid.unplaced, households.get(grid.pk, 0), households.get(grid.pk, 0) > most,
            outlines.square_metres(outlines.read(grid.polygon)) if grid.polygon else None,
            staff.get(grid.pk, {}).get(PostKind.GRID_HEAD, []), staff.get(grid.pk, {}).get(PostKind.GRID_WORKER, []),
        )
        for grid in rows
    ]


def group_lines(access: Access) -> list[GroupLine]:
    """Two statements."""
    households = by_grid.households_by_group(access.community)
    rows = Group.objects.of(access.community).annotate(
        homes=Count("dwellings"), unplaced=Count("dwellings", filter=Q(dwellings__lon=None))
    )
    return [GroupLine(row, row.homes, row.unplaced, households.get(row.pk, 0)) for row in rows]


@require_http_methods(["GET", "POST"])
def grid_new(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "places.edit")
    form = GridForm(request.POST or None, access=access) if request.method == "POST" else GridForm(access=access)
    if request.method != "POST":
        return render(request, "desk/grid_new.html", {"form": form})
    if form.is_valid():
        try:
            made = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记“%(name)s”。接下来画出它的边界。") % {"name": made.name})
            return redirect("desk:grid_outline", made.pk)
    return render(request, "desk/grid_new.html", {"form": form}, status=422)


def grid_of(access: Access, grid_id: int) -> Grid:
    """
    Raises:
        Http404: none of this community.
    """
    found = Grid.objects.of(access.community).filter(pk=grid_id).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, grid_id: int) -> HttpResponse:
    """GET: what it holds, its map, and its last outlines. POST: another name or party group."""
    access = open_for(request, "places.view") if request.method == "GET" else open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    if request.method != "POST":
        return _page(request, access, found, _rename(access, found))
    form = RenameForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, found, form, status=422)
    try:
        form.act(found)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, found, form, status=409 if refusal.code == verbs.STALE else 422)
    messages.success(request, _("已保存“%(name)s”。") % {"name": found.name})
    return redirect("desk:grid", found.pk)


def _rename(access: Access, found: Grid) -> RenameForm:
    shown = {"name": found.name, "party_group": found.party_group, "version": found.version}
    return RenameForm(access=access, initial=shown)


def _page(request: HttpRequest, access: Access, found: Grid, form: RenameForm, status: int = 200) -> HttpResponse:
    line = grid_lines(access, found.pk)[0]
    estates = Dwelling.objects.of(access.community).filter(grid=found).order_by()
    parts = estates.values("estate", "group__name", "group_id").annotate(homes=Count("pk"))
    context = {
        "line": line, "grid": found, "form": form, "may_edit": access.may("places.edit"),
        "parts": parts.order_by("group__name", "estate")[:50],
        "most": options.get(access.community, "grid_households_most"), "outlines": outlines_drawn(found)[:LAST],
    }
    return open_to_tiles(render(request, "desk/grid.html", context, status=status), access.community)


def outlines_drawn(found: Grid) -> list[Entry]:
    """When its outline was drawn and by whom, the last first."""
    return list(ledger.history(("grid", found.pk)).filter(kind="places.grid_drawn").order_by("-pk")[: LAST + 1])


@require_POST
def grid_erase(request: HttpRequest, grid_id: int) -> HttpResponse:
    """Takes the outline away; stale where somebody drew meanwhile."""
    access = open_for(request, "places.edit")
    found = grid_of(access, grid_id)
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404
    try:
        verbs.erase_outline(found, version=int(version), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, found, _rename(access, found), status=409)
    messages.success(request, _("“%(name)s”的边界已去掉，房屋和网格员都不变。") % {"name": found.name})
    return redirect("desk:grid", found.pk)

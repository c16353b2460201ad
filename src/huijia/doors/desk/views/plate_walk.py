"""张贴服务牌: while walking, one tick for each plate that hangs. A grid worker sees the plates of their grids."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huijia.core.places import queries
from huijia.core.places.models import Grid
from huijia.core.places.queries import PlateFilters
from huijia.doors.desk.views.plates import filters_in
from huijia.kernel.accounts.access import open_for

SIZE = 60


@require_GET
def walk(request: HttpRequest) -> HttpResponse:
    """`state`: "" those still to hang, "all" every plate in use. In the order of issue, which goes door by door."""
    access = open_for(request, "plates.walk")
    asked = filters_in(request.GET)
    is_all = asked.state == "all"
    filters = PlateFilters(grid=asked.grid, group=asked.group, building=asked.building, q=asked.q)
    grids = Grid.objects.of(access.community).defer("polygon").order_by("code")
    every = queries.plates_of(access.community, filters)
    if access.grids is not None:
        grids, every = grids.filter(pk__in=access.grids), every.filter(grid_id__in=access.grids)
    waiting = every.exclude(mounted_on__isnull=False, trouble="")
    rows = every if is_all else waiting
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.select_related("grid").defer("grid__polygon").order_by("pk")[: SIZE + 1])
    context = {
        "plates": found[:SIZE], "after": found[SIZE - 1].pk if len(found) > SIZE else None, "filters": asked,
        "is_all": is_all, "grids": list(grids), "waiting": waiting.count(), "every": every.count(),
        "is_filtered": filters != PlateFilters(),
    }
    return render(request, "desk/plates_walk.html", context)



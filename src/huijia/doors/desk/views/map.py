"""The map: grids with their lamps, landmarks, and open matters as points; a list says the same beside it."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from huijia.core.matters import queries
from huijia.core.matters.enums import OPEN_STATES
from huijia.core.places.ground import ground
from huijia.core.places.models import Grid
from huijia.core.places.tiles import open_to_tiles
from huijia.doors.desk.cards import cards
from huijia.kernel.accounts.access import Access, open_for
from huijia.lib import clock

MOST = 500


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    """The list beside the map: each grid with its counts, and the matters without a grid."""
    access = open_for(request, "places.view")
    grids = grid_lines(access, clock.now())
    return open_to_tiles(render(request, "desk/map.html", {"grids": grids}), access.community)


@require_GET
def map_data(request: HttpRequest) -> JsonResponse:
    access = open_for(request, "places.view")
    moment = clock.now()
    data = {
        "grids": grid_lines(access, moment), "points": _points(access, moment), **ground(access.community),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def grid_lines(access: Access, at: datetime) -> list[dict[str, Any]]:
    """Each grid with how many of its open matters are red, yellow and green; two statements."""
    seen = queries.visible_to(access).filter(next_due__isnull=False)
    counts = seen.order_by().values("grid_id").annotate(
        red=Count("pk", filter=Q(next_due__lt=at), distinct=True),
        yellow=Count("pk", filter=Q(next_warn__lte=at, next_due__gte=at), distinct=True),
        green=Count("pk", filter=Q(next_warn__gt=at), distinct=True),
    )
    by_grid: dict[int | None, Any] = {row["grid_id"]: row for row in counts}
    lines = []
    for grid in Grid.objects.of(access.community):
        row: dict[str, Any] = by_grid.get(grid.pk) or {}
        lamps = {lamp: row.get(lamp, 0) for lamp in ("red", "yellow", "green")}
        lines.append({
            "id": grid.pk, "name": grid.name, "code": grid.code, "polygon": grid.polygon,
            "url": f"{reverse('desk:matters')}?{urlencode([('grid', str(grid.pk)), ('state', 'open')])}", **lamps,
        })
    return lines


def _points(access: Access, at: datetime) -> list[dict[str, Any]]:
    """Open matters with a place, the most pressing first, at most `MOST`."""
    rows = queries.visible_to(access).filter(state__in=OPEN_STATES, lon__isnull=False, lat__isnull=False)
    found = queries.with_card(rows).order_by("next_due", "pk")[:MOST]
    return [
        {
            "lon": card.matter.lon, "lat": card.matter.lat, "title": card.title, "lamp": card.lamp,
            "url": reverse("desk:matter", args=[card.matter.ticket]),
        }
        for card in cards(found, at)
    ]

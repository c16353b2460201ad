"""公开办理: what was raised and what became of it, without persons and without anybody's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huijia.doors.portal import published, spots


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    rows, older = published.ended(community, request.GET.get("before", ""))
    counts = published.counts_of(community)
    context = {
        "community": community,
        "home_url": spots.with_community("/", community),
        "counts": counts,
        "months": [month for month in counts.months if month.received or month.done],
        "rows": rows,
        "older": older,
        "is_first": not request.GET.get("before"),
    }
    return render(request, "portal/done.html", context)

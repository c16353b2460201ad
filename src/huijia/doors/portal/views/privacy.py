"""隐私说明: what the office keeps of people and why, out of its own register, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huijia.doors.portal import spots
from huijia.kernel.communities import options
from huijia.kernel.privacy import queries
from huijia.kernel.privacy.defaults import ANSWER_DAYS


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    context = {
        "community": community,
        "home_url": spots.with_community("/", community),
        "lines": [line for line in queries.register_of(community) if line.is_active],
        "days": options.get(community, ANSWER_DAYS),
    }
    return render(request, "portal/privacy.html", context)

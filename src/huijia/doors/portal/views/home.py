"""The front page: what residents come for, in a few big tiles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huijia.doors.portal import spots
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.queries import live
from huijia.lib import clock
from huijia.serve.counter.queries import takes_bookings
from huijia.serve.errands.queries import offered as errands_for
from huijia.serve.home_orders.queries import offered
from huijia.serve.hotline.queries.roster import for_residents
from huijia.serve.rides.queries import targets as rides_to


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    community = spots.community_of(request)
    if community is None:
        if live().exists():
            return spots.choose(request)
        return redirect("opening:begin")
    context = {
        "community": community,
        "query": spots.with_community("", community),
        "has_counter": modules.is_on(community, "counter") and takes_bookings(community),
        "takes_errands": modules.is_on(community, "errands") and errands_for(community).exists(),
        "takes_rides": modules.is_on(community, "rides") and rides_to(community).exists(),
        "takes_home_orders": modules.is_on(community, "home_orders") and offered(community).exists(),
        "hours": options.get(community, "office_hours_note"),
        "duty": for_residents(community, clock.now()),
        "has_signup": modules.is_on(community, "signup"),
    }
    return render(request, "portal/home.html", context)

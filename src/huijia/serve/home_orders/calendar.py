"""My own agreed hours as a file for a phone's calendar."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huijia.kernel.accounts.access import open_for
from huijia.kernel.communities import modules
from huijia.lib import clock
from huijia.serve.home_orders import ical, queries

MOST = 500
BEFORE = timedelta(days=7)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What I was sent to a week ago and later. A file, no feed: an address that opens without a login would leak."""
    access = open_for(request, "home_orders.serve")
    modules.require(access.community, "home_orders")
    now = clock.now()
    content = ical.written(queries.mine_from(access, now - BEFORE)[:MOST], at=now)
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="home-orders.ics"', "Cache-Control": "no-store"},
    )

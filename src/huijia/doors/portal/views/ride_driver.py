"""司机的页面: one car's stops behind a link that needs no login, until the end of the day after.

A token that was guessed, shut or is too old opens nothing and says nothing: 404 for all. Phones stand on the day alone.
"""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from huijia.doors.portal import allowances
from huijia.doors.portal.allowances import Blocked
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import clock
from huijia.serve.rides import actions, queries, stops
from huijia.serve.rides.enums import TripState
from huijia.serve.rides.models import Seat, Trip

private = cache_control(private=True, no_store=True)
CANNOT = "cannot"
MOVES = ("board", "not_there", "arrive", "home")


@sensitive_variables("token")
def _opened(request: HttpRequest, token: str) -> Trip:
    """
    Raises:
        Http404: nothing opens with this token now, or too many were tried from here.
    """
    wanted = allowances.of_ride_token(request)
    try:
        allowances.spend(wanted)
    except Blocked:
        raise Http404 from None
    trip = actions.trip_of(token, clock.now())
    if trip is None:
        raise Http404
    allowances.give_back(wanted)
    modules.require(trip.community, "rides")
    return trip


def _access(trip: Trip) -> Access:
    who = trip.driver.name if trip.driver is not None else ""
    return Access.reporter(trip.community, _("司机 %(who)s") % {"who": who})


@require_safe
@private
def page(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, _opened(request, token), token)


def _page(request: HttpRequest, trip: Trip, token: str, status: int = 200) -> HttpResponse:
    now = clock.now()
    today = stops.is_the_day(trip, now)
    if today:
        actions.note_shown(trip, by=_access(trip))
    rows = queries.stops_of(trip)
    context = {
        "community": trip.community, "trip": trip, "token": token, "today": today,
        "stops": stops.of(trip, rows, with_phones=today, presses=trip.is_open and clock.local(now).date() >= trip.day),
        "may_say_cannot": trip.state == TripState.PLANNED and trip.driver_id is not None,
        "is_over": not trip.is_open,
    }
    return render(request, "portal/ride_driver.html", context, status=status)


@require_POST
@private
def press(request: HttpRequest, token: str, move: str) -> HttpResponse:
    """One press at one stop (`seat`, `uuid` in the body), or `cannot`: the driver cannot come."""
    trip = _opened(request, token)
    try:
        if move == CANNOT:
            actions.driver_out(trip, reason=request.POST.get("reason", ""), by=_access(trip), token=token)
            return render(request, "portal/ride_gone.html", {"community": trip.community})
        _press(request, trip, token, move)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        status = 409 if isinstance(refusal, actions.Stale | Conflict) else 422
        return _page(request, _opened(request, token), token, status=status)
    return HttpResponseRedirect(reverse("portal:ride_driver", args=[token]), status=303)


def _press(request: HttpRequest, trip: Trip, token: str, move: str) -> None:
    wanted = request.POST.get("seat", "")
    if move not in MOVES:
        raise Http404
    rows = Seat.objects.of(trip.community).filter(trip=trip).select_related(
        "ride__target", "ride__community", "trip__target", "trip__driver", "trip__escort", "trip__community"
    )
    seat = rows.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    if seat is None:
        raise Refusal(_("名单刚刚有变，请看最新的"))
    try:
        uuid = uuids.UUID(request.POST.get("uuid", ""))
    except ValueError:
        raise Refusal(_("页面已过期，请重新打开再填")) from None
    actions.press(seat, move, uuid=uuid, by=_access(trip), token=token)

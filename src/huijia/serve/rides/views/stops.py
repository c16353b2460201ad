"""What is pressed at a stop by who rides along or plans, and where a stop stands in the list."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.serve.rides import actions, queries
from huijia.serve.rides.models import Seat
from huijia.serve.rides.views.entry import entered, trip_of
from huijia.serve.rides.views.trips import trip_page
from huijia.serve.rides.workflow import EDGES

PLANNING = ("up", "down", "to", "unseat")


@require_POST
def seat_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One press, or one change of the list; the page comes back as things stand then."""
    access = entered(request, "rides.view")
    rows = Seat.objects.of(access.community).select_related(
        "ride__target", "ride__community", "trip__target", "trip__driver", "trip__escort", "trip__community"
    )
    seat = rows.filter(pk=pk, trip__in=queries.trips_visible_to(access).values("pk")).first()
    if seat is None or (move not in EDGES and move not in PLANNING):
        raise Http404
    trip_pk = seat.trip_id
    try:
        _act(request, access, seat, move)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        status = 409 if isinstance(refusal, actions.Stale | Conflict) else 403 if refusal.code == "forbidden" else 422
        return trip_page(request, access, trip_of(access, trip_pk), status=status)
    where = reverse("rides:trip", args=[trip_pk])
    return redirect(f"{where}#stop-{pk}")


def _act(request: HttpRequest, access: Access, seat: Seat, move: str) -> None:
    if move in ("up", "down"):
        actions.shift(seat, up=move == "up", by=access)
    elif move == "unseat":
        actions.unseat(seat, by=access)
        messages.success(request, _("%(who)s从这趟车上拿下来了，回到待派车。") % {"who": seat.ride.name})
    elif move == "to":
        wanted = request.POST.get("trip", "")
        other = queries.find_trip(access, int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
        if other is None:
            raise Refusal(_("请选换到哪趟车"))
        actions.move_to(seat, other, by=access)
        messages.success(request, _("%(who)s换到了 %(car)s。") % {"who": seat.ride.name, "car": other.driver_label})
    else:
        actions.press(seat, move, uuid=_uuid(request), by=access, note=request.POST.get("note", ""))


def _uuid(request: HttpRequest) -> uuids.UUID:
    try:
        return uuids.UUID(request.POST.get("uuid", ""))
    except ValueError:
        raise Refusal(_("页面已过期，请重新打开再填")) from None

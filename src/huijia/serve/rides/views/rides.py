"""The staff's pages of single rides: the list, a new one, one ride with its cars."""

from datetime import time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import asking
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import OfficeForm
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks
from huijia.serve.rides import actions, queries
from huijia.serve.rides.enums import ENDED_RIDES, Direction, RideState
from huijia.serve.rides.forms.rides import OwnCarForm, ReasonForm, RequestForm, SeatForm
from huijia.serve.rides.log import RIDE
from huijia.serve.rides.models import Ride
from huijia.serve.rides.views.entry import SIZE, entered, lines_of, ride_of, told_forbidden

VIEWS: dict[str, tuple[RideState, ...]] = {
    "waiting": (RideState.ASKED, RideState.MISSED), "planned": (RideState.PLANNED, RideState.THERE),
    "ended": ENDED_RIDES,
}


@require_GET
def rides(request: HttpRequest) -> HttpResponse:
    """`view`: waiting, planned or ended. Paged by id, newest first; what is to come by its day, soonest first."""
    access = entered(request, "rides.view")
    view = request.GET.get("view", "")
    if view not in VIEWS:
        view = "waiting" if access.may("rides.plan") else "planned"
    rows = queries.visible_to(access).filter(state__in=VIEWS[view]).select_related("target")
    found, older = _page_of(rows, view, request.GET.get("before", ""))
    context = {
        "rides": found, "older": older, "view": view, "may_plan": access.may("rides.plan"),
        "may_register": access.may("matters.register"), "targets": queries.targets(access.community).exists(),
        "today": clock.today(),
    }
    return render(request, "rides/rides.html", context)


def _page_of(rows: QuerySet[Ride], view: str, before: str) -> tuple[list[Ride], int | None]:
    if view != "ended":
        return list(rows.order_by("day", "wants_at", "pk")[: 4 * SIZE]), None
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


@require_http_methods(["GET", "POST"])
def ride_new(request: HttpRequest) -> HttpResponse:
    """`person`, `dwelling`: for whom and where from, so that nothing is typed twice."""
    access = entered(request, "matters.register")
    given = request.POST if request.method == "POST" else request.GET
    neighbour = asking.neighbour_of(access, given.get("person", ""))
    if request.method != "POST":
        known = asking.name_and_place(access, neighbour, given.get("dwelling", ""))
        first = known | {"day": clock.today() + timedelta(days=1), "wants_at": time(9)}
        form = RequestForm(access=access, neighbour=neighbour, initial=first)
        return _new_page(request, form)
    form = RequestForm(request.POST, access=access, neighbour=neighbour)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    try:
        done = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(request, form, status=form.status)
    told = _("预约收到了。编号 %(ticket)s，查询码 %(code)s，请告诉居民。接下来派车。")
    messages.success(request, told % {"ticket": done.ride.ticket, "code": done.code})
    mine = queries.visible_to(access).filter(pk=done.ride.pk).exists()
    return redirect("rides:ride", done.ride.ticket) if mine else redirect("rides:rides")


def _new_page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    neighbour = form.neighbour
    context = {
        "form": form, "neighbour": neighbour, "may_plan": form.access.may("rides.plan"),
        "tail": f"*******{neighbour.phone_tail}" if neighbour is not None and neighbour.phone_tail else "",
        "targets": queries.targets(form.access.community).exists(),
    }
    return render(request, "rides/new.html", context, status=status)


@require_GET
def ride(request: HttpRequest, ticket: str) -> HttpResponse:
    access = entered(request, "rides.view")
    return _ride_page(request, access, ride_of(access, ticket))


def _ride_page(
    request: HttpRequest, access: Access, ride: Ride, bound: dict[str, OfficeForm] | None = None, status: int = 200
) -> HttpResponse:
    seats = queries.seats_of(ride)
    plans = access.may("rides.plan")
    way = way_wanted(ride, seats) if plans else ""
    forms = bound or {}
    context = {
        "ride": ride, "seats": seats, "lines": lines_of((RIDE, ride.pk)), "may_plan": plans, "way": way,
        "way_label": Direction(way).label if way else "",
        "seat_form": forms.get("seat") or (SeatForm(access=access, ride=ride, way=way) if way else None),
        "car_form": forms.get("car") or (OwnCarForm(access=access, ride=ride, way=way) if way else None),
        "cancel_form": forms.get("cancel") or ReasonForm(access=access, auto_id="cancel_%s"),
        "own_form": forms.get("own-way") or ReasonForm(access=access, auto_id="own_%s"),
        "may_cancel": plans and ride.state in (RideState.ASKED, RideState.PLANNED, RideState.MISSED),
        "may_own_way": plans and ride.state in (RideState.THERE, RideState.MISSED, RideState.PLANNED),
        "name": ride.name if access.may("contacts.reveal") else masks.mask_name(ride.name),
        "may_call": ride.is_open and access.may("contacts.reveal"),
        "code": actions.secret_code(ride.uuid) if plans else "",
    }
    return render(request, "rides/ride.html", context, status=status)


def way_wanted(ride: Ride, seats: list[Any]) -> str:
    """Which way this ride has no car yet, the way there first; "" for none."""
    has = {row.direction for row in seats if not row.is_freed}
    if ride.state in (RideState.ASKED, RideState.MISSED):
        return Direction.OUT
    if ride.state in (RideState.PLANNED, RideState.THERE) and ride.wants_back and Direction.BACK not in has:
        return Direction.BACK
    return ""


@require_POST
def ride_move(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """seat, car, cancel, own-way; what is refused shows beside its field."""
    access = entered(request, "rides.view")
    ride = ride_of(access, ticket)
    if move not in ("seat", "car", "cancel", "own-way"):
        raise Http404
    if not access.may("rides.plan"):
        told_forbidden(request)
        return _ride_page(request, access, ride, status=403)
    form = _form(request, access, ride, move)
    if not form.is_valid():
        return _ride_page(request, access, ride, {move: form}, status=422)
    try:
        said = _act(form, ride, move, access)
    except actions.Stale as stale:
        messages.error(request, str(stale))
        return _ride_page(request, access, ride_of(access, ticket), status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _ride_page(request, access, ride, {move: form}, status=form.status)
    messages.success(request, said)
    return redirect("rides:ride", ride.ticket)


def _form(request: HttpRequest, access: Access, ride: Ride, move: str) -> Any:
    way = way_wanted(ride, queries.seats_of(ride)) or Direction.OUT
    if move == "seat":
        return SeatForm(request.POST, access=access, ride=ride, way=way)
    if move == "car":
        return OwnCarForm(request.POST, access=access, ride=ride, way=way)
    return ReasonForm(request.POST, access=access, auto_id=f"{move[:3]}_%s")


def _act(form: Any, ride: Ride, move: str, access: Access) -> str:
    if move == "cancel":
        actions.cancel(ride, reason=form.cleaned_data["reason"], by=access)
        return _("已取消，座位空出来了；坐车的人会收到通知。")
    if move == "own-way":
        actions.went_own_way(ride, reason=form.cleaned_data["reason"], by=access)
        return _("记下了：人已经到家。")
    trip = form.act()
    when = f"{clock.local(trip.starts_at):%Y-%m-%d %H:%M}"
    return _("派好了：%(when)s，%(driver)s。到这趟车的页面通知大家。") % {"when": when, "driver": trip.driver_label}


@require_POST
def ride_phone(request: HttpRequest, ticket: str) -> HttpResponse:
    """The rider's number, or with `whose` the family's; each look leaves an entry."""
    access = entered(request, "rides.view")
    ride = ride_of(access, ticket)
    whose = "family" if request.POST.get("whose") == "family" else "rider"
    try:
        number = actions.reveal_phone(ride, reason=_("联系接送"), by=access, whose=whose)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _ride_page(request, access, ride, status=403)
    if getattr(request, "htmx", None):
        return render(request, "rides/_phone.html", {"phone": number})
    messages.info(request, number)
    return redirect("rides:ride", ride.ticket)

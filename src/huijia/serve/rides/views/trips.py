"""The staff's pages of cars: a day's, a new one, one with its stops, the paper list."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.rides import actions, hours, queries, stops
from huijia.serve.rides.enums import BUSY_TRIPS, Direction, TripState
from huijia.serve.rides.forms.trips import FORMS, MirrorForm, TripForm, TripMoveForm
from huijia.serve.rides.log import TRIP
from huijia.serve.rides.models import Trip
from huijia.serve.rides.views.entry import entered, lines_of, told_forbidden, trip_of

MOST = 200


@require_GET
def trips(request: HttpRequest) -> HttpResponse:
    """A day's cars. `day`: which; today without."""
    access = entered(request, "rides.view")
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    rows = queries.with_crew(queries.trips_visible_to(access)).filter(day=day)
    found = list(rows.exclude(state=TripState.CANCELLED).order_by("starts_at", "pk")[:MOST])
    counts, now = queries.counts_of(found), clock.now()
    context = {
        "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1), "today": clock.today(),
        "lines": [
            {"trip": trip, "lamp": queries.lamp_of(trip, now), "many": counts[trip.pk][0], "done": counts[trip.pk][1]}
            for trip in found
        ],
        "may_plan": access.may("rides.plan"),
    }
    return render(request, "rides/trips.html", context)


@require_http_methods(["GET", "POST"])
def trip_new(request: HttpRequest) -> HttpResponse:
    access = entered(request, "rides.plan")
    form = TripForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        try:
            made = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("排好了一趟车，接下来把人放上去。"))
            return redirect("rides:trip", made.pk)
    context = {"form": form, "targets": queries.targets(access.community).exists()}
    status = form.status if request.method == "POST" else 200
    return render(request, "rides/trip_new.html", context, status=status)


@require_GET
@cache_control(private=True, no_store=True)
def trip(request: HttpRequest, pk: int) -> HttpResponse:
    """One car. Who rides along sees the phones on its day only; who plans reveals them on the ride's own page."""
    access = entered(request, "rides.view")
    return trip_page(request, access, trip_of(access, pk))


def trip_page(
    request: HttpRequest, access: Access, trip: Trip, bound: dict[str, TripMoveForm] | None = None, status: int = 200
) -> HttpResponse:
    now, plans = clock.now(), access.may("rides.plan")
    along = actions.rides_along(trip, access)
    rows = queries.stops_of(trip)
    if along and stops.is_the_day(trip, now):
        actions.note_shown(trip, by=access)
    forms = (bound or {}) if plans else {}
    context = {
        "trip": trip, "stops": stops.of(
            trip, rows, with_phones=along and stops.is_the_day(trip, now),
            office=plans, with_names=plans and access.may("contacts.reveal"),
            presses=trip.is_open and clock.local(now).date() >= trip.day and (plans or along),
        ),
        "lamp": queries.lamp_of(trip, now), "may_plan": plans, "along": along,
        "own_move": "" if plans or trip.state != TripState.PLANNED else _own_move(trip, access),
        "lines": lines_of((TRIP, trip.pk)) if plans else [], "forms": _forms(access, trip, forms) if plans else {},
        "others": _others(access, trip) if plans else [], "link": actions.address_of(trip) if plans else "",
        "waiting": any(row.is_waiting for row in rows), "all_in": trip.taken,
        "may_back": plans and trip.direction == Direction.OUT and bool(queries.to_bring_home(trip)),
    }
    return render(request, "rides/trip.html", context, status=status)


def _own_move(trip: Trip, access: Access) -> str:
    """How who rides along or drives says that they cannot come."""
    if trip.escort_id in access.person_ids:
        return "escort-out"
    return "driver-out" if trip.driver is not None and trip.driver.person_id in access.person_ids else ""


def _forms(access: Access, trip: Trip, bound: dict[str, TripMoveForm]) -> dict[str, TripMoveForm]:
    """By their move; names of fields differ, ids must too."""
    if not trip.is_open:
        return {}
    made = {}
    for move, kind in FORMS.items():
        initial: dict[str, Any] = {}
        if kind is MirrorForm:
            back = trip.batch.back_at if trip.batch is not None else None
            initial = {"starts_at": hours.moment_on(trip.day, back) if back else trip.ends_at + timedelta(hours=1)}
        made[move.replace("-", "_")] = bound.get(move) or kind(
            access=access, trip=trip, initial=initial, auto_id=f"{move}_%s"
        )
    return made


def _others(access: Access, trip: Trip) -> list[Trip]:
    """Cars of the same day and way, into which somebody can be moved."""
    rows = queries.with_crew(queries.trips_visible_to(access)).filter(
        day=trip.day, direction=trip.direction, target=trip.target_id, state__in=BUSY_TRIPS
    )
    return list(rows.exclude(pk=trip.pk).order_by("starts_at", "pk")[:50])


DONE: dict[str, Promise] = {
    "announce": gettext_lazy("已通知司机、随车的人和坐车的人；司机的链接在下面，也可以自己发给他。"),
    "hours": gettext_lazy("时间改好了。"),
    "driver": gettext_lazy("司机定好了。"),
    "driver-out": gettext_lazy("记下了，请从有空的司机里另选一位。"),
    "escort": gettext_lazy("随车的人定好了。"),
    "escort-out": gettext_lazy("记下了，请另找一位随车。"),
    "back": gettext_lazy("回家的车排好了，同一位司机，顺序倒过来。"),
    "link": gettext_lazy("新链接好了，旧的打不开了。"),
    "shut": gettext_lazy("司机的链接已作废。"),
    "cancel": gettext_lazy("这趟车取消了，车上的人回到待派车。"),
}


@require_POST
def trip_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One move on one car; a page that is older than the trip says so and shows it as it stands."""
    access = entered(request, "rides.view")
    trip = trip_of(access, pk)
    kind = FORMS.get(move)
    if kind is None:
        raise Http404
    allowed = access.may("rides.plan") or (move in ("driver-out", "escort-out") and actions.rides_along(trip, access))
    if not allowed:
        told_forbidden(request)
        return trip_page(request, access, trip, status=403)
    form = kind(request.POST, access=access, trip=trip, auto_id=f"{move}_%s")
    if not form.is_valid():
        return trip_page(request, access, trip, {move: form}, status=422)
    try:
        form.act()
    except actions.Stale as stale:
        messages.error(request, str(stale))
        return trip_page(request, access, trip_of(access, pk), status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        messages.error(request, str(refusal))
        return trip_page(request, access, trip_of(access, pk), {move: form}, status=form.status)
    messages.success(request, str(DONE[move]))
    if not queries.trips_visible_to(access).filter(pk=trip.pk).exists():
        return redirect("rides:trips")
    return redirect("rides:trip", form.made.pk if isinstance(form, MirrorForm) else trip.pk)


@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def trip_print(request: HttpRequest, pk: int) -> HttpResponse:
    """A4. Names and places; with phones only when asked for with a reason, which leaves an entry."""
    access = entered(request, "rides.plan")
    trip = trip_of(access, pk)
    rows = queries.stops_of(trip)
    with_phones, error = False, ""
    if request.method == "POST":
        try:
            actions.take_list(trip, reason=request.POST.get("reason", ""), by=access)
            with_phones = True
        except Refusal as refusal:
            error = str(refusal)
    context = {
        "trip": trip, "stops": stops.of(trip, rows, with_phones=with_phones, presses=False,
                                          with_names=access.may("contacts.reveal")), "error": error,
        "with_phones": with_phones, "may_reveal": access.may("contacts.reveal"),
    }
    return render(request, "rides/print.html", context, status=422 if error else 200)

"""预约接送: one page for a resident at the door or on the web, without login and without JavaScript."""

import uuid as uuids
from datetime import time, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from huijia.core.matters.enums import Source
from huijia.core.residents import acting, visitors
from huijia.core.residents.visitors import access_at
from huijia.doors.portal import allowances, booking, my_rides, openers, signing, spots
from huijia.doors.portal.booking import Typed
from huijia.doors.portal.spots import Spot
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.rides import actions, hours, queries
from huijia.serve.rides.enums import Direction, Mobility, Purpose, RideState
from huijia.serve.rides.models import Ride

TYPED = (
    "target", "purpose", "day", "wants_at", "name", "phone", "place_name", "mobility", "wants_back", "companion",
    "family_name", "family_phone", "family_agreed", "note",
)
FIRST = {"purpose": Purpose.VACCINATION.value, "wants_at": "09:00", "mobility": Mobility.WALKS.value, "wants_back": "1"}


def _answer(request: HttpRequest, spot: Spot) -> HttpResponse:
    modules.require(spot.community, "rides")
    access_at(request, spot.community, "sign_up")
    if request.method != "POST":
        first = {**dict.fromkeys(TYPED, ""), **FIRST, "day": f"{clock.today() + timedelta(days=2)}"}
        return _page(request, spot, Typed(uuids.uuid4(), first))
    typed = Typed.sent(request, TYPED)

    def ask() -> HttpResponse:
        done = _request(request, spot, typed)
        openers.remember(request, openers.RIDES, done.ride.pk)
        return HttpResponseRedirect(reverse("portal:ride_mine", args=[done.ride.ticket]), status=303)

    return booking.answered(typed, ask, lambda status: _page(request, spot, typed, status))


at_door, online = booking.entrances(_answer)


def _request(request: HttpRequest, spot: Spot, typed: Typed) -> actions.Requested:
    draft = _draft(spot, typed)
    by = access_at(request, spot.community, "sign_up")
    wanted = allowances.of_ride(spot.community, signing.plain_phone(draft.phone), request)
    visitor = visitors.here(request, spot.community)
    with transaction.atomic():
        done = actions.request(draft, by=by, before=lambda: allowances.spend(wanted))
        if visitor is not None:
            acting.note_deed(visitor, (my_rides.SUBJECT, done.ride.pk))
    return done


def _draft(spot: Spot, typed: Typed) -> actions.Draft:
    values, plate = typed.values, spot.plate
    draft = actions.Draft(
        target=booking.chosen(
            queries.targets(spot.community), values["target"], name="target", told=_("请选去哪里")
        ), name=values["name"], phone=values["phone"].strip(),
        day=booking.day_of(values["day"], "day"), wants_at=_hour(values["wants_at"]),
        purpose=Purpose(values["purpose"]) if values["purpose"] in Purpose.values else Purpose.OTHER,
        source=Source.DOOR if plate is not None else Source.ONLINE, uuid=typed.uuid,
        place_name=booking.place_at(spot, values["place_name"]),
        mobility=Mobility(values["mobility"]) if values["mobility"] in Mobility.values else Mobility.WALKS,
        wants_back=bool(values["wants_back"]), companion=values["companion"], family_name=values["family_name"],
        family_phone=values["family_phone"].strip(), family_agreed=bool(values["family_agreed"]), note=values["note"],
    )
    draft.needs_escort = draft.mobility != Mobility.WALKS and not draft.companion
    if plate is not None:
        draft.dwelling = plate.dwelling
    return draft


def _hour(value: str) -> time:
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise Refusal(_("请写几点要到"), field="wants_at") from None


def _page(request: HttpRequest, spot: Spot, typed: Typed, status: int = 200) -> HttpResponse:
    here = reverse("portal:door_rides", args=[spot.plate.token]) if spot.plate else spots.with_community(
        reverse("portal:rides"), spot.community
    )
    today = clock.today()
    context = {
        "community": spot.community, "spot": spot, "typed": typed, "values": typed.values, "errors": typed.errors,
        "targets": list(queries.targets(spot.community)), "here": here, "purposes": Purpose.choices,
        "mobilities": Mobility.choices, "asks_place": booking.asks_place(spot),
        "today": f"{today}", "last_day": f"{today + timedelta(days=60)}",
    }
    return render(request, "portal/rides.html", context, status=status)


def _opened(request: HttpRequest, ticket: str) -> Ride | None:
    ride = queries.by_ticket(ticket)
    known = request.session.get(openers.RIDES, [])
    return ride if ride is not None and ride.pk in known else None


@require_safe
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, ticket: str) -> HttpResponse:
    ride = _opened(request, ticket)
    return booking.ask_first(ticket) if ride is None else _ride_page(request, ride)


def _ride_page(request: HttpRequest, ride: Ride, error: str = "", status: int = 200) -> HttpResponse:
    """With the cars that come, by driver and number plate once everybody was told; never another rider."""
    code = actions.secret_code(ride.uuid)
    cars = [
        {"seat": row, "when": hours.at_stop(row.trip.starts_at, row.position, is_out=True)}
        if row.direction == Direction.OUT else {"seat": row, "when": row.trip.starts_at}
        for row in queries.seats_of(ride) if row.trip.told_at is not None and not row.is_freed
    ]
    context = {
        "community": ride.community, "home_url": spots.with_community("/", ride.community), "ride": ride,
        "code_parts": [code[:4], code[4:]], "error": error, "cars": cars,
        "may_cancel": ride.state in (RideState.ASKED, RideState.PLANNED, RideState.MISSED),
    }
    return render(request, "portal/ride_mine.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, ticket: str) -> HttpResponse:
    """By whoever opened it with its code; pressing twice does it once."""
    ride = _opened(request, ticket)
    if ride is None:
        return booking.ask_first(ticket)
    if ride.state != RideState.CANCELLED:
        by = access_at(request, ride.community, "sign_up", "follow")
        try:
            actions.cancel(ride, reason=request.POST.get("reason", ""), by=by)
        except Refusal as refusal:
            stale = isinstance(refusal, actions.Stale)
            fresh = queries.by_ticket(ticket)
            return _ride_page(request, fresh or ride, str(refusal), status=409 if stale else 422)
        messages.success(request, _("已经取消，社区知道了。"))
    return HttpResponseRedirect(reverse("portal:ride_mine", args=[ride.ticket]), status=303)

"""预约上门: one page for a resident at the door or on the web, without login and without JavaScript."""

import uuid as uuids
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from huijia.core.matters.enums import Satisfaction, Source
from huijia.core.residents import acting, visitors
from huijia.core.residents.visitors import access_at
from huijia.doors.portal import allowances, booking, my_orders, openers, signing, spots
from huijia.doors.portal.booking import Typed
from huijia.doors.portal.spots import Spot
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import PartOfDay, State
from huijia.serve.home_orders.models import HomeOrder

TYPED = ("service", "name", "phone", "place_name", "wished_on", "wished_part", "note")


def _answer(request: HttpRequest, spot: Spot) -> HttpResponse:
    modules.require(spot.community, "home_orders")
    access_at(request, spot.community, "sign_up")
    if request.method != "POST":
        first = dict.fromkeys(TYPED, "") | {"wished_on": f"{clock.today() + timedelta(days=1)}"}
        return _page(request, spot, Typed(uuids.uuid4(), first))
    typed = Typed.sent(request, TYPED)

    def ask() -> HttpResponse:
        done = _request(request, spot, typed)
        openers.remember(request, openers.HOME_ORDERS, done.order.pk)
        return HttpResponseRedirect(reverse("portal:home_order", args=[done.order.ticket]), status=303)

    return booking.answered(typed, ask, lambda status: _page(request, spot, typed, status))


at_door, online = booking.entrances(_answer)


def _request(request: HttpRequest, spot: Spot, typed: Typed) -> actions.Requested:
    values = typed.values
    plate = spot.plate
    draft = actions.Draft(
        service=booking.chosen(
            queries.offered(spot.community), values["service"], name="service", told=_("请选一项服务")
        ), name=values["name"], phone=values["phone"].strip(),
        wished_on=booking.day_of(values["wished_on"], "wished_on"), wished_part=_part(values["wished_part"]),
        uuid=typed.uuid, source=Source.DOOR if plate is not None else Source.ONLINE, note=values["note"],
        place_name=booking.place_at(spot, values["place_name"]),
    )
    if plate is not None:
        draft.dwelling, draft.grid = plate.dwelling, plate.grid
    by = access_at(request, spot.community, "sign_up")
    wanted = allowances.of_home_order(spot, signing.plain_phone(draft.phone), request)
    visitor = visitors.here(request, spot.community)
    with transaction.atomic():
        done = actions.request(draft, by=by, before=lambda: allowances.spend(wanted))
        if visitor is not None:
            acting.note_deed(visitor, (my_orders.SUBJECT, done.order.pk))
    return done


def _part(value: str) -> PartOfDay:
    return PartOfDay(value) if value in PartOfDay.values else PartOfDay.ANY


def _page(request: HttpRequest, spot: Spot, typed: Typed, status: int = 200) -> HttpResponse:
    here = reverse("portal:door_home_service", args=[spot.plate.token]) if spot.plate else spots.with_community(
        reverse("portal:home_service"), spot.community
    )
    today = clock.today()
    context = {
        "community": spot.community, "spot": spot, "typed": typed, "values": typed.values, "errors": typed.errors,
        "services": list(queries.offered(spot.community)), "parts": PartOfDay.choices, "here": here,
        "asks_place": booking.asks_place(spot), "today": f"{today}",
        "last_day": f"{today + timedelta(days=60)}",
    }
    return render(request, "portal/home_service.html", context, status=status)


def _opened(request: HttpRequest, ticket: str) -> HomeOrder | None:
    order = queries.by_ticket(ticket)
    known = request.session.get(openers.HOME_ORDERS, [])
    return order if order is not None and order.pk in known else None


@require_safe
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, ticket: str) -> HttpResponse:
    order = _opened(request, ticket)
    return booking.ask_first(ticket) if order is None else _order_page(request, order)


def _order_page(request: HttpRequest, order: HomeOrder, error: str = "", status: int = 200) -> HttpResponse:
    code = actions.secret_code(order.uuid)
    context = {
        "community": order.community, "home_url": spots.with_community("/", order.community), "order": order,
        "code_parts": [code[:4], code[4:]], "error": error, "satisfactions": Satisfaction.choices,
        "may_grade": order.state == State.DONE, "may_cancel": order.is_open,
    }
    return render(request, "portal/home_order.html", context, status=status)


@require_POST
def act(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """`cancel` or `grade`, by whoever opened it with its code; pressing twice does it once."""
    if move not in ("cancel", "grade"):
        raise Http404
    order = _opened(request, ticket)
    if order is None:
        return booking.ask_first(ticket)
    if move == "cancel" and order.state == State.CANCELLED:
        return HttpResponseRedirect(reverse("portal:home_order", args=[order.ticket]), status=303)
    by = access_at(request, order.community, "sign_up", "follow")
    try:
        if move == "cancel":
            actions.cancel(order, reason=request.POST.get("reason", ""), by=by)
            messages.success(request, _("已经取消，社区知道了。"))
        else:
            _grade(request, order, by)
            messages.success(request, _("谢谢，您的评价收到了。"))
    except Refusal as refusal:
        stale = isinstance(refusal, actions.Stale)
        fresh = queries.by_ticket(ticket) if stale else order
        return _order_page(request, fresh or order, str(refusal), status=409 if stale else 422)
    return HttpResponseRedirect(reverse("portal:home_order", args=[order.ticket]), status=303)


def _grade(request: HttpRequest, order: HomeOrder, by: Access) -> None:
    chosen = request.POST.get("satisfaction", "")
    if chosen not in Satisfaction.values:
        raise Refusal(_("请选一选：满意不满意"), field="satisfaction")
    actions.grade(order, satisfaction=Satisfaction(chosen), words=request.POST.get("words", ""), by=by)

"""请社区代办: one page for a resident at the door or on the web, without login and without JavaScript."""

import uuid as uuids

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
from huijia.doors.portal import allowances, booking, my_errands, openers, signing, spots
from huijia.doors.portal.booking import Typed
from huijia.doors.portal.spots import Spot
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.serve.errands import actions, queries
from huijia.serve.errands.enums import State
from huijia.serve.errands.models import Errand

TYPED = ("service", "name", "phone", "place_name", "note")


def _answer(request: HttpRequest, spot: Spot) -> HttpResponse:
    modules.require(spot.community, "errands")
    access_at(request, spot.community, "sign_up")
    if request.method != "POST":
        return _page(request, spot, Typed(uuids.uuid4(), dict.fromkeys(TYPED, "")))
    typed = Typed.sent(request, TYPED)

    def ask() -> HttpResponse:
        done = _request(request, spot, typed)
        openers.remember(request, openers.ERRANDS, done.errand.pk)
        return HttpResponseRedirect(reverse("portal:errand", args=[done.errand.ticket]), status=303)

    return booking.answered(typed, ask, lambda status: _page(request, spot, typed, status))


at_door, online = booking.entrances(_answer)


def _request(request: HttpRequest, spot: Spot, typed: Typed) -> actions.Requested:
    values, plate = typed.values, spot.plate
    draft = actions.Draft(
        service=booking.chosen(
            queries.offered(spot.community), values["service"], name="service", told=_("请选要办什么")
        ), name=values["name"], phone=values["phone"].strip(), uuid=typed.uuid, note=values["note"],
        source=Source.DOOR if plate is not None else Source.ONLINE,
        place_name=booking.place_at(spot, values["place_name"]),
    )
    if plate is not None:
        draft.dwelling, draft.grid = plate.dwelling, plate.grid
    by = access_at(request, spot.community, "sign_up")
    wanted = allowances.of_errand(spot.community, signing.plain_phone(draft.phone), request)
    visitor = visitors.here(request, spot.community)
    with transaction.atomic():
        done = actions.request(draft, by=by, before=lambda: allowances.spend(wanted))
        if visitor is not None:
            acting.note_deed(visitor, (my_errands.SUBJECT, done.errand.pk))
    return done


def _page(request: HttpRequest, spot: Spot, typed: Typed, status: int = 200) -> HttpResponse:
    here = reverse("portal:door_errands", args=[spot.plate.token]) if spot.plate else spots.with_community(
        reverse("portal:errands"), spot.community
    )
    context = {
        "community": spot.community, "spot": spot, "typed": typed, "values": typed.values, "errors": typed.errors,
        "services": list(queries.offered(spot.community)), "here": here, "asks_place": booking.asks_place(spot),
    }
    return render(request, "portal/errands.html", context, status=status)


def _opened(request: HttpRequest, ticket: str) -> Errand | None:
    errand = queries.by_ticket(ticket)
    known = request.session.get(openers.ERRANDS, [])
    return errand if errand is not None and errand.pk in known else None


@require_safe
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, ticket: str) -> HttpResponse:
    errand = _opened(request, ticket)
    return booking.ask_first(ticket) if errand is None else _errand_page(request, errand)


def _errand_page(request: HttpRequest, errand: Errand, error: str = "", status: int = 200) -> HttpResponse:
    """With whose hands each paper is in, and the trips made: what one would ask by telephone."""
    code = actions.secret_code(errand.uuid)
    context = {
        "community": errand.community, "home_url": spots.with_community("/", errand.community), "errand": errand,
        "code_parts": [code[:4], code[4:]], "error": error, "satisfactions": Satisfaction.choices,
        "papers": queries.papers_of(errand), "steps": list(errand.steps.all()),
        "may_grade": errand.state == State.CLOSED, "may_cancel": errand.state == State.ASKED,
    }
    return render(request, "portal/errand.html", context, status=status)


@require_POST
def act(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """`cancel` or `grade`, by whoever opened it with its code; pressing twice does it once."""
    if move not in ("cancel", "grade"):
        raise Http404
    errand = _opened(request, ticket)
    if errand is None:
        return booking.ask_first(ticket)
    back = HttpResponseRedirect(reverse("portal:errand", args=[errand.ticket]), status=303)
    if move == "cancel" and errand.state == State.CANCELLED:
        return back
    by = access_at(request, errand.community, "sign_up", "follow")
    try:
        if move == "cancel":
            actions.cancel(errand, reason=request.POST.get("reason", ""), by=by)
            messages.success(request, _("已经取消，社区知道了。"))
        else:
            _grade(request, errand, by)
            messages.success(request, _("谢谢，您的评价收到了。"))
    except Refusal as refusal:
        stale = isinstance(refusal, actions.Stale)
        fresh = queries.by_ticket(ticket) if stale else errand
        return _errand_page(request, fresh or errand, str(refusal), status=409 if stale else 422)
    return back


def _grade(request: HttpRequest, errand: Errand, by: Access) -> None:
    chosen = request.POST.get("satisfaction", "")
    if chosen not in Satisfaction.values:
        raise Refusal(_("请选一选：满意不满意"), field="satisfaction")
    actions.grade(errand, satisfaction=Satisfaction(chosen), words=request.POST.get("words", ""), by=by)

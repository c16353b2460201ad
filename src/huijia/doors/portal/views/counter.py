"""窗口: what is done there and what to bring, an hour booked in advance, a wish for a day, the board."""

import uuid as uuids
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huijia.core.residents import acting, visitors
from huijia.core.residents.visitors import access_at
from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.enums import Channel
from huijia.doors.portal import allowances, booking, my_signups, receipts, signing, spots
from huijia.doors.portal.booking import Typed
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.models import Community
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.agreed import ASKS_KEY, MEANING_KEY
from huijia.serve.counter.models import CounterService

TYPED = ("slot", "name", "phone", "asked_by", "note")
WISHED = ("day", "name", "phone")


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    modules.require(community, "counter")
    context = {
        **_frame(community), "services": list(queries.offered(community)),
        "days": queries.days_of(community, clock.now())[:6], "meaning": options.get(community, MEANING_KEY),
        "boards": queries.boards(community, clock.now()), "closed": queries.closed_from(community, clock.today())[:5],
    }
    return render(request, "portal/counter.html", context)


def _frame(community: Community) -> dict[str, Any]:
    return {
        "community": community, "home_url": spots.with_community("/", community),
        "query": spots.with_community("", community),
    }


def _service(pk: int) -> CounterService:
    rows = CounterService.objects.everywhere().filter(pk=pk, is_active=True, community__practice_of=None)
    found = rows.select_related("community").first()
    if found is None:
        raise Http404
    modules.require(found.community, "counter")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """The guide of one service and the form of an hour for it. `day` in the query; else the first with places."""
    row = _service(pk)
    access_at(request, row.community, "sign_up")
    if request.method != "POST":
        typed = Typed(uuids.uuid4(), dict.fromkeys(TYPED, ""))
        visitor = visitors.here(request, row.community)
        if visitor is not None:
            typed.values |= {"name": visitor.called, "phone": visitor.login.phone}
        return _page(request, row, typed)
    typed = Typed.sent(request, TYPED)

    def book() -> HttpResponse:
        done = _booked(request, row, typed)
        response = HttpResponseRedirect(reverse("portal:signup_receipt"), status=303)
        receipts.remember(response, done.signup.uuid, receipts.SIGNUP)
        return response

    return booking.answered(typed, book, lambda status: _page(request, row, typed, status))


def _booked(request: HttpRequest, row: CounterService, typed: Typed) -> actions.Booked:
    values, community = typed.values, row.community
    hours = queries.bookable(community, clock.now())
    slot = booking.chosen(hours, values["slot"], name="slot", told=_("请选一个时间"))
    draft = SignupDraft(
        name=values["name"], phone=values["phone"].strip(), note=values["note"], asked_by=values["asked_by"],
        channel=Channel.ONLINE, uuid=typed.uuid,
    )
    by = access_at(request, community, "sign_up")
    wanted = allowances.of_signup(community, signing.plain_phone(draft.phone), request)
    visitor = visitors.here(request, community)
    with transaction.atomic():
        done = actions.book(slot, draft, service=row, by=by, before=lambda: allowances.spend(wanted))
        if visitor is not None:
            acting.note_deed(visitor, (my_signups.SUBJECT, done.signup.pk))
    return done


def _page(request: HttpRequest, row: CounterService, typed: Typed, status: int = 200) -> HttpResponse:
    now = clock.now()
    days = queries.days_of(row.community, now)
    chosen = request.GET.get("day", "")
    first = next((each.day for each in days if each.free), days[0].day if days else clock.today())
    day = next((each.day for each in days if each.day.isoformat() == chosen), first)
    context = {
        **_frame(row.community), "service": row, "days": days, "day": day, "form": typed, "values": typed.values,
        "errors": typed.errors, "slots": queries.slots_on(row.community, day, now) if days else [],
        "many": queries.counters(row.community).count() > 1,
    }
    return render(request, "portal/counter_service.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """希望加时: none of the hours will do."""
    row = _service(pk)
    access_at(request, row.community, "sign_up")
    if request.method != "POST":
        return _wish_page(request, row, Typed(uuids.uuid4(), dict.fromkeys(WISHED, "")))
    typed = Typed.sent(request, WISHED)

    def ask() -> HttpResponse:
        draft = actions.AskDraft(
            booking.day_of(typed.values["day"], "day"), row, typed.values["name"], typed.values["phone"], typed.uuid
        )
        wanted = allowances.of_signup(row.community, signing.plain_phone(draft.phone.strip()), request)
        by = access_at(request, row.community, "sign_up")
        asked = actions.ask(draft, by=by, before=lambda: allowances.spend(wanted))
        return _wish_page(request, row, typed, done=asked)

    return booking.answered(typed, ask, lambda status: _wish_page(request, row, typed, status))


def _wish_page(
    request: HttpRequest, row: CounterService, typed: Typed, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        **_frame(row.community), "service": row, "form": typed, "values": typed.values, "errors": typed.errors,
        "needed": options.get(row.community, ASKS_KEY), **more,
    }
    return render(request, "portal/counter_wish.html", context, status=status)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """叫号屏: numbers alone, for a screen on the wall and for who waits outside. It renews itself."""
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    modules.require(community, "counter")
    context = {**_frame(community), "boards": queries.boards(community, clock.now()), "at": clock.now()}
    part = "portal/_counter_board.html" if request.headers.get("HX-Request") else "portal/counter_board.html"
    return render(request, part, context)

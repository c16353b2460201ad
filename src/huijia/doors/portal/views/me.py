"""我的: a signed-in resident's first page, their matters, and the way into one without its code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huijia.core.matters import queries as matters
from huijia.core.matters.models import Matter
from huijia.core.matters.readers import REPORTER_KEY
from huijia.core.people.enums import PostKind
from huijia.core.people.queries import Carer, carers_of, home_of
from huijia.core.residents import queries, sections
from huijia.core.residents.visitors import Visitor, visitor_of
from huijia.core.signup import queries as signups
from huijia.doors.portal import my_orders, my_rides, my_signups, openers, own
from huijia.doors.portal.views.enter import private, to
from huijia.lib import clock
from huijia.serve.home_orders import queries as home_orders
from huijia.serve.rides import queries as rides

PAGE = 20


@require_safe
@private
def me(request: HttpRequest) -> HttpResponse:
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    now = clock.now()
    mine = list(own.matters_of(visitor).order_by("-pk")[:5]) if visitor.may("follow") else []
    context = own.frame(request, visitor) | {
        "matters": mine, "sections": sections.shown(visitor, now), "keepers": _keepers(visitor),
        "mandates": _mandates(visitor), "may_report": visitor.may("report"),
    }
    return render(request, "portal/me.html", context)


def _mandates(visitor: Visitor) -> list[object]:
    """Whom this one may act for; nothing while acting already."""
    key = visitor.login.phone_hash
    if not key or visitor.mandate is not None:
        return []
    return list(queries.mandates_for_agent(visitor.community, key)[:10])


def _keepers(visitor: Visitor) -> list[dict[str, object]]:
    """My people: of the home where the roster has this person today."""
    if visitor.person is None:
        return []
    dwelling = home_of(visitor.person)[1]
    if dwelling is None:
        return []
    return [_keeper(carer) for carer in carers_of(dwelling, dwelling.grid_id, visitor.community)]


def _keeper(carer: Carer) -> dict[str, object]:
    return {"post": PostKind(carer.kind).label, "name": carer.label, "phone": carer.phone}


@require_safe
@private
def my_matters(request: HttpRequest) -> HttpResponse:
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    before = request.GET.get("before", "")
    rows = own.matters_of(visitor)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    context = own.frame(request, visitor) | {
        "matters": found[:PAGE], "older": found[PAGE - 1].pk if len(found) > PAGE else None, "is_first": not before,
    }
    return render(request, "portal/me_matters.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def my_matter(request: HttpRequest, ticket: str) -> HttpResponse:
    """Opens one of mine in this browser; no code is needed."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    found: Matter | None = matters.by_ticket(ticket)
    if found is None or not own.matters_of(visitor).filter(pk=found.pk).exists():
        raise Http404(_("这里没有这件事。"))
    openers.remember(request, REPORTER_KEY, found.pk)
    return to("matter", found.ticket)


@require_safe
@cache_control(private=True, no_store=True)
def my_order(request: HttpRequest, ticket: str) -> HttpResponse:
    """The same for a service at home."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    found = home_orders.by_ticket(ticket)
    allowed = visitor.may("follow") or (found is not None and found.pk in visitor.done(my_orders.SUBJECT))
    if found is None or not allowed or not my_orders.orders_of(visitor).filter(pk=found.pk).exists():
        raise Http404(_("这里没有这次预约。"))
    openers.remember(request, openers.HOME_ORDERS, found.pk)
    return to("home_order", found.ticket)


@require_safe
@cache_control(private=True, no_store=True)
def my_ride(request: HttpRequest, ticket: str) -> HttpResponse:
    """The same for a ride."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    found = rides.by_ticket(ticket)
    allowed = visitor.may("follow") or (found is not None and found.pk in visitor.done(my_rides.SUBJECT))
    if found is None or not allowed or not my_rides.rides_of(visitor).filter(pk=found.pk).exists():
        raise Http404(_("这里没有这次接送。"))
    openers.remember(request, openers.RIDES, found.pk)
    return to("ride_mine", found.ticket)


@require_safe
@cache_control(private=True, no_store=True)
def my_signup(request: HttpRequest, ticket: str) -> HttpResponse:
    """The same for a sign-up."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    found = signups.by_ticket(ticket)
    allowed = visitor.may("follow") or (found is not None and found.pk in visitor.done(my_signups.SUBJECT))
    if found is None or not allowed or not my_signups.signups_of(visitor).filter(pk=found.pk).exists():
        raise Http404(_("这里没有这份报名。"))
    openers.remember(request, openers.SIGNUPS, found.pk)
    return to("signup", found.ticket)

"""我的: a signed-in resident's first page, their matters, and the way into one without its code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from huijia.doors.portal import my_errands, my_orders, my_rides, my_signups, openers, own
from huijia.doors.portal.views.enter import private, to
from huijia.lib import clock
from huijia.serve.errands import queries as errands
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


@dataclass(frozen=True)
class Own:
    """What else can be mine. `done`: its subject among what a family member did; `key`, `page`: how it is opened."""

    by_ticket: Callable[[str], Any]
    mine: Callable[[Visitor], QuerySet[Any]]
    done: str
    key: str
    page: str
    none: str | Promise


ORDER = Own(
    home_orders.by_ticket, my_orders.orders_of, my_orders.SUBJECT, openers.HOME_ORDERS, "home_order",
    gettext_lazy("这里没有这次预约。"),
)
RIDE = Own(
    rides.by_ticket, my_rides.rides_of, my_rides.SUBJECT, openers.RIDES, "ride_mine", gettext_lazy("这里没有这次接送。")
)
ERRAND = Own(
    errands.by_ticket, my_errands.errands_of, my_errands.SUBJECT, openers.ERRANDS, "errand",
    gettext_lazy("这里没有这件代办。"),
)
SIGNUP = Own(
    signups.by_ticket, my_signups.signups_of, my_signups.SUBJECT, openers.SIGNUPS, "signup",
    gettext_lazy("这里没有这份报名。"),
)


@require_safe
@cache_control(private=True, no_store=True)
def my_own(request: HttpRequest, ticket: str, kind: Own) -> HttpResponse:
    """The same for a service at home, a ride or a sign-up: mine, or one that I asked for in another's name."""
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    found = kind.by_ticket(ticket)
    allowed = visitor.may("follow") or (found is not None and found.pk in visitor.done(kind.done))
    if found is None or not allowed or not kind.mine(visitor).filter(pk=found.pk).exists():
        raise Http404(str(kind.none))
    openers.remember(request, kind.key, found.pk)
    return to(kind.page, found.ticket)

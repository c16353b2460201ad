"""What 查进度 opens beside matters: things with a number and a secret code of their own.

Numbers of different kinds may be the same; the code says which is meant.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from huijia.core.signup import actions as signups
from huijia.core.signup import queries as signup_queries
from huijia.core.signup.models import Signup
from huijia.serve.errands import actions as errands
from huijia.serve.errands import queries as errand_queries
from huijia.serve.errands.models import Errand
from huijia.serve.home_orders import actions as home_orders
from huijia.serve.home_orders import queries as home_order_queries
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.rides import actions as rides
from huijia.serve.rides import queries as ride_queries
from huijia.serve.rides.models import Ride

KEPT = 20
"""How many of a kind one browser remembers; the oldest are let go."""
HOME_ORDERS, RIDES, SIGNUPS, ERRANDS = "home_orders", "rides", "signups", "errands"

Opener = Callable[[HttpRequest, str, str], str]


def remember(request: HttpRequest, key: str, pk: int) -> None:
    """From now on this browser may see the thing with this id."""
    known = [each for each in request.session.get(key, []) if each != pk]
    if len(known) == len(request.session.get(key, [])):
        # What this browser may see grows: a session id that somebody planted before is worth nothing.
        request.session.cycle_key()
    request.session[key] = [*known, pk][-KEPT:]


def opened(request: HttpRequest, ticket: str, code: str) -> str:
    """The address of what this number and code open, "" for nothing. Each kind is tried in the same time."""
    found = [opener(request, ticket, code) for opener in OPENERS]
    return next((url for url in found if url), "")


def forget(request: HttpRequest) -> None:
    """看完了: for a borrowed phone."""
    for key in (HOME_ORDERS, RIDES, SIGNUPS, ERRANDS):
        request.session.pop(key, None)


def _home_order(request: HttpRequest, ticket: str, code: str) -> str:
    order = home_order_queries.by_ticket(ticket)
    if not home_orders.code_fits(order if order is not None else HomeOrder(), code) or order is None:
        return ""
    remember(request, HOME_ORDERS, order.pk)
    return reverse("portal:home_order", args=[order.ticket])


def _ride(request: HttpRequest, ticket: str, code: str) -> str:
    ride = ride_queries.by_ticket(ticket)
    if not rides.code_fits(ride if ride is not None else Ride(), code) or ride is None:
        return ""
    remember(request, RIDES, ride.pk)
    return reverse("portal:ride_mine", args=[ride.ticket])


def _errand(request: HttpRequest, ticket: str, code: str) -> str:
    errand = errand_queries.by_ticket(ticket)
    if not errands.code_fits(errand if errand is not None else Errand(), code) or errand is None:
        return ""
    remember(request, ERRANDS, errand.pk)
    return reverse("portal:errand", args=[errand.ticket])


def _signup(request: HttpRequest, ticket: str, code: str) -> str:
    signup = signup_queries.by_ticket(ticket)
    if not signups.code_fits(signup if signup is not None else Signup(), code) or signup is None:
        return ""
    remember(request, SIGNUPS, signup.pk)
    return reverse("portal:signup", args=[signup.ticket])


OPENERS: tuple[Opener, ...] = (_home_order, _ride, _errand, _signup)

"""What the room's pages share: the head of each view, what is found, the time line."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.serve.rides import queries
from huijia.serve.rides.models import Ride, Trip

MODULE = "rides"
SIZE = 50


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


def ride_of(access: Access, ticket: str) -> Ride:
    ride = queries.find(access, ticket)
    if ride is None:
        raise Http404
    return ride


def trip_of(access: Access, pk: int) -> Trip:
    trip = queries.find_trip(access, pk)
    if trip is None:
        raise Http404
    return trip


def lines_of(subject: tuple[str, int]) -> list[dict[str, Any]]:
    """The time line of a ride or a trip."""
    return [
        {"when": entry.occurred_at, "who": entry.actor_label, "for_who": entry.for_label, "text": say(entry)}
        for entry in history(subject)
    ]


def told_forbidden(request: HttpRequest) -> None:
    messages.error(request, _("您不能办这一步"))

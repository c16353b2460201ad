"""How often a door, a phone or an address may be used. Numbers are the community's options or stand here."""

from django.http import HttpRequest

from huijia.doors.portal.spots import Spot
from huijia.kernel.accounts.addresses import client_address, counted_as
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.limits import actions as limits

HOUR, DAY = 3600, 24 * 3600
ONLINE_PER_HOUR = 30
"""Reports without a plate from one address; a whole office may sit behind one."""
HOME_ORDERS_PER_HOUR, HOME_ORDERS_PER_DAY = 20, 5
"""Orders for a service at home: of one address in an hour, of one phone in a day."""
RIDES_PER_HOUR, RIDES_PER_DAY = 20, 5
ERRANDS_PER_HOUR, ERRANDS_PER_DAY = 20, 5
"""Wishes to be driven: of one address in an hour, of one phone in a day."""
TRY_WINDOW = 15 * 60
TRIES_PER_TICKET, TRIES_PER_ADDRESS = 5, 60


class Blocked(Refusal):
    """An allowance is used up; `retry_after` seconds until it is there again."""

    def __init__(self, verdict: limits.Verdict) -> None:
        super().__init__("", code="blocked")
        self.retry_after = verdict.retry_after


def of_report(spot: Spot, phone: str, request: HttpRequest) -> list[limits.Spending]:
    """What one report spends: of its door, or of its address where there is none, and of its phone (normalised)."""
    if spot.plate is not None:
        most = int(options.get(spot.community, "door_reports_per_hour"))
        wanted = [(f"report:door:{spot.plate.pk}", most, HOUR)]
    else:
        wanted = [(f"report:address:{counted_as(client_address(request))}", ONLINE_PER_HOUR, HOUR)]
    if phone:
        most = int(options.get(spot.community, "phone_reports_per_day"))
        wanted.append((f"report:phone:{phone}", most, DAY))
    return wanted


def of_home_order(spot: Spot, phone: str, request: HttpRequest) -> list[limits.Spending]:
    """What one order for a service at home spends: of its address, and of its phone."""
    address = counted_as(client_address(request))
    wanted = [(f"home_order:address:{address}", HOME_ORDERS_PER_HOUR, HOUR)]
    return [*wanted, (f"home_order:phone:{phone}", HOME_ORDERS_PER_DAY, DAY)] if phone else wanted


def of_ride(community: Community, phone: str, request: HttpRequest) -> list[limits.Spending]:
    """What one wish to be driven spends: of its address, and of its phone (normalised)."""
    wanted = [(f"ride:address:{counted_as(client_address(request))}", RIDES_PER_HOUR, HOUR)]
    return [*wanted, (f"ride:phone:{community.pk}:{phone}", RIDES_PER_DAY, DAY)] if phone else wanted


def of_errand(community: Community, phone: str, request: HttpRequest) -> list[limits.Spending]:
    """What one errand asked for spends: of its address, and of its phone (normalised)."""
    wanted = [(f"errand:address:{counted_as(client_address(request))}", ERRANDS_PER_HOUR, HOUR)]
    return [*wanted, (f"errand:phone:{community.pk}:{phone}", ERRANDS_PER_DAY, DAY)] if phone else wanted


def of_ride_token(request: HttpRequest) -> list[limits.Spending]:
    """What one try to open a driver's page spends; who holds a link gets it back."""
    return [(f"ride_token:{counted_as(client_address(request))}", TRIES_PER_ADDRESS, TRY_WINDOW)]


def of_signup(community: Community, phone: str, request: HttpRequest) -> list[limits.Spending]:
    """What one sign-up for an occasion spends: of its address, and of its phone (normalised)."""
    most = int(options.get(community, "address_signups_per_hour"))
    wanted = [(f"signup:address:{counted_as(client_address(request))}", most, HOUR)]
    if phone:
        wanted.append((f"signup:phone:{phone}", int(options.get(community, "phone_signups_per_day")), DAY))
    return wanted


def of_try(request: HttpRequest, ticket: str) -> list[limits.Spending]:
    """What one try with a ticket number and code spends."""
    address = counted_as(client_address(request))
    return [
        (f"code:{address}:{ticket}", TRIES_PER_TICKET, TRY_WINDOW),
        (f"code:{address}", TRIES_PER_ADDRESS, TRY_WINDOW),
    ]


def spend(wanted: list[limits.Spending]) -> None:
    """Spends one of each.

    Raises:
        Blocked: one of them is used up. It counts all the same, unless the caller's transaction is undone.
    """
    verdict = limits.spend(wanted)
    if not verdict.allowed:
        raise Blocked(verdict)


def give_back(wanted: list[limits.Spending]) -> None:
    """It was no guess."""
    limits.give_back(wanted)

"""How many tries a resident's way in takes, and which browsers are known to it."""

from django.http import HttpRequest, HttpResponse

from huijia.core.people.queries import phone_hash
from huijia.core.residents.models import ResidentLogin
from huijia.kernel.accounts import devices
from huijia.kernel.accounts.addresses import client_address, counted_as
from huijia.kernel.communities.models import Community
from huijia.kernel.limits import actions as limits

COOKIE = "device_me"
_PAGE = "portal:me"
_QUARTER = 900
CODE_TRIES = 20
"""Tries of codes given by the office, from one address in a quarter of an hour; a code has 45 bits."""


def address_of(request: HttpRequest) -> str:
    return counted_as(client_address(request))


def of_code(request: HttpRequest) -> list[limits.Spending]:
    """What one try of a code given by the office spends."""
    return [(f"admission:{address_of(request)}", CODE_TRIES, _QUARTER)]


def known_token(request: HttpRequest, community: Community, phone: str) -> str:
    """The token of this browser where this number has signed in before, "" elsewhere: whose messages nobody uses up."""
    device = devices.device_of(request, COOKIE)
    if not device.users:
        return ""
    try:
        key = phone_hash(phone)
    except ValueError:
        return ""
    logins = ResidentLogin.objects.of(community).filter(user_id__in=device.users, phone_hash=key, closed_at=None)
    return device.token if logins.exists() else ""


def remember(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    devices.remember(request, response, user_id, COOKIE, _PAGE)

"""The receipts' cookies: each holds only the UUID of what was sent, signed. Number and code are worked out from it."""

import uuid as uuids
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

MAX_AGE = 3600


@dataclass(frozen=True)
class Receipt:
    """`route` is the page that shows it, the only one that gets the cookie."""

    cookie: str
    salt: str
    route: str


REPORT = Receipt("receipt", "portal.receipt", "portal:receipt")
SIGNUP = Receipt("signup_receipt", "portal.signup_receipt", "portal:signup_receipt")


def remember(response: HttpResponseBase, uuid: uuids.UUID, of: Receipt = REPORT) -> None:
    """For an hour this browser may see the receipt of this report or sign-up."""
    response.set_signed_cookie(
        of.cookie, uuid.hex, salt=of.salt, max_age=MAX_AGE, path=reverse(of.route), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered(request: HttpRequest, of: Receipt = REPORT) -> uuids.UUID | None:
    """What this browser may see the receipt of; None without one, and after an hour."""
    value = request.get_signed_cookie(of.cookie, default="", salt=of.salt, max_age=MAX_AGE)
    try:
        return uuids.UUID(str(value)) if value else None
    except ValueError:
        return None

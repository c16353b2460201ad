"""The receipt's cookie: it holds only the report's UUID, signed. Number and code are worked out from it."""

import uuid as uuids

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

COOKIE = "receipt"
SALT = "portal.receipt"
MAX_AGE = 3600


def remember(response: HttpResponseBase, uuid: uuids.UUID) -> None:
    """For an hour this browser may see the receipt of this report."""
    response.set_signed_cookie(
        COOKIE, uuid.hex, salt=SALT, max_age=MAX_AGE, path=reverse("portal:receipt"), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered(request: HttpRequest) -> uuids.UUID | None:
    """The report whose receipt this browser may see; None without one, and after an hour."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=MAX_AGE)
    try:
        return uuids.UUID(str(value)) if value else None
    except ValueError:
        return None

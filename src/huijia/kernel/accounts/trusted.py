"""记住这台手机, on the side of the browser: the cookie that holds the token of a `TrustedDevice`.

The offline app of the field reads the same cookie and the same row.
"""

import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huijia.kernel.accounts.models import TrustedDevice
from huijia.lib import clock, crypto

COOKIE = "trusted"
_PURPOSE = "device"
_TOKEN = re.compile(r"[0-9A-Z]{20,40}")


def token_of(request: HttpRequest) -> str:
    """What the cookie says, "" for none."""
    token = request.COOKIES.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else ""


def device_of(request: HttpRequest, at: datetime | None = None) -> TrustedDevice | None:
    """The device that this browser is, while it may be used; one query, none without a cookie."""
    token = token_of(request)
    if not token:
        return None
    rows = TrustedDevice.objects.select_related("user").filter(
        token_hash__in=crypto.keyed_hashes(token, _PURPOSE), shut_at=None, expires_at__gt=at or clock.now(),
        user__is_active=True,
    )
    return rows.first()


def hash_of(token: str) -> str:
    return crypto.keyed_hash(token, _PURPOSE)


def remember(response: HttpResponse, token: str, device: TrustedDevice) -> None:
    response.set_cookie(
        COOKIE, token, expires=device.expires_at, path="/",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path="/", samesite="Lax")

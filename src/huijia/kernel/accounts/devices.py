"""Which browsers have signed in before: a signed cookie, sent to the login page only.

A known browser has its own small count of failures, so that nobody else's failures, from the same address or
under the same user name, can keep its user out.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huijia.lib import crypto

COOKIE = "device"
DAYS = 180
_SALT = "accounts.device"
_MOST_USERS = 8


@dataclass(frozen=True)
class Device:
    """`token` names the browser, `users` (ids, latest first) have signed in with it; "" and () for a new one."""

    token: str = ""
    users: tuple[int, ...] = ()


def device_of(request: HttpRequest, cookie: str = COOKIE) -> Device:
    """What the cookie says; a new device when it is missing, old or not ours."""
    value = request.get_signed_cookie(cookie, default="", salt=_SALT, max_age=DAYS * 86400) or ""
    token, _colon, users = value.partition(":")
    if not token:
        return Device()
    return Device(token, tuple(int(pk) for pk in users.split(",") if pk.isdecimal()))


def remember(
    request: HttpRequest, response: HttpResponse, user_id: int, cookie: str = COOKIE, page: str = "accounts:login"
) -> None:
    """Note in the cookie that `user_id` has signed in here; it is sent to `page` only. Residents have their own."""
    known = device_of(request, cookie)
    token = known.token or crypto.new_token()
    users = (user_id, *(pk for pk in known.users if pk != user_id))[:_MOST_USERS]
    response.set_signed_cookie(
        cookie,
        f"{token}:{','.join(map(str, users))}",
        salt=_SALT,
        max_age=DAYS * 86400,
        path=reverse(page),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

"""The staff's session: idle time-out, forced first change of password, and the way to the login page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.errors import LoginNeeded, PasswordNeeded
from huijia.lib import clock

Handler = Callable[[HttpRequest], HttpResponse]
_TOUCH_SECONDS = 60
# What a person with a first password may still open.
_OPEN_NAMES = ("accounts:password", "accounts:logout", "accounts:language", "accounts:large")


class StaffSession:
    """Costs residents nothing: without the session cookie neither session nor database is touched."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and auth.SESSION_KEY in request.session:
            end_if_idle(request)
            if request.session.get(sessions.MUST_CHANGE_KEY) and request.path not in _open_paths():
                return send_to(request, PasswordNeeded())
        response = self.get_response(request)
        if getattr(request, "access", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return send_to(request, exception) if isinstance(exception, LoginNeeded) else None


def end_if_idle(request: HttpRequest) -> None:
    """Sign out whoever has not asked for a page for `STAFF_IDLE_SECONDS`; else note that they have."""
    now = int(clock.now().timestamp())
    seen = request.session.get(sessions.SEEN_KEY)
    if seen is None:
        request.session[sessions.SEEN_KEY] = now
    elif now - seen > settings.STAFF_IDLE_SECONDS:
        auth.logout(request)
        request.was_idle = True  # type: ignore[attr-defined]
    elif now - seen >= _TOUCH_SECONDS:
        request.session[sessions.SEEN_KEY] = now


def _open_paths() -> tuple[str, ...]:
    return tuple(reverse(name) for name in _OPEN_NAMES)


def send_to(request: HttpRequest, needed: LoginNeeded) -> HttpResponse:
    """A redirect to where the reader has to go first, keeping the way back; for htmx, of the whole page."""
    htmx = getattr(request, "htmx", None)
    query = {}
    if htmx:
        query["next"] = htmx.current_url_abs_path or ""
    elif request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    if getattr(request, "was_idle", False):
        query["idle"] = "1"
    query = {key: value for key, value in query.items() if value}
    url = reverse(needed.url_name) + (f"?{urlencode(query)}" if query else "")
    return HttpResponseClientRedirect(url) if htmx else HttpResponseRedirect(url)

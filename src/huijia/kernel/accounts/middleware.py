"""The staff's session: idle time-out, forced first change of password, and the way to the login page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.errors import FactorNeeded, FreshNeeded, LoginNeeded, PasswordNeeded
from huijia.kernel.accounts.models import SignIn
from huijia.lib import clock

Handler = Callable[[HttpRequest], HttpResponse]
_TOUCH_SECONDS, _TOUCH_RESIDENT_SECONDS = 60, 6 * 3600
# The list of sessions need not be exact, and each touch is a write.
_SHOWN_SECONDS = 600
# What a person with a first password may still open.
_OPEN_NAMES = ("accounts:password", "accounts:logout", "accounts:language", "accounts:large")
_FACTOR_NAMES = ("accounts:factor", "accounts:factor_begin", "accounts:factor_confirm", "accounts:confirm")


class StaffSession:
    """Costs residents nothing: without the session cookie neither session nor database is touched."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and auth.SESSION_KEY in request.session:
            end_if_over(request)
            needed = _needed_first(request)
            if needed is not None:
                return send_to(request, needed)
        response = self.get_response(request)
        if getattr(request, "access", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return send_to(request, exception) if isinstance(exception, LoginNeeded) else None


def end_if_over(request: HttpRequest) -> None:
    """Sign out whose session was ended from elsewhere, and staff who asked for no page for `STAFF_IDLE_SECONDS`."""
    session, now = request.session, clock.now()
    pk, seen, moment = session.get(sessions.SIGN_IN_KEY), session.get(sessions.SEEN_KEY), int(now.timestamp())
    if pk is not None and not SignIn.objects.filter(pk=pk, ended_at=None).exists():
        auth.logout(request)
        request.was_ended = True  # type: ignore[attr-defined]
        return
    # A session with a life of its own is a resident's: weeks, on their own phone.
    is_staff = session.get("_session_expiry") is None
    if seen is not None and is_staff and moment - seen > settings.STAFF_IDLE_SECONDS:
        auth.logout(request)
        request.was_idle = True  # type: ignore[attr-defined]
        return
    if seen is None or moment - seen >= (_TOUCH_SECONDS if is_staff else _TOUCH_RESIDENT_SECONDS):
        session[sessions.SEEN_KEY] = moment
        if pk is not None and moment // _SHOWN_SECONDS != (seen or 0) // _SHOWN_SECONDS:
            SignIn.objects.filter(pk=pk).update(seen_at=now)


def _needed_first(request: HttpRequest) -> LoginNeeded | None:
    """What has to be done before any other page is open."""
    session = request.session
    if session.get(sessions.MUST_CHANGE_KEY) and request.path not in _paths(_OPEN_NAMES):
        return PasswordNeeded()
    if session.get(sessions.MUST_FACTOR_KEY) and request.path not in _paths(_OPEN_NAMES + _FACTOR_NAMES):
        return FactorNeeded()
    return None


def _paths(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reverse(name) for name in names)


def send_to(request: HttpRequest, needed: LoginNeeded) -> HttpResponse:
    """A redirect to where the reader has to go first, keeping the way back; for htmx, of the whole page."""
    htmx = getattr(request, "htmx", None)
    query = {}
    if htmx:
        query["next"] = htmx.current_url_abs_path or ""
    elif request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    elif isinstance(needed, FreshNeeded):
        # What was typed cannot be sent again by itself: back to the page that the form stands on.
        query["next"] = _page_before(request)
    if getattr(request, "was_ended", False):
        query["ended"] = "1"
    if getattr(request, "was_idle", False):
        query["idle"] = "1"
    query = {key: value for key, value in query.items() if value}
    url = reverse(needed.url_name) + (f"?{urlencode(query)}" if query else "")
    return HttpResponseClientRedirect(url) if htmx else HttpResponseRedirect(url)


def _page_before(request: HttpRequest) -> str:
    """The path of the page the form was on, if it is one of ours; "" where the browser does not say."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    return before.path + (f"?{before.query}" if before.query else "")

"""外勤: the app that works without a signal, what it takes along, and what it sends when there is one again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from huijia.doors.field import pack as packing
from huijia.doors.field import reading, shell, taking
from huijia.doors.field.errors import Moved, Unfit
from huijia.kernel.accounts import sessions, trusted
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.errors import LoginNeeded
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Conflict, Refusal


@require_GET
def app(request: HttpRequest) -> HttpResponse:
    """The empty app, the same for everybody: what it shows it has from the phone."""
    return render(request, "field/app.html", {"scripts": shell.SCRIPTS, "styles": shell.STYLES})


@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the app's own files, nothing else."""
    context = {"files": shell.addresses(), "version": f"{shell.version()}-{getattr(request, 'LANGUAGE_CODE', '')}"}
    return render(request, "field/worker.js", context, content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    return render(request, "field/app.webmanifest", content_type="application/manifest+json; charset=utf-8")


@never_cache
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and whether this phone may keep anything: `trusted` is the id of its user, else null."""
    device = trusted.device_of(request)
    user = request.user if isinstance(request.user, User) and not request.user.is_resident else None
    return JsonResponse({
        "csrf": get_token(request), "user": user.pk if user is not None else None,
        "trusted": device.user_id if device is not None else None, "version": shell.version(),
    })


@never_cache
@sensitive_post_parameters("pin")
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """A session for this phone's PIN, as on the login page."""
    device = trusted.device_of(request)
    if device is None:
        return _said(403, "untrusted", _("这台手机没有记住，或者已被停用"))
    try:
        user = sessions.unlock(request, device, pin=request.POST.get("pin", "")[:12])
    except Refusal as refusal:
        return _said(403, refusal.code or "wrong", str(refusal))
    return JsonResponse({"csrf": get_token(request), "user": user.pk})


@never_cache
@require_GET
def pack(request: HttpRequest) -> HttpResponse:
    """What the phone takes along. Only a phone that is remembered for this very user gets it."""
    access = _opened(request)
    if isinstance(access, HttpResponse):
        return access
    device = trusted.device_of(request)
    if device is None or device.user_id != access.user_id:
        return _said(403, "untrusted", _("这台手机没有记住，或者已被停用"))
    return JsonResponse(packing.packed(access))


@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """One record. 200: it is there (`again`: it was already); 409 `moved`: it has changed; 422: it cannot be used."""
    access = _opened(request)
    if isinstance(access, HttpResponse):
        return access
    try:
        answer = taking.take(reading.sent_by(request), request.FILES, by=access)
    except Moved as moved:
        return _said(409, "moved", str(moved), now=moved.now, version=moved.version)
    except Unfit as unfit:
        return _said(422, "unfit", str(unfit), errors=unfit.errors)
    except Conflict as conflict:
        return _said(409, "conflict", str(conflict))
    except Refusal as refusal:
        return _said(422, refusal.code or "refused", str(refusal))
    return JsonResponse({"said": answer.said, "url": answer.url, "again": answer.again})


def _opened(request: HttpRequest) -> Access | HttpResponse:
    """The access, or the answer that a script understands where a page would send its reader to the login."""
    try:
        return open_for(request, "matters.register")
    except LoginNeeded as needed:
        return _said(401, "login", str(needed) or _("请先登录"))
    except PermissionDenied as denied:
        return _said(403, "forbidden", str(denied))


def _said(status: int, code: str, text: str, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "text": text, **more}, status=status)

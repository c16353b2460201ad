"""The pages of a wrong address and of a closed door: with the hotline for residents, with the way back for staff.

A broken system (500) has no view here: its page is Django's own, and asks neither the database nor the session.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huijia.kernel.communities.queries import only_community


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", _context(request), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", _context(request), status=404)


def _context(request: HttpRequest) -> dict[str, Any]:
    """Staff stay at their desk; everybody else is told the hotline of an office that stands alone."""
    user = getattr(request, "user", None)
    is_staff = user is not None and user.is_authenticated
    base = "base_staff.html" if is_staff else "base_portal.html"
    return {"base": base, "is_staff": is_staff, "community": only_community()}

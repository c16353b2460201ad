"""The CSRF check of pages that keep what was typed when the page had grown too old."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        return HttpResponseForbidden(reason)


def _never(request: HttpRequest) -> HttpResponse:
    raise AssertionError("the check calls no view")


_check = _Check(_never)


def is_forged(request: HttpRequest) -> bool:
    """The same check as the middleware's, for a view marked `csrf_exempt`: True where the token is missing or wrong."""
    arguments: tuple[Any, ...] = ()
    return _check.process_view(request, _never, arguments, {}) is not None

"""A mandate is looked at with each request: withdrawn or over, it ends at once, and what was opened under it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from huijia.core.residents import acting
from huijia.core.residents.visitors import ACTING_KEY

Handler = Callable[[HttpRequest], HttpResponse]


class Acting:
    """Costs a query only while somebody acts for another."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.mandate = None  # type: ignore[attr-defined]
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and ACTING_KEY in request.session and auth.SESSION_KEY in request.session:
            acting.resume(request)
        return self.get_response(request)

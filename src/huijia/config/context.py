"""What every template knows: the product's name, whether this is the demo, large letters, the reader's access."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

LARGE_COOKIE = "large"


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "large": request.COOKIES.get(LARGE_COOKIE) == "1",
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "access": getattr(request, "access", None),
    }

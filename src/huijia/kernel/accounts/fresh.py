"""请确认是您本人: dangerous acts ask once more for the password or the code, unless it was shown within 15 minutes.

A view calls `require_fresh(request)` after `open_for`: when roles are given, passwords reset, data carried out whole
or unmasked. A PIN is not enough for these, and a session may be hours old.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from huijia.kernel.accounts.errors import FreshNeeded
from huijia.lib import clock

KEY = "fresh"
"""Session key: when its user last showed the password or a code, epoch seconds."""
SECONDS = 15 * 60


def mark(session: Any, at: datetime | None = None) -> None:
    """Note in a session that its user has just shown the password or a code."""
    session[KEY] = int((at or clock.now()).timestamp())


def is_fresh(request: HttpRequest, at: datetime | None = None) -> bool:
    now = int((at or clock.now()).timestamp())
    return now - int(request.session.get(KEY) or 0) <= SECONDS


def require_fresh(request: HttpRequest) -> None:
    """
    Raises:
        FreshNeeded: the reader is asked first, and then comes back: to this page, or to the page the form was on.
    """
    if not is_fresh(request):
        raise FreshNeeded

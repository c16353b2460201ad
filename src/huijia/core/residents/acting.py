"""代办: acting for somebody in a session, apart from one's own things, as long as the mandate holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huijia.core.residents.models import Deed, Mandate
from huijia.core.residents.visitors import ACTING_KEY, Visitor
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

_OWN_KEY = "own"
"""Session key: what this browser had opened for itself, put aside while it acts for another."""
_APART: set[str] = set()


def keep_apart(*session_keys: str) -> None:
    """Rooms name the session keys in which they remember what a browser has opened."""
    _APART.update(session_keys)


def begin(request: HttpRequest, visitor: Visitor, mandate: Mandate) -> None:
    """From now on the session is the agent's for that person.

    Raises:
        Refusal: it is not this one's mandate, or not today's.
    """
    own = visitor.login.phone_hash
    if not own or mandate.agent_phone_hash != own or not mandate.is_live(clock.today()):
        raise Refusal(_("这份委托现在不能用。"), code="not_live")
    stop(request)
    session = request.session
    session[_OWN_KEY] = {key: session.pop(key) for key in sorted(_APART) if key in session}
    session[ACTING_KEY] = mandate.pk
    session.cycle_key()


def stop(request: HttpRequest) -> None:
    """Back to one's own things; nothing happens when there is nothing to stop."""
    session = request.session
    if session.pop(ACTING_KEY, None) is None:
        return
    for key in _APART:
        session.pop(key, None)
    own: dict[str, Any] = session.pop(_OWN_KEY, {})
    for key, value in own.items():
        session[key] = value
    request.mandate = None  # type: ignore[attr-defined]
    if hasattr(request, "visitor"):
        del request.visitor


def resume(request: HttpRequest) -> None:
    """Sets `request.mandate` while it still holds; else the acting ends here."""
    rows = Mandate.objects.everywhere().filter(pk=request.session[ACTING_KEY]).select_related("person", "community")
    mandate = rows.first()
    if mandate is None or mandate.person.died_on is not None or not mandate.is_live(clock.today()):
        stop(request)
        request.mandate_over = True  # type: ignore[attr-defined]
    else:
        request.mandate = mandate  # type: ignore[attr-defined]


def note_deed(visitor: Visitor, subject: tuple[str, int]) -> None:
    """In the verb's own transaction: this was begun by `visitor`, perhaps for another. Twice is once."""
    Deed.objects.of(visitor.community).get_or_create(
        login=visitor.login, subject_type=subject[0], subject_id=subject[1],
        defaults={"community": visitor.community, "mandate": visitor.mandate},
    )

"""Coming after all, or not: an offer accepted or declined, a sign-up cancelled. Free places go on at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.signup import notices
from huijia.core.signup.actions import line, seats
from huijia.core.signup.actions.writing import Stale, allowed, moved, of_here, record_of
from huijia.core.signup.enums import Ended, State
from huijia.core.signup.models import Signup
from huijia.kernel.accounts.access import Access
from huijia.lib import clock


def accept(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """确认参加: the offered place is taken.

    Raises:
        Stale: the offer is over, or there is none.
    """
    allowed(by, "signup.attend")
    of_here(signup, by)
    moment = at or clock.now()
    with transaction.atomic():
        held = seats.locked(signup.occasion_id, signup.community_id)
        if signup.state == State.OFFERED and signup.offer_ends_at is not None and moment >= signup.offer_ends_at:
            raise Stale(_("确认的时限已过，名额让给了下一位"), code="stale")
        moved(signup, "accept", moment, offer_ends_at=None)
        record_of("accepted", signup, by, moment, data={"title": held.title})
        notices.tell(signup, held, "accepted", at=moment)


def decline(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """不参加: the offered place goes to the next in the line."""
    _leave(signup, "decline", Ended.DECLINED, by, at)


def cancel_signup(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """取消报名, by the one who signed up or by the office; the place goes to the next in the line at once."""
    ended = Ended.OWN if by.kind == "reporter" else Ended.OFFICE
    _leave(signup, "cancel", ended, by, at)


def lapse(signup: Signup, *, by: Access, at: datetime | None = None) -> None:
    """The time of an offer is over: it goes to the next."""
    _leave(signup, "lapse", Ended.LAPSED, by, at)


def _leave(signup: Signup, move: str, ended: Ended, by: Access, at: datetime | None) -> None:
    allowed(by, "signup.attend")
    of_here(signup, by)
    moment, before = at or clock.now(), signup.state
    with transaction.atomic():
        held = seats.locked(signup.occasion_id, signup.community_id)
        moved(signup, move, moment, ended=ended, offer_ends_at=None)
        seats.follow(held, before, State.CANCELLED, signup.party)
        record_of("left", signup, by, moment, data={"title": held.title, "how": ended.value})
        if ended in (Ended.OFFICE, Ended.LAPSED):
            notices.tell(signup, held, "cancelled" if ended == Ended.OFFICE else "lapsed", at=moment)
        line.fill(held, by=by, at=moment)

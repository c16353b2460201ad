"""候补: who gets a place that came free.

The rule. Places are offered in the order of the line. A party for which too few places are free is passed over, keeps
its number, and the next one that fits is offered a place. Has it been passed over as often as the community agreed on
(`offer_passed_over`), freed places are kept together for it until it fits or leaves. Somebody new never comes before
one in the line whom the free places would do for. An offer holds its places for the agreed time, counted from the
hour at which phones are no longer left alone, and never beyond the beginning; then it goes to the next.
"""

from datetime import datetime, timedelta

from django.db.models import F

from huijia.core.signup import notices
from huijia.core.signup.actions import seats
from huijia.core.signup.actions.writing import moved, record_of
from huijia.core.signup.enums import State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.notify import quiet

AT_ONCE = 500


def in_line(occasion: Occasion) -> list[Signup]:
    """Who waits, in order."""
    rows = Signup.objects.of(occasion.community_id).filter(occasion=occasion, state=State.WAITING)
    return list(rows.order_by("place")[:AT_ONCE])


def patience(occasion: Occasion) -> int:
    return int(options.get(occasion.community_id, "offer_passed_over"))


def may_pass(occasion: Occasion, party: int) -> bool:
    """Whether somebody new may have the free places although others wait; those others are then passed over."""
    free = occasion.free
    if free is None or party > free:
        return False
    ahead = in_line(occasion)
    most = patience(occasion)
    if any(signup.party <= free or signup.passed_over >= most for signup in ahead):
        return False
    _pass_over(ahead)
    return True


def fill(occasion: Occasion, *, by: Access, at: datetime) -> list[Signup]:
    """Offers what is free to those who wait, by the rule above; the occasion is locked. Gives who was offered."""
    offered: list[Signup] = []
    if not occasion.is_planned or at >= occasion.starts_at or not occasion.waiting or occasion.is_full:
        return offered
    ends = _offer_ends(occasion, at)
    held_back: list[Signup] = []
    most = patience(occasion)
    for signup in in_line(occasion):
        free = occasion.free
        if free == 0:
            break
        if free is None or signup.party <= free:
            _offer(occasion, signup, by, at, ends)
            offered.append(signup)
            _pass_over(held_back)
        elif signup.passed_over >= most:
            break
        else:
            held_back.append(signup)
    return offered


def _offer(occasion: Occasion, signup: Signup, by: Access, at: datetime, ends: datetime) -> None:
    moved(signup, "offer", at, offer_ends_at=ends)
    seats.follow(occasion, State.WAITING, State.OFFERED, signup.party)
    record_of("offered", signup, by, at, data={"title": occasion.title, "until": notices.said(ends)})
    notices.tell(signup, occasion, "offered", until=ends, at=at)


def _offer_ends(occasion: Occasion, at: datetime) -> datetime:
    heard = quiet.postponed("phone", at, urgent=False)
    return min(heard + timedelta(minutes=occasion.offer_minutes), occasion.starts_at)


def _pass_over(signups: list[Signup]) -> None:
    if signups:
        rows = Signup.objects.of(signups[0].community_id).filter(pk__in=[signup.pk for signup in signups])
        rows.update(passed_over=F("passed_over") + 1)
        for signup in signups:
            signup.passed_over += 1

"""The clock of this room: offers that are over go to the next, the day before everybody is reminded, and who still
waits when it is over waits no longer.

Safe to run twice at once and after a pause of days: each step is a guarded update, each notice goes out once.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from huijia.core.signup import notices
from huijia.core.signup.actions import seats
from huijia.core.signup.actions.leaving import lapse
from huijia.core.signup.actions.writing import Stale
from huijia.core.signup.enums import Ended, OccasionState, State
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.workflow import EDGES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.lib import clock

CHUNK = 500


@dataclass(frozen=True)
class Ticked:
    """How many offers lapsed, how many people were reminded, and how many had waited in vain in one tick."""

    lapsed: int = 0
    reminded: int = 0
    in_vain: int = 0


def tick(at: datetime | None = None) -> Ticked:
    moment = at or clock.now()
    return Ticked(_lapse(moment), _remind(moment), _let_go(moment))


def _lapse(at: datetime) -> int:
    due = Signup.objects.everywhere().filter(state=State.OFFERED, offer_ends_at__lte=at)
    count = 0
    for signup in due.select_related("community").order_by("offer_ends_at", "pk")[:CHUNK]:
        try:
            lapse(signup, by=Access.system(signup.community), at=at)
        except Stale:
            continue
        count += 1
    return count


def _let_go(at: datetime) -> int:
    """The lines of what is over; nobody is told, since nobody expected to come any more."""
    over = Occasion.objects.everywhere().filter(
        ends_at__lte=at, waiting__gt=0, signups__state=State.WAITING
    ).distinct()
    return sum(_let_go_one(row, at) for row in over.order_by("pk")[:CHUNK])


def _let_go_one(occasion: Occasion, at: datetime) -> int:
    with transaction.atomic():
        held = seats.locked(occasion.pk, occasion.community_id)
        edge = EDGES["pass"]
        rows = Signup.objects.of(held.community_id).filter(occasion=held, state__in=edge.before)
        count = rows.update(state=edge.after, ended=Ended.OVER, moved_at=at, version=F("version") + 1)
        seats.count(held, waiting=-count)
    return count


def _remind(at: datetime) -> int:
    """Those of tomorrow, from the agreed hour on; who signs up after that knows it anyway."""
    tomorrow = clock.local(at).date() + timedelta(days=1)
    starts = datetime.combine(tomorrow, time(0), clock.ZONE)
    rows = Occasion.objects.everywhere().filter(
        state=OccasionState.PLANNED, reminded_at=None, starts_at__gte=starts, starts_at__lt=starts + timedelta(days=1)
    )
    return sum(_remind_one(row, at) for row in rows.select_related("community").order_by("pk")[:CHUNK])


def _remind_one(occasion: Occasion, at: datetime) -> int:
    begins = time.fromisoformat(str(options.get(occasion.community_id, "reminder_from")))
    is_off = occasion.is_activity and not modules.is_on(occasion.community_id, "signup")
    if clock.local(at).time() < begins or is_off:
        return 0
    with transaction.atomic():
        rows = Occasion.objects.of(occasion.community_id).filter(pk=occasion.pk, reminded_at=None)
        if not rows.update(reminded_at=at):
            return 0
        coming = Signup.objects.of(occasion.community_id).filter(occasion=occasion, state=State.SIGNED)
        return sum(notices.tell(signup, occasion, "reminder", at=at) for signup in coming.order_by("pk"))

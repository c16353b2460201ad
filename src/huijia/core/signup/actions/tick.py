"""The clock of this room: offers that are over go to the next, and the day before everybody is reminded.

Safe to run twice at once and after a pause of days: each step is a guarded update, each notice goes out once.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from huijia.core.signup import notices
from huijia.core.signup.actions.leaving import lapse
from huijia.core.signup.actions.writing import Stale
from huijia.core.signup.enums import OccasionState, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.lib import clock

CHUNK = 500


@dataclass(frozen=True)
class Ticked:
    """How many offers lapsed and how many people were reminded in one tick."""

    lapsed: int = 0
    reminded: int = 0


def tick(at: datetime | None = None) -> Ticked:
    moment = at or clock.now()
    return Ticked(_lapse(moment), _remind(moment))


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

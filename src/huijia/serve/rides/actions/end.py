"""A ride ends otherwise than at home in our car: called off, or somebody went home another way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.rides import notices
from huijia.serve.rides.actions.moves import note_ride, planner, set_ride, stale
from huijia.serve.rides.actions.seats import free_seats
from huijia.serve.rides.enums import RideState
from huijia.serve.rides.models import Ride

CALLABLE_OFF = (RideState.ASKED, RideState.PLANNED, RideState.MISSED)
LEFT_BEHIND = (RideState.THERE, RideState.MISSED, RideState.PLANNED)


def cancel(ride: Ride, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """No longer wanted, by the resident or by the office on their word; the seats are free for others.

    Raises:
        Refusal: no right to, or the rider is on the way already.
        Stale: somebody was quicker.
    """
    if by.kind == "reporter":
        if ride.community_id != by.community.pk:
            raise Refusal(_("这不是您所在的社区。"), code="other_community")
    else:
        planner(by, ride)
    moment = at or clock.now()
    note = written(reason, "reason", required=by.kind != "reporter") or str(_("居民自己取消"))
    with transaction.atomic():
        free_seats(ride, by=by, at=moment)
        if not set_ride(ride, CALLABLE_OFF, state=RideState.CANCELLED, ended_at=moment, end_reason=note):
            raise stale()
        note_ride("cancelled", ride, by, moment, note=note)
        if by.kind != "reporter":
            notices.tell_rider(ride, "cancelled")


def went_own_way(ride: Ride, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """Asked and heard: they are home, but not in our car. Closes the ride; it does not count as brought home.

    Raises:
        Refusal: no right to, nothing written.
        Stale: somebody was quicker, or the rider sits in a car that is on its way.
    """
    planner(by, ride)
    moment, note = at or clock.now(), written(reason, "reason")
    with transaction.atomic():
        free_seats(ride, by=by, at=moment)
        if not set_ride(ride, LEFT_BEHIND, state=RideState.OWN_WAY, ended_at=moment, end_reason=note):
            raise stale()
        note_ride("own_way", ride, by, moment, note=note)

"""The clock of the counter: hours ahead are made, an opening that is over is ended. Safe to run twice at once."""

from datetime import datetime

from django.db import transaction

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import OccasionState, State
from huijia.core.signup.models import Occasion
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.queries import live
from huijia.lib import clock
from huijia.serve.counter.actions.openings import SOURCE, make_openings
from huijia.serve.counter.enums import TurnState
from huijia.serve.counter.models import Hours, Opening, Turn

CHUNK = 200


def tick(at: datetime | None = None) -> int:
    """How many openings were made or ended, and numbers let go."""
    moment = at or clock.now()
    count = 0
    planned = Hours.objects.everywhere().values("community_id")
    for community in live().filter(pk__in=planned).order_by("pk"):
        if modules.is_on(community.pk, "counter"):
            count += make_openings(by=Access.system(community), at=moment)
    over = Opening.objects.everywhere().filter(ended_at=None, ends_at__lte=moment)
    for opening in over.select_related("community").order_by("ends_at")[:CHUNK]:
        count += end_opening(opening, by=Access.system(opening.community), at=moment)
    return count + _let_go(moment)


def end_opening(opening: Opening, *, by: Access, at: datetime) -> int:
    """Who did not come is noted, without any penalty. 0 where it was ended already."""
    with transaction.atomic():
        rows = Opening.objects.of(opening.community_id).filter(pk=opening.pk, ended_at=None)
        if not rows.update(ended_at=at):
            return 0
        expected = Occasion.objects.of(opening.community_id).filter(
            source_kind=SOURCE, source_id=opening.pk, state=OccasionState.PLANNED, closed_at=None,
            signups__state__in=(State.SIGNED, State.OFFERED),
        )
        for slot in expected.distinct():
            signup.close(slot, by=by, at=at)
    return 1


def _let_go(at: datetime) -> int:
    """Numbers of days before that nobody came back for."""
    left = Turn.objects.everywhere().filter(
        day__lt=clock.local(at).date(), state__in=(TurnState.WAITING, TurnState.CALLED)
    )
    return left.update(state=TurnState.GONE, ended_at=at)

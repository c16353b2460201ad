"""The seats of an occasion: counted on its own row, under its lock, and never more than there are.

Three guards stand behind each other: the row's lock (on SQLite the writer's), the condition of the update, and the
database's own check `occasion_never_overbooked`.
"""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion
from huijia.kernel.communities.errors import Refusal


class Full(Refusal):
    """No seat is left, and nobody is put in the line."""


def full() -> Full:
    return Full(_("名额已满"), field="party", code="full")


def locked(pk: int, community_id: int) -> Occasion:
    """The occasion, held until the end of the transaction: whoever comes next waits here, so order is kept."""
    return Occasion.objects.of(community_id).select_for_update().get(pk=pk)


def count(occasion: Occasion, *, seats: int = 0, waiting: int = 0, line: int = 0) -> None:
    """Adds to the counters of a locked occasion.

    Raises:
        Full: fewer than `seats` are free.
    """
    rows = Occasion.objects.of(occasion.community_id).filter(pk=occasion.pk)
    if seats > 0:
        rows = rows.filter(Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats))
    changed = {"seats_taken": seats, "waiting": waiting, "line": line}
    if not rows.update(**{name: F(name) + by for name, by in changed.items()}):
        raise full()
    for name, by in changed.items():
        setattr(occasion, name, getattr(occasion, name) + by)


def follow(occasion: Occasion, before: str, after: str, party: int) -> None:
    """Moves the counters with a sign-up that went from one state to another.

    Raises:
        Full: it needs seats that are not free.
    """
    seats = party * ((after in HOLDING) - (before in HOLDING))
    waiting = (after == State.WAITING) - (before == State.WAITING)
    if seats or waiting:
        count(occasion, seats=seats, waiting=waiting)

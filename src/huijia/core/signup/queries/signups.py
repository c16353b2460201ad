"""Who signed up for an occasion, and how a sign-up is found again."""

import uuid as uuids
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.tickets import parse_ticket
from huijia.kernel.communities.models import Community
from huijia.lib import clock

MOST = 1000


@dataclass(frozen=True)
class Sums:
    """Persons, not parties: who has a place, who was there; `parties` sign-ups wait."""

    seats: int
    came: int
    absent: int
    parties: int


def sums_of(occasion: Occasion) -> Sums:
    found = Signup.objects.of(occasion.community_id).filter(occasion=occasion).order_by().aggregate(
        seats=Sum("party", filter=Q(state__in=HOLDING)), came=Sum("came"),
        absent=Sum("party", filter=Q(state=State.ABSENT)), parties=Count("pk", filter=Q(state=State.WAITING)),
    )
    return Sums(found["seats"] or 0, found["came"] or 0, found["absent"] or 0, found["parties"])


def lists_of(occasion: Occasion) -> dict[str, list[Signup]]:
    """By state, in the order in which people came, those in the line by their number. One statement."""
    rows = Signup.objects.of(occasion.community_id).filter(occasion=occasion).order_by("place", "pk")
    lists: dict[str, list[Signup]] = {state: [] for state in State.values}
    for row in rows[:MOST]:
        lists[row.state].append(row)
    for state in (State.SIGNED, State.CAME, State.ABSENT, State.CANCELLED):
        lists[state].sort(key=lambda signup: signup.pk)
    return lists


def waiting_ahead(signup: Signup) -> int:
    """How many parties stand before this one in the line."""
    rows = Signup.objects.of(signup.community_id).filter(occasion_id=signup.occasion_id, state=State.WAITING)
    return rows.filter(place__lt=signup.place).count()


def place_in_line(signup: Signup) -> int:
    """1 for the next one; 0 for who does not wait."""
    return waiting_ahead(signup) + 1 if signup.state == State.WAITING else 0


def by_ticket(ticket: str) -> Signup | None:
    """The sign-up of this number, in whatever community: the number leads to it, the code opens it."""
    parsed = parse_ticket(ticket)
    if parsed is None:
        return None
    rows = Signup.objects.everywhere().select_related("occasion", "community")
    signup = rows.filter(pk=parsed[1]).first()
    on = signup is not None and f"{clock.local(signup.asked_at):%y%m%d}" == parsed[0]
    return signup if on else None


def by_uuid(uuid: uuids.UUID) -> Signup | None:
    return Signup.objects.everywhere().select_related("occasion", "community").filter(uuid=uuid).first()


def by_token(community: Community, token: str) -> Signup | None:
    """Whose QR code this is, in this community."""
    rows = Signup.objects.of(community).select_related("occasion", "community")
    return rows.filter(token=token).first() if 0 < len(token) <= 40 else None

"""What somebody with an appointment at the counter wants to know: what to bring, their number, how long still."""

from huijia.core.signup.models import Signup
from huijia.lib import clock
from huijia.serve.counter import queries
from huijia.serve.counter.enums import TurnState
from huijia.serve.counter.models import Booking, Turn


def facts_of(signup: Signup) -> dict[str, object]:
    """`service` and its `materials`; once they are there `turn`, how many go before, about how long."""
    booking = Booking.objects.of(signup.community_id).filter(signup=signup).select_related("service").first()
    turn = Turn.objects.of(signup.community_id).filter(signup=signup).select_related("counter", "community").first()
    service = booking.service if booking is not None else None
    found: dict[str, object] = {
        "service": service, "materials": service.lines if service is not None else [], "turn": turn
    }
    if turn is not None and turn.state == TurnState.WAITING:
        found["ahead"], found["minutes"] = queries.ahead_of(turn, clock.now())
    return found

"""What somebody with an appointment at the counter wants to know: what to bring, their number, how long still."""

from huijia.core.signup.models import Signup
from huijia.lib import clock
from huijia.serve.counter import queries
from huijia.serve.counter.enums import TurnState
from huijia.serve.counter.models import Booking, Turn


def facts_of(signup: Signup) -> dict[str, object]:
    """`materials` of the service; once they are there `turn`, how many go before it and about how long that takes."""
    booking = Booking.objects.of(signup.community_id).filter(signup=signup).select_related("service").first()
    turn = Turn.objects.of(signup.community_id).filter(signup=signup).select_related("counter", "community").first()
    found: dict[str, object] = {"materials": booking.service.lines if booking is not None else [], "turn": turn}
    if turn is not None and turn.state == TurnState.WAITING:
        found["ahead"], found["minutes"] = queries.ahead_of(turn, clock.now())
    return found

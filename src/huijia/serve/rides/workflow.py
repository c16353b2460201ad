"""The life of a seat as one table: which press leads from which states to which, and what becomes of the ride."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.serve.rides.enums import Direction, RideState, SeatState

PLANNED, BOARDED = SeatState.PLANNED, SeatState.BOARDED
BOTH = (Direction.OUT, Direction.BACK)


@dataclass(frozen=True)
class Edge:
    """One move of a rider on a trip. `ride`: the ride's state with it, None where it stays. `why`: an unusual edge."""

    move: str
    label: str | Promise
    ways: tuple[Direction, ...]
    before: tuple[SeatState, ...]
    after: SeatState
    ride: RideState | None = None
    why: str = ""


TABLE: tuple[Edge, ...] = (
    Edge(
        "board", _("接到了"), BOTH, (PLANNED, SeatState.NOT_THERE), BOARDED, RideState.PLANNED,
        why="没接到以后人又来了 (somebody given up comes after all, while there is a seat)",
    ),
    Edge(
        "arrive", _("到了"), (Direction.OUT,), (PLANNED, BOARDED), SeatState.ARRIVED, RideState.THERE,
        why="忘了按“接到了”也能报到了 (who forgot to press 接到了 can still say that they are there)",
    ),
    Edge(
        "home", _("安全到家"), (Direction.BACK,), (PLANNED, BOARDED), SeatState.HOME, RideState.HOME,
        why="忘了按“接到了”也能报到家 (the same on the way back)",
    ),
    Edge(
        "not_there", _("没接到"), BOTH, (PLANNED, BOARDED), SeatState.NOT_THERE, RideState.MISSED,
        why="按错了“接到了”可以改 (pressed 接到了 by mistake)",
    ),
    Edge("cannot_come", _("来不了"), BOTH, (PLANNED,), SeatState.CANNOT_COME, RideState.CANCELLED),
)


def ride_after(edge: Edge, direction: str, wants_back: bool) -> RideState | None:
    """What becomes of the ride. Whom nobody met on the way back is still there and has to be fetched."""
    if edge.move == "arrive" and not wants_back:
        return RideState.BROUGHT
    if edge.move == "not_there" and direction == Direction.BACK:
        return None
    if edge.move == "cannot_come" and direction == Direction.BACK:
        return RideState.OWN_WAY
    return edge.ride


EDGES: dict[str, Edge] = {edge.move: edge for edge in TABLE}

"""The life of one community's copy as one table. Everything that changes its state goes through `Edge`."""

from dataclasses import dataclass

from huijia.core.directives.enums import WAITS_FOR_COMMUNITY, WAITS_FOR_STREET, State


@dataclass(frozen=True)
class Edge:
    """One move. `by_street`: the street makes it, else the community."""

    move: str
    before: tuple[State, ...]
    after: State
    by_street: bool = False
    why: str = ""


TABLE = (
    Edge("receive", (State.SENT,), State.RECEIVED),
    Edge("give_back", (State.SENT, State.RECEIVED), State.RETURNED, why="只能退一次，写明理由 (once, with a reason)"),
    Edge("give", (State.RECEIVED,), State.GIVEN),
    Edge("answer", (State.RECEIVED, State.GIVEN), State.ANSWERED),
    Edge("accept", (State.ANSWERED,), State.ACCEPTED, by_street=True),
    Edge("send_back", (State.ANSWERED,), State.RECEIVED, by_street=True, why="写明哪里要补 (says what is missing)"),
    Edge("insist", (State.RETURNED,), State.SENT, by_street=True, why="街道不同意退回 (the street does not agree)"),
    Edge("excuse", (State.RETURNED,), State.EXCUSED, by_street=True),
    Edge("withdraw", (*WAITS_FOR_COMMUNITY, *WAITS_FOR_STREET), State.WITHDRAWN, by_street=True),
)
EDGES = {edge.move: edge for edge in TABLE}

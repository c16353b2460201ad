"""The life of a sign-up as one table: which move leads from which states to which.

已报名 → 已到 or 未到; where it is full 候补 → 已递补待确认 → 已报名. The states of `enums.HOLDING` hold places, and
`actions.seats` moves the counters with each state. The rule of who is offered a place stands in `actions.line`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import State


@dataclass(frozen=True)
class Edge:
    """One move. `by_resident`: with ticket and secret code, without a login. `why` explains an unusual edge."""

    move: str
    label: str | Promise
    before: tuple[State, ...]
    after: State
    by_resident: bool = False
    why: str = ""


TABLE: tuple[Edge, ...] = (
    Edge("offer", _("递补"), (State.WAITING,), State.OFFERED),
    Edge("accept", _("确认参加"), (State.OFFERED,), State.SIGNED, by_resident=True),
    Edge("decline", _("不参加，让给下一位"), (State.OFFERED,), State.CANCELLED, by_resident=True),
    Edge("lapse", _("递补超时"), (State.OFFERED,), State.CANCELLED),
    Edge("pass", _("没有等到空位"), (State.WAITING,), State.CANCELLED),
    Edge("cancel", _("取消报名"), (State.SIGNED, State.WAITING, State.OFFERED), State.CANCELLED, by_resident=True),
    Edge("call_off", _("活动取消"), (State.SIGNED, State.WAITING, State.OFFERED), State.CANCELLED),
    Edge(
        "arrive", _("签到"), (State.SIGNED, State.OFFERED, State.WAITING, State.ABSENT), State.CAME,
        why="来了就算确认；候补的人来了，有空位才放进来；记成未到的可以补签 (who is there has accepted)",
    ),
    Edge("miss", _("记为未到"), (State.SIGNED, State.OFFERED), State.ABSENT, why="只记录，不处罚 (no penalty)"),
    Edge("undo", _("撤销签到"), (State.CAME, State.ABSENT), State.SIGNED, why="点错了 (a slip of the finger)"),
)
EDGES: dict[str, Edge] = {edge.move: edge for edge in TABLE}


def moves_from(state: str, *, resident: bool = False) -> list[Edge]:
    """The moves that lead on from a state, for staff or for the person who signed up."""
    return [edge for edge in TABLE if state in edge.before and (edge.by_resident or not resident)]

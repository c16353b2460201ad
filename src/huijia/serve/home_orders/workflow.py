"""The life of an order as one table: which move leads from which states to which, and who may make it."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.serve.home_orders.enums import OPEN_STATES, State


class Who(Enum):
    """Who, beside holding the permission, may make a move."""

    ANYONE = "anyone"
    WORKER = "worker"  # who was sent, or their deputy while they are absent
    RESIDENT = "resident"  # who ordered, or the office on their word
    ANOTHER = "another"  # not who was sent: who asks afterwards did not do the work


@dataclass(frozen=True)
class Edge:
    """One move. `after` None leaves the state as it is. `why` explains an unusual edge."""

    move: str
    label: str | Promise
    before: tuple[State, ...]
    after: State | None
    permission: str
    who: Who = Who.ANYONE
    why: str = ""


TABLE: tuple[Edge, ...] = (
    Edge("arrange", _("安排"), (State.ASKED, State.NOBODY_HOME), State.ARRANGED, "home_orders.arrange"),
    Edge(
        "put_off", _("改约"), (State.ARRANGED, State.ON_THE_WAY), State.ARRANGED, "home_orders.arrange",
        why="路上有急事也可以改约 (even on the way something more urgent may come)",
    ),
    Edge("refuse", _("不能上门"), (State.ASKED,), State.REFUSED, "home_orders.arrange"),
    Edge("set_out", _("出发"), (State.ARRANGED,), State.ON_THE_WAY, "home_orders.serve", Who.WORKER),
    Edge(
        "finish", _("完成"), (State.ARRANGED, State.ON_THE_WAY), State.DONE, "home_orders.serve", Who.WORKER,
        why="忘了按“出发”也能报完成 (who forgot to press “set out” can still finish)",
    ),
    Edge(
        "nobody_home", _("家中无人"), (State.ARRANGED, State.ON_THE_WAY), State.NOBODY_HOME, "home_orders.serve",
        Who.WORKER,
    ),
    Edge("cancel", _("取消"), OPEN_STATES, State.CANCELLED, "home_orders.arrange", Who.RESIDENT),
    Edge("grade", _("评价"), (State.DONE,), None, "home_orders.arrange", Who.ANOTHER),
    Edge(
        "raise_matter", _("发现问题，转为事项"), (*OPEN_STATES, State.DONE), None, "home_orders.serve", Who.WORKER,
    ),
)

EDGES: dict[str, Edge] = {edge.move: edge for edge in TABLE}

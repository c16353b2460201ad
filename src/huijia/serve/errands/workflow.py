"""The life of an errand as one table: which move leads from which states to which, and who may make it."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.serve.errands.enums import HELD_STATES, State


class Who(Enum):
    """Who, beside holding the permission, may make a move."""

    ANYONE = "anyone"
    AGENT = "agent"  # who was entrusted, or their deputy while they are absent
    RESIDENT = "resident"  # who asked, or the office on their word
    ANOTHER = "another"  # not the agent: who asks afterwards did not do the work


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


AT_WORK = (State.ENTRUSTED, State.RUNNING)

TABLE: tuple[Edge, ...] = (
    Edge("entrust", _("受理，定代办人"), (State.ASKED,), State.ENTRUSTED, "errands.manage"),
    Edge("refuse", _("不能代办"), (State.ASKED,), State.REFUSED, "errands.manage"),
    Edge("receive", _("收材料"), AT_WORK, None, "errands.act", Who.AGENT),
    Edge("step", _("跑一趟"), AT_WORK, State.RUNNING, "errands.act", Who.AGENT),
    Edge("hand_in", _("交给办事单位"), AT_WORK, State.RUNNING, "errands.act", Who.AGENT),
    Edge(
        "take_out", _("从办事单位取回"), HELD_STATES, None, "errands.act", Who.AGENT,
        why="报了结果也可能还有证件要取 (after the result something may still be fetched)",
    ),
    Edge("kept", _("办事单位留存"), HELD_STATES, None, "errands.act", Who.AGENT),
    Edge("report", _("报结果"), AT_WORK, State.REPORTED, "errands.act", Who.AGENT),
    Edge(
        "hand_back", _("交回居民"), HELD_STATES, None, "errands.act", Who.AGENT,
        why="报过结果、材料都交清了就办结 (the last paper given back after the result ends it)",
    ),
    Edge(
        "close", _("办结"), (State.REPORTED,), State.CLOSED, "errands.act", Who.AGENT,
        why="没有材料要交回的，告诉居民结果就办结 (nothing to give back: told, and it ends)",
    ),
    Edge("reassign", _("换代办人"), HELD_STATES, None, "errands.manage"),
    Edge("cancel", _("取消"), (State.ASKED, *AT_WORK), State.CANCELLED, "errands.manage", Who.RESIDENT),
    Edge("grade", _("评价"), (State.CLOSED,), None, "errands.manage", Who.ANOTHER),
)

EDGES: dict[str, Edge] = {edge.move: edge for edge in TABLE}

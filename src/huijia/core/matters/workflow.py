"""The life of a matter as one table: which move leads from which states to which, who may make it, what it needs.

采集 → 受理 → 分派 → 处置 → 反馈 → 核查 → 办结 → 评价. Everything that changes a matter's state goes through `Edge`.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import OPEN_STATES, State


class Who(Enum):
    """Who, beside holding the permission, may make a move."""

    ANYONE = "anyone"
    RESPONSIBLE = "responsible"  # the person, or their deputy while they are absent
    INVOLVED = "involved"  # responsible, helper, or who may assign
    ANOTHER = "another"  # neither the responsible person nor who reported the result
    OFFERED = "offered"  # the person to whom a hand-over is offered
    REPORTER = "reporter"  # who raised it, or who asks them on their behalf


@dataclass(frozen=True)
class Edge:
    """One move. `after` None leaves the state as it is. `why` explains an unusual edge."""

    move: str
    label: str | Promise
    before: tuple[State, ...]
    after: State | None
    permission: str
    who: Who = Who.ANYONE
    needs: tuple[str, ...] = ()
    why: str = ""


WORKING = (State.ASSIGNED, State.HANDLING)
BEFORE_WORK = (State.COLLECTED, State.ACCEPTED)

TABLE: tuple[Edge, ...] = (
    # 受理
    Edge("accept", _("受理"), (State.COLLECTED,), State.ACCEPTED, "matters.accept"),
    Edge(
        "sign", _("签收"), (State.COLLECTED,), None, "matters.accept",
        why="12345 转办先在签收时限内签收 (what 12345 sent is signed for within its own limit)",
    ),
    Edge(
        "hand_back", _("退回12345"), BEFORE_WORK, State.REFUSED, "matters.accept", needs=("reason",),
        why="不属本社区的转办件，签收时限内退回平台 (not ours: back to the platform, which answers the reporter)",
    ),
    Edge("classify", _("改类别"), (*BEFORE_WORK, *WORKING), None, "matters.accept", needs=("category",)),
    Edge("refuse", _("不予受理"), BEFORE_WORK, State.REFUSED, "matters.accept", needs=("reason", "where_to_go")),
    Edge(
        "acknowledge", _("致谢答复"), (State.COLLECTED,), State.CLOSED, "matters.accept", needs=("answer",),
        why="建议和感谢没有要办的事，答复即办结 (a suggestion or thanks asks for nothing to be done)",
    ),
    Edge(
        "answer_at_once", _("即问即办"), (State.COLLECTED,), State.CLOSED, "matters.accept", needs=("result",),
        why="电话里当场答清的事一张表办完，由他人抽查 (answered on the line; another person checks a sample)",
    ),
    # 分派
    Edge("assign", _("派单"), (State.ACCEPTED, State.ASSIGNED), State.ASSIGNED, "matters.assign", needs=("to",)),
    Edge(
        "reassign", _("转派"), (State.HANDLING, State.SUSPENDED), State.ASSIGNED, "matters.assign",
        needs=("to", "reason"),
        why="责任人离任或久未推进时由派单人改派 (the one who assigns may take it away, with a reason)",
    ),
    Edge(
        "claim", _("认领"), (State.ACCEPTED,), State.HANDLING, "matters.claim",
        why="自己认领的不必再接单 (who claims has taken it)",
    ),
    Edge("take", _("接单"), (State.ASSIGNED,), State.HANDLING, "matters.handle", Who.RESPONSIBLE),
    Edge("send_back", _("退回"), WORKING, State.ACCEPTED, "matters.handle", Who.RESPONSIBLE, ("reason",)),
    Edge("offer", _("转办"), WORKING, None, "matters.handle", Who.RESPONSIBLE, ("to", "reason")),
    Edge("take_over", _("同意接手"), WORKING, State.HANDLING, "matters.handle", Who.OFFERED),
    Edge("decline", _("不接手"), WORKING, None, "matters.handle", Who.OFFERED, ("reason",)),
    # 处置
    Edge("contact", _("已联系居民"), OPEN_STATES, None, "matters.register", Who.INVOLVED, ("note",)),
    Edge("note", _("记一笔"), OPEN_STATES, None, "matters.register", Who.INVOLVED, ("note",)),
    Edge("add_helper", _("加协办"), WORKING, None, "matters.register", Who.INVOLVED, ("helper",)),
    Edge("remove_helper", _("减协办"), WORKING, None, "matters.register", Who.INVOLVED, ("helper",)),
    Edge("ask_extension", _("申请延期"), WORKING, None, "matters.handle", Who.RESPONSIBLE, ("new_due", "reason")),
    Edge("decide_extension", _("审批延期"), WORKING, None, "matters.approve", Who.ANOTHER, ("granted",)),
    Edge("suspend", _("挂起"), (State.HANDLING,), State.SUSPENDED, "matters.approve", needs=("reason",)),
    Edge("resume", _("恢复"), (State.SUSPENDED,), State.HANDLING, "matters.register", Who.INVOLVED),
    Edge("supervise", _("督办"), OPEN_STATES, None, "matters.supervise", needs=("note",)),
    # 并案、拆分、上报
    Edge("merge", _("并案"), (*BEFORE_WORK, *WORKING), State.MERGED, "matters.merge", needs=("into", "reason")),
    Edge(
        "unmerge", _("撤销并案"), (State.MERGED,), State.ACCEPTED, "matters.merge", needs=("reason",),
        why="并错了可以分开 (a wrong merge can be undone)",
    ),
    Edge("split", _("拆分"), (State.ACCEPTED, *WORKING), None, "matters.merge", needs=("title", "reason")),
    Edge("escalate", _("上报街道"), WORKING, State.ESCALATED, "matters.escalate", needs=("reason",)),
    Edge(
        "street_return", _("街道退回"), (State.ESCALATED,), State.HANDLING, "matters.street", needs=("note",),
    ),
    Edge(
        "street_result", _("街道办理结果"), (State.ESCALATED,), State.REPORTED, "matters.street", needs=("result",),
        why="街道办成的仍由社区核查、答复 (what the street did is still checked and answered here)",
    ),
    # 反馈、核查、答复、评价
    Edge("report_result", _("办理结果"), (State.HANDLING,), State.REPORTED, "matters.handle", Who.RESPONSIBLE,
         ("result",)),
    Edge("check_pass", _("核查通过"), (State.REPORTED,), State.CHECKED, "matters.check", Who.ANOTHER),
    Edge("check_fail", _("核查退回"), (State.REPORTED,), State.HANDLING, "matters.check", Who.ANOTHER, ("reason",)),
    Edge("answer", _("答复居民"), (State.CHECKED,), State.CLOSED, "matters.answer", needs=("answer",)),
    Edge("grade", _("评价"), (State.CLOSED,), None, "matters.answer", Who.REPORTER),
    Edge("unreached", _("未联系上"), (State.CLOSED,), None, "matters.answer"),
    Edge(
        "reopen", _("重开"), (State.CLOSED, State.REFUSED), State.ACCEPTED, "matters.check", Who.REPORTER, ("reason",),
        why="“办结”不等于“办好”，居民说没好就重来 (closed is not solved: the resident decides)",
    ),
    Edge("sample_ok", _("抽查通过"), (State.CLOSED,), None, "matters.check", Who.ANOTHER),
    Edge("sample_short", _("抽查：答得不全"), (State.CLOSED,), None, "matters.check", Who.ANOTHER, ("note",)),
    Edge(
        "sample_wrong", _("抽查：答错了，重开"), (State.CLOSED,), State.ACCEPTED, "matters.check", Who.ANOTHER,
        ("reason",),
        why="电话里答错了的，重新办一次 (what was answered wrongly is done again)",
    ),
    Edge("reply_out", _("已回复12345"), (State.CLOSED, State.REFUSED), None, "matters.answer", needs=("reply",)),
)

EDGES: dict[str, Edge] = {edge.move: edge for edge in TABLE}

"""After each act: what happened and what comes next, in one breath."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huijia.core.matters.models import Matter
from huijia.lib import clock

_SAID: dict[str, str | Promise] = {
    "accept": gettext_lazy("已受理，%(due)s 前答复居民。接下来派给一位责任人。"),
    "classify": gettext_lazy("类别已改，新的截止时间是 %(due)s。"),
    "refuse": gettext_lazy("已说明不予受理的理由和去处，居民看得到。"),
    "acknowledge": gettext_lazy("已答复，办结。"),
    "answer_at_once": gettext_lazy("即问即办，已办结。居民可以评价。"),
    "assign": gettext_lazy("已派给%(who)s，%(due)s 前答复居民。接下来等责任人接单。"),
    "reassign": gettext_lazy("已改派给%(who)s，%(due)s 前答复居民。接下来等责任人接单。"),
    "claim": gettext_lazy("已认领，由您负责，%(due)s 前办好答复。请先联系居民。"),
    "take": gettext_lazy("已接单，%(due)s 前办好答复。请先联系居民，办完报结果。"),
    "send_back": gettext_lazy("已退回，等待重新派单。"),
    "offer": gettext_lazy("已请对方接手。对方同意之前，责任人仍是%(who)s。"),
    "take_over": gettext_lazy("已接手，责任人是%(who)s，%(due)s 前办好答复。"),
    "decline": gettext_lazy("已答复不接手，责任人仍是%(who)s。"),
    "contact": gettext_lazy("已记下联系情况。"),
    "note": gettext_lazy("已记下。"),
    "add_helper": gettext_lazy("已加协办，责任人仍是%(who)s。"),
    "remove_helper": gettext_lazy("已减协办。"),
    "ask_extension": gettext_lazy("已申请延期，等待审批；批准之前截止时间仍是 %(due)s。"),
    "decide_extension": gettext_lazy("已审批，截止时间是 %(due)s。责任人会收到通知。"),
    "suspend": gettext_lazy("已挂起，停止计时。"),
    "resume": gettext_lazy("已恢复计时，截止时间是 %(due)s。"),
    "supervise": gettext_lazy("已督办，责任人会收到提醒。"),
    "merge": gettext_lazy("已并案，居民会看到那一件的进度。"),
    "unmerge": gettext_lazy("已撤销并案，等待重新派单。"),
    "split": gettext_lazy("已拆出一件，等待派单；本事项照常办理。"),
    "escalate": gettext_lazy("已上报街道，停止计时，等街道答复。责任人仍是%(who)s。"),
    "street_return": gettext_lazy("已退回社区，由%(who)s继续办理。"),
    "street_result": gettext_lazy("已报办理结果，由社区核查后答复居民。"),
    "report_result": gettext_lazy("结果已报，接下来由另一个人核查，再答复居民。"),
    "check_pass": gettext_lazy("核查通过，接下来答复居民。"),
    "check_fail": gettext_lazy("已退回%(who)s继续办理，计时不停。"),
    "answer": gettext_lazy("已答复，办结。居民可以评价，没办好可以要求重开。"),
    "grade": gettext_lazy("已记下居民的评价。"),
    "unreached": gettext_lazy("已记下：没有联系上。"),
    "reopen": gettext_lazy("已重开，重新计时，%(due)s 前答复。接下来派给一位责任人。"),
    "sample_ok": gettext_lazy("抽查通过。"),
    "sample_short": gettext_lazy("记下了：答得不全。请给来电人补一个电话。"),
    "sample_wrong": gettext_lazy("已重开，重新计时，%(due)s 前答复。接下来派给一位责任人。"),
    "sign": gettext_lazy("已签收。接下来受理，%(due)s 前答复。"),
    "hand_back": gettext_lazy("已退回 12345，由平台答复反映人。"),
    "reply_out": gettext_lazy("已记下：回复了 12345。"),
}


def after(move: str, matter: Matter) -> str:
    """The sentence shown after `move`; the matter is as the move left it."""
    return str(_SAID[move]) % {"who": matter.responsible_label, "due": moment(matter.due_at)}


def moment(at: datetime | None) -> str:
    """`4月6日 17:00`, with the year where it is another one; an em dash for none."""
    if at is None:
        return "—"
    local = clock.local(at)
    values = {"year": local.year, "month": local.month, "day": local.day, "time": f"{local:%H:%M}"}
    if local.year == clock.today().year:
        return pgettext("日期 时刻", "%(month)s月%(day)s日 %(time)s") % values
    return pgettext("日期 时刻", "%(year)s年%(month)s月%(day)s日 %(time)s") % values


def moved_on(who: str, when: datetime, what: str) -> str:
    """What somebody did meanwhile, for those who come second."""
    values = {"who": who, "when": moment(when), "what": what}
    return _("%(when)s %(who)s 已办了这一步：%(what)s。") % values

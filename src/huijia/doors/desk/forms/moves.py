"""One form for each move of the workflow's table."""

from huijia.doors.desk.forms import moves_assign as assign
from huijia.doors.desk.forms import moves_end as end
from huijia.doors.desk.forms import moves_sent as sent
from huijia.doors.desk.forms import moves_work as work
from huijia.doors.desk.forms.step import MoveForm

FORMS: dict[str, type[MoveForm]] = {
    "accept": assign.Accept,
    "sign": sent.Sign,
    "hand_back": sent.HandBack,
    "classify": assign.Classify,
    "refuse": assign.Refuse,
    "acknowledge": assign.Acknowledge,
    "answer_at_once": assign.AnswerAtOnce,
    "assign": assign.Assign,
    "reassign": assign.Reassign,
    "claim": assign.Claim,
    "take": assign.Take,
    "send_back": assign.SendBack,
    "offer": assign.Offer,
    "take_over": assign.TakeOver,
    "decline": assign.Decline,
    "contact": work.Contact,
    "note": work.Note,
    "add_helper": work.AddHelper,
    "remove_helper": work.RemoveHelper,
    "ask_extension": work.AskExtension,
    "decide_extension": work.DecideExtension,
    "suspend": work.Suspend,
    "resume": work.Resume,
    "supervise": work.Supervise,
    "merge": work.Merge,
    "unmerge": work.Unmerge,
    "split": work.Split,
    "escalate": work.Escalate,
    "street_return": work.StreetReturn,
    "street_result": work.StreetResult,
    "report_result": end.ReportResult,
    "check_pass": end.CheckPass,
    "check_fail": end.CheckFail,
    "answer": end.Answer,
    "grade": end.Grade,
    "unreached": end.Unreached,
    "reopen": end.Reopen,
    "sample_ok": sent.SampleOk,
    "sample_short": sent.SampleShort,
    "sample_wrong": sent.SampleWrong,
    "reply_out": sent.ReplyOut,
}

# Nothing to fill in: the button on the matter's page makes the move.
AT_ONCE = frozenset({"take", "take_over", "sign"})

# The one main action of a page is the first of these that may be made now.
MAIN = (
    "take_over", "take", "report_result", "street_result", "decide_extension", "check_pass", "answer", "acknowledge",
    "sign", "accept", "assign", "claim", "resume", "sample_ok", "grade",
)
# Acts with a sentence that says what will happen, in plain red text.
GRAVE = frozenset({
    "refuse", "merge", "send_back", "suspend", "reopen", "escalate", "unmerge", "hand_back", "sample_wrong",
})

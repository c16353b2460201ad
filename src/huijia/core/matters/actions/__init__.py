"""Every write of matters: one verb for each move, the object first, the actor named."""

from huijia.core.matters.actions.assign import (
    BatchLine,
    assign,
    assign_many,
    claim,
    decline,
    label_of,
    may_be_responsible,
    offer,
    send_back,
    take,
    take_over,
)
from huijia.core.matters.actions.categories import CategoryDraft, add_category, change_category
from huijia.core.matters.actions.contacts import record_export, reveal_phone, tell_code, type_voice
from huijia.core.matters.actions.end import (
    answer,
    check_fail,
    check_pass,
    grade,
    reopen,
    report_result,
    unreached,
)
from huijia.core.matters.actions.history import HistoryRow, record_history
from huijia.core.matters.actions.intake import accept, acknowledge, answer_at_once, classify, refuse
from huijia.core.matters.actions.join import escalate, merge, split, street_result, street_return, unmerge
from huijia.core.matters.actions.moves import Stale
from huijia.core.matters.actions.register import (
    TEXT_LIMIT,
    Draft,
    Registered,
    checked,
    code_fits,
    register,
    repeated,
    secret_code,
)
from huijia.core.matters.actions.samples import sample_ok, sample_short, sample_wrong
from huijia.core.matters.actions.tick import Ticked, tick
from huijia.core.matters.actions.transfers import hand_back, keep_reply, reply_out, sign
from huijia.core.matters.actions.work import (
    add_helper,
    ask_extension,
    contact,
    decide_extension,
    note,
    remove_helper,
    resume,
    supervise,
    suspend,
)
from huijia.kernel.communities.errors import Conflict

__all__ = [
    "TEXT_LIMIT", "BatchLine", "CategoryDraft", "Conflict", "Draft", "HistoryRow", "Registered", "Stale", "Ticked",
    "accept", "acknowledge", "add_category", "add_helper", "answer", "answer_at_once", "ask_extension", "assign",
    "assign_many", "change_category", "check_fail", "check_pass", "checked", "claim", "classify", "code_fits",
    "contact", "decide_extension", "decline", "escalate", "grade", "hand_back", "keep_reply", "label_of",
    "may_be_responsible", "merge", "note", "offer", "record_export", "record_history", "refuse", "register",
    "remove_helper", "reopen", "repeated", "reply_out", "report_result", "resume", "reveal_phone", "sample_ok",
    "sample_short", "sample_wrong", "secret_code", "send_back", "sign", "split", "street_result", "street_return",
    "supervise", "suspend", "take", "take_over", "tell_code", "tick", "type_voice", "unmerge", "unreached",
]

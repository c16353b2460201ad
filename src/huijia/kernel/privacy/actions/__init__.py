"""Every write of this app."""

from huijia.kernel.privacy.actions.consents import give, set_text, text_for, withdraw
from huijia.kernel.privacy.actions.register import set_processing
from huijia.kernel.privacy.actions.requests import Draft, answer, ask, refuse, tie, told_all
from huijia.kernel.privacy.actions.retention import hold, release, run_retention
from huijia.kernel.privacy.actions.subjects import count_of, move_subject

__all__ = [
    "Draft", "answer", "ask", "count_of", "give", "hold", "move_subject", "refuse", "release", "run_retention",
    "set_processing", "set_text", "text_for", "tie", "told_all", "withdraw",
]

"""Every write of this app."""

from huijia.kernel.privacy.actions.consents import give, set_text, text_for, withdraw
from huijia.kernel.privacy.actions.register import set_processing
from huijia.kernel.privacy.actions.requests import Draft, answer, ask, refuse, tie, told_all
from huijia.kernel.privacy.actions.retention import hold, release, run_retention

__all__ = [
    "Draft", "answer", "ask", "give", "hold", "refuse", "release", "run_retention", "set_processing", "set_text",
    "text_for", "tie", "told_all", "withdraw",
]

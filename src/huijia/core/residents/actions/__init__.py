"""Every write of this app."""

from huijia.core.residents.actions.admissions import Issued, admit, admit_households, revoke, take
from huijia.core.residents.actions.codes import check_code, send_code, send_link
from huijia.core.residents.actions.logins import close_login, login_of, tie
from huijia.core.residents.actions.mandates import MandateDraft, give_mandate, withdraw_mandate

__all__ = [
    "Issued", "MandateDraft", "admit", "admit_households", "check_code", "close_login", "give_mandate", "login_of",
    "revoke", "send_code", "send_link", "take", "tie", "withdraw_mandate",
]

"""Every write of errands: one verb for each move, the errand first, the actor named."""

from huijia.serve.errands.actions.entrust import Mandate, entrust, reassign, refuse
from huijia.serve.errands.actions.hands import Handed, hand
from huijia.serve.errands.actions.moves import Stale
from huijia.serve.errands.actions.request import (
    Draft,
    Requested,
    code_fits,
    request,
    reveal_phone,
    secret_code,
)
from huijia.serve.errands.actions.services import Offer, adopt_usual, record_export, save_service
from huijia.serve.errands.actions.work import Went, cancel, close, grade, report, step

__all__ = [
    "Draft", "Handed", "Mandate", "Offer", "Requested", "Stale", "Went", "adopt_usual", "cancel", "close", "code_fits",
    "entrust", "grade", "hand", "reassign", "record_export", "refuse", "report", "request", "reveal_phone",
    "save_service", "secret_code", "step",
]

"""Every write of occasions and sign-ups: the object first, the actor named."""

from huijia.core.signup.actions.attendance import (
    Arrived,
    arrive,
    close,
    count_heads,
    miss,
    reopen_list,
    undo,
    walk_in,
)
from huijia.core.signup.actions.batch import Batch, sign_many
from huijia.core.signup.actions.leaving import accept, cancel_signup, decline
from huijia.core.signup.actions.looks import record_export, reveal
from huijia.core.signup.actions.occasions import (
    OccasionDraft,
    cancel,
    change,
    drop_unused,
    plan,
    plan_many,
    plan_weekly,
)
from huijia.core.signup.actions.seats import Full
from huijia.core.signup.actions.signing import Signed, SignupDraft, code_fits, secret_code, sign
from huijia.core.signup.actions.tick import Ticked, tick
from huijia.core.signup.actions.writing import Stale
from huijia.kernel.communities.errors import Conflict

__all__ = [
    "Arrived", "Batch", "Conflict", "Full", "OccasionDraft", "Signed", "SignupDraft", "Stale", "Ticked", "accept",
    "arrive", "cancel", "cancel_signup", "change", "close", "code_fits", "count_heads", "decline", "drop_unused",
    "miss", "plan", "plan_many", "plan_weekly", "record_export", "reopen_list", "reveal", "secret_code", "sign",
    "sign_many", "tick", "undo", "walk_in",
]

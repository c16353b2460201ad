"""Every write of directives. The street acts with a `StreetAccess`, a community with its own `Access`."""

from huijia.core.directives.actions.handing import SUBJECT, Draft, end, hand, remind, remind_due, take
from huijia.core.directives.actions.moves import (
    COPY,
    accept,
    answer,
    excuse,
    give,
    give_back,
    insist,
    receive,
    send_back,
)

__all__ = [
    "COPY", "SUBJECT", "Draft", "accept", "answer", "end", "excuse", "give", "give_back", "hand", "insist", "receive",
    "remind", "remind_due", "send_back", "take",
]

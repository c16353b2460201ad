"""Every write of the counter: the object first, the actor named."""

from huijia.kernel.communities.errors import Conflict
from huijia.serve.counter.actions.asks import AskDraft, ask, decline, grant
from huijia.serve.counter.actions.booking import Booked, book
from huijia.serve.counter.actions.hours import (
    ExtraDraft,
    HoursDraft,
    add_hours,
    close_day,
    close_opening,
    end_hours,
    open_again,
    open_extra,
    save_counter,
)
from huijia.serve.counter.actions.openings import make_openings
from huijia.serve.counter.actions.overtime import record_export, record_overtime, void_overtime
from huijia.serve.counter.actions.queue import Taken, call_again, call_next, come, finish, put_back, skip, take_number
from huijia.serve.counter.actions.services import Card, adopt_usual, save_service
from huijia.serve.counter.actions.tick import end_opening, tick
from huijia.serve.counter.actions.writing import Stale

__all__ = [
    "AskDraft", "Booked", "Card", "Conflict", "ExtraDraft", "HoursDraft", "Stale", "Taken", "add_hours",
    "adopt_usual", "ask", "book", "call_again", "call_next", "close_day", "close_opening", "come", "decline",
    "end_hours", "end_opening", "finish", "grant", "make_openings", "open_again", "open_extra", "put_back",
    "record_export", "record_overtime", "save_counter", "save_service", "skip", "take_number", "tick",
    "void_overtime",
]

"""Looks at what is sealed, and lists that leave the house: each leaves an entry."""

from datetime import datetime

from django.db import transaction

from huijia.core.signup.actions.writing import of_here, record_of, words
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.accounts.access import Access
from huijia.lib import clock, crypto


def reveal(signup: Signup, *, by: Access, at: datetime | None = None) -> str:
    """The number in the clear, to be dialled; "" where none was left."""
    by.require("signup.attend")
    by.require("contacts.reveal")
    of_here(signup, by)
    with transaction.atomic():
        record_of("revealed", signup, by, at or clock.now())
    return crypto.open_sealed(signup.phone_sealed) if signup.phone_sealed else ""


def record_export(occasion: Occasion, *, rows: int, reason: str, by: Access, at: datetime | None = None) -> None:
    """
    Raises:
        Refusal: no right to, or no reason.
    """
    by.require("signup.manage")
    of_here(occasion, by)
    why = words(reason, "reason", 120, required=True)
    record_of("exported", occasion, by, at or clock.now(), data={"title": occasion.title, "rows": rows, "reason": why})

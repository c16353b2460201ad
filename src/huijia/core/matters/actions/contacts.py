"""What is done with a reporter's contact and words: each look at a number leaves an entry."""

from datetime import datetime

from django.db import transaction

from huijia.core.matters.actions.moves import SUBJECT, Step, make, written
from huijia.core.matters.actions.register import code_hash, index, secret_code, short_title
from huijia.core.matters.models import Matter
from huijia.core.matters.rights import is_mine
from huijia.kernel.accounts.access import Access
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto


def reveal_phone(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> str:
    """The number in the clear, "" where none was left. One entry in the ledger for each look.

    Who is responsible has to be able to call the reporter, whatever their role.
    """
    if not is_mine(matter, by, at or clock.now()):
        by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "matters.revealed", subject=(SUBJECT, matter.pk), by=by.actor(), community_id=by.community.pk,
            at=at or clock.now(), data={"reason": written(reason, field_name="reason", limit=120)},
        )
    return crypto.open_sealed(matter.phone_sealed) if matter.phone_sealed else ""


def tell_code(matter: Matter, *, by: Access, at: datetime | None = None) -> str:
    """The secret code again, for a reporter who lost it and whom the operator knows by their number.

    After the key was changed it is another code than the first; from now on this one opens the matter.
    """
    by.require("matters.answer")
    code = secret_code(matter.uuid)
    with transaction.atomic():
        Matter.objects.of(by.community).filter(pk=matter.pk).update(code_hash=code_hash(code))
        ledger.record(
            "matters.code_renewed", subject=(SUBJECT, matter.pk), by=by.actor(), community_id=by.community.pk,
            at=at or clock.now(),
        )
    return code


def type_voice(matter: Matter, *, text: str, by: Access, at: datetime | None = None) -> None:
    """What the operator heard in a spoken report, added to its text; the audio is kept."""
    by.require("matters.accept")
    heard = written(text, field_name="text", limit=5000)
    changes = {"text": f"{matter.text}\n{heard}".strip()}
    if matter.title == matter.text:
        changes["title"] = short_title(heard)
    step = Step(
        changes, note=heard, kind="voice_typed", also=lambda: index(matter)
    )
    make(matter, "note", step, by=by, at=at)


def record_export(*, rows: int, reason: str, by: Access, at: datetime | None = None) -> None:
    """One entry for a list that left the house: who, how many rows, and what for."""
    by.require("matters.export")
    with transaction.atomic():
        ledger.record(
            "matters.exported", subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk,
            at=at or clock.now(), data={"rows": rows, "reason": written(reason, field_name="reason", limit=120)},
        )

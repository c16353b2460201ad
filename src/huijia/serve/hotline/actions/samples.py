"""抽查: another person's judgement, and the call-back that makes an incomplete answer whole, in one transaction."""

from datetime import datetime

from django.db import transaction

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Verdict
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.lib import clock, crypto
from huijia.serve.hotline.actions.calls import promise
from huijia.serve.hotline.models import Call


def judge(
    matter: Matter, *, verdict: Verdict, note: str, by: Access, call_back_at: datetime | None = None,
    at: datetime | None = None,
) -> Call | None:
    """Right, incomplete (with a call-back where an hour is given and a number was left), or wrong (opened again).

    Raises:
        Refusal: no right to, one's own answer, nothing written where something must be. Stale: judged already.
    """
    moment = at or clock.now()
    if verdict == Verdict.RIGHT:
        matters.sample_ok(matter, note=note, by=by, at=moment)
        return None
    if verdict == Verdict.WRONG:
        matters.sample_wrong(matter, reason=note, by=by, at=moment)
        return None
    with transaction.atomic():
        matters.sample_short(matter, note=note, by=by, at=moment)
        if call_back_at is None or not matter.phone_sealed:
            return None
        return promise(
            crypto.open_sealed(matter.phone_sealed), promised_at=call_back_at, about=f"#{matter.ticket}",
            caller=matter.reporter_name, matter=matter, by=by, at=moment,
        )

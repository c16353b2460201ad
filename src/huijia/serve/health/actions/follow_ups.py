"""随访: asked two weeks after the advice to see a doctor; "not yet" asks again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto
from huijia.serve.health import notices
from huijia.serve.health.agreed import FOLLOW_KEY
from huijia.serve.health.enums import FollowState, Outcome
from huijia.serve.health.log import FOLLOW
from huijia.serve.health.models import FollowUp

QUIET = timedelta(days=90)
"""Who was asked about it within so many days is not asked anew for the same readings."""


class Stale(Refusal):
    """Somebody else was quicker."""


def plan(person: Person, *, by: Access, at: datetime) -> FollowUp | None:
    """In the transaction of the reading that calls for it; None where one is open or was lately done."""
    rows = FollowUp.objects.of(by.community).filter(person=person)
    if rows.filter(state=FollowState.OPEN).exists() or rows.filter(done_at__gt=at - QUIET).exists():
        return None
    due_on = clock.local(at).date() + timedelta(days=int(options.get(by.community, FOLLOW_KEY)))
    return _made(person, due_on, by, at)


def _made(person: Person, due_on: date, by: Access, at: datetime) -> FollowUp:
    row = FollowUp.objects.create(community=by.community, person=person, due_on=due_on, made_at=at)
    _note("follow_due", row, by, at)
    notices.tell(row)
    return row


def follow_up(
    row: FollowUp, *, outcome: Outcome, note: str = "", next_on: date | None = None, by: Access,
    at: datetime | None = None,
) -> FollowUp | None:
    """What was heard; LATER asks again on `next_on`. Gives the next one.

    Raises:
        Refusal: no right to, LATER without a day to come. Stale: it was done meanwhile.
    """
    by.require("health.measure")
    moment = at or clock.now()
    if outcome == Outcome.LATER and (next_on is None or next_on <= clock.local(moment).date()):
        raise Refusal(_("请选哪天再问"), field="next_on")
    said = written(note, "note", 200, required=False)
    with transaction.atomic():
        rows = FollowUp.objects.of(by.community).filter(pk=row.pk, state=FollowState.OPEN, version=row.version)
        changes = {
            "state": FollowState.DONE, "done_at": moment, "outcome": outcome, "by_label": by.label,
            "note_sealed": crypto.seal(said) if said else "",
        }
        if not rows.update(**changes, version=F("version") + 1):
            raise Stale(_("这一条刚刚有了变化，请看最新情况后再办"), code="stale")
        _note("followed", row, by, moment)
        if outcome == Outcome.LATER and next_on is not None:
            return _made(row.person, next_on, by, moment)
    return None


def _note(kind: str, row: FollowUp, by: Access, at: datetime) -> None:
    ledger.record(f"health.{kind}", subject=(FOLLOW, row.pk), by=by.actor(), community_id=by.community.pk, at=at)

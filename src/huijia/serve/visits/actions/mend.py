"""A record that was written wrongly: other words the same day by who wrote it, or struck out with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.visits import plan
from huijia.serve.visits.actions.record import FARTHEST
from huijia.serve.visits.log import VISIT
from huijia.serve.visits.models import Visit
from huijia.serve.visits.rights import may_amend, may_void


class Stale(Refusal):
    """The record changed since the page was made."""


def amend(
    visit: Visit, *, asked: str, done: str, next_on: date | None, by: Access, at: datetime | None = None
) -> None:
    """Other words; the ledger keeps those that stood there.

    Raises:
        Refusal: not who wrote it, too late, or a day that cannot be.
        Stale: somebody was quicker.
    """
    moment = at or clock.now()
    if not may_amend(visit, by, moment):
        raise Refusal(_("走访记录只能由走访的人在两天之内改；之后有错请作废重记"), code="forbidden")
    day = clock.local(visit.at).date()
    if next_on is not None and not day < next_on <= day + FARTHEST:
        raise Refusal(_("下次的日子应在这次之后、两年之内"), field="next_on")
    words = {
        "asked": written(asked, "asked", 500, required=False), "done": written(done, "done", 500, required=False),
    }
    before = " / ".join(part for part in (visit.asked, visit.done) if part) or "—"
    _write(visit, {**words, "next_on": next_on}, "amended", before, by, moment)


def void(visit: Visit, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """作废: it counts no more and stays to be read; a matter that it raised goes on.

    Raises:
        Refusal: not who wrote it or who plans, nothing written. Stale: somebody was quicker.
    """
    moment = at or clock.now()
    why = written(reason, "reason")
    if not may_void(visit, by):
        raise Refusal(_("您不能作废这条走访记录"), code="forbidden")
    _write(visit, {"voided_at": moment, "void_reason": why}, "voided", why, by, moment)


def _write(visit: Visit, changes: dict[str, object], kind: str, note: str, by: Access, at: datetime) -> None:
    with transaction.atomic():
        rows = Visit.objects.of(by.community).filter(pk=visit.pk, version=visit.version, voided_at=None)
        if not rows.update(**changes, version=F("version") + 1):
            raise Stale(_("这条走访记录刚刚有了变化，请看最新情况后再办"), code="stale")
        ledger.record(
            f"visits.{kind}", subject=(VISIT, visit.pk), by=by.actor(), community_id=by.community.pk, at=at,
            personal={"note": note},
        )
        plan.replan(by.community, [visit.dwelling_id])
    for name, value in changes.items():
        setattr(visit, name, value)
    visit.version += 1



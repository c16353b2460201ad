"""好了没有: the next visit to a door looks at what an earlier one found there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Nature, Source, State
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.serve.visits import questions
from huijia.serve.visits.enums import Gone
from huijia.serve.visits.models import Recheck, Visit

MATTER = "matter"


@dataclass(frozen=True)
class Answer:
    matter_id: int
    gone: Gone
    note: str = ""


def answer_questions(visit: Visit, answers: Sequence[Answer], *, by: Access, at: datetime) -> None:
    """Keeps the answers, on the matter's own time line too. What had ended and is not gone begins again.

    Raises:
        Refusal: a matter that this door does not ask about.
    """
    if not answers:
        return
    asked = {matter.pk: matter for matter in questions.open_at([visit.dwelling_id], by, but=visit)}
    for answer in answers:
        matter = asked.get(answer.matter_id)
        if matter is None:
            raise Refusal(_("这一户的这件事已经问过了，请重新打开这一页"), code="stale")
        note = written(answer.note, f"note_{matter.pk}", required=False)
        row = Recheck.objects.create(
            community=by.community, visit=visit, matter=matter, gone=answer.gone, note=note
        )
        kind = "rechecked" if note else "rechecked_plain"
        ledger.record(
            f"visits.{kind}", subject=(MATTER, matter.pk), by=by.actor(), community_id=by.community.pk, at=at,
            data={"gone": answer.gone}, personal={"note": note} if note else None,
        )
        if answer.gone == Gone.NO and matter.state == State.CLOSED:
            row.again = _begin_again(matter, note, visit, by, at)
            if row.again is not None:
                row.save(update_fields=["again"])


def _begin_again(matter: Matter, note: str, visit: Visit, by: Access, at: datetime) -> Matter | None:
    """“办结”不等于“办好”: opened again on the resident's word; after the days for that, a new matter says so."""
    reason = note or _("再次走访，居民说还没好")
    resident = Access.reporter(by.community, by.label, user_id=by.user_id, for_label=_("居民"))
    try:
        matters.reopen(matter, reason=reason, by=resident, at=at)
    except Refusal:
        text = _("再次走访，#%(ticket)s 的事还没好：%(note)s") % {"ticket": matter.ticket, "note": reason}
        return matters.register(
            matters.Draft(
                text=text, source=Source.VISIT, nature=Nature.HELP, category=matter.category, dwelling=visit.dwelling,
                grid=visit.dwelling.grid, place_name=visit.place_name,
            ),
            by=by, at=at,
        ).matter
    return None

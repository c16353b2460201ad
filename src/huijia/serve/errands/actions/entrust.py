"""Who does it: the mandate with its words, one agent, and another one in their place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.lib import clock
from huijia.serve.errands import notices
from huijia.serve.errands.actions.hands import pass_on
from huijia.serve.errands.actions.moves import Step, make
from huijia.serve.errands.agreed import TEXT_KEY
from huijia.serve.errands.enums import Mandated
from huijia.serve.errands.log import ERRAND
from huijia.serve.errands.models import Errand


@dataclass(frozen=True)
class Mandate:
    """委托. `given_by`: the person's name, or who of the family in which relation. `signature`: on the screen."""

    means: Mandated
    given_by: str
    signature: File | None = None


def entrust(
    errand: Errand, *, to: Post, mandate: Mandate, due_on: date | None, by: Access, at: datetime | None = None
) -> None:
    """受理: nobody acts without the resident's word, kept as it was agreed.

    Raises:
        Refusal: no mandate, somebody who holds no post today, or a day that is past.
    """
    moment = at or clock.now()
    today = clock.local(moment).date()
    given_by = written(mandate.given_by, "mandate_by", 40)
    if mandate.means == Mandated.SCREEN and mandate.signature is None:
        raise Refusal(_("请委托人在屏幕上签字，或者改选别的委托方式"), field="signature")
    _check_agent(to, by, today)
    if due_on is not None and not today <= due_on <= today + timedelta(days=365):
        raise Refusal(_("请选今天起一年以内的日子"), field="due_on")

    def also() -> None:
        if mandate.signature is not None:
            files.attach(mandate.signature, subject=(ERRAND, errand.pk), purpose="errands.entrusted", by=by, at=moment)
        notices.tell_agent(errand, "given")
        notices.tell_resident(errand, "entrusted")

    changes = {
        "agent": to, "agent_person": to.person, "agent_label": to.person.name, "due_on": due_on,
        "mandate_text": str(options.get(by.community, TEXT_KEY)), "mandate_by": given_by,
        "mandate_means": mandate.means, "mandated_at": moment,
    }
    make(errand, "entrust", Step(
        "entrusted", changes, {"means": mandate.means}, {"agent": to.person.name}, also
    ), by=by, at=moment)


def _check_agent(to: Post, by: Access, today: date) -> None:
    if to.community_id != by.community.pk or not to.holds_on(today):
        raise Refusal(_("请选现在在任的人"), field="agent")


def refuse(errand: Errand, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """不能代办, with the reason; the resident is told."""
    words = written(reason, "reason")
    changes = {"end_reason": words, "ended_at": at or clock.now()}
    make(errand, "refuse", Step(
        "refused", changes, personal={"note": words}, also=lambda: notices.tell_resident(errand, "refused")
    ), by=by, at=at)


def reassign(errand: Errand, *, to: Post, reason: str, by: Access, at: datetime | None = None) -> None:
    """Another agent; papers in the hand of the one before pass over to them, as one handing.

    Raises:
        Refusal: nothing written, the same agent, or somebody who holds no post today.
    """
    moment = at or clock.now()
    words = written(reason, "reason")
    _check_agent(to, by, clock.local(moment).date())
    if to.person_id == errand.agent_person_id:
        raise Refusal(_("已经是这个人在办"), field="agent")
    before = errand.agent_label

    def also() -> None:
        pass_on(errand, giver=before, taker=to.person.name, by=by, at=moment)
        notices.tell_agent(errand, "given")

    changes = {"agent": to, "agent_person": to.person, "agent_label": to.person.name}
    make(errand, "reassign", Step(
        "reassigned", changes, personal={"agent": to.person.name, "note": words}, also=also
    ), by=by, at=moment)

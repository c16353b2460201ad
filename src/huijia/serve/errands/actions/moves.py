"""The one door to an errand's state: the table, a guarded update, and the ledger with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock
from huijia.serve.errands.enums import State
from huijia.serve.errands.log import ERRAND
from huijia.serve.errands.models import Errand
from huijia.serve.errands.rights import is_mine, may
from huijia.serve.errands.workflow import EDGES, Edge, Who


class Stale(Refusal):
    """The errand moved on since the page was made."""


@dataclass
class Step:
    """What one move changes beside the state, and what the ledger keeps of it. `personal`: what people wrote, names.

    `also` runs in the same transaction, after the guarded update, so that of two at once only one comes there.
    """

    kind: str
    changes: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    also: Callable[[], None] | None = None
    after: State | None = None


def check(errand: Errand, edge: Edge, by: Access, at: datetime) -> None:
    if errand.community_id != by.community.pk or not may(errand, edge, by, at):
        raise Refusal(_("您不能办这一步"), code="forbidden")
    if errand.state not in edge.before:
        told = _("这件代办现在是「%(state)s」，不能再「%(move)s」")
        raise Stale(told % {"state": State(errand.state).label, "move": edge.label}, code="stale")


def _actor(errand: Errand, edge: Edge, by: Access, at: datetime) -> Actor:
    """With the absent agent's name beside it, where a deputy acts."""
    deputy = edge.who == Who.AGENT and errand.agent_person_id not in by.person_ids and is_mine(errand, by, at)
    return by.actor(for_label=errand.agent_label if deputy and by.kind == "user" else "")


def make(errand: Errand, move: str, step: Step, *, by: Access, at: datetime | None = None) -> datetime:
    """One move in one transaction; the moment of it.

    Raises:
        Refusal: not allowed.
        Stale: somebody was quicker; nothing is written and `errand` is as it was.
    """
    moment = at or clock.now()
    edge = EDGES[move]
    check(errand, edge, by, moment)
    changes = {**step.changes, "state": step.after or edge.after or errand.state}
    actor = _actor(errand, edge, by, moment)
    before = {name: getattr(errand, name) for name in (*changes, "version")}
    try:
        with transaction.atomic():
            rows = Errand.objects.of(by.community).filter(
                pk=errand.pk, version=errand.version, state__in=edge.before
            )
            if not rows.update(**changes, version=F("version") + 1):
                raise Stale(_("这件代办刚刚有了变化，请看最新情况后再办"), code="stale")
            for name, value in {**changes, "version": errand.version + 1}.items():
                setattr(errand, name, value)
            ledger.record(
                f"errands.{step.kind}", subject=(ERRAND, errand.pk), by=actor, community_id=by.community.pk,
                at=moment, data=step.data, personal={key: text for key, text in step.personal.items() if text} or None,
            )
            if step.also is not None:
                step.also()
    except BaseException:
        for name, value in before.items():
            setattr(errand, name, value)
        raise
    return moment

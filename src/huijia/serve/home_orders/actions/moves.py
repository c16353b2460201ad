"""The one door to an order's state: the table, a guarded update, and the ledger with it."""

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
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.log import SUBJECT
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.home_orders.rights import is_mine, may
from huijia.serve.home_orders.workflow import EDGES, Edge, Who


class Stale(Refusal):
    """The order moved on since the page was made."""


@dataclass
class Step:
    """What one move changes beside the state, and what the ledger keeps of it. `note` is what a person wrote.

    `also` runs in the same transaction, after the guarded update.
    """

    kind: str
    changes: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    also: Callable[[], None] | None = None


def check(order: HomeOrder, edge: Edge, by: Access, at: datetime) -> None:
    if order.community_id != by.community.pk or not may(order, edge, by, at):
        raise Refusal(_("您不能办这一步"), code="forbidden")
    if order.state not in edge.before:
        told = _("这次预约现在是「%(state)s」，不能再「%(move)s」")
        raise Stale(told % {"state": State(order.state).label, "move": edge.label}, code="stale")


def _actor(order: HomeOrder, edge: Edge, by: Access, at: datetime) -> Actor:
    """With the absent worker's name beside it, where a deputy acts."""
    deputy = edge.who == Who.WORKER and order.worker_person_id not in by.person_ids and is_mine(order, by, at)
    return by.actor(for_label=order.worker_label if deputy else "")


def make(order: HomeOrder, move: str, step: Step, *, by: Access, at: datetime | None = None) -> datetime:
    """One move in one transaction; the moment of it.

    Raises:
        Refusal: not allowed.
        Stale: somebody was quicker; nothing is written and `order` is as it was.
    """
    moment = at or clock.now()
    edge = EDGES[move]
    check(order, edge, by, moment)
    changes = {**step.changes, "state": edge.after or order.state}
    actor = _actor(order, edge, by, moment)
    with transaction.atomic():
        rows = HomeOrder.objects.of(by.community).filter(pk=order.pk, version=order.version, state__in=edge.before)
        if not rows.update(**changes, version=F("version") + 1):
            raise Stale(_("这次预约刚刚有了变化，请看最新情况后再办"), code="stale")
        ledger.record(
            f"home_orders.{step.kind}", subject=(SUBJECT, order.pk), by=actor, community_id=by.community.pk,
            at=moment, data=step.data, personal={"note": step.note} if step.note else None,
        )
        before = {name: getattr(order, name) for name in (*changes, "version")}
        for name, value in {**changes, "version": order.version + 1}.items():
            setattr(order, name, value)
        try:
            if step.also is not None:
                step.also()
        except BaseException:
            for name, value in before.items():
                setattr(order, name, value)
            raise
    return moment

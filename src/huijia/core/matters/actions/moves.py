"""The one door to a matter's state: checks the table, guards against two at once, writes the ledger with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import deadlines
from huijia.core.matters.enums import Asked, State
from huijia.core.matters.models import Extension, Handover, Matter
from huijia.core.matters.rights import fits, permitted
from huijia.core.matters.workflow import EDGES, Edge, Who
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock
from huijia.lib.text import clean

SUBJECT = "matter"


class Stale(Refusal):
    """The matter moved on since the page was made."""


def stale() -> Stale:
    return Stale(_("这件事刚刚有了变化，请看最新情况后再办"), code="stale")


@dataclass
class Step:
    """What one move changes, beside the state: columns, and what the ledger keeps of it.

    `note` is what a person wrote (personal payload). `also` runs inside the transaction, after the guarded update
    and before the ledger reads `data`.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    kind: str = ""
    after: State | None = None
    files: Iterable[File] = ()
    also: Callable[[], None] | None = None


def check(matter: Matter, edge: Edge, by: Access, at: datetime) -> None:
    """Refuses a move that the table does not allow to this person now, and says why."""
    if matter.community_id != by.community.pk or not permitted(edge, by):
        raise Refusal(_("您没有权限办这一步"), code="forbidden")
    if matter.about_id is not None and matter.about_id in by.person_ids:
        raise Refusal(_("反映本人的事项由他人办理"), code="forbidden")
    if matter.state not in edge.before:
        raise Stale(
            _("这件事现在是「%(state)s」，不能再「%(move)s」")
            % {"state": State(matter.state).label, "move": edge.label},
            code="stale",
        )
    if not fits(matter, edge, by, at):
        raise Refusal(_WRONG_PERSON[edge.who], code="forbidden")


_WRONG_PERSON = {
    Who.RESPONSIBLE: _("这一步只能由责任人(或其代理人)办"),
    Who.INVOLVED: _("这一步由责任人、协办人或派单人办"),
    Who.ANOTHER: _("这一步要由另一个人办：不能是责任人，也不能是报告结果的人"),
    Who.OFFERED: _("没有请您接手这件事"),
}


def actor_for(matter: Matter, edge: Edge, by: Access, at: datetime) -> Actor:
    """The actor with the absent person's name beside it, where a deputy acts."""
    responsible = matter.responsible
    if edge.who != Who.RESPONSIBLE or responsible is None or responsible.person_id in by.person_ids:
        return by.actor()
    return by.actor(for_label=responsible.person.name if by.kind == "user" else "")


def written(text: str, *, field_name: str = "note", limit: int = 2000) -> str:
    """A required text, stripped. Refusal beside the field where it is empty or too long."""
    stripped = clean(text, 3 * len(text))
    if not stripped:
        raise Refusal(_("请填写内容"), field=field_name)
    if len(stripped) > limit:
        raise Refusal(
            _("内容太长：最多 %(limit)s 字，现有 %(count)s 字") % {"limit": limit, "count": len(stripped)},
            field=field_name,
        )
    return stripped


def make(matter: Matter, move: str, step: Step, *, by: Access, at: datetime | None = None) -> datetime:
    """Makes one move: check, guarded update, ledger, attachments and notices in one transaction.

    Returns the moment of the move. Raises Refusal (not allowed) or Stale (somebody was quicker); then nothing is
    written and `matter` is unchanged.
    """
    moment = at or clock.now()
    edge = EDGES[move]
    check(matter, edge, by, moment)
    actor = actor_for(matter, edge, by, moment)
    changes = dict(step.changes)
    changes["state"] = step.after or edge.after or matter.state
    before = {name: getattr(matter, name) for name in (*changes, "version", "moved_at", "next_due", "next_warn")}
    for name, value in changes.items():
        setattr(matter, name, value)
    matter.moved_at = moment
    matter.next_due, matter.next_warn = deadlines.next_of(
        matter, float(options.get(by.community, "yellow_share"))
    )
    try:
        _write(matter, before, changes, step, _Mark(f"matters.{step.kind or move}", by, actor, moment))
    except BaseException:
        for name, value in before.items():
            setattr(matter, name, value)
        raise
    return moment


# While somebody works on it, what they asked for waits for its answer; with another person, or a result, it ends.
REQUEST_STATES = (State.ASSIGNED, State.HANDLING, State.SUSPENDED)


def _withdraw_requests(matter: Matter, at: datetime) -> None:
    """Ends what was asked and not answered: an extension, a hand-over."""
    Extension.objects.of(matter.community_id).filter(matter=matter, outcome=Asked.PENDING).update(
        outcome=Asked.WITHDRAWN, decided_at=at
    )
    Handover.objects.of(matter.community_id).filter(matter=matter, outcome=Asked.PENDING).update(
        outcome=Asked.WITHDRAWN, answered_at=at
    )


@dataclass(frozen=True)
class _Mark:
    """What the ledger says of every move: its kind, who, when."""

    kind: str
    by: Access
    actor: Actor
    at: datetime


def _write(matter: Matter, before: Mapping[str, Any], changes: dict[str, Any], step: Step, mark: _Mark) -> None:
    with transaction.atomic():
        rows = Matter.objects.of(matter.community_id).filter(
            pk=matter.pk, state=before["state"], version=before["version"]
        )
        changed = rows.update(
            **changes, version=F("version") + 1, moved_at=mark.at, next_due=matter.next_due, next_warn=matter.next_warn
        )
        if not changed:
            raise stale()
        matter.version = before["version"] + 1
        if step.also is not None:
            step.also()
        if "responsible" in changes or changes["state"] not in REQUEST_STATES:
            _withdraw_requests(matter, mark.at)
        ledger.record(
            mark.kind, subject=(SUBJECT, matter.pk), by=mark.actor, community_id=matter.community_id, at=mark.at,
            data=step.data, personal={"note": step.note} if step.note else None,
        )
        for file in step.files:
            files.attach(file, subject=(SUBJECT, matter.pk), purpose=mark.kind, by=mark.by, at=mark.at)

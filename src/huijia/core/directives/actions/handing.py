"""What the street does with a directive as a whole, and who at the street takes an escalated matter."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.directives import notices
from huijia.core.directives.actions.moves import COPY, stale, written
from huijia.core.directives.enums import OVER, WAITS_FOR_COMMUNITY, Stage, State, Wants
from huijia.core.directives.models import Directive, DirectiveCopy, Taking
from huijia.core.matters.enums import State as MatterState
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock

SUBJECT = "directive"


@dataclass(frozen=True)
class Draft:
    """What the street hands out. `unit` only with a number; reminders by default three days and one day before."""

    title: str
    text: str
    wants: Wants
    due_at: datetime
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    unit: str = ""


def hand(
    draft: Draft, *, to: Sequence[Community], by: StreetAccess, attachments: Sequence[File] = (),
    at: datetime | None = None,
) -> Directive:
    """交办: one copy for each community, in a fixed number of statements however many there are.

    The same uuid again gives the directive that is there.

    Raises:
        Refusal: no community, one that is not of this street, a text missing, a deadline that has passed.
    """
    by.require("directives.hand")
    moment = at or clock.now()
    there = Directive.objects.filter(uuid=draft.uuid, street=by.street).first()
    if there is not None:
        return there
    if not to or not all(by.holds(community.pk) for community in to):
        raise Refusal(_("请选本街道的社区"), field="communities")
    if draft.due_at <= moment:
        raise Refusal(_("截止时间要在现在之后"), field="due_at")
    first, second = draft.due_at - timedelta(days=3), draft.due_at - timedelta(days=1)
    with transaction.atomic():
        directive = Directive.objects.create(
            uuid=draft.uuid, street=by.street, title=written(draft.title, "title", 80),
            text=written(draft.text, "text", 5000), wants=draft.wants, unit=draft.unit.strip()[:10],
            due_at=draft.due_at, remind_first_at=first if first > moment else None,
            remind_second_at=second if second > moment else None, handed_at=moment, handed_by_label=by.label[:80],
        )
        copies = DirectiveCopy.objects.bulk_create([DirectiveCopy(community=one, directive=directive) for one in to])
        for file in attachments:
            files.attach_to_many(
                file, {copy.community_id: copy.pk for copy in copies}, subject_type=COPY, purpose="directives.sent",
                by=by, at=moment,
            )
        ledger.record_many([
            ledger.Record(
                kind="directives.sent", subject=(COPY, copy.pk), by=by.actor(), community_id=copy.community_id,
                at=moment, data={"title": directive.title},
            )
            for copy in copies
        ])
        _record(directive, "handed", by, moment, title=directive.title, count=len(copies))
        notices.tell(directive, "sent", [copy.community_id for copy in copies], mark="", at=moment)
    return directive


def _record(directive: Directive, code: str, by: StreetAccess, at: datetime, **data: Any) -> None:
    ledger.record(
        f"directives.{code}", subject=(SUBJECT, directive.pk), by=by.actor(), community_id=None, at=at, data=data
    )


def end(
    directive: Directive, *, stage: Stage, by: StreetAccess, reason: str = "", at: datetime | None = None
) -> None:
    """Closes it, or withdraws it from everybody who has not ended yet; a form that is open meanwhile is told so."""
    by.require("directives.hand")
    moment = at or clock.now()
    if directive.street_id != by.street.pk:
        raise Refusal(_("您没有权限办这一步"), code="forbidden")
    why = written(reason, "reason", 200) if stage == Stage.WITHDRAWN else reason.strip()[:200]
    with transaction.atomic():
        rows = Directive.objects.filter(pk=directive.pk, stage=Stage.OPEN)
        if not rows.update(stage=stage, ended_at=moment, ended_reason=why):
            raise stale()
        _record(directive, "ended", by, moment, note=why)
        if stage == Stage.WITHDRAWN:
            left = DirectiveCopy.objects.among(by.communities).filter(directive=directive).exclude(state__in=OVER)
            ids = list(left.values_list("pk", "community_id"))
            left.update(state=State.WITHDRAWN)
            ledger.record_many([
                ledger.Record(
                    kind="directives.withdraw", subject=(COPY, pk), by=by.actor(), community_id=community, at=moment,
                    data={"note": why},
                )
                for pk, community in ids
            ])
            notices.tell(directive, "withdraw", [community for _pk, community in ids], mark="", at=moment)


def remind(directive: Directive, *, by: StreetAccess, at: datetime | None = None) -> int:
    """催办 everybody who has not answered, in one press; twice on one day tells nobody twice. Returns how many."""
    by.require("directives.hand")
    moment = at or clock.now()
    if directive.street_id != by.street.pk:
        raise Refusal(_("您没有权限办这一步"), code="forbidden")
    with transaction.atomic():
        rows = DirectiveCopy.objects.among(by.communities).filter(
            directive=directive, directive__stage=Stage.OPEN, state__in=WAITS_FOR_COMMUNITY
        )
        ids = list(rows.values_list("community_id", flat=True))
        rows.update(reminded_at=moment)
        if ids:
            _record(directive, "reminded", by, moment, count=len(ids))
            notices.tell(directive, "remind", ids, mark=f"{clock.local(moment):%Y%m%d}", at=moment)
    return len(ids)


def remind_due(at: datetime | None = None) -> int:
    """The two reminders of each directive, by the worker's clock; each is sent once, to who has not answered."""
    moment, told = at or clock.now(), 0
    for column in ("remind_first_at", "remind_second_at"):
        for directive in Directive.objects.filter(stage=Stage.OPEN, **{f"{column}__lte": moment})[:100]:
            with transaction.atomic():
                due = Directive.objects.filter(pk=directive.pk, **{f"{column}__isnull": False})
                if not due.update(**{column: None}):
                    continue
                left = directive.copies.filter(state__in=WAITS_FOR_COMMUNITY).values_list("community_id", flat=True)
                ids = list(left)
                notices.tell(directive, "remind", ids, mark=column, at=moment)
                told += len(ids)
    return told


def take(matter: Matter, *, by: StreetAccess, at: datetime | None = None) -> Taking:
    """Somebody at the street looks after this escalated matter. Of two who press at once the second is told."""
    by.require("matters.street")
    moment = at or clock.now()
    if not by.holds(matter.community_id) or matter.state != MatterState.ESCALATED or matter.paused_at is None:
        raise stale()
    try:
        with transaction.atomic():
            taking = Taking.objects.create(
                community_id=matter.community_id, matter=matter, paused_at=matter.paused_at, taken_at=moment,
                taken_by_id=by.user_id, taken_by_label=by.label[:80],
            )
            ledger.record(
                "directives.taken", subject=("matter", matter.pk), by=by.actor(), community_id=matter.community_id,
                at=moment, data={"who": by.label},
            )
    except IntegrityError:
        raise stale() from None
    return taking

"""A chain without a gap: each paper moves from the hand that has it into another, counted, with its handing."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.lib import clock
from huijia.serve.errands import notices
from huijia.serve.errands.actions.moves import Stale, Step, make
from huijia.serve.errands.enums import HANDS, OUTSTANDING, SIGNED_WAYS, Holder, Signed, State, Way
from huijia.serve.errands.log import HANDING
from huijia.serve.errands.models import Errand, Handing, Move, Paper
from huijia.serve.errands.papers import Line


@dataclass(frozen=True)
class Handed:
    """What one handing is made of. `papers`: those that are there already; `lines`: new ones, as they were written.

    `other`: who signs for the resident's side, or the office. `signature`: what was signed on the screen.
    """

    uuid: uuids.UUID
    papers: Sequence[Paper] = ()
    lines: Sequence[Line] = ()
    other: str = ""
    signed: Signed | str = ""
    signature: File | None = None

    def content(self, way: Way) -> tuple[object, ...]:
        lines = [f"{line.name}:{line.kind}:{line.count}" for line in self.lines]
        return (way, self.other, *sorted(paper.pk for paper in self.papers), *lines)


def hand(errand: Errand, way: Way, what: Handed, *, by: Access, at: datetime | None = None) -> Handing:
    """Papers change hands. The last one given back after the result ends the errand.

    Raises:
        Refusal: nothing is handed, no signature where one is due, or not the agent.
        Stale: one of the papers is not in the hand that gives it.
        Conflict: the client UUID was used for another handing.
    """
    there = Handing.objects.of(by.community).filter(uuid=what.uuid).first()
    if there is not None:
        return retries.same(there, *what.content(way))
    moment = at or clock.now()
    other = written(what.other, "other", 60, required=way != Way.KEPT)
    _check(way, what)
    ends = way == Way.HAND_BACK and errand.state == State.REPORTED and not _others_out(errand, what.papers)
    row = Handing(
        community=by.community, uuid=what.uuid, draft_hash=retries.hash_of(*what.content(way)), errand=errand, way=way,
        at=moment, agent_label=errand.agent_label, other=other, signed=what.signed, by_id=by.user_id, by_label=by.label,
    )

    def also() -> None:
        _write(row, what)
        if what.signature is not None:
            files.attach(what.signature, subject=(HANDING, row.pk), purpose="errands.handed", by=by, at=moment)
        if ends:
            notices.tell_resident(errand, "closed")

    changes = {"ended_at": moment} if ends else {}
    step = Step(
        "handed", changes, {"way": way, "count": len(what.papers) + len(what.lines)}, also=also,
        after=State.CLOSED if ends else None,
    )
    try:
        make(errand, way.value, step, by=by, at=moment)
    except IntegrityError:
        raise Conflict(_("这次交接刚才已经记过了")) from None
    return row


def _check(way: Way, what: Handed) -> None:
    if not what.papers and not what.lines:
        raise Refusal(_("请选交接哪些材料"), field="papers")
    if way == Way.RECEIVE and what.papers:
        raise Refusal(_("从居民手里收的是新登记的材料"), field="papers")
    if way not in (Way.RECEIVE, Way.TAKE_OUT) and what.lines:
        raise Refusal(_("这一步只能交接已经登记的材料"), field="lines")
    if way in SIGNED_WAYS and not what.signed:
        raise Refusal(_("请选怎么签字"), field="signed")
    if what.signed == Signed.SCREEN and what.signature is None:
        raise Refusal(_("请对方在屏幕上签字，或者改选在纸上签"), field="signature")


def _others_out(errand: Errand, papers: Sequence[Paper]) -> bool:
    """Whether papers other than these are still with the agent or at an office."""
    rows = Paper.objects.of(errand.community_id).filter(errand=errand, holder__in=OUTSTANDING)
    return rows.exclude(pk__in=[paper.pk for paper in papers]).exists()


def _write(row: Handing, what: Handed) -> None:
    giver, taker = HANDS[row.way]
    row.save(force_insert=True)
    for paper in what.papers:
        _move(row, paper, giver, taker)
    for line in what.lines:
        paper = Paper.objects.create(
            community_id=row.community_id, errand=row.errand, name=line.name, kind=line.kind, count=line.count,
            is_new=row.way == Way.TAKE_OUT, holder=taker,
        )
        _link(row, paper, 1, giver, taker)


def _move(row: Handing, paper: Paper, giver: Holder, taker: Holder) -> None:
    held = Paper.objects.of(row.community_id).filter(
        pk=paper.pk, errand=row.errand, holder=giver, moves=paper.moves
    )
    if not held.update(holder=taker, moves=F("moves") + 1):
        raise Stale(_("「%(name)s」不在交出的人手里，请看最新情况") % {"name": paper.name}, code="stale")
    _link(row, paper, paper.moves + 1, giver, taker)


def _link(row: Handing, paper: Paper, number: int, giver: Holder, taker: Holder) -> None:
    Move.objects.create(
        community_id=row.community_id, handing=row, paper=paper, number=number, giver=giver, taker=taker
    )


def pass_on(errand: Errand, *, giver: str, taker: str, by: Access, at: datetime) -> None:
    """What the agent before has in hand goes over to the next one; within the move that changes the agent."""
    papers = list(Paper.objects.of(errand.community_id).filter(errand=errand, holder=Holder.AGENT))
    if not papers:
        return
    row = Handing(
        community_id=errand.community_id, errand=errand, way=Way.PASS_ON, at=at, agent_label=taker, other=giver,
        by_id=by.user_id, by_label=by.label,
    )
    _write(row, Handed(row.uuid, papers=papers))

"""On the way and at its end: a trip to the office, the result, the end, and what the resident says of it."""

import uuid as uuids
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Channel, Satisfaction
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.errands import notices
from huijia.serve.errands.actions.moves import Step, make
from huijia.serve.errands.enums import OUTSTANDING, Outcome
from huijia.serve.errands.models import Errand, Paper
from huijia.serve.errands.models import Step as Trip


@dataclass(frozen=True)
class Went:
    """跑一趟. `uuid` is the client's."""

    uuid: uuids.UUID
    office: str
    done: str
    next_on: date | None = None


def step(errand: Errand, went: Went, *, by: Access, at: datetime | None = None) -> Trip:
    """What was done at the office, and when to go again; sent twice it is one.

    Raises:
        Refusal: nothing written, a next day before this one, or not the agent.
        Conflict: the client UUID was used for another trip.
    """
    moment = at or clock.now()
    content = (went.office, went.done, went.next_on)
    there = Trip.objects.of(by.community).filter(uuid=went.uuid).first()
    if there is not None:
        return retries.same(there, *content)
    if went.next_on is not None and went.next_on < clock.local(moment).date():
        raise Refusal(_("下次的日子不能早于今天"), field="next_on")
    row = Trip(
        community=by.community, uuid=went.uuid, draft_hash=retries.hash_of(*content), errand=errand, at=moment,
        office=written(went.office, "office", 60), done=written(went.done, "done", 300), next_on=went.next_on,
        by_label=by.label,
    )
    try:
        make(errand, "step", Step(
            "stepped", personal={"note": row.done}, also=lambda: row.save(force_insert=True)
        ), by=by, at=moment)
    except IntegrityError:
        raise Conflict(_("这一趟刚才已经记过了")) from None
    return row


def report(errand: Errand, *, outcome: Outcome, result: str, by: Access, at: datetime | None = None) -> None:
    """报结果: done or not, in words; what is still to be given back is given back after that."""
    moment = at or clock.now()
    words = written(result, "result", 500)
    changes = {"outcome": outcome, "result": words, "reported_at": moment}
    make(errand, "report", Step(
        "reported", changes, {"outcome": outcome}, {"note": words},
        lambda: notices.tell_resident(errand, "reported"),
    ), by=by, at=moment)


def close(errand: Errand, *, by: Access, at: datetime | None = None) -> None:
    """办结, where nothing has to be given back.

    Raises:
        Refusal: a paper is still with the agent or at an office.
    """
    make(errand, "close", Step(
        "closed", {"ended_at": at or clock.now()}, also=lambda: _end(errand, "closed")
    ), by=by, at=at)


def cancel(errand: Errand, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """No longer wanted; only when every paper is back.

    Raises:
        Refusal: a paper is still with the agent or at an office.
    """
    words = written(reason, "reason", required=by.kind != "reporter") or str(_("居民自己取消"))

    def also() -> None:
        _end(errand, "cancelled" if by.kind == "user" else "")
        notices.tell_agent(errand, "taken_away")

    make(errand, "cancel", Step(
        "cancelled", {"end_reason": words, "ended_at": at or clock.now()}, personal={"note": words}, also=also
    ), by=by, at=at)


def _end(errand: Errand, told: str) -> None:
    """Behind the guarded update: nothing can be handed over any more while this looks."""
    out = Paper.objects.of(errand.community_id).filter(errand=errand, holder__in=OUTSTANDING).first()
    if out is not None:
        raise Refusal(_("「%(name)s」还没有交回居民，先交回再办这一步") % {"name": out.name}, code="outstanding")
    if told:
        notices.tell_resident(errand, told)


def grade(
    errand: Errand, *, satisfaction: Satisfaction, by: Access, via: Channel = Channel.PHONE, words: str = "",
    at: datetime | None = None,
) -> None:
    """The resident's own grade, or what they said when another person asked; their own is never written over."""
    moment = at or clock.now()
    note = written(words, "words", required=False)
    channel = Channel.ONLINE if by.kind == "reporter" else via
    changes = {"satisfaction": satisfaction, "grade_words": note, "graded_via": channel, "graded_at": moment}
    make(errand, "grade", Step("graded", changes, {"grade": str(satisfaction.label)}), by=by, at=moment)

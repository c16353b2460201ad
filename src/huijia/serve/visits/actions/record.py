"""One visit on one screen: who, how, what was said, settled there or become a matter, when to come again."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category, Matter
from huijia.core.people.models import Person
from huijia.core.people.queries import living_at, person_phone, walks
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.visits import plan
from huijia.serve.visits.actions.recheck import Answer, answer_questions
from huijia.serve.visits.actions.rounds import open_round
from huijia.serve.visits.enums import Kind, Means, Outcome
from huijia.serve.visits.log import VISIT
from huijia.serve.visits.models import Visit

OLDEST = timedelta(days=366)
FARTHEST = timedelta(days=730)
LONGEST_STUDY = 480


@dataclass
class Draft:
    """What somebody wrote of a visit. `uuid` is the client's. `finding`: what could not be settled on the spot.

    `person`: with whom they spoke, one of those who live there. `at` None: now. `answers`: to what the door asks.
    """

    dwelling: Dwelling
    outcome: Outcome
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    kind: Kind = Kind.ROUTINE
    means: Means = Means.HOME
    person: Person | None = None
    asked: str = ""
    done: str = ""
    finding: str = ""
    category: Category | None = None
    is_urgent: bool = False
    next_on: date | None = None
    study_topic: str = ""
    study_minutes: int | None = None
    at: datetime | None = None
    is_paper: bool = False
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class Recorded:
    """The visit, and whether this was a repetition of one that was there already."""

    visit: Visit
    repeated: bool


def record(draft: Draft, *, by: Access, at: datetime | None = None, photos: Sequence[File] = ()) -> Recorded:
    """Keeps a visit; in the same transaction what it found becomes a matter, and the door gets its next day.

    Raises:
        Refusal: not a door of this login, or beside the field that is wrong.
        Conflict: the client UUID was used for another visit.
    """
    by.require("visits.make")
    moment = at or clock.now()
    visit = _checked(draft, by, draft.at or moment, moment)
    try:
        with transaction.atomic():
            visit.round = open_round(by) if not draft.is_paper else None
            visit.save(force_insert=True)
            ledger.record(
                "visits.recorded", subject=(VISIT, visit.pk), by=by.actor(), community_id=by.community.pk, at=moment,
                data={"kind": visit.kind, "outcome": visit.outcome},
            )
            for file in photos:
                files.attach(file, subject=(VISIT, visit.pk), purpose="visits.recorded", by=by, at=moment)
            _raise(visit, draft, by, moment, photos)
            answer_questions(visit, draft.answers, by=by, at=moment)
            plan.replan(by.community, [visit.dwelling_id])
    except IntegrityError:
        return _repeated(draft, by)
    return Recorded(visit, repeated=False)


def _checked(draft: Draft, by: Access, went_at: datetime, now: datetime) -> Visit:
    if draft.dwelling.community_id != by.community.pk or not walks(by, draft.dwelling.pk):
        raise Refusal(_("这一户不在您走访的范围里"), code="forbidden")
    if not now - OLDEST <= went_at <= now + timedelta(minutes=1):
        raise Refusal(_("走访时间应在一年之内，不能是将来"), field="at")
    met = draft.outcome == Outcome.MET
    visit = Visit(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*_content(draft)), kind=draft.kind,
        means=draft.means, outcome=draft.outcome, dwelling=draft.dwelling, grid_id=draft.dwelling.grid_id,
        place_name=draft.dwelling.address, person=_spoken_with(draft) if met else None,
        asked=written(draft.asked, "asked", 500, required=False), done=written(draft.done, "done", 500, required=False),
        next_on=_next(draft, clock.local(went_at).date()), at=went_at, recorded_at=now, is_paper=draft.is_paper,
        visitor_id=by.user_id, visitor_label=by.label,
    )
    if draft.kind == Kind.STUDY and met:
        visit.study_topic, visit.study_minutes = _study(draft)
    return visit


def _spoken_with(draft: Draft) -> Person | None:
    if draft.person is None:
        return None
    if draft.person.pk not in {row.person_id for row in living_at(draft.dwelling)}:
        raise Refusal(_("名册上这个人不住在这一户"), field="person")
    return draft.person


def _next(draft: Draft, day: date) -> date | None:
    if draft.next_on is not None and not day < draft.next_on <= day + FARTHEST:
        raise Refusal(_("下次的日子应在这次之后、两年之内"), field="next_on")
    return draft.next_on


def _study(draft: Draft) -> tuple[str, int]:
    topic = written(draft.study_topic, "study_topic", 80)
    minutes = draft.study_minutes or 0
    if not 1 <= minutes <= LONGEST_STUDY:
        told = _("应在 %(least)s 到 %(most)s 之间") % {"least": 1, "most": LONGEST_STUDY}
        raise Refusal(told, field="study_minutes")
    return topic, minutes


def _raise(visit: Visit, draft: Draft, by: Access, at: datetime, photos: Sequence[File]) -> None:
    """What was found becomes a matter at this door, from whom one spoke with, tied to the visit."""
    if not draft.finding.strip():
        return
    person = visit.person
    wanted = matters.Draft(
        text=draft.finding, source=Source.VISIT, uuid=uuids.uuid5(visit.uuid, "matter"), nature=Nature.HELP,
        category=draft.category, dwelling=visit.dwelling, grid=visit.dwelling.grid, group=visit.dwelling.group,
        place_name=visit.place_name, lon=visit.dwelling.lon, lat=visit.dwelling.lat, is_urgent=draft.is_urgent,
        reporter_name=person.name if person is not None else "", phone=person_phone(person) if person else "",
    )
    try:
        matter = matters.register(wanted, by=by, at=at, attachments=photos).matter
    except Refusal as refusal:
        named = "finding" if refusal.field == "text" else ""
        raise Refusal(refusal.message, field=named, code=refusal.code) from None
    tie(visit, matter, by=by, at=at)


def tie(visit: Visit, matter: Matter, *, by: Access, at: datetime) -> None:
    Visit.objects.of(by.community).filter(pk=visit.pk).update(matter=matter)
    visit.matter = matter
    ledger.record(
        "visits.matter_raised", subject=(VISIT, visit.pk), by=by.actor(), community_id=by.community.pk, at=at,
        data={"ticket": matter.ticket},
    )


def _content(draft: Draft) -> tuple[object, ...]:
    """What tells a retry from another visit under the same UUID."""
    answers = tuple(f"{each.matter_id}:{each.gone}:{each.note}" for each in draft.answers)
    return (
        draft.dwelling.pk, draft.outcome, draft.kind, draft.means, draft.asked, draft.done, draft.finding,
        draft.next_on, draft.study_topic, *answers,
    )


def _repeated(draft: Draft, by: Access) -> Recorded:
    there = Visit.objects.of(by.community).select_related("matter").filter(uuid=draft.uuid).first()
    told = _("这张表已用于另一次走访，请重新打开再填")
    if there is None:
        raise Conflict(told)
    return Recorded(retries.same(there, *_content(draft), told=told), repeated=True)



"""集中接送: one morning with many riders. The list, the cars worked out at one go, and the same cars back."""

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Person
from huijia.core.people.queries import person_phone
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.rides.actions.moves import planner
from huijia.serve.rides.actions.request import Draft, drafted
from huijia.serve.rides.enums import Mobility, Purpose
from huijia.serve.rides.log import BATCH, RIDE
from huijia.serve.rides.models import Batch, Ride, RideTarget

MOST = 200
"""Riders of one morning."""


@dataclass
class BatchDraft:
    """`uuid` is the client's. Times are of the community's zone."""

    title: str
    purpose: Purpose
    target: RideTarget
    day: date
    there_at: time
    back_at: time
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def make_batch(draft: BatchDraft, *, by: Access, at: datetime | None = None) -> Batch:
    """A morning without riders yet.

    Raises:
        Refusal: no right to, or beside the field that is wrong.
        Conflict: the client UUID was used for another one.
    """
    planner(by, draft.target)
    moment = at or clock.now()
    if draft.day < clock.local(moment).date():
        raise Refusal(_("这一天已经过了"), field="day")
    if draft.back_at <= draft.there_at:
        raise Refusal(_("往回走的时间要晚于到的时间"), field="back_at")
    content = (draft.title, draft.purpose, draft.target.pk, draft.day, draft.there_at, draft.back_at)
    batch = Batch(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content),
        title=written(draft.title, "title", 60), purpose=draft.purpose, target=draft.target, day=draft.day,
        there_at=draft.there_at, back_at=draft.back_at, made_at=moment, made_label=by.label,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            _note("batch_made", batch, by, moment, {"title": batch.title})
    except IntegrityError:
        return retries.same(Batch.objects.of(by.community).get(uuid=draft.uuid), *content)
    return batch


def _note(kind: str, batch: Batch, by: Access, at: datetime, data: dict[str, object]) -> None:
    ledger.record(
        f"rides.{kind}", subject=(BATCH, batch.pk), by=by.actor(), community_id=batch.community_id, at=at, data=data
    )


@dataclass
class Listed:
    """One rider of a list; `person` from the roster, or what was typed."""

    name: str
    place_name: str = ""
    phone: str = ""
    person: Person | None = None
    dwelling: Dwelling | None = None
    mobility: Mobility = Mobility.WALKS
    note: str = ""


def add_riders(batch: Batch, rows: Sequence[Listed], *, by: Access, at: datetime | None = None) -> int:
    """Puts people on the list, all or none; how many are new. Who is on it already stays as they are.

    Raises:
        Refusal: no right to, too many, or a row that cannot be; the sentence names who.
    """
    planner(by, batch, *(row.person for row in rows))
    moment = at or clock.now()
    with transaction.atomic():
        Batch.objects.of(by.community).select_for_update().get(pk=batch.pk)
        there = list(Ride.objects.of(by.community).filter(batch=batch).select_related("person"))
        if len(there) + len(rows) > MOST:
            raise Refusal(_("一次最多 %(most)s 人") % {"most": MOST}, code="many")
        known = {ride.person_id for ride in there if ride.person_id} | {(r.name, r.place_name) for r in there}
        new = []
        for row in rows:
            keys = {row.person.pk if row.person is not None else None, (row.name, _place(row))} - {None}
            if not keys & known:
                known |= keys  # type: ignore[arg-type]
                new.append(_ride(batch, row, by, moment))
        made = Ride.objects.bulk_create(new)
        ledger.record_many([
            ledger.Record(
                kind="rides.asked", subject=(RIDE, ride.pk), by=by.actor(), community_id=by.community.pk, at=moment,
                data={"day": f"{ride.day:%Y-%m-%d}", "target": batch.target.name},
            ) for ride in made
        ])
        _note("batch_added", batch, by, moment, {"count": len(made)})
    return len(made)


def _place(row: Listed) -> str:
    return row.dwelling.address if row.dwelling is not None else row.place_name.strip()


def _ride(batch: Batch, row: Listed, by: Access, at: datetime) -> Ride:
    phone = row.phone or (person_phone(row.person) if row.person is not None and row.person.phone_sealed else "")
    draft = Draft(
        target=batch.target, name=row.name, phone=phone, day=batch.day, wants_at=batch.there_at,
        purpose=Purpose(batch.purpose), source=Source.VISIT, place_name=row.place_name, dwelling=row.dwelling,
        person=row.person, batch=batch, mobility=row.mobility, needs_escort=row.mobility != Mobility.WALKS,
        note=row.note,
    )
    try:
        return drafted(draft, by, at)
    except Refusal as refusal:
        told = _("%(who)s：%(why)s") % {"who": row.name, "why": str(refusal)}
        raise Refusal(told, field="text", code=refusal.code) from None


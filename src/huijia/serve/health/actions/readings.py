"""测量: one reading with a name and consent, or without a name; typed wrongly it is voided, its values go."""

import json
import uuid as uuids
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto
from huijia.serve.health import queries, thresholds
from huijia.serve.health.actions.consent import agreed
from huijia.serve.health.actions.follow_ups import plan
from huijia.serve.health.log import READING
from huijia.serve.health.models import Reading
from huijia.serve.health.thresholds import Advice, Glucose, Pressure, Values

OLDEST = timedelta(days=366)


@dataclass
class Draft:
    """What was measured. `person` None: without a name. `uuid` is the client's; `at` None: now."""

    values: Values
    person: Person | None = None
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    at: datetime | None = None


@dataclass(frozen=True)
class Measured:
    """The reading, what is said of it, and whether they are advised to see a doctor by now."""

    reading: Reading
    advice: Advice
    refer: bool


def measure(draft: Draft, *, by: Access, at: datetime | None = None) -> Measured:
    """Keeps a reading. The same UUID with the same values gives the one that is there.

    Raises:
        Refusal: no right to, no consent, a value that cannot be (beside its field), or a wrong moment.
        Conflict: the UUID was used for another reading.
    """
    by.require("health.measure")
    moment = at or clock.now()
    _plausible(draft.values)
    taken_at = draft.at or moment
    if not moment - OLDEST <= taken_at <= moment + timedelta(minutes=1):
        raise Refusal(_("时间应在一年之内，不能是将来"), field="at")
    if draft.person is not None:
        if draft.person.community_id != by.community.pk:
            raise Refusal(_("这不是您所在的社区。"), code="other_community")
        if agreed(by.community, draft.person) is None:
            raise Refusal(_("本人还没有同意保留数值；不同意可以不记名测"), code="no_consent")
    try:
        with transaction.atomic():
            there = Reading.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                return _answer(_same(there, draft), draft.values, by)
            row = Reading.objects.create(
                community=by.community, uuid=draft.uuid, person=draft.person, kind=thresholds.kind_of(draft.values),
                values_sealed=crypto.seal(json.dumps(thresholds.packed(draft.values))), at=taken_at,
                recorded_at=moment, by_id=by.user_id, by_label=by.label,
            )
            _note("measured", row, by, moment)
            done = _answer(row, draft.values, by)
            if done.refer and draft.person is not None:
                plan(draft.person, by=by, at=moment)
            return done
    except IntegrityError:
        there = Reading.objects.of(by.community).get(uuid=draft.uuid)
        return _answer(_same(there, draft), draft.values, by)


def _same(there: Reading, draft: Draft) -> Reading:
    if there.values != draft.values or there.person_id != (draft.person.pk if draft.person else None):
        raise Conflict(_("这张表已用于另一次测量，请重新打开再填"))
    return there


def _answer(row: Reading, values: Values, by: Access) -> Measured:
    refer = row.person_id is not None and isinstance(values, Pressure) and thresholds.needs_referral(
        queries.days_and_values(by.community, row.person_id)
    )
    return Measured(row, thresholds.advice_of(values), refer)


def _plausible(values: Values) -> None:
    if isinstance(values, Glucose):
        least, most = thresholds.SUGAR
        if not least <= values.value <= most or values.value != round(values.value, 1):
            raise Refusal(_("血糖应在 0.6 到 33.3 之间，一位小数"), field="glucose")
        return
    _between(values.systolic, thresholds.SYSTOLIC, "systolic")
    _between(values.diastolic, thresholds.DIASTOLIC, "diastolic")
    if values.systolic <= values.diastolic:
        raise Refusal(_("高压应大于低压，请看看是不是填反了"), field="systolic")


def _between(value: int | Decimal, bounds: tuple[int, int], name: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        told = _("应在 %(least)s 到 %(most)s 之间，请再看一眼") % {"least": bounds[0], "most": bounds[1]}
        raise Refusal(told, field=name)


def void(reading: Reading, *, by: Access, at: datetime | None = None) -> None:
    """Typed wrongly: the row stays as a mark, the values go."""
    by.require("health.measure")
    moment = at or clock.now()
    with transaction.atomic():
        rows = Reading.objects.of(by.community).filter(pk=reading.pk, void_at=None)
        if rows.update(void_at=moment, values_sealed=""):
            _note("voided", reading, by, moment)


def note_seen(person: Person, *, by: Access, at: datetime | None = None) -> None:
    """Each look at somebody's readings leaves an entry; it does not say whose."""
    by.require("health.measure")
    last = Reading.objects.of(by.community).filter(person=person).order_by("-pk").first()
    if last is not None:
        _note("seen", last, by, at or clock.now())


def _note(kind: str, row: Reading, by: Access, at: datetime) -> None:
    ledger.record(f"health.{kind}", subject=(READING, row.pk), by=by.actor(), community_id=by.community.pk, at=at)

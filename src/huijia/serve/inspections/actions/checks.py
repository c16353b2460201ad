"""One home looked at: each item, what is wrong, until when it is put right; and what was wrong before, seen again."""

import uuid as uuids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.queries import walks
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options, retries
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.communities.written import written
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.inspections.actions.raising import alarm, report_missed
from huijia.serve.inspections.agreed import DAYS_KEYS, REPORT_AFTER
from huijia.serve.inspections.enums import FAILED, INSIDE, HazardState, HomeState, Level, NoticeSigned, Result, Verdict
from huijia.serve.inspections.log import CHECK, HOME
from huijia.serve.inspections.models import Check, Hazard, Home
from huijia.serve.inspections.queries import open_at

OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Fault:
    """A failing item: how grave, what exactly, within how many days (None: as agreed for its level)."""

    item: str
    level: Level
    note: str = ""
    days: int | None = None


@dataclass
class Draft:
    """What was written at the door. `uuid` is the client's. `fixed`: {hazard id: put right?} of earlier ones.

    `signature`: the notice signed on the screen. `at` None: now.
    """

    home: Home
    result: Result
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)
    answers: Mapping[str, Verdict] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    fixed: Mapping[int, bool] = field(default_factory=dict)
    note: str = ""
    partner_name: str = ""
    signed: NoticeSigned | str = ""
    signed_by: str = ""
    signature: File | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Checked:
    check: Check
    repeated: bool


def check(draft: Draft, *, by: Access, at: datetime | None = None, photos: Sequence[File] = ()) -> Checked:
    """Keeps a check. A severe hazard is a matter and an alarm at once; the third knock in vain is reported.

    Raises:
        Refusal: not a door of this login, or beside the field that is wrong.
        Conflict: the client UUID was used for another check, or somebody else was at this home meanwhile.
    """
    by.require("inspections.do")
    there = Check.objects.of(by.community).filter(uuid=draft.uuid).first()
    if there is not None:
        return Checked(retries.same(there, *_content(draft)), repeated=True)
    moment = at or clock.now()
    row = _row(draft, by, moment)
    faults = _faults(draft)
    try:
        with transaction.atomic():
            _claim(draft.home, row, by)
            row.save(force_insert=True)
            _tell("checked", (CHECK, row.pk), by, moment, {"result": row.result})
            for file in photos:
                files.attach(file, subject=(CHECK, row.pk), purpose="inspections.checked", by=by, at=moment)
            if draft.signature is not None:
                files.attach(draft.signature, subject=(CHECK, row.pk), purpose="inspections.signed", by=by, at=moment)
            _look_again(row, draft.fixed, by, moment)
            _find(row, faults, by, moment, photos)
            _stand(draft.home, row)
            if draft.result in FAILED and draft.home.failed >= REPORT_AFTER and draft.home.report_id is None:
                report_missed(row, by=by, at=moment)
    except IntegrityError:
        raise Conflict(_("这一户刚才已经记过了，请看最新情况")) from None
    return Checked(row, repeated=False)


def _row(draft: Draft, by: Access, now: datetime) -> Check:
    home, campaign = draft.home, draft.home.campaign
    if home.community_id != by.community.pk or not walks(by, home.dwelling_id):
        raise Refusal(_("这一户不在您走访的范围里"), code="forbidden")
    if campaign.closed_at is not None and not open_at(home).exists():
        raise Refusal(_("这次安检行动已经结束"), code="closed")
    went_at = draft.at or now
    if not now - OLDEST <= went_at <= now + timedelta(minutes=1):
        raise Refusal(_("时间应在一年之内，不能是将来"), field="at")
    known = {item["code"] for item in campaign.checklist.items}
    inside = draft.result in INSIDE
    answers = {code: str(verdict) for code, verdict in draft.answers.items() if code in known} if inside else {}
    return Check(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*_content(draft)), home=home,
        checklist=campaign.checklist, grid_id=home.grid_id, place_name=home.dwelling.address, result=draft.result,
        answers=answers, note=written(draft.note, "note", 300, required=False),
        partner_name=written(draft.partner_name, "partner_name", 40, required=False), signed=draft.signed,
        signed_by=written(draft.signed_by, "signed_by", 40, required=False), at=went_at, recorded_at=now,
        by_id=by.user_id, by_label=by.label,
    )


def _faults(draft: Draft) -> list[Fault]:
    """What is wrong now. A result must say the same as the items and as what was seen of earlier hazards."""
    known = {item["code"] for item in draft.home.campaign.checklist.items}
    failing = {code for code, verdict in draft.answers.items() if verdict == Verdict.FAIL and code in known}
    stays = not all(draft.fixed.values())
    if draft.result == Result.GOOD and (failing or stays):
        raise Refusal(_("有不合格的项，或者上次的隐患没有整改，结果应选“有隐患”"), field="result")
    if draft.result != Result.HAZARD:
        return []
    faults = [fault for fault in draft.faults if fault.item in failing]
    if not faults and not stays:
        raise Refusal(_("选了“有隐患”，请把不合格的项标出来"), field="result")
    if any(fault.days is not None and fault.days not in (7, 15, 30) for fault in faults):
        raise Refusal(_("整改期限请选 7、15 或 30 天"), field="days")
    if faults and not draft.signed:
        raise Refusal(_("请选整改通知怎么签收"), field="signed")
    if draft.signed == NoticeSigned.SCREEN and draft.signature is None:
        raise Refusal(_("请住户在屏幕上签字，或者改选别的"), field="signature")
    return faults


def _claim(home: Home, row: Check, by: Access) -> None:
    """The home's own line, guarded by its version: of two at one door the second is told.

    `failed` counts the knocks in vain since somebody was last let in.
    """
    day = clock.local(row.at).date()
    changes = {
        "failed": home.failed + 1 if row.result in FAILED else 0 if row.result in INSIDE else home.failed,
        "last_on": day, "checked_on": home.checked_on or (day if row.result in INSIDE else None),
    }
    rows = Home.objects.of(by.community).filter(pk=home.pk, version=home.version)
    if not rows.update(**changes, version=F("version") + 1):
        raise Conflict(_("这一户刚才已经有人记过，请看最新情况"))
    for name, value in changes.items():
        setattr(home, name, value)
    home.version += 1


def _stand(home: Home, row: Check) -> None:
    """How the home stands: once somebody was let in by its open hazards, and no knock in vain changes that."""
    if home.checked_on is None:
        state = HomeState(row.result)
    else:
        state = HomeState.HAZARD if open_at(home).exists() else HomeState.GOOD
    Home.objects.of(home.community_id).filter(pk=home.pk).update(state=state)
    home.state = state


def _find(row: Check, faults: Sequence[Fault], by: Access, at: datetime, photos: Sequence[File]) -> None:
    texts = {item["code"]: item["text"] for item in row.checklist.items}
    day = clock.local(row.at).date()
    there = open_at(row.home).filter(check_made__checklist=row.checklist)
    known = set(there.values_list("item", "level"))
    found = [
        Hazard.objects.create(
            community=by.community, check_made=row, home=row.home, grid_id=row.grid_id, item=fault.item,
            text=texts[fault.item], note=written(fault.note, f"n_{fault.item}", 200, required=False),
            level=fault.level, due_on=due_of(fault, day, by),
        )
        for fault in faults if (fault.item, fault.level) not in known
    ]
    for hazard in found:
        data = {"level": hazard.level, "due": f"{hazard.due_on:%Y-%m-%d}"}
        _tell("hazard_found", (HOME, row.home_id), by, at, data)
    severe = [hazard for hazard in found if hazard.level == Level.SEVERE]
    if severe:
        alarm(row, severe, by=by, at=at, photos=photos)


def due_of(fault: Fault, day: date, by: Access) -> date:
    """Severe: the same day. Others: as chosen, else as the community agreed for the level."""
    if fault.level == Level.SEVERE:
        return day
    days = fault.days or int(options.get(by.community, DAYS_KEYS[fault.level]))
    return day + timedelta(days=days)


def _look_again(row: Check, fixed: Mapping[int, bool], by: Access, at: datetime) -> None:
    """Earlier hazards at this home, where somebody was let in to see."""
    if row.result not in INSIDE or not fixed:
        return
    day = clock.local(row.at).date()
    open_ones = open_at(row.home)
    for hazard in open_ones.filter(pk__in=list(fixed)).exclude(check_made=row):
        if not fixed[hazard.pk]:
            _tell("hazard_stays", (HOME, hazard.home_id), by, at, {})
        elif open_ones.filter(pk=hazard.pk).update(state=HazardState.CLOSED, closed_by=row, closed_on=day):
            _tell("hazard_closed", (HOME, hazard.home_id), by, at, {})


def _tell(kind: str, subject: tuple[str, int], by: Access, at: datetime, data: Mapping[str, object]) -> None:
    ledger.record(
        f"inspections.{kind}", subject=subject, by=by.actor(), community_id=by.community.pk, at=at, data=dict(data)
    )


def _content(draft: Draft) -> tuple[object, ...]:
    """What tells a retry from another check under the same UUID."""
    faults = [f"{fault.item}:{fault.level}:{fault.note}:{fault.days}" for fault in draft.faults]
    answers = [f"{code}:{verdict}" for code, verdict in sorted(draft.answers.items())]
    fixed = [f"{pk}:{value}" for pk, value in sorted(draft.fixed.items())]
    return (draft.home.pk, draft.result, draft.note, draft.signed, *answers, *faults, *fixed)

"""Shifts by the day: added, changed, taken out. Gaps and overlaps are shown and not forbidden: two may be on."""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.hotline.actions.writing import number, of_here, record, stale, words
from huijia.serve.hotline.enums import Answer, ShiftKind
from huijia.serve.hotline.models import DutyShift, DutySwap
from huijia.serve.hotline.queries.roster import duty_kinds, label_of

SUBJECT = "hotline.shift"


@dataclass
class ShiftDraft:
    """One shift as somebody typed it. `ends` not after `starts` means the next day."""

    day: date
    starts: time
    ends: time
    post: Post
    kind: ShiftKind
    phone: str = ""
    uuid: uuids.UUID = field(default_factory=uuids.uuid4)


def add_shift(draft: ShiftDraft, *, by: Access, at: datetime | None = None) -> DutyShift:
    """One more shift on a day. The same UUID again gives the shift that is there.

    Raises:
        Refusal: no right to, not on duty here, or this person is on in that time already.
    """
    by.require("hotline.manage")
    columns = _columns(draft, by)
    content = [getattr(value, "pk", value) for value in columns.values()]
    shift = DutyShift(
        community=by.community, uuid=draft.uuid, draft_hash=retries.hash_of(*content), **columns
    )
    try:
        with transaction.atomic():
            there = DutyShift.objects.of(by.community).filter(uuid=draft.uuid).first()
            if there is not None:
                return retries.same(there, *content)
            _refuse_twice(shift, by)
            shift.save(force_insert=True)
            record("shift_added", (SUBJECT, shift.pk), by, at or clock.now(), data=said(shift))
    except IntegrityError:
        return retries.same(DutyShift.objects.of(by.community).get(uuid=draft.uuid), *content)
    return shift


def change_shift(shift: DutyShift, draft: ShiftDraft, *, by: Access, at: datetime | None = None) -> None:
    """Another person, other hours or another number; a request to swap this shift ends with it.

    Raises:
        Refusal: as for `add_shift`. Stale: somebody changed it meanwhile.
    """
    by.require("hotline.manage")
    of_here(shift, by)
    changes = _columns(draft, by)
    moment = at or clock.now()
    with transaction.atomic():
        trial = DutyShift(community=by.community, pk=shift.pk, **changes)
        _refuse_twice(trial, by)
        rows = DutyShift.objects.of(by.community).filter(pk=shift.pk, version=shift.version)
        if not rows.update(**changes, version=F("version") + 1):
            raise stale()
        end_swaps(shift, moment)
        record("shift_changed", (SUBJECT, shift.pk), by, moment, data={**said(trial), "was": shift.post_label})


def drop_shift(shift: DutyShift, *, by: Access, at: datetime | None = None) -> bool:
    """Takes a shift out; False where it was out already."""
    by.require("hotline.manage")
    of_here(shift, by)
    with transaction.atomic():
        gone, _each = DutyShift.objects.of(by.community).filter(pk=shift.pk).delete()
        if gone:
            record("shift_dropped", (SUBJECT, shift.pk), by, at or clock.now(), data=said(shift))
    return bool(gone)


def record_export(*, what: str, rows: int, reason: str, by: Access, at: datetime | None = None) -> None:
    """One entry for a list that left the house: which, how many rows, and what for."""
    record(
        "exported", ("community", by.community.pk), by, at or clock.now(),
        data={"what": what, "rows": rows, "reason": words(reason, "reason", 120, required=True)},
    )


def end_swaps(shift: DutyShift, at: datetime) -> None:
    """What was asked about a shift that has changed is no longer what was asked."""
    rows = DutySwap.objects.of(shift.community_id).filter(state=Answer.PENDING)
    rows.filter(shift=shift).update(state=Answer.WITHDRAWN, answered_at=at)
    rows.filter(back=shift).update(state=Answer.WITHDRAWN, answered_at=at)


def said(shift: DutyShift) -> dict[str, str]:
    """What the ledger keeps of a shift: staff only, nothing of residents."""
    return {"day": shift.day.isoformat(), "hours": shift.hours, "who": shift.post_label}


def _columns(draft: ShiftDraft, by: Access) -> dict[str, object]:
    of_here(draft.post, by)
    if draft.post.kind not in duty_kinds(by.community) or not draft.post.holds_on(draft.day):
        raise Refusal(_("这一天此人不在可以值班的职务上"), field="post")
    end_day = draft.day if draft.ends > draft.starts else draft.day + timedelta(days=1)
    return {
        "day": draft.day, "kind": draft.kind.value, "post": draft.post, "post_label": label_of(draft.post),
        "starts_at": datetime.combine(draft.day, draft.starts, clock.ZONE),
        "ends_at": datetime.combine(end_day, draft.ends, clock.ZONE),
        "phone": number(draft.phone, required=False),
    }


def _refuse_twice(shift: DutyShift, by: Access) -> None:
    own = DutyShift.objects.of(by.community).filter(post__person_id=shift.post.person_id).exclude(pk=shift.pk)
    if own.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at).exists():
        raise Refusal(_("此人在这段时间已经排了班"), field="post", code="overlap")

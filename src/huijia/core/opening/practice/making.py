"""Asking for the copy, asking for it anew, and making it in the background."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huijia.core.opening import log
from huijia.core.opening.enums import CopyState
from huijia.core.opening.models import PracticeCopy
from huijia.core.opening.practice import clearing, copying, filling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock

logger = logging.getLogger(__name__)
SLUG_END = "-lx"


def live_of(by: Access) -> Community:
    """The real community, wherever the reader stands now."""
    found = by.community.practice_of if by.community.is_practice else by.community
    assert found is not None
    return found


def copy_of(live: Community) -> PracticeCopy | None:
    return PracticeCopy.objects.select_related("practice").filter(practice__practice_of=live).first()


def make(*, by: Access, at: datetime | None = None, queued: bool = True) -> PracticeCopy:
    """The practice copy, begun if there is none; pressing twice, or two people at once, begins it once.

    Raises:
        Refusal: no right to.
    """
    by.require("settings.edit")
    live, moment = live_of(by), at or clock.now()
    there = copy_of(live)
    if there is not None:
        return there
    try:
        with transaction.atomic():
            practice = Community.objects.create(
                street=live.street, name=live.name, slug=f"{live.slug[: 40 - len(SLUG_END)]}{SLUG_END}",
                code12=live.code12, practice_of=live, hotline=live.hotline,
            )
            copy = PracticeCopy.objects.create(practice=practice, asked_at=moment, asked_by_label=by.label)
            _record(log.PRACTICE_MADE, by, live, moment)
            _later(copy, queued)
    except IntegrityError:
        there = copy_of(live)
        if there is None:
            raise
        return there
    forget_all()
    return copy


def reset(copy: PracticeCopy, *, by: Access, at: datetime | None = None, queued: bool = True) -> bool:
    """Clears it and makes it anew; False when somebody else has just begun to.

    Raises:
        Refusal: no right to, or a copy of another community.
    """
    by.require("settings.edit")
    live, moment = live_of(by), at or clock.now()
    if copy.practice.practice_of_id != live.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    with transaction.atomic():
        rows = PracticeCopy.objects.filter(pk=copy.pk, state__in=(CopyState.READY, CopyState.BROKEN))
        fresh = {"done": 0, "total": 0, "problem": "", "asked_at": moment, "asked_by_label": by.label}
        if not rows.filter(round=copy.round).update(state=CopyState.MAKING, round=F("round") + 1, **fresh):
            return False
        _record(log.PRACTICE_RESET, by, live, moment)
        _later(copy, queued)
    copy.refresh_from_db()
    return True


def work(copy_id: int) -> None:
    """Clears what is there and makes all of it, matter by matter. After a kill it is run again from the start."""
    copy = PracticeCopy.objects.select_related("practice").get(pk=copy_id)
    mine = PracticeCopy.objects.filter(pk=copy.pk, state=CopyState.MAKING, round=copy.round)
    if not mine.exists():
        return
    try:
        _make_all(copy.practice)
    except Exception:
        mine.update(state=CopyState.BROKEN, problem=str(_("准备练习社区时出错，可以再按一次“重做”")))
        raise
    mine.update(state=CopyState.READY, ready_at=clock.now())
    logger.info("practice copy %s is ready", copy.practice.slug)


def _make_all(practice: Community) -> None:
    with transaction.atomic():
        clearing.clear(practice)
        place = copying.copy(practice)
        made = filling.homes(place)
    place.community.refresh_from_db()
    jobs = list(filling.jobs(place, made))
    rows = PracticeCopy.objects.filter(practice=practice)
    rows.update(total=len(jobs), done=0)
    for number, job in enumerate(jobs, start=1):
        with transaction.atomic():
            job()
            rows.update(done=number)


def _later(copy: PracticeCopy, queued: bool) -> None:
    from huijia.core.opening.tasks import work_on_practice

    if queued:
        work_on_practice.enqueue(copy.pk)


def _record(kind: str, by: Access, live: Community, at: datetime) -> None:
    ledger.record(kind, subject=("community", live.pk), by=by.actor(), community_id=live.pk, at=at)

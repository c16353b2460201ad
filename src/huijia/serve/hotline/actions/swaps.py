"""换班: one asks, the other accepts; until then nothing changes. Both shifts change hands in one transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.hotline import notices
from huijia.serve.hotline.actions.roster import SUBJECT, end_swaps, said
from huijia.serve.hotline.actions.writing import of_here, record, stale, words
from huijia.serve.hotline.enums import Answer
from huijia.serve.hotline.models import DutyShift, DutySwap
from huijia.serve.hotline.queries.roster import label_of


def ask_swap(
    shift: DutyShift, *, taker: Post, by: Access, back: DutyShift | None = None, reason: str = "",
    at: datetime | None = None,
) -> DutySwap:
    """Asks `taker` to take `shift`, in exchange for their shift `back` or for nothing.

    Raises:
        Refusal: not one's own shift, it is over, the other is the same person or holds no post then, or an answer is
            waited for already.
    """
    by.require("hotline.work")
    of_here(shift, by)
    of_here(taker, by)
    moment = at or clock.now()
    if shift.post.person_id not in by.person_ids and not by.may("hotline.manage"):
        raise Refusal(_("只能换自己的班"), code="forbidden")
    if shift.ends_at <= moment:
        raise Refusal(_("这个班已经过去了"), field="taker")
    if taker.person_id == shift.post.person_id or not taker.holds_on(shift.day):
        raise Refusal(_("请选另一位在任的值班人"), field="taker")
    if back is not None and (back.post.person_id != taker.person_id or back.ends_at <= moment):
        raise Refusal(_("换回来的班须是对方还没值的班"), field="back")
    try:
        with transaction.atomic():
            swap = DutySwap.objects.create(
                community=by.community, shift=shift, back=back, giver=shift.post, taker=taker,
                reason=words(reason, "reason", 120), asked_at=moment,
            )
            record("swap_asked", (SUBJECT, shift.pk), by, moment, data={**said(shift), "to": label_of(taker)})
            notices.tell_post("swap_asked", taker, once=f"swap:{swap.pk}:asked", at=moment)
    except IntegrityError:
        raise Refusal(_("已经请人换这个班，等对方答复"), field="taker", code="asked") from None
    return swap


def accept_swap(swap: DutySwap, *, by: Access, at: datetime | None = None) -> None:
    """The one who was asked agrees; both shifts change hands.

    Raises:
        Refusal: somebody else was asked, a shift is over, or one of the two is on already in the other's
            time. Stale: no longer asked, or a shift changed.
    """
    moment = at or clock.now()
    _asked_of(swap, by)
    if any(shift.ends_at <= moment for shift in filter(None, (swap.shift, swap.back))):
        raise Refusal(_("这个班已经过去了，换不了"), code="over")
    with transaction.atomic():
        _answer(swap, Answer.GRANTED, moment)
        _hand(swap.shift, swap.giver, swap.taker, by)
        if swap.back is not None:
            _hand(swap.back, swap.taker, swap.giver, by)
        for shift in filter(None, (swap.shift, swap.back)):
            _refuse_double(shift, by)
            end_swaps(shift, moment)
        record(
            "swap_accepted", (SUBJECT, swap.shift_id), by, moment,
            data={**said(swap.shift), "was": label_of(swap.giver), "to": label_of(swap.taker)},
        )
        notices.tell_post("swap_answered", swap.giver, once=f"swap:{swap.pk}:answered", at=moment)


def decline_swap(swap: DutySwap, *, by: Access, at: datetime | None = None) -> None:
    """The one who was asked does not agree; the shifts stay."""
    moment = at or clock.now()
    _asked_of(swap, by)
    with transaction.atomic():
        _answer(swap, Answer.REFUSED, moment)
        record("swap_declined", (SUBJECT, swap.shift_id), by, moment, data={"to": label_of(swap.taker)})
        notices.tell_post("swap_answered", swap.giver, once=f"swap:{swap.pk}:answered", at=moment)


def withdraw_swap(swap: DutySwap, *, by: Access, at: datetime | None = None) -> None:
    """The one who asked no longer needs it."""
    by.require("hotline.work")
    of_here(swap, by)
    if swap.giver.person_id not in by.person_ids and not by.may("hotline.manage"):
        raise Refusal(_("只能撤回自己的换班"), code="forbidden")
    moment = at or clock.now()
    with transaction.atomic():
        _answer(swap, Answer.WITHDRAWN, moment)
        record("swap_withdrawn", (SUBJECT, swap.shift_id), by, moment, data={"to": label_of(swap.taker)})


def _asked_of(swap: DutySwap, by: Access) -> None:
    by.require("hotline.work")
    of_here(swap, by)
    if swap.taker.person_id not in by.person_ids:
        raise Refusal(_("没有请您换这个班"), code="forbidden")


def _answer(swap: DutySwap, state: Answer, at: datetime) -> None:
    rows = DutySwap.objects.of(swap.community_id).filter(pk=swap.pk, state=Answer.PENDING)
    if not rows.update(state=state, answered_at=at):
        raise stale()


def _hand(shift: DutyShift, was: Post, to: Post, by: Access) -> None:
    rows = DutyShift.objects.of(by.community).filter(pk=shift.pk, version=shift.version, post=was)
    if not rows.update(post=to, post_label=label_of(to), version=F("version") + 1):
        raise stale()
    shift.post, shift.post_label = to, label_of(to)


def _refuse_double(shift: DutyShift, by: Access) -> None:
    own = DutyShift.objects.of(by.community).filter(post__person_id=shift.post.person_id).exclude(pk=shift.pk)
    if own.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at).exists():
        raise Refusal(_("换了以后，%(who)s 同一时间有两个班") % {"who": shift.post_label}, code="overlap")

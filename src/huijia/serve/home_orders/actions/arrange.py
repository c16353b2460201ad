"""Agreeing on an hour and on who comes: one person is at one door at a time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Absence, Person, Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.written import written
from huijia.lib import clock
from huijia.serve.home_orders import notices, queries
from huijia.serve.home_orders.actions.moves import Step, make
from huijia.serve.home_orders.enums import BUSY_STATES
from huijia.serve.home_orders.models import HomeOrder

LONGEST = 480
"""Minutes; more is a slip of the finger."""


def arrange(
    order: HomeOrder, *, to: Post, starts_at: datetime, by: Access, minutes: int | None = None,
    outside: bool = False, reason: str = "", at: datetime | None = None,
) -> None:
    """Agrees on an hour and a worker, or on others (`reason` then says why).

    `outside`: the hour lies outside office hours on purpose, and counts as extended service.

    Raises:
        Refusal: no right to, an hour that has passed, a post not held then or that may not do this service, an
            absence, outside office hours without saying so, or the worker is elsewhere then (with the clash named).
        Stale: somebody was quicker.
    """
    moment = at or clock.now()
    again = order.state in BUSY_STATES
    length = minutes or order.service.minutes
    if not 5 <= length <= LONGEST:
        raise Refusal(_("应在 %(least)s 到 %(most)s 之间") % {"least": 5, "most": LONGEST}, field="minutes")
    ends_at = starts_at + timedelta(minutes=length)
    if starts_at <= moment:
        raise Refusal(_("约定时间已经过了"), field="starts_at")
    note = written(reason, "reason", required=again)
    is_extra = _is_extra(order, starts_at, ends_at)
    if is_extra and not outside:
        raise Refusal(_("这是非办公时间；确实要去，请勾选“非办公时间也上门”"), field="starts_at", code="outside")
    _fits(order, to, starts_at, ends_at)
    old = order.worker_person
    with transaction.atomic():
        _keep_free(order, to.person, starts_at, ends_at)
        make(order, "put_off" if again else "arrange", Step(
            kind="put_off" if again else "arranged",
            changes={
                "worker": to, "worker_person": to.person, "worker_label": _label(to), "starts_at": starts_at,
                "ends_at": ends_at, "is_extra": is_extra, "arranged_at": moment, "set_out_at": None,
                "put_offs": order.put_offs + again,
                "reminded": 0 if starts_at - moment > timedelta(hours=24) else 1,
            },
            data={"when": f"{clock.local(starts_at):%Y-%m-%d %H:%M}", "worker": _label(to)}, note=note,
        ), by=by, at=moment)
        _tell(order, old)


def _tell(order: HomeOrder, old: Person | None) -> None:
    notices.tell_worker(order, "sent")
    notices.tell_resident(order, "arranged")
    if old is not None and old.pk != order.worker_person_id:
        now, order.worker_person = order.worker_person, old
        notices.tell_worker(order, "taken_away")
        order.worker_person = now


def _label(post: Post) -> str:
    return f"{post.person.name}({post.title or post.get_kind_display()})"


def _is_extra(order: HomeOrder, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether any of it lies outside the community's office hours or on a day off."""
    calendar = calendar_of(order.community_id)
    start, end = clock.local(starts_at), clock.local(ends_at)
    within = start.date() == end.date() and calendar.opens <= start.time() and end.time() <= calendar.closes
    return not (calendar.is_working(start.date()) and within)


def _fits(order: HomeOrder, to: Post, starts_at: datetime, ends_at: datetime) -> None:
    if to.community_id != order.community_id:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    day = clock.local(starts_at).date()
    if not to.holds_on(day):
        raise Refusal(_("这一天不在任期内"), field="to")
    if order.service.kinds and to.kind not in order.service.kinds:
        raise Refusal(_("这项服务不由这个职务来做"), field="to")
    away = Absence.objects.of(order.community_id).filter(
        person=to.person, starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None
    ).select_related("deputy").first()
    if away is not None:
        told = _("%(who)s那时请假，代理人是%(deputy)s")
        raise Refusal(told % {"who": to.person.name, "deputy": away.deputy.name}, field="to", code="absent")


def _keep_free(order: HomeOrder, worker: Person, starts_at: datetime, ends_at: datetime) -> None:
    """Under the worker's row lock (SQLite: the write lock), so that two agreements at once see each other."""
    Person.objects.of(order.community_id).select_for_update().get(pk=worker.pk)
    gap = timedelta(minutes=int(options.get(order.community_id, "home_order_gap_minutes")))
    clash = queries.busy(worker, starts_at - gap, ends_at + gap, but=order).first()
    if clash is not None:
        assert clash.starts_at is not None and clash.ends_at is not None
        begin, end = clock.local(clash.starts_at), clock.local(clash.ends_at)
        told = _("%(who)s %(from)s 到 %(to)s 已约了 #%(ticket)s，前后要留 %(gap)s 分钟") % {
            "who": worker.name, "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}", "ticket": clash.ticket,
            "gap": int(gap.total_seconds() // 60),
        }
        raise Refusal(told, field="starts_at", code="busy")


def refuse(order: HomeOrder, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """We cannot come for this; `reason` says why and where to go instead, and the resident reads it."""
    note = written(reason, "reason")
    make(order, "refuse", Step(
        "refused", {"end_reason": note, "ended_at": at or clock.now()}, note=note,
        also=lambda: notices.tell_resident(order, "refused"),
    ), by=by, at=at)

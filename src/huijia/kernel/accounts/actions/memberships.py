"""Roles given and ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.kernel.accounts import log, queries, roles
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.actions.checks import not_oneself, record
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community, District, Street
from huijia.lib import clock

Place = Community | Street | District


def grant(
    user: User,
    role: str,
    place: Place,
    *,
    by: Access,
    starts_on: date | None = None,
    ends_on: date | None = None,
    grids: Iterable[int] = (),
    at: datetime | None = None,
) -> Membership:
    """`user` holds `role` in `place` from `starts_on` (today) up to, not including, `ends_on` (None: open).

    Raises:
        Refusal: no right to there, one's own account, no such role at that level, the same role held in that time.
    """
    by.require("accounts.manage")
    not_oneself(user, by)
    today = clock.local(at).date() if at else clock.today()
    level = level_of(place)
    _fits_there(role, level, place, by, today)
    row = Membership(user=user, role=role, grids=sorted(set(grids)), starts_on=starts_on or today, ends_on=ends_on)
    setattr(row, level, place)
    if ends_on is not None and ends_on <= row.starts_on:
        raise Refusal(_("结束日期应晚于开始日期。"), field="ends_on", code="bad_dates")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        same = Membership.objects.filter(user=user, role=role, **{level: place})
        if any(_overlap(row, other) for other in same):
            raise Refusal(_("这段时间里已有这个角色。"), field="starts_on", code="overlap")
        row.save(force_insert=True)
        record(log.GRANTED, user, by.actor(), by.community.pk, at, **_told(row))
    return row


def _fits_there(role: str, level: str, place: Place, by: Access, today: date) -> None:
    if not queries.governs(by, place, today):
        raise Refusal(_("您不能在那里安排角色。"), field="place", code="other_place")
    if role not in roles.ROLES or level not in roles.ROLES[role].levels:
        raise Refusal(_("那里没有这个角色。"), field="role", code="no_role")


def end_membership(
    membership: Membership, *, by: Access, on: date | None = None, at: datetime | None = None
) -> Membership:
    """Let it end on `on` (today), which is the first day without the role; never in the past, never later than set.

    Raises:
        Refusal: no right to there, one's own role, a day in the past, or it ends by then anyway.
    """
    by.require("accounts.manage")
    not_oneself(membership.user, by)
    today = clock.local(at).date() if at else clock.today()
    if not queries.governs(by, membership.scope, today):
        raise Refusal(_("您不能在那里安排角色。"), code="other_place")
    if on is not None and on < today:
        raise Refusal(_("不能改动已经过去的日子。"), field="on", code="past")
    ends_on = max(on or today, membership.starts_on)
    if membership.ends_on is not None and membership.ends_on <= ends_on:
        raise Refusal(_("这个角色到那天已经结束。"), field="on", code="ended")
    with transaction.atomic():
        found = Membership.objects.filter(pk=membership.pk, ends_on=membership.ends_on)
        if not found.update(ends_on=ends_on):
            raise Refusal(_("刚才有人改过，请刷新后再看。"), code="stale")
        membership.ends_on = ends_on
        record(log.ENDED, membership.user, by.actor(), by.community.pk, at, **_told(membership))
    return membership


def _overlap(one: Membership, other: Membership) -> bool:
    """Half-open spans; an empty one (ended on its first day) meets nothing."""
    if other.ends_on is not None and other.ends_on <= other.starts_on:
        return False
    begins_before_end = one.ends_on is None or other.starts_on < one.ends_on
    return begins_before_end and (other.ends_on is None or one.starts_on < other.ends_on)


def level_of(place: Place) -> str:
    if isinstance(place, Community):
        return "community"
    return "street" if isinstance(place, Street) else "district"


def _told(membership: Membership) -> dict[str, Any]:
    with override("zh-hans"):
        label = roles.label_of(membership.role)
    return {
        "membership": membership.pk,
        "role": membership.role,
        "role_label": label,
        "place": str(membership.scope),
        "grids": membership.grids,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": membership.ends_on.isoformat() if membership.ends_on else None,
    }

"""出门、收工: one press each. Nothing follows anybody on the way."""

import uuid as uuids
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.serve.visits.log import ROUND
from huijia.serve.visits.models import Round


def set_out(*, by: Access, uuid: uuids.UUID, at: datetime | None = None) -> Round:
    """The walk that is open now: a second press, or one sent twice, gives the same.

    Raises:
        Refusal: no right to visit.
    """
    by.require("visits.make")
    if by.user_id is None:
        raise Refusal(_("请先登录"))
    there = open_round(by)
    if there is not None:
        return there
    moment = at or clock.now()
    try:
        with transaction.atomic():
            row = Round.objects.create(
                community=by.community, uuid=uuid, user_id=by.user_id, label=by.label,
                started_at=moment,
            )
            _told("set_out", row, by, moment, {})
    except IntegrityError:
        rows = Round.objects.of(by.community).filter(uuid=uuid, label=by.label)
        there = open_round(by) or rows.first()
        if there is None:
            raise
        return there
    return row


def open_round(by: Access) -> Round | None:
    if by.user_id is None:
        return None
    return Round.objects.of(by.community).filter(user_id=by.user_id, ended_at=None).first()


def come_back(row: Round, *, by: Access, at: datetime | None = None) -> int:
    """收工: how many doors were visited on the walk; pressed twice it says the same.

    Raises:
        Refusal: another person's walk.
    """
    if row.community_id != by.community.pk or (by.kind == "user" and row.user_id != by.user_id):
        raise Refusal(_("这是别人的出门记录"), code="forbidden")
    moment = max(at or clock.now(), row.started_at)
    doors = row.visits.filter(voided_at=None).values("dwelling_id").distinct().count()
    with transaction.atomic():
        if Round.objects.of(by.community).filter(pk=row.pk, ended_at=None).update(ended_at=moment):
            row.ended_at = moment
            _told("came_back", row, by, moment, {"count": doors})
    return doors


def _told(kind: str, row: Round, by: Access, at: datetime, data: dict[str, object]) -> None:
    ledger.record(
        f"visits.{kind}", subject=(ROUND, row.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data
    )

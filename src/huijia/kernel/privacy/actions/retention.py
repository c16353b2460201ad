"""到期清理: what goes by itself after the days agreed on, and what must stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import SYSTEM
from huijia.kernel.privacy import log, queries, registry
from huijia.kernel.privacy.models import Hold
from huijia.kernel.privacy.registry import Held, Rule, Subject
from huijia.lib import clock
from huijia.lib.text import clean

CHUNK = 500
MOST = 20_000
"""Rows of one rule and community in one pass; the next day's pass takes what is left."""


def run_retention(at: datetime | None = None) -> int:
    """Every rule in every community; how many rows went. What is under legal hold stays."""
    at = at or clock.now()
    done = 0
    for community in Community.objects.select_related("street__district").order_by("pk"):
        held = queries.held_in(community)
        done += sum(_apply(rule, community, held, at) for rule in registry.rules())
    return done


def _apply(rule: Rule, community: Community, held: Held, at: datetime) -> int:
    before = at - timedelta(days=int(options.get(community, rule.days_key)))
    gone = 0
    while gone < MOST:
        with transaction.atomic():
            ids = list(rule.find(community, before, held).order_by("pk").values_list("pk", flat=True)[:CHUNK])
            if not ids:
                break
            count = rule.remove(ids, at)
            _record(rule, community, count, at)
        gone += len(ids)
    return gone


def _record(rule: Rule, community: Community, count: int, at: datetime) -> None:
    with override("zh-hans"):
        label = str(rule.label)
    ledger.record(
        log.REMOVED, subject=("privacy.rule", 0), by=SYSTEM, community_id=community.pk, at=at,
        data={"rule": rule.code, "label": label, "count": count},
    )


def hold(subject: Subject, *, reason: str, by: Access, at: datetime | None = None) -> Hold:
    """保全: nothing of `subject` goes until `release`.

    Raises:
        Refusal: no right to, no reason, or it is held already.
    """
    by.require("privacy.manage")
    try:
        reason = clean(reason, 200)
    except ValueError as error:
        raise Refusal(str(error), field="reason", code="long") from None
    if not reason:
        raise Refusal(_("请写明原因。"), field="reason", code="no_reason")
    label = registry.label_of(by.community, subject)
    row = Hold(
        community=by.community, subject_type=subject[0], subject_id=subject[1], label=label[:80], reason=reason,
        starts_at=at or clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _told(log.HELD, row, by, at, reason=reason)
    except IntegrityError:
        raise Refusal(_("已经在保全中。"), field="subject", code="done") from None
    return row


def release(row: Hold, *, by: Access, at: datetime | None = None) -> None:
    """The hold ends; twice changes nothing."""
    by.require("privacy.manage")
    with transaction.atomic():
        if Hold.objects.of(by.community).filter(pk=row.pk, ended_at=None).update(ended_at=at or clock.now()):
            _told(log.RELEASED, row, by, at)


def _told(kind: str, row: Hold, by: Access, at: datetime | None, **data: str) -> None:
    ledger.record(
        kind, subject=(row.subject_type, row.subject_id), by=by.actor(), community_id=by.community.pk, at=at, data=data
    )

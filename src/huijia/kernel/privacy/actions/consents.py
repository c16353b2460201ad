"""Consents: the words, the yes, and the no that is as easy as the yes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.privacy import log, registry
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent, ConsentText
from huijia.kernel.privacy.registry import Subject
from huijia.lib import clock, crypto
from huijia.lib.text import clean

LONGEST = 4000


def text_for(community: Community, purpose: str) -> ConsentText:
    """The words in force; the shipped ones become version 1 when they are first needed.

    Raises:
        KeyError: no such purpose is registered.
    """
    found = ConsentText.objects.of(community).filter(purpose=purpose).order_by("-version").first()
    if found is not None:
        return found
    with override("zh-hans"):
        text = str(registry.purpose(purpose).text)
    row = ConsentText(
        community=community, purpose=purpose, version=1, text=text, text_hash=_hash(text), created_label="汇家"
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return ConsentText.objects.of(community).get(purpose=purpose, version=1)
    return row


def set_text(purpose: str, text: str, *, by: Access, at: datetime | None = None) -> ConsentText:
    """A new wording, from now on; who agreed to an older one has agreed to that. The same words change nothing.

    Raises:
        Refusal: no right to, no words, or too many.
    """
    by.require("privacy.manage")
    try:
        text = clean(text, LONGEST)
    except ValueError as error:
        raise Refusal(str(error), field="text", code="long") from None
    if not text:
        raise Refusal(_("请写明同意的内容。"), field="text", code="empty")
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=by.community.pk)
        now = text_for(by.community, purpose)
        if now.text == text:
            return now
        row = ConsentText.objects.of(by.community).create(
            community=by.community, purpose=purpose, version=now.version + 1, text=text, text_hash=_hash(text),
            created_at=at or clock.now(), created_label=by.label,
        )
        ledger.record(
            log.TEXT, subject=("privacy.text", row.pk), by=by.actor(), community_id=by.community.pk, at=at,
            data={"label": _label(purpose), "version": row.version, "hash": row.text_hash},
        )
    return row


def give(
    purpose: str, *, subject: Subject, channel: Channel, by: Access, text: ConsentText | None = None,
    guardian: str = "", at: datetime | None = None,
) -> Consent:
    """Somebody agrees to the words in force (or to `text`, the ones they were shown). Twice gives the same consent.

    A newer version replaces the consent to an older one. The caller has made sure that it is this somebody.

    Raises:
        Refusal: the words have changed since they were shown.
    """
    at = at or clock.now()
    now = text_for(by.community, purpose)
    if text is not None and text.pk != now.pk:
        raise Refusal(_("同意书刚刚更新过，请再看一遍。"), code="stale")
    values = {"community": by.community, "purpose": purpose, "subject_type": subject[0], "subject_id": subject[1]}
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=by.community.pk)
        row = Consent.objects.of(by.community).filter(**values, withdrawn_at=None).first()
        if row is not None and row.text_id == now.pk:
            return row
        if row is not None:
            Consent.objects.of(by.community).filter(pk=row.pk).update(withdrawn_at=at, withdrawn_channel=channel)
        sealed = crypto.seal(clean(guardian, 40)) if guardian.strip() else ""
        row = Consent.objects.of(by.community).create(
            **values, text=now, channel=channel, given_at=at, guardian_sealed=sealed, recorded_by_id=by.user_id,
            recorded_label=by.label,
        )
        data = {"label": _label(purpose), "purpose": purpose, "version": now.version, "channel": str(channel)}
        _record(log.GIVEN, row, by, at, data)
    return row


def withdraw(consent: Consent, *, channel: Channel, by: Access, at: datetime | None = None) -> bool:
    """The no, from now on, with what hangs on it. False where it was withdrawn already."""
    at = at or clock.now()
    subject = (consent.subject_type, consent.subject_id)
    with transaction.atomic():
        rows = Consent.objects.of(by.community).filter(pk=consent.pk, withdrawn_at=None)
        if not rows.update(withdrawn_at=at, withdrawn_channel=channel):
            return False
        data = {"label": _label(consent.purpose), "purpose": consent.purpose, "channel": str(channel)}
        _record(log.WITHDRAWN, consent, by, at, data)
        then = registry.purpose(consent.purpose).withdrawn
        if then is not None:
            then(by.community, subject, at)
    return True


def _record(kind: str, row: Consent, by: Access, at: datetime, data: Mapping[str, object]) -> None:
    ledger.record(
        kind, subject=(row.subject_type, row.subject_id), by=by.actor(), community_id=by.community.pk, at=at, data=data
    )


def _label(purpose: str) -> str:
    with override("zh-hans"):
        return str(registry.purpose(purpose).label)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

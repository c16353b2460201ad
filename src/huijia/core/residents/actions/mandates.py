"""委托代办: given and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.people.models import Person
from huijia.core.people.queries import phone_hash
from huijia.core.residents import log
from huijia.core.residents.actions.codes import mobile
from huijia.core.residents.enums import Question
from huijia.core.residents.models import Mandate
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent
from huijia.lib import clock, crypto
from huijia.lib.text import clean

PURPOSE = "mandate"
LONGEST_DAYS = 3 * 366
MOST = 5
"""People who may act for one person at a time."""


@dataclass
class MandateDraft:
    """`scopes`: of report, sign_up, follow, notices. `ends_on`: the first day without it."""

    person: Person
    agent_name: str
    agent_phone: str
    relation: str
    scopes: list[str]
    starts_on: date
    ends_on: date
    channel: Channel
    questions: list[str] = field(default_factory=list)
    proof: File | None = None


def give_mandate(draft: MandateDraft, *, by: Access, at: datetime | None = None) -> Mandate:
    """Written down with the consent to it. By the person's own login, or by the office with paper or two questions.

    Raises:
        Refusal: no right to, or something is missing or unfit (beside its field).
    """
    at = at or clock.now()
    own = by.kind == "reporter"
    if not own:
        by.require("residents.admit")
    row = _row(draft, by, at)
    _agreed_how(draft, own)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=by.community.pk)
        rows = Mandate.objects.of(by.community).filter(person=draft.person, withdrawn_at=None)
        live = rows.filter(ends_on__gt=row.starts_on)
        if live.filter(agent_phone_hash=row.agent_phone_hash).exists():
            raise Refusal(_("此人现在已有委托；要改，请先撤回。"), field="agent_phone", code="taken")
        if live.count() >= MOST:
            raise Refusal(_("同时最多委托 %(most)s 个人。") % {"most": MOST}, code="many")
        row.save(force_insert=True)
        if draft.proof is not None:
            files.attach(draft.proof, subject=(log.MANDATE, row.pk), purpose="residents.mandate", by=by)
        _record(log.MANDATE_GIVEN, row, by, at, ends_on=f"{row.ends_on}", channel=str(draft.channel))
        privacy.give(PURPOSE, subject=(log.MANDATE, row.pk), channel=draft.channel, by=by, at=at)
    return row


def _row(draft: MandateDraft, by: Access, at: datetime) -> Mandate:
    if draft.person.community_id != by.community.pk:
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    name, relation = _fit(draft.agent_name, 40, "agent_name"), _fit(draft.relation, 20, "relation")
    try:
        number = mobile(draft.agent_phone)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="agent_phone", code=refusal.code) from None
    if not draft.scopes:
        raise Refusal(_("请至少选一项可以代办的事。"), field="scopes", code="no_scope")
    today = clock.local(at).date()
    if draft.starts_on < today:
        raise Refusal(_("不能从过去的日子开始。"), field="starts_on", code="past")
    if not 0 < (draft.ends_on - draft.starts_on).days <= LONGEST_DAYS:
        raise Refusal(_("结束日期应晚于开始日期，最长三年。"), field="ends_on", code="bad_dates")
    return Mandate(
        community=by.community, person=draft.person, agent_name=name, relation=relation,
        agent_phone_sealed=crypto.seal(number), agent_phone_hash=phone_hash(number), agent_phone_tail=number[-4:],
        may_report="report" in draft.scopes, may_sign_up="sign_up" in draft.scopes,
        may_follow="follow" in draft.scopes, gets_notices="notices" in draft.scopes, channel=draft.channel,
        questions=draft.questions, proof=draft.proof, starts_on=draft.starts_on, ends_on=draft.ends_on,
        recorded_by_id=by.user_id, recorded_label=by.label, created_at=at,
    )


def _fit(text: str, most: int, name: str) -> str:
    try:
        fitted = clean(text, most)
    except ValueError as error:
        raise Refusal(str(error), field=name, code="long") from None
    if not fitted:
        raise Refusal(_("不能空着"), field=name, code="empty")
    return fitted


def _agreed_how(draft: MandateDraft, own: bool) -> None:
    """Who sits at the office cannot agree in the person's place: it takes the paper, or two questions."""
    if own != (draft.channel == Channel.OWN):
        raise Refusal(_("请选怎样同意的。"), field="channel", code="bad_channel")
    if draft.channel == Channel.PAPER and draft.proof is None:
        raise Refusal(_("请拍下签了字的委托书。"), field="photos", code="no_proof")
    if draft.channel == Channel.PHONE and len({*draft.questions} & {*Question.values}) < 2:
        raise Refusal(_("电话里至少核对两个问题。"), field="questions", code="questions")


def withdraw_mandate(mandate: Mandate, *, channel: Channel, by: Access, at: datetime | None = None) -> bool:
    """Ends now, whoever wants it to: the person, the agent, the office for them. False when it had ended already.

    The caller has made sure that `by` is one of these; the office needs the right to admit.
    """
    if by.kind != "reporter":
        by.require("residents.admit")
    at = at or clock.now()
    with transaction.atomic():
        rows = Mandate.objects.of(by.community).filter(pk=mandate.pk, withdrawn_at=None)
        if not rows.update(withdrawn_at=at, withdrawn_label=by.label):
            return False
        _record(log.MANDATE_WITHDRAWN, mandate, by, at, channel=str(channel))
        consents = Consent.objects.of(by.community).filter(
            purpose=PURPOSE, subject_type=log.MANDATE, subject_id=mandate.pk, withdrawn_at=None
        )
        for consent in consents:
            privacy.withdraw(consent, channel=channel, by=by, at=at)
    return True


def end_mandate(community: Community, pk: int, at: datetime) -> None:
    """The consent was withdrawn: within that transaction."""
    Mandate.objects.of(community).filter(pk=pk, withdrawn_at=None).update(withdrawn_at=at)


def _record(kind: str, row: Mandate, by: Access, at: datetime, **data: Any) -> None:
    ledger.record(
        kind, subject=("person", row.person_id), by=by.actor(), community_id=by.community.pk, at=at,
        data={**data, "mandate": row.pk}, personal={"name": row.person.name, "agent": row.agent_name},
    )

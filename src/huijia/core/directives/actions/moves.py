"""What is done with one community's copy, by the community or by the street."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huijia.core.directives import notices
from huijia.core.directives.enums import Stage, State, Wants
from huijia.core.directives.models import DirectiveCopy
from huijia.core.directives.workflow import EDGES
from huijia.core.matters import actions as matters
from huijia.core.matters.enums import Channel, Source
from huijia.core.matters.enums import State as MatterState
from huijia.core.matters.models import Matter
from huijia.core.people.models import Post
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions as files
from huijia.kernel.files.models import File
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.lib.text import clean

COPY = "directive_copy"
By = Access | StreetAccess


def stale() -> Refusal:
    return Refusal(_("这件交办刚刚有了变化，请看最新情况后再办"), code="stale")


def written(text: str, field_name: str, limit: int = 2000) -> str:
    words = clean(text, 3 * len(text)).strip()
    if not words:
        raise Refusal(_("请填写内容"), field=field_name)
    if len(words) > limit:
        raise Refusal(_("内容太长，最多 %(limit)s 字") % {"limit": limit}, field=field_name)
    return words


def _check(copy: DirectiveCopy, move: str, by: By) -> None:
    edge = EDGES[move]
    by.require("directives.hand" if edge.by_street else "directives.answer")
    mine = isinstance(by, StreetAccess) and by.holds(copy.community_id)
    if not (mine if edge.by_street else isinstance(by, Access) and by.community.pk == copy.community_id):
        raise Refusal(_("您没有权限办这一步"), code="forbidden")
    if copy.state not in edge.before or copy.directive.stage != Stage.OPEN:
        raise stale()


def _move(
    copy: DirectiveCopy, move: str, by: By, at: datetime, changes: Mapping[str, Any] | None = None, *,
    after: State | None = None, **data: Any,
) -> None:
    """The one door: guarded by the old state, with its ledger entry. Call inside a transaction."""
    rows = DirectiveCopy.objects.of(copy.community_id).filter(
        pk=copy.pk, state=copy.state, directive__stage=Stage.OPEN
    )
    if not rows.update(**{**(changes or {}), "state": after or EDGES[move].after}):
        raise stale()
    ledger.record(
        f"directives.{move}", subject=(COPY, copy.pk), by=by.actor(), community_id=copy.community_id, at=at, data=data
    )


def receive(copy: DirectiveCopy, *, by: Access, at: datetime | None = None) -> None:
    """The street sees who received it and when."""
    moment = at or clock.now()
    _check(copy, "receive", by)
    with transaction.atomic():
        _move(copy, "receive", by, moment, {"received_at": moment, "received_by_label": by.label[:80]})


def give_back(copy: DirectiveCopy, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """退回, once: it is not ours, or cannot be done. The street decides."""
    moment = at or clock.now()
    _check(copy, "give_back", by)
    if copy.returns:
        raise Refusal(_("已经退回过一次，不能再退；请办理后答复"), field="reason")
    why = written(reason, "reason", 300)
    with transaction.atomic():
        _move(copy, "give_back", by, moment, {"returned_reason": why, "returns": F("returns") + 1}, note=why)


def give(copy: DirectiveCopy, *, to: Post, by: Access, at: datetime | None = None) -> Matter:
    """It becomes a matter of source 上级交办 with the street's deadline, given to one person."""
    moment = at or clock.now()
    _check(copy, "give", by)
    with transaction.atomic():
        draft = matters.Draft(
            text=copy.directive.text, title=copy.directive.title, source=Source.SUPERIOR,
            external_due=copy.directive.due_at,
        )
        matter = matters.register(draft, by=by, at=moment).matter
        matters.accept(matter, by=by, at=moment)
        matters.assign(matter, to=to, by=by, at=moment)
        _move(copy, "give", by, moment, {"matter": matter}, to=matters.label_of(to))
    return matter


def answer(
    copy: DirectiveCopy, *, by: Access, text: str = "", number: Decimal | None = None, is_done: bool | None = None,
    attachments: Sequence[File] = (), at: datetime | None = None,
) -> None:
    """The answer to the street. Where a matter was made of it, its result must have been checked; this closes it.

    Raises:
        Refusal: what the street wants is missing, the matter is not that far, or somebody was quicker.
    """
    moment = at or clock.now()
    _check(copy, "answer", by)
    words = clean(text, 3 * len(text)).strip()[:5000]
    _check_wanted(Wants(copy.directive.wants), words, number, is_done, attachments)
    matter = copy.matter
    if matter is not None and matter.state not in (MatterState.CHECKED, MatterState.CLOSED):
        raise Refusal(_("转成的事项还没有核查通过，先把事项办完再答复"), code="not_checked")
    changes = {
        "answer": words, "number": number, "is_done": is_done, "answered_at": moment,
        "answered_by_label": by.label[:80],
    }
    with transaction.atomic():
        _move(copy, "answer", by, moment, changes)
        for file in attachments:
            files.attach(file, subject=(COPY, copy.pk), purpose="directives.answer", by=by, at=moment)
        if matter is not None and matter.state == MatterState.CHECKED:
            matters.answer(matter, text=words or matter.result, by=by, channel=Channel.PAPER, at=moment)


def _check_wanted(
    wants: Wants, words: str, number: Decimal | None, is_done: bool | None, attachments: Sequence[File]
) -> None:
    if wants == Wants.TEXT and not words:
        raise Refusal(_("请写答复"), field="text")
    if wants == Wants.NUMBER and number is None:
        raise Refusal(_("请填数字"), field="number")
    if wants == Wants.DONE and is_done is None:
        raise Refusal(_("请选办了没有"), field="is_done")
    if wants == Wants.DONE and is_done is False and not words:
        raise Refusal(_("没有办的，请写为什么"), field="text")
    if wants == Wants.FILE and not attachments:
        raise Refusal(_("请附上填好的表"), field="papers")


def accept(copy: DirectiveCopy, *, by: StreetAccess, at: datetime | None = None) -> None:
    moment = at or clock.now()
    _check(copy, "accept", by)
    with transaction.atomic():
        _move(copy, "accept", by, moment, {"accepted_at": moment})


def send_back(copy: DirectiveCopy, *, reason: str, by: StreetAccess, at: datetime | None = None) -> None:
    """The answer is not enough. A matter that was closed with it is reopened in the street's name."""
    moment = at or clock.now()
    _check(copy, "send_back", by)
    why = written(reason, "reason", 300)
    matter = copy.matter
    with transaction.atomic():
        after = State.GIVEN if matter is not None else State.RECEIVED
        _move(copy, "send_back", by, moment, {"word": why, "answered_at": None}, after=after, note=why)
        if matter is not None and matter.state == MatterState.CLOSED:
            office = Access.system(copy.community, by.actor().label)
            matters.reopen(matter, reason=why, by=office, at=moment)
        notices.tell(copy.directive, "send_back", [copy.community_id], mark=f"{moment:%Y%m%d%H%M%S}", at=moment)


def insist(copy: DirectiveCopy, *, reason: str, by: StreetAccess, at: datetime | None = None) -> None:
    """The street does not agree that it was given back."""
    moment = at or clock.now()
    _check(copy, "insist", by)
    why = written(reason, "reason", 300)
    with transaction.atomic():
        _move(copy, "insist", by, moment, {"word": why, "received_at": None, "received_by_label": ""}, note=why)
        notices.tell(copy.directive, "send_back", [copy.community_id], mark=f"{moment:%Y%m%d%H%M%S}", at=moment)


def excuse(copy: DirectiveCopy, *, by: StreetAccess, at: datetime | None = None) -> None:
    moment = at or clock.now()
    _check(copy, "excuse", by)
    with transaction.atomic():
        _move(copy, "excuse", by, moment)

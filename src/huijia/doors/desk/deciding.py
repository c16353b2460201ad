"""What a move decides upon, said above its form: who asks for what, the result with its photos, why it went up."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huijia.core.matters.enums import Asked
from huijia.core.matters.models import Matter
from huijia.doors.desk import said
from huijia.doors.desk.timeline import SUBJECT
from huijia.kernel.files import queries as files
from huijia.kernel.files.enums import FileKind
from huijia.kernel.ledger import queries as ledger
from huijia.kernel.ledger.models import Entry

ON_RESULT = frozenset({"check_pass", "check_fail", "answer", "sample_ok", "sample_short", "sample_wrong"})
ON_STREET = frozenset({"street_return", "street_result"})
RESULTS = ("matters.report_result", "matters.street_result", "matters.answer_at_once")
ESCALATED = ("matters.escalate",)


@dataclass(frozen=True)
class Deciding:
    """`facts` as (label, words); `photos` as `components/photo_grid.html` wants them."""

    facts: list[tuple[str, str]]
    photos: list[dict[str, str]] = field(default_factory=list)


def deciding_on(matter: Matter, move: str) -> Deciding | None:
    """What whoever makes `move` must have before their eyes; None where the form says it all."""
    if move == "decide_extension":
        return _extension(matter)
    if move in ON_RESULT:
        return _result(matter)
    return _escalation(matter) if move in ON_STREET else None


def _extension(matter: Matter) -> Deciding | None:
    asked = matter.extension_requests.filter(outcome=Asked.PENDING).first()
    if asked is None:
        return None
    return Deciding([
        (_("谁申请"), asked.asked_label), (_("原来到"), said.moment(asked.old_due)),
        (_("延到"), said.moment(asked.new_due)), (_("原因"), asked.reason),
    ])


def _result(matter: Matter) -> Deciding | None:
    if not matter.result:
        return None
    told = _last(matter, RESULTS)
    facts = [(_("办理结果"), matter.result)]
    if told is not None:
        facts.append((_("谁办的"), told.actor_label))
    return Deciding(facts, _photos_of(matter, told) if told is not None else [])


def _escalation(matter: Matter) -> Deciding | None:
    told = _last(matter, ESCALATED)
    if told is None:
        return None
    personal = told.personal if isinstance(told.personal, dict) else {}
    reason = _("〔已清除〕") if told.is_shredded else str(personal.get("note", ""))
    return Deciding([
        (_("上报原因"), reason), (_("谁上报"), told.actor_label), (_("上报时间"), said.moment(told.occurred_at)),
    ])


def _last(matter: Matter, kinds: tuple[str, ...]) -> Entry | None:
    """The latest entry of these kinds."""
    return ledger.history((SUBJECT, matter.pk)).filter(kind__in=kinds).last()


def _photos_of(matter: Matter, told: Entry) -> list[dict[str, str]]:
    """The photos that came with the result told last, not those of an earlier one that was sent back."""
    rows = files.attachments(matter.community_id, (SUBJECT, matter.pk), told.kind)
    return [
        {"url": row.file.url, "thumb_url": row.file.thumb_url}
        for row in rows if row.at == told.occurred_at and row.file.kind == FileKind.PHOTO
    ]

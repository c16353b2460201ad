"""抽查: another person judges what was answered at once. Each judgement is kept, by category and never by person."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import notices
from huijia.core.matters.actions.end import begun_again
from huijia.core.matters.actions.moves import Step, make, written
from huijia.core.matters.enums import Verdict
from huijia.core.matters.models import Matter, SampleCheck
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


def sample_ok(matter: Matter, *, by: Access, note: str = "", at: datetime | None = None) -> None:
    """The answer was right."""
    moment = at or clock.now()
    _judge(matter, "sample_ok", Verdict.RIGHT, note.strip(), _checked(by, moment), by, moment)


def sample_short(matter: Matter, *, note: str, by: Access, at: datetime | None = None) -> None:
    """The answer was not the whole of it; whoever checks also says that somebody calls back."""
    moment = at or clock.now()
    _judge(matter, "sample_short", Verdict.SHORT, written(note), _checked(by, moment), by, moment)


def sample_wrong(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """The answer was wrong: the matter is opened again, and the secretary is told."""
    moment = at or clock.now()
    why = written(reason, field_name="reason")
    _judge(matter, "sample_wrong", Verdict.WRONG, why, begun_again(matter, by, moment), by, moment)


def _checked(by: Access, at: datetime) -> dict[str, object]:
    return {"checked_at": at, "checked_by_id": by.user_id or 0, "to_sample": False}


def _judge(
    matter: Matter, move: str, verdict: Verdict, note: str, changes: dict[str, object], by: Access, at: datetime
) -> None:
    if not matter.at_once or matter.checked_at is not None:
        raise Refusal(_("这件事不在抽查之列"), code="forbidden")

    def also() -> None:
        SampleCheck.objects.create(
            community=by.community, matter=matter, category=matter.category, verdict=verdict, note=note,
            checked_at=at, checked_by_id=by.user_id, checked_label=by.label,
        )
        if verdict == Verdict.WRONG:
            notices.tell_role(matter, "reopened", "secretary", at=at)

    make(matter, move, Step(changes, note=note, also=also), by=by, at=at)

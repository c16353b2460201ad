"""受理: accept, classify, refuse, and what is answered at once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import notices
from huijia.core.matters.actions.moves import Step, check, make, written
from huijia.core.matters.actions.register import index, start_clocks
from huijia.core.matters.enums import SHORT_NATURES, Channel, Nature
from huijia.core.matters.models import Category, Matter
from huijia.core.matters.workflow import EDGES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

CLOCK_COLUMNS = ("contact_due", "due_at", "warn_at", "original_due_at", "deadline_version")


def accept(
    matter: Matter, *, by: Access, at: datetime | None = None, category: Category | None = None,
    nature: Nature | None = None, note: str = "",
) -> None:
    """受理, with the category and what is wanted where they are known now; the reporter is told."""
    moment = at or clock.now()
    check(matter, EDGES["accept"], by, moment)
    changes = _reclassified(matter, category or matter.category, nature or Nature(matter.nature), by)
    changes |= signed(matter, moment)

    def also() -> None:
        index(matter)
        notices.tell_reporter(matter, "accepted", at=moment)

    make(matter, "accept", Step(changes, note=note.strip(), also=also), by=by, at=moment)


def signed(matter: Matter, at: datetime) -> dict[str, object]:
    """Who takes up what 12345 sent has signed for it."""
    return {"signed_at": at} if matter.sign_due is not None and matter.signed_at is None else {}


def _reclassified(matter: Matter, category: Category | None, nature: Nature, by: Access) -> dict[str, object]:
    """The columns that a category and what is wanted decide; clocks start anew from the receipt if they differ."""
    if matter.category_id == (category.pk if category else None) and matter.nature == nature:
        return {}
    if category is not None and category.community_id != matter.community_id:
        raise Refusal(_("没有这个类别"), field="category")
    trial = Matter(**{f.attname: getattr(matter, f.attname) for f in Matter._meta.concrete_fields})
    trial.category, trial.nature = category, nature
    trial.is_emergency = bool(category and category.is_emergency)
    trial.deadline_version = matter.deadline_version + 1
    start_clocks(trial, by)
    changes: dict[str, object] = {name: getattr(trial, name) for name in CLOCK_COLUMNS}
    changes.update(
        category=category, nature=nature, is_emergency=bool(category and category.is_emergency),
        is_sensitive=matter.is_petition or matter.about_id is not None or bool(category and category.is_sensitive),
    )
    return changes


def classify(
    matter: Matter, *, category: Category, by: Access, nature: Nature | None = None, at: datetime | None = None
) -> None:
    """Another category or another kind of wish; the deadline is counted anew from the receipt, the first one kept."""
    moment = at or clock.now()
    check(matter, EDGES["classify"], by, moment)
    changes = _reclassified(matter, category, nature or Nature(matter.nature), by)
    if not changes:
        raise Refusal(_("类别没有变化"), field="category")
    due = changes["due_at"]
    said = f"{clock.local(due):%Y-%m-%d %H:%M}" if isinstance(due, datetime) else ""
    make(
        matter, "classify",
        Step(changes, data={"category": category.name, "due": said}, also=lambda: index(matter)), by=by, at=moment,
    )


def refuse(matter: Matter, *, reason: str, where_to_go: str, by: Access, at: datetime | None = None) -> None:
    """不予受理: says why and where to go instead; the reporter reads it and may ask again."""
    moment = at or clock.now()
    why, where = written(reason, field_name="reason"), written(where_to_go, field_name="where_to_go")
    answer = _("%(reason)s。请找：%(where)s") % {"reason": why, "where": where}
    step = Step(
        {"answer": answer, "answered_at": moment, "closed_at": moment}, data={"where": where}, note=why,
        also=lambda: _tell_refused(matter, moment),
    )
    make(matter, "refuse", step, by=by, at=moment)


def _tell_refused(matter: Matter, at: datetime) -> None:
    notices.tell_reporter(matter, "refused", at=at)


def acknowledge(
    matter: Matter, *, answer: str, by: Access, channel: Channel = Channel.ONLINE, at: datetime | None = None
) -> None:
    """The short path of a suggestion or of thanks: an answer ends it."""
    moment = at or clock.now()
    if matter.nature not in SHORT_NATURES:
        raise Refusal(_("只有建议和感谢可以直接答复办结"), code="forbidden")
    words = written(answer, field_name="answer")
    step = Step(
        {
            "answer": words, "answered_at": moment, "closed_at": moment, "answer_channel": channel,
            **signed(matter, moment),
        },
        note=words,
        also=lambda: _tell_answered(matter, moment),
    )
    make(matter, "acknowledge", step, by=by, at=moment)


def _tell_answered(matter: Matter, at: datetime) -> None:
    notices.tell_reporter(matter, "answered", at=at)


def answer_at_once(
    matter: Matter, *, result: str, by: Access, channel: Channel = Channel.PHONE, at: datetime | None = None
) -> None:
    """即问即办: answered on the line and done with one form. A share of them is checked by another person."""
    moment = at or clock.now()
    words = written(result, field_name="result")
    percent = int(options.get(by.community, "sample_percent"))
    changes = {
        "result": words, "resulted_at": moment, "result_by_id": by.user_id, "answer": words, "answered_at": moment,
        "answer_channel": channel, "contacted_at": matter.contacted_at or moment, "closed_at": moment, "at_once": True,
        "to_sample": matter.uuid.int % 100 < percent, **signed(matter, moment),
    }
    make(matter, "answer_at_once", Step(changes, note=words), by=by, at=moment)

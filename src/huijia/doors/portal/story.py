"""How a matter stands, in a reporter's words: where it is on its way, who handles it, what happened in public.

Never shown here: internal notes, helpers, who offered it to whom, checks, alarms, and persons of other matters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huijia.core.matters.enums import State
from huijia.core.matters.models import Grade, Matter
from huijia.core.matters.readers import RESULT
from huijia.kernel.files.models import File
from huijia.kernel.files.queries import attachments_of_many
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock

MOST_LINES = 200
SUBJECT = "matter"

# What the public part of a history says, by kind. Of the data only who is responsible and the new date.
LINES: dict[str, Promise] = {
    "matters.registered": gettext_lazy("已收到您反映的事"),
    "matters.imported": gettext_lazy("已收到您反映的事"),
    "matters.imported_history": gettext_lazy("已收到您反映的事"),
    "matters.accept": gettext_lazy("已受理"),
    "matters.refuse": gettext_lazy("不予受理，原因见答复"),
    "matters.assign": gettext_lazy("交给%(to)s办理"),
    "matters.reassign": gettext_lazy("改由%(to)s办理"),
    "matters.claim": gettext_lazy("%(to)s认领，开始办理"),
    "matters.take": gettext_lazy("%(to)s开始办理"),
    "matters.take_over": gettext_lazy("改由%(to)s办理"),
    "matters.contact": gettext_lazy("和您联系过"),
    "matters.extension_granted": gettext_lazy("答复时间延到 %(due)s"),
    "matters.suspend": gettext_lazy("因故暂停办理"),
    "matters.resume": gettext_lazy("恢复办理"),
    "matters.escalate": gettext_lazy("上报街道处理"),
    "matters.street_return": gettext_lazy("街道已回复，社区继续办理"),
    "matters.street_result": gettext_lazy("街道已办理"),
    "matters.merge": gettext_lazy("与同类的事合在一起办理"),
    "matters.unmerge": gettext_lazy("改为单独办理"),
    "matters.report_result": gettext_lazy("已办理，等待核查"),
    "matters.check_fail": gettext_lazy("核查没有通过，继续办理"),
    "matters.answer": gettext_lazy("已答复您"),
    "matters.acknowledge": gettext_lazy("已答复您"),
    "matters.answer_at_once": gettext_lazy("当场答复"),
    "matters.grade": gettext_lazy("您作了评价"),
    "matters.reopen": gettext_lazy("应您的要求重新办理"),
    "matters.sample_wrong": gettext_lazy("社区发现答复有误，重新办理"),
    "matters.hand_back": gettext_lazy("不属本社区，已退回 12345，由平台答复您"),
}
# Between the master's own reporter and the community.
OF_ITS_REPORTER = (
    "matters.registered", "matters.imported", "matters.imported_history", "matters.contact", "matters.grade",
    "matters.merge",
)
KINDS_OF_MASTER = [kind for kind in LINES if kind not in OF_ITS_REPORTER]

# Which of the four stations a state stands at, and what it means for who waits.
STATIONS: dict[str, int] = {
    State.COLLECTED: 0, State.ACCEPTED: 1, State.ASSIGNED: 2, State.HANDLING: 2, State.SUSPENDED: 2,
    State.ESCALATED: 2, State.REPORTED: 2, State.CHECKED: 2, State.CLOSED: 3, State.REFUSED: 3, State.MERGED: 2,
}
MEANINGS: dict[str, Promise] = {
    State.COLLECTED: gettext_lazy("社区已经收到，正在看。"),
    State.ACCEPTED: gettext_lazy("社区已经受理，正在安排人办。"),
    State.ASSIGNED: gettext_lazy("已经交给专人，马上开始办。"),
    State.HANDLING: gettext_lazy("正在办。"),
    State.SUSPENDED: gettext_lazy("暂时停一停，条件具备后接着办。"),
    State.ESCALATED: gettext_lazy("这件事社区办不了，已经上报街道。"),
    State.REPORTED: gettext_lazy("已经办了，正由另一个人核查。"),
    State.CHECKED: gettext_lazy("办好并核查过了，很快答复您。"),
    State.CLOSED: gettext_lazy("已经答复，请看下面。"),
    State.REFUSED: gettext_lazy("这件事社区不能受理，原因见下面。"),
    State.MERGED: gettext_lazy("和同类的事合在一起办。"),
}


@dataclass(frozen=True)
class Line:
    """One line of the public history, in the form of `components/timeline.html`."""

    when: datetime
    text: str


@dataclass(frozen=True)
class Story:
    """`matter` is the reporter's own; `leading` the one whose progress counts: itself, or what it was merged into."""

    matter: Matter
    leading: Matter
    meaning: str
    stations: list[tuple[str, bool, bool]]
    lines: list[Line]
    photos: list[File]
    grade: Grade | None

    @property
    def is_merged(self) -> bool:
        return self.matter.pk != self.leading.pk

    @property
    def is_late(self) -> bool:
        """The promised time has passed, and no pause stands in its way."""
        due = self.leading.due_at
        return self.leading.is_open and self.leading.paused_at is None and due is not None and due < clock.now()


def story_of(matter: Matter) -> Story:
    """Everything that the reporter's page shows, in three statements, one more where it was merged."""
    leading = matter.merged_into if matter.state == State.MERGED and matter.merged_into else matter
    return Story(
        matter=matter, leading=leading, meaning=str(MEANINGS[leading.state]), stations=stations_of(leading),
        lines=list(_lines(matter, leading)), photos=_photos(leading), grade=latest_grade(matter),
    )


def stations_of(matter: Matter) -> list[tuple[str, bool, bool]]:
    """The way in four stations: (name, is behind us, is where it stands)."""
    names = [_("已收到"), _("已受理"), _("办理中"), _("已答复")]
    if matter.state == State.REFUSED:
        names = [_("已收到"), _("不受理")]
    here = min(STATIONS[matter.state], len(names) - 1)
    ended = matter.state in (State.CLOSED, State.REFUSED)
    return [(name, place < here or (ended and place == here), place == here) for place, name in enumerate(names)]


def latest_grade(matter: Matter) -> Grade | None:
    """The reporter's word on the present answer, None where there is none yet."""
    if matter.answered_at is None:
        return None
    return matter.grades.filter(was_reached=True, given_at__gte=matter.answered_at).order_by("-id").first()


def _lines(matter: Matter, leading: Matter) -> Iterator[Line]:
    """The matter's own public lines, then those of its master from the merge on."""
    entries = _newest(Q(subject_id=matter.pk, kind__in=list(LINES)))
    if leading.pk != matter.pk:
        merged = max((entry.pk for entry in entries if entry.kind == "matters.merge"), default=0)
        entries += _newest(Q(subject_id=leading.pk, kind__in=KINDS_OF_MASTER, pk__gt=merged))
    for entry in entries:
        text = _said(entry)
        if text:
            yield Line(entry.occurred_at, text)


def _newest(wanted: Q) -> list[Entry]:
    """The newest lines, oldest first; through the index (subject_type, subject_id, id)."""
    return list(reversed(Entry.objects.filter(wanted, subject_type=SUBJECT).order_by("-id")[:MOST_LINES]))


def _said(entry: Entry) -> str:
    values = {"to": str(entry.data.get("to", "")), "due": _day(str(entry.data.get("due", "")))}
    sentence = str(LINES[entry.kind])
    return "" if any(f"%({name})s" in sentence and not value for name, value in values.items()) else sentence % values


def _day(spoken: str) -> str:
    """The ledger's "2026-04-20 17:30" as people read it; "" where it is none."""
    try:
        moment = datetime.strptime(spoken, "%Y-%m-%d %H:%M")  # noqa: DTZ007 (local time in words)
    except ValueError:
        return ""
    return date_format(moment, pgettext("日期时刻格式，完整", "Y年n月j日 H:i"))


def _photos(matter: Matter) -> list[File]:
    hung = attachments_of_many(matter.community_id, SUBJECT, [matter.pk], RESULT)[matter.pk]
    return [attachment.file for attachment in hung if attachment.file.kind == "photo"]

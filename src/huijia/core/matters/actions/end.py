"""反馈、核查、答复、评价: nothing closes without a result, another person's check, and an answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import notices
from huijia.core.matters.actions.intake import signed
from huijia.core.matters.actions.moves import Step, check, make, written
from huijia.core.matters.actions.register import start_clocks
from huijia.core.matters.enums import Channel, Satisfaction, State
from huijia.core.matters.models import Grade, Matter
from huijia.core.matters.rights import may_grade
from huijia.core.matters.workflow import EDGES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.models import File
from huijia.lib import clock
from huijia.lib.text import clean

GRADES_OF_REPORTER = 2


def report_result(
    matter: Matter, *, result: str, by: Access, files: Sequence[File] = (), at: datetime | None = None
) -> None:
    """办理结果 by the responsible person (or deputy); it now waits for another person's check."""
    moment = at or clock.now()
    words = written(result, field_name="result")
    changes = {"result": words, "resulted_at": moment, "result_by_id": by.user_id}
    step = Step(
        changes, note=words, files=files, also=lambda: notices.tell_role(matter, "check", "secretary", at=moment)
    )
    make(matter, "report_result", step, by=by, at=moment)


def check_pass(
    matter: Matter, *, by: Access, note: str = "", files: Sequence[File] = (), at: datetime | None = None
) -> None:
    """核查通过 by another person: not the responsible one, not who reported the result."""
    moment = at or clock.now()
    step = Step({"checked_at": moment, "checked_by_id": by.user_id or 0}, note=note.strip(), files=files)
    make(matter, "check_pass", step, by=by, at=moment)


def check_fail(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """Not done as claimed: back to the responsible person, the clock runs on."""
    moment = at or clock.now()

    def also() -> None:
        if matter.responsible is not None:
            notices.tell_post(matter, "check_failed", matter.responsible, at=moment)

    step = Step(
        {"result": "", "resulted_at": None, "result_by_id": None}, note=written(reason, field_name="reason"), also=also
    )
    make(matter, "check_fail", step, by=by, at=moment)


def answer(
    matter: Matter, *, text: str, by: Access, channel: Channel = Channel.PHONE, at: datetime | None = None
) -> None:
    """答复 to the reporter closes the matter; those whose matters were merged into it get the same answer."""
    moment = at or clock.now()
    words = written(text, field_name="answer")

    def also() -> None:
        notices.tell_reporter(matter, "answered", at=moment)
        for follower in matter.followers.filter(state=State.MERGED):
            notices.tell_reporter(follower, "answered", at=moment)

    changes = {
        "answer": words, "answered_at": moment, "answer_channel": channel, "closed_at": moment,
        "contacted_at": matter.contacted_at or moment, "is_supervised": False,
    }
    step = Step(changes, data={"channel": channel}, note=words, also=also)
    make(matter, "answer", step, by=by, at=moment)


def grade(
    matter: Matter, *, is_solved: bool, satisfaction: Satisfaction, by: Access, words: str = "",
    channel: Channel = Channel.ONLINE, at: datetime | None = None,
) -> None:
    """评价: the reporter's own word, or what they said on the phone. Appended beside the handler's claim.

    A reporter grades each answer once and may change it once; the latest counts.
    """
    moment = at or clock.now()
    said = clean(words, 3 * len(words))[:500]
    if by.kind == "reporter" and matter.answered_at is not None:
        given = matter.grades.filter(channel=Channel.ONLINE, given_at__gte=matter.answered_at).count()
        if given >= GRADES_OF_REPORTER:
            raise Refusal(_("这次答复您已经评价并改过一次；还有话说，请打热线"), code="graded")

    if not may_grade(matter, by, moment):
        raise Refusal(_("居民自己评价过的以居民为准；经办人也不能替居民评价"), code="forbidden")
    if by.kind == "user" and channel == Channel.ONLINE:
        raise Refusal(_("请选用什么方式问的居民"), field="channel")

    def also() -> None:
        Grade.objects.create(
            community=by.community, matter=matter, is_solved=is_solved, satisfaction=satisfaction, words=said,
            channel=channel, given_at=moment, given_label=by.label,
        )

    data = {"solved": "yes" if is_solved else "no", "satisfaction": satisfaction}
    make(matter, "grade", Step(data=data, note=said, also=also), by=by, at=moment)


def unreached(matter: Matter, *, by: Access, channel: Channel = Channel.PHONE, at: datetime | None = None) -> None:
    """A call-back that found nobody; it stays out of the rates."""
    moment = at or clock.now()

    def also() -> None:
        Grade.objects.create(
            community=by.community, matter=matter, was_reached=False, channel=channel, given_at=moment,
            given_label=by.label,
        )

    make(matter, "unreached", Step(also=also), by=by, at=moment)


def reopen(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """重开 by the reporter within `reopen_days` of the end, or by who checks at any time. Clocks start anew."""
    moment = at or clock.now()
    why = written(reason, field_name="reason")
    check(matter, EDGES["reopen"], by, moment)
    days = int(options.get(by.community, "reopen_days"))
    if by.kind == "reporter" and matter.closed_at and moment > matter.closed_at + timedelta(days=days):
        raise Refusal(_("办结已超过 %(days)s 天，请重新反映或拨打热线") % {"days": days})
    data = {"answer_before": bool(matter.answer)}
    step = Step(begun_again(matter, by, moment), data=data, note=why, also=lambda: _told_reopened(matter, moment))
    make(matter, "reopen", step, by=by, at=moment)


def _told_reopened(matter: Matter, at: datetime) -> None:
    notices.tell_role(matter, "reopened", "secretary", at=at)


def begun_again(matter: Matter, by: Access, moment: datetime) -> dict[str, object]:
    """The columns of a matter that ended and is done once more: nobody responsible, no result, clocks anew."""
    trial = Matter(
        community=by.community, source=matter.source, nature=matter.nature, category=matter.category,
        is_urgent=matter.is_urgent, received_at=moment, moved_at=moment, contacted_at=moment,
        phone_hash=matter.phone_hash, external_due=None,
    )
    start_clocks(trial, by)
    return {
        "responsible": None, "responsible_label": "", "taken_at": None, "result": "", "resulted_at": None,
        "result_by_id": None, "checked_at": None, "checked_by_id": None, "answer": "", "answered_at": None,
        "answer_channel": "", "closed_at": None, "at_once": False, "to_sample": False, "is_historic": False,
        "due_at": trial.due_at, "warn_at": trial.warn_at, "deadline_version": matter.deadline_version + 1,
        "paused_at": None, **signed(matter, moment),
    }

"""处置: what happens while somebody works on a matter."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import deadlines, notices
from huijia.core.matters.actions.moves import Step, check, make, written
from huijia.core.matters.enums import Asked, Channel
from huijia.core.matters.models import Extension, Helper, Matter
from huijia.core.matters.workflow import EDGES
from huijia.core.people.models import Post
from huijia.core.teams.models import Team
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.models import File
from huijia.lib import clock


def _spoken(due: datetime | None) -> str:
    return f"{clock.local(due):%Y-%m-%d %H:%M}" if due else ""


def note(
    matter: Matter, *, text: str, by: Access, files: Sequence[File] = (), at: datetime | None = None
) -> None:
    """A line in the history, with photos where there are some."""
    make(matter, "note", Step(note=written(text), files=files), by=by, at=at)


def contact(
    matter: Matter, *, text: str, by: Access, channel: Channel = Channel.PHONE, at: datetime | None = None
) -> None:
    """The reporter was spoken to. The first time stops the clock of first contact."""
    moment = at or clock.now()
    changes = {} if matter.contacted_at else {"contacted_at": moment}
    make(matter, "contact", Step(changes, data={"channel": channel}, note=written(text)), by=by, at=moment)


def add_helper(
    matter: Matter, *, by: Access, post: Post | None = None, team: Team | None = None, at: datetime | None = None
) -> None:
    """协办: a person in a post or a team, beside the one responsible person."""
    moment = at or clock.now()
    if (post is None) == (team is None):
        raise Refusal(_("请选一位协办人或一支队伍"), field="helper")
    if post is not None and post.pk == matter.responsible_id:
        raise Refusal(_("责任人不用再做协办"), field="helper")
    if post is not None and matter.about_id == post.person_id:
        raise Refusal(_("反映本人的事项不能由本人协办"), field="helper")
    if matter.helpers.filter(post=post, team=team, until=None).exists():
        raise Refusal(_("已经是协办"), field="helper")

    def also() -> None:
        Helper.objects.create(community=by.community, matter=matter, post=post, team=team, since=moment)
        if post is not None:
            notices.tell_post(matter, "assigned", post, mark="helper", at=moment)

    label = post.person.name if post else team.name if team else ""
    make(matter, "add_helper", Step(data={"helper": label}, also=also), by=by, at=moment)


def remove_helper(matter: Matter, *, helper: Helper, by: Access, at: datetime | None = None) -> None:
    moment = at or clock.now()
    label = helper.post.person.name if helper.post else helper.team.name if helper.team else ""
    rows = Helper.objects.of(by.community).filter(pk=helper.pk, matter=matter, until=None)

    def also() -> None:
        if not rows.update(until=moment):
            raise Refusal(_("已经不是协办"), field="helper")

    make(matter, "remove_helper", Step(data={"helper": label}, also=also), by=by, at=moment)


def ask_extension(
    matter: Matter, *, new_due: datetime, reason: str, by: Access, at: datetime | None = None
) -> None:
    """申请延期 to a later moment; the deadline stays until another person agrees."""
    moment = at or clock.now()
    why = written(reason, field_name="reason", limit=300)
    check(matter, EDGES["ask_extension"], by, moment)
    old = matter.due_at
    if old is None or new_due <= max(old, moment):
        raise Refusal(_("新的截止时间须晚于现在的截止时间"), field="new_due")
    if matter.extension_requests.filter(outcome=Asked.PENDING).exists():
        raise Refusal(_("已有延期申请在审批"), field="new_due")

    def also() -> None:
        Extension.objects.create(
            community=by.community, matter=matter, old_due=old, new_due=new_due, reason=why, asked_at=moment,
            asked_by_id=by.user_id, asked_label=by.label,
        )
        notices.tell_role(matter, "extension_asked", "secretary", at=moment)

    make(matter, "ask_extension", Step(data={"due": _spoken(new_due)}, note=why, also=also), by=by, at=moment)


def decide_extension(
    matter: Matter, *, granted: bool, by: Access, note: str = "", at: datetime | None = None
) -> None:
    """Another person agrees or not. Agreed: the new deadline is a new version, the first one is kept."""
    moment = at or clock.now()
    check(matter, EDGES["decide_extension"], by, moment)
    asked = matter.extension_requests.filter(outcome=Asked.PENDING).first()
    if asked is None:
        raise Refusal(_("没有待审批的延期申请"))
    if asked.asked_by_id is not None and asked.asked_by_id == by.user_id:
        raise Refusal(_("自己的延期申请由他人审批"), code="forbidden")

    def also() -> None:
        rows = Extension.objects.of(by.community).filter(pk=asked.pk, outcome=Asked.PENDING)
        rows.update(outcome=Asked.GRANTED if granted else Asked.REFUSED, decided_at=moment)
        if matter.responsible is not None:
            notices.tell_post(matter, "extension_decided", matter.responsible, at=moment)

    changes = {} if not granted else {
        "due_at": asked.new_due, "warn_at": _warn(matter, moment, asked.new_due, by),
        "deadline_version": matter.deadline_version + 1, "extensions": matter.extensions + 1,
    }
    step = Step(
        changes, data={"due": _spoken(asked.new_due), "was": _spoken(asked.old_due)}, note=note.strip(),
        kind="extension_granted" if granted else "extension_refused", also=also,
    )
    make(matter, "decide_extension", step, by=by, at=moment)


def _warn(matter: Matter, start: datetime, due: datetime, by: Access) -> datetime:
    _count, unit = deadlines.limit_of(by.community, matter.nature, matter.category)
    share = float(options.get(by.community, "yellow_share"))
    return deadlines.warn_point(start, due, calendar_of(by.community), share, unit)


def suspend(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """挂起: the clocks stand until it is resumed."""
    moment = at or clock.now()
    step = Step({"paused_at": moment}, note=written(reason, field_name="reason"))
    make(matter, "suspend", step, by=by, at=moment)


def resumed(matter: Matter, by: Access, moment: datetime) -> dict[str, object]:
    """The columns of a matter whose clock runs again: the deadline is later by the working time it stood."""
    due = deadlines.moved_by_pause(matter, moment, by.community)
    if due is None or due == matter.due_at:
        return {"paused_at": None}
    gained = due - matter.due_at if matter.due_at else None
    warn = matter.warn_at + gained if matter.warn_at and gained else matter.warn_at
    return {"paused_at": None, "due_at": due, "warn_at": warn, "deadline_version": matter.deadline_version + 1}


def resume(matter: Matter, *, by: Access, note: str = "", at: datetime | None = None) -> None:
    moment = at or clock.now()
    check(matter, EDGES["resume"], by, moment)
    changes = resumed(matter, by, moment)
    due = changes.get("due_at", matter.due_at)
    said = _spoken(due if isinstance(due, datetime) else None)
    make(matter, "resume", Step(changes, data={"due": said}, note=note.strip()), by=by, at=moment)


def supervise(matter: Matter, *, note: str, by: Access, at: datetime | None = None) -> None:
    """督办: marks the matter and tells its responsible person; it stays in the list 督办 until it ends."""
    moment = at or clock.now()

    def also() -> None:
        if matter.responsible is not None:
            notices.tell_post(matter, "supervised", matter.responsible, at=moment)

    make(matter, "supervise", Step({"is_supervised": True}, note=written(note), also=also), by=by, at=moment)

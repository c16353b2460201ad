"""分派: exactly one responsible person at any time, and how it changes hands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import notices
from huijia.core.matters.actions.moves import Step, check, make, stale, written
from huijia.core.matters.enums import Asked, State
from huijia.core.matters.models import Handover, Matter
from huijia.core.matters.rights import open_offer
from huijia.core.matters.workflow import EDGES
from huijia.core.people.models import Post
from huijia.core.people.queries import posts_of_kinds
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


def label_of(post: Post) -> str:
    """The name and post kept beside the key, true even after the post has ended."""
    return f"{post.person.name}({post.title or post.get_kind_display()})"


def _check_post(matter: Matter, post: Post, kinds: Iterable[str], at: datetime) -> None:
    if post.community_id != matter.community_id or not post.holds_on(clock.local(at).date()):
        raise Refusal(_("此人现在不在这个职务上"), field="to")
    if post.kind not in kinds:
        raise Refusal(_("按本社区约定，这个职务不能做责任人"), field="to")
    if matter.about_id is not None and matter.about_id == post.person_id:
        raise Refusal(_("反映本人的事项不能派给本人"), field="to")


def may_be_responsible(by: Access) -> list[Post]:
    """Posts that can be named, the two committees by default (option `responsible_kinds`)."""
    return list(posts_of_kinds(by.community, list(options.get(by.community, "responsible_kinds"))))


def _named(post: Post) -> dict[str, Any]:
    return {"responsible": post, "responsible_label": label_of(post)}


def assign(matter: Matter, *, to: Post, by: Access, reason: str = "", at: datetime | None = None) -> None:
    """派单 to exactly one person. From 处置 or 挂起 on it is a 转派 and needs a reason."""
    moment = at or clock.now()
    _check_post(matter, to, options.get(by.community, "responsible_kinds"), moment)
    if matter.state in (State.HANDLING, State.SUSPENDED):
        _reassign(matter, to, by, written(reason, field_name="reason"), moment)
        return
    step = Step(
        {**_named(to), "taken_at": None}, data={"to": label_of(to)}, note=reason.strip(),
        also=lambda: _tell(matter, "assigned", to, moment),
    )
    make(matter, "assign", step, by=by, at=moment)


def _reassign(matter: Matter, to: Post, by: Access, reason: str, moment: datetime) -> None:
    if matter.responsible_id == to.pk:
        raise Refusal(_("责任人没有变化"), field="to")

    changes = {**_named(to), "taken_at": None, "paused_at": None}
    step = Step(
        changes, data={"was": matter.responsible_label, "to": label_of(to)}, note=reason,
        also=lambda: _tell(matter, "assigned", to, moment),
    )
    make(matter, "reassign", step, by=by, at=moment)


def _tell(matter: Matter, code: str, post: Post, at: datetime) -> None:
    notices.tell_post(matter, code, post, at=at)


@dataclass(frozen=True)
class BatchLine:
    """What became of one matter in a batch: assigned, or why not."""

    matter: Matter
    refusal: Refusal | None


def assign_many(
    matters: Iterable[Matter], *, to: Post, by: Access, reason: str = "", at: datetime | None = None
) -> list[BatchLine]:
    """Batch 派单 through the very same verb, each in its own transaction; nothing is bypassed."""
    lines = []
    for matter in matters:
        try:
            assign(matter, to=to, by=by, reason=reason, at=at)
            lines.append(BatchLine(matter, None))
        except Refusal as refusal:
            lines.append(BatchLine(matter, refusal))
    return lines


def claim(matter: Matter, *, post: Post, by: Access, at: datetime | None = None) -> None:
    """认领 by a member in one of the posts that may (option `claim_kinds`); it counts as taken."""
    moment = at or clock.now()
    if post.pk not in by.post_ids:
        raise Refusal(_("只能以自己的职务认领"), field="post")
    _check_post(matter, post, options.get(by.community, "claim_kinds"), moment)
    if matter.category is not None and not matter.category.is_claimable:
        raise Refusal(_("这类事项不能认领，由派单人指派"), code="forbidden")
    step = Step({**_named(post), "taken_at": moment}, data={"to": label_of(post)})
    make(matter, "claim", step, by=by, at=moment)


def take(matter: Matter, *, by: Access, at: datetime | None = None) -> None:
    """接单. Of two who press at once the second is told that it is taken."""
    moment = at or clock.now()
    step = Step({"taken_at": moment}, data={"to": matter.responsible_label})
    make(matter, "take", step, by=by, at=moment)


def send_back(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """退回 to who assigns, at most `max_returns` times in a matter's life."""
    moment = at or clock.now()
    check(matter, EDGES["send_back"], by, moment)
    most = int(options.get(by.community, "max_returns"))
    if matter.returns >= most:
        raise Refusal(_("已退回 %(count)s 次，不能再退；可请他人接手或申请延期") % {"count": matter.returns})
    step = Step(
        {"responsible": None, "responsible_label": "", "taken_at": None, "returns": matter.returns + 1},
        data={"was": matter.responsible_label, "times": matter.returns + 1},
        note=written(reason, field_name="reason"),
    )
    make(matter, "send_back", step, by=by, at=moment)


def offer(matter: Matter, *, to: Post, reason: str, by: Access, at: datetime | None = None) -> None:
    """转办: asks another to take it over. Until they accept, the old one stays responsible."""
    moment = at or clock.now()
    why = written(reason, field_name="reason", limit=300)
    check(matter, EDGES["offer"], by, moment)
    kinds = {*options.get(by.community, "responsible_kinds"), *options.get(by.community, "claim_kinds")}
    _check_post(matter, to, kinds, moment)
    giver = matter.responsible
    if giver is None or giver.pk == to.pk:
        raise Refusal(_("责任人没有变化"), field="to")
    if open_offer(matter) is not None:
        raise Refusal(_("已请人接手，等对方答复"), field="to")

    def also() -> None:
        Handover.objects.create(
            community=by.community, matter=matter, giver=giver, taker=to, reason=why, asked_at=moment
        )
        notices.tell_post(matter, "offered", to, at=moment)

    step = Step(data={"was": label_of(giver), "to": label_of(to)}, note=why, also=also)
    make(matter, "offer", step, by=by, at=moment)


def _close_offer(matter: Matter, outcome: Asked, at: datetime) -> None:
    rows = Handover.objects.of(matter.community_id).filter(matter=matter, outcome=Asked.PENDING)
    rows.update(outcome=outcome, answered_at=at)


def take_over(matter: Matter, *, by: Access, at: datetime | None = None) -> None:
    """The one who was asked accepts and is responsible from now on."""
    moment = at or clock.now()
    check(matter, EDGES["take_over"], by, moment)
    asked = open_offer(matter)
    if asked is None:
        raise stale()

    def also() -> None:
        _close_offer(matter, Asked.GRANTED, moment)
        notices.tell_post(matter, "offer_answered", asked.giver, at=moment)

    data = {"was": matter.responsible_label, "to": label_of(asked.taker)}
    make(matter, "take_over", Step({**_named(asked.taker), "taken_at": moment}, data=data, also=also), by=by,
         at=moment)


def decline(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """The one who was asked does not accept; the old one stays, and everybody sees who refused."""
    moment = at or clock.now()
    check(matter, EDGES["decline"], by, moment)
    asked = open_offer(matter)
    if asked is None:
        raise stale()

    def also() -> None:
        _close_offer(matter, Asked.REFUSED, moment)
        notices.tell_post(matter, "offer_answered", asked.giver, at=moment)

    data = {"was": matter.responsible_label, "to": label_of(asked.taker)}
    make(matter, "decline", Step(data=data, note=written(reason, field_name="reason"), also=also), by=by, at=moment)

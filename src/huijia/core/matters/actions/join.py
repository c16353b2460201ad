"""并案、拆分、上报: how one matter becomes part of another, several, or the street's."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.matters import notices
from huijia.core.matters.actions.moves import SUBJECT, Step, check, make, written
from huijia.core.matters.actions.register import Draft, build, checked, index
from huijia.core.matters.actions.work import resumed
from huijia.core.matters.enums import Nature, Source, State
from huijia.core.matters.models import Category, Matter
from huijia.core.matters.workflow import EDGES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


def merge(matter: Matter, *, into: Matter, reason: str, by: Access, at: datetime | None = None) -> None:
    """并案: this matter follows `into`; its reporter sees the other's progress and gets its answer."""
    moment = at or clock.now()
    why = written(reason, field_name="reason")
    if into.community_id != matter.community_id or into.pk == matter.pk:
        raise Refusal(_("不能并入这件事"), field="into")
    if not into.is_open:
        raise Refusal(_("只能并入还没办结的事项"), field="into")

    def also() -> None:
        matter.followers.filter(state=State.MERGED).update(merged_into=into)
        ledger.record(
            "matters.merged_in", subject=(SUBJECT, into.pk), by=by.actor(), community_id=by.community.pk, at=moment,
            data={"other": matter.ticket},
        )

    changes = {"merged_into": into, "responsible": None, "responsible_label": "", "taken_at": None}
    make(matter, "merge", Step(changes, data={"into": into.ticket}, note=why, also=also), by=by, at=moment)


def unmerge(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """A wrong merge undone: it waits to be assigned again, its deadline as it was."""
    step = Step({"merged_into": None}, note=written(reason, field_name="reason"))
    make(matter, "unmerge", step, by=by, at=at)


def split(
    matter: Matter, *, title: str, text: str, reason: str, by: Access, category: Category | None = None,
    at: datetime | None = None,
) -> Matter:
    """拆分: a part becomes a matter of its own, waiting to be assigned, counted from the same receipt."""
    moment = at or clock.now()
    why = written(reason, field_name="reason")
    written(title, field_name="title", limit=80)
    check(matter, EDGES["split"], by, moment)
    draft = checked(Draft(
        text=text.strip() or matter.text, title=title, source=Source(matter.source), nature=Nature(matter.nature),
        category=category or matter.category, place_name=matter.place_name, plate=matter.plate,
        dwelling=matter.dwelling, grid=matter.grid, group=matter.group, lon=matter.lon, lat=matter.lat,
        is_urgent=matter.is_urgent, is_petition=matter.is_petition, about=matter.about,
    ))
    part = build(draft, by=by, at=matter.received_at)
    part.state, part.split_from, part.moved_at = State.ACCEPTED, matter, moment
    for name in ("reporter_name", "phone_sealed", "phone_hash", "phone_tail", "contacted_at"):
        setattr(part, name, getattr(matter, name))
    data: dict[str, str] = {}

    def also() -> None:
        part.save(force_insert=True)
        index(part)
        ledger.record(
            "matters.split_off", subject=(SUBJECT, part.pk), by=by.actor(), community_id=by.community.pk, at=moment,
            data={"other": matter.ticket}, personal={"note": why},
        )
        data["other"] = part.ticket

    make(matter, "split", Step(data=data, note=why, also=also), by=by, at=moment)
    return part


def escalate(matter: Matter, *, reason: str, by: Access, at: datetime | None = None) -> None:
    """上报街道(吹哨): beyond the community's power; its responsible person stays, the clock stands meanwhile."""
    moment = at or clock.now()
    step = Step(
        {"paused_at": moment}, note=written(reason, field_name="reason"),
        also=lambda: notices.tell_role(matter, "escalated", "street", at=moment),
    )
    make(matter, "escalate", step, by=by, at=moment)


def street_return(matter: Matter, *, note: str, by: Access, at: datetime | None = None) -> None:
    """The street gives it back with its word; the community works on, the clock runs again."""
    moment = at or clock.now()
    check(matter, EDGES["street_return"], by, moment)
    make(matter, "street_return", Step(resumed(matter, by, moment), note=written(note)), by=by, at=moment)


def street_result(matter: Matter, *, result: str, by: Access, at: datetime | None = None) -> None:
    """What the street did; the community checks it and answers the reporter."""
    moment = at or clock.now()
    check(matter, EDGES["street_result"], by, moment)
    words = written(result, field_name="result")
    changes = {**resumed(matter, by, moment), "result": words, "resulted_at": moment, "result_by_id": by.user_id}
    make(matter, "street_result", Step(changes, note=words), by=by, at=moment)

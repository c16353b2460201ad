"""Reads used more than once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.kernel.communities import options
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy import registry
from huijia.kernel.privacy.enums import Ask, AskState
from huijia.kernel.privacy.models import Consent, Hold, Processing, Request
from huijia.kernel.privacy.registry import Held, Rule, Subject
from huijia.lib.masks import mask_name


@dataclass(frozen=True)
class Line:
    """One line of the register as the office has it: shipped, reworded, or its own."""

    code: str
    name: str
    purpose: str
    basis: str
    fields: str
    retention: str
    recipients: str
    is_active: bool = True
    is_own: bool = False


def register_of(community: Community) -> list[Line]:
    """The register: what is shipped in the office's words where it has some, then what it added; one statement."""
    own = {row.code: row for row in Processing.objects.of(community)}
    lines = []
    for activity in registry.activities():
        row = own.pop(activity.code, None)
        lines.append(_own(row) if row is not None else _shipped(activity))
    return lines + [_own(row) for row in own.values()]


def _own(row: Processing) -> Line:
    return Line(
        row.code, row.name, row.purpose, row.basis, row.fields, row.retention, row.recipients, row.is_active, True
    )


def _shipped(activity: registry.Activity) -> Line:
    return Line(
        activity.code, str(activity.name), str(activity.purpose), str(activity.basis), str(activity.fields),
        str(activity.retention), str(activity.recipients),
    )


def held_in(community: Community) -> Held:
    """What is under legal hold now."""
    ids: dict[str, set[int]] = {}
    rows = Hold.objects.of(community).filter(ended_at=None).values_list("subject_type", "subject_id")
    for kind, number in rows:
        ids.setdefault(kind, set()).add(number)
    return Held(ids)


@dataclass(frozen=True)
class Forecast:
    """What a rule would remove now."""

    rule: Rule
    days: int
    count: int


def forecast(community: Community, at: datetime) -> list[Forecast]:
    """The dry run: one statement for each rule."""
    held = held_in(community)
    found = []
    for rule in registry.rules():
        days = int(options.get(community, rule.days_key))
        found.append(Forecast(rule, days, rule.find(community, at - timedelta(days=days), held).count()))
    return found


def consents_of(community: Community, *subjects: Subject) -> list[Consent]:
    """Every consent of these subjects, open ones first, the latest first."""
    found: list[Consent] = []
    for kind, number in subjects:
        rows = Consent.objects.of(community).filter(subject_type=kind, subject_id=number)
        found += rows.select_related("text")
    return sorted(found, key=lambda row: (row.withdrawn_at is not None, -row.given_at.timestamp()))


def agreed(community: Community, purpose: str, subject: Subject) -> bool:
    """Whether an open consent of this subject to this purpose stands: what a room asks before it does something."""
    rows = Consent.objects.of(community).filter(purpose=purpose, subject_type=subject[0], subject_id=subject[1])
    return rows.filter(withdrawn_at=None).exists()


def requests_of(community: Community, subject: Subject) -> QuerySet[Request]:
    """What this subject has asked for, the latest first."""
    return Request.objects.of(community).filter(subject_type=subject[0], subject_id=subject[1]).order_by("-pk")


def due_for(access: Access, at: datetime) -> list[Due]:
    """Open requests, those that end first in front."""
    if not access.may("privacy.manage"):
        return []
    rows = Request.objects.of(access.community).filter(state=AskState.OPEN).order_by("due_at", "pk")[:MOST]
    return [
        Due(
            _("%(kind)s个人信息：%(name)s") % {"kind": Ask(row.kind).label, "name": mask_name(row.name)},
            reverse("privacy:request", args=[row.pk]), row.due_at,
        )
        for row in rows
    ]


def everything_of(community: Community, subject: Subject) -> list[tuple[str, list[dict[str, object]]]]:
    """What all rooms keep of one subject: (label, rows); rooms with nothing are left out."""
    found = ((str(holding.label), holding.find(community, subject)) for holding in registry.holdings())
    return [(label, rows) for label, rows in found if rows]

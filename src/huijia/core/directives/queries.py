"""Reads of directives and of what communities sent up. Fixed numbers of statements, no residents' data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.directives.enums import WAITS_FOR_COMMUNITY, WAITS_FOR_STREET, Stage, State
from huijia.core.directives.models import Directive, DirectiveCopy, Taking
from huijia.core.matters.enums import State as MatterState
from huijia.core.matters.models import Matter
from huijia.core.people.queries import names_in, without_names
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.kernel.accounts.street import StreetAccess


def due_for(access: Access, at: datetime) -> list[Due]:
    """What the community still owes the street, the nearest deadline first."""
    if not access.may("directives.answer"):
        return []
    rows = DirectiveCopy.objects.of(access.community).filter(
        directive__stage=Stage.OPEN, state__in=(State.SENT, State.RECEIVED)
    )
    found = rows.select_related("directive").order_by("directive__due_at", "pk")[:MOST]
    return [
        Due(copy.directive.title, reverse("directives:copy", args=[copy.pk]), copy.directive.due_at,
            str(State(copy.state).label))
        for copy in found
    ]


def lamp_of(copy: DirectiveCopy, at: datetime) -> str:
    """Red: not answered in time. Yellow: a day or less is left. None where the community owes nothing more."""
    due = copy.directive.due_at
    if copy.state in (State.WITHDRAWN, State.EXCUSED):
        return "none"
    if copy.answered_at is not None and copy.state not in WAITS_FOR_COMMUNITY:
        return "red" if copy.answered_at > due else "green"
    if copy.state in WAITS_FOR_STREET:
        return "none"
    return "red" if due < at else "yellow" if (due - at).total_seconds() <= 86400 else "green"


def owed(street: StreetAccess) -> QuerySet[DirectiveCopy]:
    """What the communities have not answered yet."""
    return DirectiveCopy.objects.among(street.communities).filter(
        directive__street=street.street, directive__stage=Stage.OPEN, state__in=WAITS_FOR_COMMUNITY
    )


def late(street: StreetAccess, at: datetime) -> QuerySet[DirectiveCopy]:
    return owed(street).filter(directive__due_at__lt=at)


def handed_by(street: StreetAccess, at: datetime) -> QuerySet[Directive]:
    """The street's directives with how many have them, answered, late; newest first."""
    waiting = Q(copies__state__in=WAITS_FOR_COMMUNITY)
    answered = Q(copies__state__in=(State.ANSWERED, State.ACCEPTED))
    return Directive.objects.filter(street=street.street).annotate(
        total=Count("copies"), received=Count("copies", filter=Q(copies__received_at__isnull=False)),
        answered=Count("copies", filter=answered), decide=Count("copies", filter=Q(copies__state__in=WAITS_FOR_STREET)),
        late=Count("copies", filter=waiting & Q(due_at__lt=at)),
    ).order_by("-pk")


def escalated(street: StreetAccess) -> QuerySet[Matter]:
    """What the street's communities sent up and wait for, the longest waiting first."""
    rows = Matter.objects.among(street.communities).filter(state=MatterState.ESCALATED)
    return rows.select_related("community", "category", "grid").defer("grid__polygon", "result").order_by(
        "paused_at", "pk"
    )


def by_taker(rows: QuerySet[Matter], street: StreetAccess, taken: str) -> QuerySet[Matter]:
    """Of escalated `rows` those that nobody took yet ("no"), or that this login looks after ("me")."""
    takings = Taking.objects.among(street.communities).filter(matter=OuterRef("pk"), paused_at=OuterRef("paused_at"))
    if taken == "no":
        return rows.filter(~Exists(takings))
    return rows.filter(Exists(takings.filter(taken_by_id=street.user_id))) if taken == "me" else rows


@dataclass(frozen=True)
class Raised:
    """An escalated matter as the street may know it: no reporter, no names, nothing of what is sensitive."""

    matter: Matter
    title: str
    text: str
    taken: Taking | None

    @property
    def is_hidden(self) -> bool:
        return self.matter.is_sensitive


def raised(rows: Iterable[Matter], street: StreetAccess) -> list[Raised]:
    """Two statements for all of them: which names of the rosters stand in the texts, and who took what."""
    found = list(rows)
    open_ones = [matter for matter in found if not matter.is_sensitive]
    texts = [f"{matter.title}\n{matter.text}" for matter in open_ones]
    names = names_in(texts, street.communities)
    takings: dict[tuple[int, datetime | None], Taking] = {
        (taking.matter_id, taking.paused_at): taking
        for taking in Taking.objects.among(street.communities).filter(matter__in=[matter.pk for matter in found])
    }
    return [_raised(matter, names, takings.get((matter.pk, matter.paused_at))) for matter in found]


def _raised(matter: Matter, names: list[str], taking: Taking | None) -> Raised:
    if matter.is_sensitive:
        return Raised(matter, _("敏感事项，内容不显示，请与社区联系"), "", taking)
    known = [*names, *([matter.reporter_name] if len(matter.reporter_name) > 1 else [])]
    return Raised(matter, without_names(matter.title, known), without_names(matter.text, known), taking)


@dataclass(frozen=True)
class Counts:
    """Of one community: what waits at the street, and answers in time out of those due."""

    name: str
    escalated: int
    owed: int
    in_time: int
    answered: int


def counts_of(street: StreetAccess) -> list[Counts]:
    """By name, never by number: nobody is ranked. Two statements."""
    up = dict(
        Matter.objects.among(street.communities).filter(state=MatterState.ESCALATED).order_by()
        .values_list("community").annotate(n=Count("pk"))
    )
    copies = DirectiveCopy.objects.among(street.communities).exclude(state__in=(State.WITHDRAWN, State.EXCUSED))
    rows = copies.order_by().values("community").annotate(
        owed=Count("pk", filter=Q(state__in=WAITS_FOR_COMMUNITY, directive__stage=Stage.OPEN)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(answered_at__lte=F("directive__due_at"))),
    )
    by_pk = {row["community"]: row for row in rows}
    none = {"owed": 0, "answered": 0, "in_time": 0}
    return [
        Counts(one.name, up.get(one.pk, 0), line["owed"], line["in_time"], line["answered"])
        for one in street.communities for line in [by_pk.get(one.pk, none)]
    ]


"""例会一页纸: this week's findings, what is red, what is promised, what waits; assigned live, and printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import NAMED_STATES, PAUSED_STATES, Asked, State
from huijia.core.matters.models import Extension, Matter
from huijia.core.people.models import Post
from huijia.doors.desk import said
from huijia.doors.desk.cards import Card, card_of, cards
from huijia.doors.desk.forms.meeting import QuickAssign
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

MOST = 40
MOST_OLDER = 30
UNASSIGNED = (State.COLLECTED, State.ACCEPTED)
RUNNING = tuple(state for state in NAMED_STATES if state not in PAUSED_STATES)


@dataclass(frozen=True)
class Line:
    """A finding that waits for its one person; `form` where this login may assign it."""

    card: Card
    form: QuickAssign | None

    @property
    def due(self) -> str:
        return said.moment(self.card.matter.due_at)


@dataclass(frozen=True)
class Sheet:
    """What one meeting looks at. `monday` and `next_monday` are local midnights. `older`: raised before this week
    and assigned to nobody, the oldest first; `older_all` how many these are, also beyond those shown."""

    monday: datetime
    next_monday: datetime
    fresh: list[Card]
    fresh_all: int
    pressing: list[Card]
    promised: list[Card]
    extensions: list[Extension]
    samples: list[Card]
    older: list[Card]
    older_all: int


def _monday(at: datetime) -> datetime:
    """The local midnight with which this week began."""
    local = clock.local(at)
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def sheet_of(access: Access, at: datetime) -> Sheet:
    """Nine statements at most, each list bounded."""
    monday = _monday(at)
    following = monday + timedelta(days=7)
    rows = queries.with_card(queries.visible_to(access))
    new = rows.filter(state__in=UNASSIGNED)
    older, recent = new.filter(received_at__lt=monday), new.filter(received_at__gte=monday)
    pressing = rows.filter(state__in=RUNNING, next_warn__lte=at)
    promised = rows.filter(state__in=RUNNING, next_warn__gt=at, due_at__lt=following)
    samples = rows.filter(state=State.CLOSED, at_once=True, to_sample=True, checked_at=None)
    return Sheet(
        monday, following,
        fresh=_cards(recent.order_by("pk"), at), fresh_all=queries.count_up_to(recent, 999),
        pressing=_cards(pressing.order_by("next_due", "pk"), at),
        promised=_cards(promised.order_by("due_at", "pk"), at),
        extensions=list(_asked(access)), samples=_cards(samples.order_by("pk"), at),
        older=_cards(older.order_by("pk"), at, MOST_OLDER), older_all=queries.count_up_to(older, 999),
    )


def _cards(rows: QuerySet[Matter], at: datetime, most: int = MOST) -> list[Card]:
    return cards(rows[:most], at)


def _asked(access: Access) -> QuerySet[Extension]:
    pending = Extension.objects.of(access.community).filter(outcome=Asked.PENDING)
    seen = pending.exclude(matter__about_id__in=access.person_ids)
    return seen.select_related("matter").order_by("asked_at", "pk")[:MOST]


@require_GET
def meeting(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "matters.view")
    return _page(request, access)


def _page(request: HttpRequest, access: Access, bound: QuickAssign | None = None, status: int = 200) -> HttpResponse:
    """The sheet; `bound` is the form of the row that was just refused."""
    sheet = sheet_of(access, clock.now())
    posts = actions.may_be_responsible(access) if _may_assign(access) else []
    context = {
        "sheet": sheet, "week": _week(sheet), "bound": bound,
        "lines": [_line(card, access, posts, bound) for card in sheet.fresh],
        "older": [_line(card, access, posts, bound) for card in sheet.older],
    }
    return render(request, "desk/meeting.html", context, status=status)


def _may_assign(access: Access) -> bool:
    return access.may("matters.assign") and access.may("matters.accept")


def _line(card: Card, access: Access, posts: list[Post], bound: QuickAssign | None) -> Line:
    if bound is not None and bound.matter.pk == card.matter.pk:
        return Line(card, bound)
    return Line(card, QuickAssign(matter=card.matter, posts=posts, access=access) if posts else None)


def _week(sheet: Sheet) -> dict[str, Any]:
    return {"first": sheet.monday.date(), "last": (sheet.next_monday - timedelta(days=1)).date()}


@require_POST
def meeting_assign(request: HttpRequest, ticket: str) -> HttpResponse:
    """One press in the sheet: the row comes back as it is now."""
    access = open_for(request, "matters.assign")
    matter = queries.find(access, ticket)
    if matter is None:
        raise Http404
    form = QuickAssign(request.POST, matter=matter, posts=actions.may_be_responsible(access), access=access)
    status = _acted(form) if form.is_valid() else 422
    if not getattr(request, "htmx", None):
        return redirect("desk:meeting") if status == 200 else _page(request, access, form, status)
    if status == 409:
        matter = queries.find(access, ticket) or matter
    line = Line(card_of(matter), form if status == 422 else None)
    refused = "" if status == 200 else " ".join(map(str, form.non_field_errors()))
    context = {"line": line, "refused": refused, "waiting": _waiting(access) if status != 422 else None}
    return render(request, "desk/_meeting_row.html", context, status=status)


def _waiting(access: Access) -> dict[str, int]:
    """How many of each section still wait for their person, for the counters above the rows."""
    rows = queries.visible_to(access).filter(state__in=UNASSIGNED)
    monday = _monday(clock.now())
    return {
        "fresh": queries.count_up_to(rows.filter(received_at__gte=monday), 999),
        "older": queries.count_up_to(rows.filter(received_at__lt=monday), 999),
    }


def _acted(form: QuickAssign) -> int:
    """The HTTP status of the act: 200, 409 where somebody was quicker, 422 where it was refused."""
    try:
        if not form.is_repeated:
            form.act()
    except actions.Stale as refusal:
        form.refuse(refusal)
        return 409
    except Refusal as refusal:
        form.refuse(refusal)
        return 422
    return 200


@require_GET
def meeting_print(request: HttpRequest) -> HttpResponse:
    """A4: 事项, 地点, 责任人, 何时答复, 备注, and a place to sign."""
    access = open_for(request, "matters.view")
    sheet = sheet_of(access, clock.now())
    return render(request, "desk/meeting_print.html", {"sheet": sheet, "week": _week(sheet), "today": clock.today()})

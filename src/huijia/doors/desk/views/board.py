"""The board: columns by what is waited for, twenty cards each. Moving happens on the matter's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huijia.core.matters import queries
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.doors.desk.cards import Card, cards
from huijia.kernel.accounts.access import open_for
from huijia.lib import clock

SIZE = 20
RECENT = timedelta(days=7)

GROUPS: tuple[tuple[str | Promise, tuple[State, ...]], ...] = (
    (_("待受理"), (State.COLLECTED,)),
    (_("待派单"), (State.ACCEPTED,)),
    (_("待接单"), (State.ASSIGNED,)),
    (_("处置中"), (State.HANDLING,)),
    (_("挂起与上报"), (State.SUSPENDED, State.ESCALATED)),
    (_("待核查"), (State.REPORTED,)),
    (_("待答复"), (State.CHECKED,)),
    (_("近 7 天办结"), (State.CLOSED,)),
)


@dataclass(frozen=True)
class Column:
    """`more` is the state whose list shows the rest, "" where all are here."""

    label: str | Promise
    cards: list[Card]
    more: str


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "matters.view")
    moment = clock.now()
    rows = queries.with_card(queries.visible_to(access))
    columns = [_column(label, states, rows, moment) for label, states in GROUPS]
    return render(request, "desk/board.html", {"columns": columns})


def _column(
    label: str | Promise, states: tuple[State, ...], rows: QuerySet[Matter], at: datetime
) -> Column:
    """The most pressing first; what has ended, the latest first."""
    if states == (State.CLOSED,):
        found = rows.filter(state=State.CLOSED, closed_at__gte=at - RECENT, is_historic=False).order_by("-closed_at")
    else:
        found = rows.filter(state__in=states).order_by(F("next_due").asc(nulls_last=True), "pk")
    shown = list(found[: SIZE + 1])
    more = states[0].value if len(shown) > SIZE else ""
    return Column(label, cards(shown[:SIZE], at), more)

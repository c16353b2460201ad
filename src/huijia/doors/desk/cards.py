"""A matter as a line of a list: what, where, who, until when, and its lamp."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huijia.core.matters import deadlines
from huijia.core.matters.enums import Clock, Lamp, Source, State
from huijia.core.matters.models import Matter
from huijia.core.matters.workflow import EDGES
from huijia.doors.desk import said
from huijia.kernel.communities.calendars import calendar_of
from huijia.lib import clock, masks

STANDS_FOR = "000000-000"
ASSIGNABLE = (*EDGES["assign"].before, *EDGES["reassign"].before)


@dataclass(frozen=True)
class Card:
    """`lamp` one of `Lamp`, `lamp_text` what stands beside its shape."""

    matter: Matter
    lamp: str
    lamp_text: str

    @cached_property
    def ticket(self) -> str:
        return self.matter.ticket

    @property
    def url(self) -> str:
        return _address().replace(STANDS_FOR, self.ticket)

    @cached_property
    def title(self) -> str:
        """What a list says of it, with phone and document numbers masked."""
        return masks.mask_in_text(self.matter.title)

    @property
    def place(self) -> str:
        """Where it is, the grid's name where nothing closer is known."""
        return self.matter.place_name or (self.matter.grid.name if self.matter.grid else "")

    @property
    def is_assignable(self) -> bool:
        """Whether it may be ticked for a batch; whether it really can be assigned the verb decides."""
        return self.matter.state in ASSIGNABLE

    @cached_property
    def due_exact(self) -> str:
        """The running clock's end, for the hover; "" where none runs."""
        return said.moment(self.matter.next_due) if self.matter.next_due else ""

    @property
    def source(self) -> str:
        return _label(Source, self.matter.source, get_language())

    @property
    def state(self) -> str:
        return _label(State, self.matter.state, get_language())


@cache
def _address() -> str:
    """A matter's address with STANDS_FOR as its number: looking it up for each line costs more than the line."""
    return reverse("desk:matter", args=[STANDS_FOR])


@cache
def _label(kind: type[TextChoices], value: str, language: str | None) -> str:
    return str(kind(value).label)


def card_of(matter: Matter, at: datetime | None = None) -> Card:
    moment = at or clock.now()
    lamp = deadlines.lamp_of(matter, moment)
    return Card(matter, lamp.value, _lamp_text(matter, lamp, moment))


def cards(rows: Iterable[Matter], at: datetime | None = None) -> list[Card]:
    moment = at or clock.now()
    return [card_of(matter, moment) for matter in rows]


def _lamp_text(matter: Matter, lamp: Lamp, at: datetime) -> str:
    if matter.is_historic:
        return _("历史")
    if matter.closed_at is not None:
        return _("超期办结") if lamp == Lamp.RED else _("按时办结") if matter.state == State.CLOSED else ""
    if matter.paused_at is not None:
        return _("停止计时")
    if matter.next_due is None:
        return ""
    left = clock.say_remaining(matter.next_due, at, calendar_of(matter.community_id))
    running = deadlines.running_clock(matter)
    if running == Clock.SIGN:
        return _("签收%(overdue)s") % {"overdue": left} if lamp == Lamp.RED else _("签收 %(left)s") % {"left": left}
    if running != Clock.CONTACT:
        return left
    if lamp == Lamp.RED:
        return _("首次联系%(overdue)s") % {"overdue": left}
    return _("首次联系 %(left)s") % {"left": left}

"""What waits: errands to accept, for who manages them; mine that run, the soonest due first."""

from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.due import MOST, Due
from huijia.lib import clock
from huijia.serve.errands import queries
from huijia.serve.errands.enums import HELD_STATES, State
from huijia.serve.errands.models import Errand


def due_for(access: Access, at: datetime) -> list[Due]:
    """One statement for both."""
    wanted = Q(pk__in=[])
    if access.may("errands.manage"):
        wanted |= Q(state=State.ASKED)
    if access.may("errands.act"):
        wanted |= queries.mine(access) & Q(state__in=HELD_STATES)
    if not wanted:
        return []
    rows = queries.with_line(Errand.objects.of(access.community).filter(wanted)).order_by("due_on", "pk")
    return [_due(row) for row in rows[:MOST]]


def _due(row: Errand) -> Due:
    said = {State.ASKED: _("待受理的代办：%(service)s"), State.REPORTED: _("办好了，交回材料：%(service)s")}
    title = said.get(State(row.state), _("代办：%(service)s")) % {"service": row.service.name}
    until = datetime.combine(row.due_on, time(17, 30), clock.ZONE) if row.due_on else None
    return Due(title, reverse("errands:errand", args=[row.ticket]), until, row.place_name)

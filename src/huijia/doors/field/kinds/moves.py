"""A step on one of my matters: the same forms as on its page, few of them, for what is done at the place itself."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.matters import actions, queries
from huijia.core.matters.models import Matter
from huijia.core.matters.workflow import EDGES, Edge
from huijia.doors.desk import said, timeline
from huijia.doors.desk.forms.moves import FORMS
from huijia.doors.field.errors import Moved
from huijia.doors.field.kinds import Taken, Written
from huijia.doors.field.reading import errors_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import queries as ledger
from huijia.lib import masks

MOVES = ("take", "contact", "note", "report_result")
"""What is done where the matter is; whatever needs a choice among people waits for a signal."""


def take(access: Access, written: Written) -> Taken:
    """
    Raises:
        Moved: it changed since the phone saw it. Unfit: a field that cannot be used. Refusal: it is not there.
    """
    matter = queries.find(access, written.fields.get("ticket", ""))
    edge = EDGES.get(written.fields.get("move", ""))
    if matter is None or edge is None or edge.move not in MOVES:
        raise Refusal(_("这件事不在了，或者您已经看不到它"), code="gone")
    if not access.may(edge.permission):
        raise PermissionDenied(_("您没有权限办这一步"))
    form = FORMS[edge.move](written.fields, written.files, matter=matter, access=access)
    valid = form.is_valid()
    if form.cleaned_data.get("version") != matter.version:
        raise _moved(access, matter, edge)
    if not valid:
        raise errors_of(form)
    try:
        form.act(matter, access, max(written.at, _last_at(matter) or written.at))
    except actions.Stale as stale:
        raise _moved(access, queries.find(access, matter.ticket) or matter, edge) from stale
    except Refusal as refusal:
        form.refuse(refusal)
        raise errors_of(form) from refusal
    values = {"move": edge.label, "ticket": matter.ticket}
    return Taken(_("%(move)s：#%(ticket)s") % values, reverse("desk:matter", args=[matter.ticket]))


def _last_at(matter: Matter) -> Any:
    """Nothing is written before what stands already, whatever a phone's clock says."""
    entry = ledger.history((timeline.SUBJECT, matter.pk)).last()
    return entry.occurred_at if entry is not None else None


def _moved(access: Access, matter: Matter, edge: Edge) -> Moved:
    entry = ledger.history((timeline.SUBJECT, matter.pk)).exclude(kind="matters.alarm").last()
    told = said.moved_on(entry.actor_label, entry.occurred_at, timeline.spoken(entry)) if entry is not None else ""
    now = [{"label": str(_("状态")), "text": str(matter.get_state_display())}]
    if matter.responsible_label:
        now.append({"label": str(_("责任人")), "text": matter.responsible_label})
    if matter.result:
        now.append({"label": str(_("办理结果")), "text": masks.mask_in_text(matter.result)})
    may = edge in queries.moves_for(matter, access)
    return Moved(told or str(_("这件事刚刚有了变化。")), now=now, version=matter.version if may else None)

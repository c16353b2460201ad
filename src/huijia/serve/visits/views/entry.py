"""What the room's pages share: the head of each view, the door, the visit, how a day stands to today."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huijia.core.people.queries import walks
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.serve.visits import queries
from huijia.serve.visits.models import DoorPlan, Visit

MODULE = "visits"
SIZE = 50


def entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


def door_of(access: Access, dwelling_id: int) -> Dwelling:
    """
    Raises:
        Http404: none here, or not one that this login walks.
    """
    rows = Dwelling.objects.of(access.community).select_related("grid", "group").defer("grid__polygon")
    dwelling = rows.filter(pk=dwelling_id).first()
    if dwelling is None or not walks(access, dwelling_id):
        raise Http404
    return dwelling


def visit_of(access: Access, ticket: str) -> Visit:
    visit = queries.find(access, ticket)
    if visit is None:
        raise Http404
    return visit


def lamp_of(plan: DoorPlan | None, today: date) -> dict[str, Any]:
    """`lamp`, `text`: how the next visit stands; red is overdue, yellow is on today's list."""
    due = plan.due_on if plan is not None else None
    if due is None:
        return {"lamp": "none", "text": _("没有走访要求")}
    left = (due - today).days
    if left < 0:
        return {"lamp": "red", "text": ngettext("超期 %(days)s 天", "超期 %(days)s 天", -left) % {"days": -left}}
    if left == 0:
        return {"lamp": "yellow", "text": _("今天到期")}
    text = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    return {"lamp": "yellow" if left <= 7 else "green", "text": text}

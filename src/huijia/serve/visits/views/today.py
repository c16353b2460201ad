"""今日走访: the doors that are due, in walking order; my matters on the way; 出门 and 收工."""

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.matters import queries as matters
from huijia.core.people.queries import cared_by, heads_at, homes_of, is_office
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks
from huijia.serve.visits import actions, queries
from huijia.serve.visits.actions.rounds import open_round
from huijia.serve.visits.models import DoorPlan
from huijia.serve.visits.views.entry import entered

MOST_FOUND = 30
MOST_MATTERS = 10


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """`q`: words of an address among all doors that I walk, due or not."""
    access = entered(request, "visits.make")
    now = clock.now()
    day = clock.local(now).date()
    wanted = request.GET.get("q", "").strip()[:60]
    plans = _found(access, wanted) if wanted else queries.due_doors(access, day)
    context = {
        "groups": _grouped(access, plans, day), "count": len(plans), "q": wanted, "round": _walk(access),
        "matters": _on_the_way(access), "may_plan": access.may("visits.plan"), "has_rules": bool(plans) or _any(access),
        "is_cut": len(plans) == queries.MOST_DUE, "uuid": uuid.uuid4(), "office": is_office(access),
        "ahead": (queries.ahead(access.community, day) - day).days,
    }
    return render(request, "visits/today.html", context)


def _any(access: Access) -> bool:
    return queries.my_doors(access).exclude(due_on=None).exists()


def _found(access: Access, wanted: str) -> list[DoorPlan]:
    """Doors whose address holds the words; one without a plan gets an empty one that is not kept."""
    mine = Dwelling.objects.of(access.community) if is_office(access) else homes_of(access, cared_by(access))
    rows = mine.select_related("group", "grid").defer("grid__polygon")
    for word in wanted.split():
        rows = rows.filter(address__icontains=word)
    homes = list(rows.order_by("pk")[:MOST_FOUND])
    known = {plan.dwelling_id: plan for plan in DoorPlan.objects.of(access.community).filter(dwelling__in=homes)}
    plans = [known.get(home.pk) or DoorPlan(dwelling=home, grid=home.grid) for home in homes]
    for plan, home in zip(plans, homes, strict=True):
        plan.dwelling = home
    return sorted(plans, key=lambda plan: queries.way_of(plan.dwelling))


def _grouped(access: Access, plans: list[DoorPlan], day: Any) -> list[dict[str, Any]]:
    """By group or estate, each door with its heads as I may see them."""
    heads = heads_at(access, [plan.dwelling_id for plan in plans], cared_by(access))
    lines = [
        {
            "plan": plan, "home": plan.dwelling, "heads": heads.get(plan.dwelling_id, []), **queries.lamp_of(plan, day),
        }
        for plan in plans
    ]
    return [
        {"name": name, "doors": list(rows)}
        for name, rows in groupby(lines, key=lambda line: queries.way_of(line["home"])[0])
    ]


def _walk(access: Access) -> dict[str, Any] | None:
    """The walk that is open, with how many doors it has."""
    row = open_round(access)
    if row is None:
        return None
    doors = row.visits.filter(voided_at=None).values("dwelling_id").distinct().count()
    return {"pk": row.pk, "started_at": row.started_at, "doors": doors}


def _on_the_way(access: Access) -> list[dict[str, Any]]:
    """我的事项, the most pressing first."""
    if not access.may("matters.handle"):
        return []
    rows = matters.with_card(matters.mine(access)).order_by("next_due", "pk")[:MOST_MATTERS]
    return [
        {"ticket": row.ticket, "title": masks.mask_in_text(row.title), "place": row.place_name, "due": row.next_due}
        for row in rows
    ]


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """出门."""
    access = entered(request, "visits.make")
    try:
        key = uuid.UUID(request.POST.get("uuid", ""))
    except ValueError:
        key = uuid.uuid4()
    actions.set_out(by=access, uuid=key)
    messages.success(request, _("出门了。走完一户记一户，回来按“收工”。不记录您的位置。"))
    return redirect("visits:today")


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """收工."""
    access = entered(request, "visits.make")
    row = open_round(access)
    if row is None:
        messages.info(request, _("已经收工了。"))
        return redirect("visits:today")
    try:
        doors = actions.come_back(row, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("辛苦了，这次走了 %(count)s 户。") % {"count": doors})
    return redirect("visits:today")

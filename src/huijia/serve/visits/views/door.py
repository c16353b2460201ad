"""One door: who lives there, what was said before, and the one screen on which a visit is written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import OPEN_STATES
from huijia.core.people.queries import cared_by, heads_at
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.lib import clock, masks
from huijia.serve.visits import actions, queries
from huijia.serve.visits.formkit import VisitForm
from huijia.serve.visits.models import DoorPlan
from huijia.serve.visits.views.entry import door_of, entered

PAST = 5


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """GET: the form, `kind` chosen already where the address names one. POST keeps the visit."""
    access = entered(request, "visits.make")
    dwelling = door_of(access, dwelling_id)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        initial = {"kind": kind} if kind in dict(VisitForm.base_fields["kind"].choices) else {}  # type: ignore[attr-defined]
        return _page(request, access, dwelling, VisitForm(access=access, dwelling=dwelling, initial=initial))
    form = VisitForm(request.POST, request.FILES, access=access, dwelling=dwelling)
    if not form.is_valid():
        return _page(request, access, dwelling, form, status=422)
    try:
        photos = kept_photos(form.cleaned_data["photos"], by=access)
        done = actions.record(form.draft(), by=access, photos=photos)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, dwelling, form, status=form.status)
    _say(request, done.visit.matter)
    return redirect("visits:today")


def _say(request: HttpRequest, matter: Any) -> None:
    if matter is None:
        messages.success(request, _("记下了。"))
    else:
        messages.success(request, _("记下了，并转成事项 #%(ticket)s，社区会派人办。") % {"ticket": matter.ticket})


def _page(
    request: HttpRequest, access: Access, dwelling: Dwelling, form: VisitForm, status: int = 200
) -> HttpResponse:
    today = clock.today()
    plan = DoorPlan.objects.of(access.community).filter(dwelling=dwelling).first()
    running = matters.visible_to(access).filter(dwelling=dwelling, state__in=OPEN_STATES)
    context = {
        "dwelling": dwelling, "form": form, "plan": plan, **queries.lamp_of(plan, today),
        "heads": heads_at(access, [dwelling.pk], cared_by(access)).get(dwelling.pk, []),
        "past": queries.at_door(access, dwelling.pk, PAST),
        "running": [
            {"ticket": row.ticket, "title": masks.mask_in_text(row.title), "state": row.get_state_display()}
            for row in matters.with_card(running).order_by("-pk")[:PAST]
        ],
    }
    return render(request, "visits/door.html", context, status=status)

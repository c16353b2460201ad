"""One person at the corner: the consent, a reading, how it went, a sheet to take along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions as privacy
from huijia.lib import clock
from huijia.serve.health import actions, queries
from huijia.serve.health.enums import FollowState, Kind
from huijia.serve.health.forms import AgreeForm, MeasureForm
from huijia.serve.health.models import Reading
from huijia.serve.health.thresholds import REFERRAL
from huijia.serve.health.views.entry import entered, person_of, unkept


@sensitive_post_parameters("systolic", "diastolic", "glucose")
@require_http_methods(["GET", "POST"])
@unkept
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the page, and an entry that somebody looked. POST: a reading."""
    access = entered(request)
    row = person_of(access, pk)
    if request.method != "POST":
        actions.note_seen(row, by=access)
        return _page(request, access, row, MeasureForm(access=access))
    form = MeasureForm(request.POST, access=access)
    if form.is_valid():
        try:
            form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("记下了。"))
            return redirect("health:person", pk)
    return _page(request, access, row, form, form.status)


def _page(
    request: HttpRequest, access: Access, row: Person, form: MeasureForm, status: int = 200, **more: Any
) -> HttpResponse:
    consent = actions.agreed(access.community, row)
    lines = queries.lines_of(access.community, row.pk)
    context = {
        "person": row, "form": form, "consent": consent, "lines": lines, "last": lines[0] if lines else None,
        "text": privacy.text_for(access.community, actions.PURPOSE), "agree": AgreeForm(access=access, auto_id="a_%s"),
        "charts": [(kind.label, queries.chart_of(lines, kind)) for kind in Kind],
        "referral": REFERRAL if queries.advised(access.community, row.pk) else "",
        "follow": row.health_follow_ups.filter(state=FollowState.OPEN).first(),
        "followed": list(row.health_follow_ups.filter(state=FollowState.DONE).order_by("-pk")[:5]), **more,
    }
    return render(request, "health/person.html", context, status=status)


@require_POST
@unkept
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request)
    row, form = person_of(access, pk), AgreeForm(request.POST, access=access, auto_id="a_%s")
    if not form.is_valid():
        return _page(request, access, row, MeasureForm(access=access), form.status, agree=form)
    form.act(row)
    messages.success(request, _("同意记下了，可以测了。"))
    return redirect("health:person", pk)


@require_GET
@unkept
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A4 for the person: their readings and what was said."""
    access = entered(request)
    row = person_of(access, pk)
    actions.note_seen(row, by=access)
    context = {
        "person": row, "lines": queries.lines_of(access.community, row.pk), "community": access.community,
        "today": clock.today(), "referral": REFERRAL if queries.advised(access.community, row.pk) else "",
    }
    return render(request, "health/sheet.html", context)


@require_POST
@unkept
def void(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request)
    reading = Reading.objects.of(access.community).filter(pk=pk, person__isnull=False).first()
    if reading is None:
        raise Http404
    actions.void(reading, by=access)
    messages.success(request, _("作废了，数值已清除。"))
    return redirect("health:person", reading.person_id)

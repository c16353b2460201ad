"""请假与代理: who is away, until when, and who acts for them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.people import actions
from huijia.core.people.models import Absence
from huijia.doors.desk import said
from huijia.doors.desk.forms.absences import AbsenceForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

MOST = 50


@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """GET: who is away, and the form. POST: sets an absence."""
    access = open_for(request, "matters.handle", "matters.assign")
    if request.method != "POST":
        return _page(request, access, AbsenceForm(access=access))
    form = AbsenceForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    try:
        absence = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, status=422)
    until = said.moment(absence.ends_at)
    values = {"who": absence.person.name, "deputy": absence.deputy.name, "until": until}
    told = _("%(who)s请假到 %(until)s，由%(deputy)s代理。期间新来的和在办的事，代理人都能办。")
    messages.success(request, told % values)
    return redirect("desk:absences")


def _page(request: HttpRequest, access: Access, form: AbsenceForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    rows = Absence.objects.of(access.community).filter(ends_at__gt=now, cancelled_at=None)
    found = list(rows.select_related("person", "deputy").order_by("starts_at", "pk")[:MOST])
    may_any = access.may("matters.assign")
    lines = [
        {
            "absence": absence, "is_now": absence.starts_at <= now,
            "may_cancel": may_any or absence.person_id in access.person_ids,
        }
        for absence in found
    ]
    may_set = may_any or bool(access.person_ids)
    context = {"form": form, "lines": lines, "may_set": may_set}
    return render(request, "desk/absences.html", context, status=status)


@require_POST
def absence_cancel(request: HttpRequest, absence_id: int) -> HttpResponse:
    access = open_for(request, "matters.handle", "matters.assign")
    absence = Absence.objects.of(access.community).select_related("person").filter(pk=absence_id).first()
    if absence is None:
        raise Http404
    try:
        actions.cancel_absence(absence, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, AbsenceForm(access=access), status=403)
    messages.success(request, _("%(who)s已销假，事情由本人继续办。") % {"who": absence.person.name})
    return redirect("desk:absences")

"""本社区约定: what this community agreed on for itself, and who changed it last."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.doors.desk.forms.agreed import AgreedForm, say
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import options as agreed
from huijia.kernel.communities.calendars import calendar_of, gap_ahead
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, Option
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock


@require_http_methods(["GET", "POST"])
def options(request: HttpRequest) -> HttpResponse:
    """GET: all options by group. POST: saves those that were changed, or none."""
    access = open_for(request, "settings.edit")
    if request.method != "POST":
        return _page(request, access, AgreedForm(access=access))
    form = AgreedForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    try:
        changed = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, status=409 if form.stale else 422)
    if changed:
        values = {"what": _("；").join(_said(access, spec) for spec in changed)}
        messages.success(request, _("已改，从现在起照新的办。%(what)s。") % values)
    else:
        messages.info(request, _("没有改动。"))
    return redirect("desk:options")


def _said(access: Access, spec: agreed.Spec) -> str:
    value = say(spec, agreed.get(access.community, spec.key))
    return _("%(label)s：%(value)s") % {"label": spec.label, "value": value}


def _page(request: HttpRequest, access: Access, form: AgreedForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "sections": form.sections(_last_changes(access.community)),
        "gap": gap_ahead(calendar_of(access.community), clock.today()), "may_arrange": True,
    }
    return render(request, "desk/options.html", context, status=status)


def _last_changes(community: Community) -> dict[str, Any]:
    """Option key to the latest entry about it; two statements."""
    keys = dict(Option.objects.of(community).values_list("pk", "key"))
    about = Entry.objects.filter(subject_type="communities.option", subject_id__in=keys)
    latest = about.order_by().values("subject_id").annotate(last=Max("id")).values("last")
    rows = Entry.objects.filter(pk__in=latest).defer("personal", "leaf")
    return {keys[entry.subject_id]: entry for entry in rows}

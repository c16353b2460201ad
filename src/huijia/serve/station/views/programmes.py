"""文明实践站: what takes place again and again, one by one, planned, changed, skipped and ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.station import actions, queries
from huijia.serve.station.forms import EndForm, ProgrammeForm, SkipForm
from huijia.serve.station.models import Programme, Skip

MOST = 100


def _entered(request: HttpRequest, permission: str) -> Access:
    access = open_for(request, permission)
    modules.require(access.community, "station")
    return access


def _programme(access: Access, pk: int) -> Programme:
    found = Programme.objects.of(access.community).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """`view`: ended, else what runs, the earliest in the day first."""
    access, now = _entered(request, "signup.view"), clock.now()
    view = "ended" if request.GET.get("view") == "ended" else ""
    today = clock.local(now).date()
    which = queries.ended if view else queries.running
    rows = list(which(access.community, today)[:MOST])
    following = queries.next_times(rows, now)
    context = {
        "view": view, "rows": [(row, following.get(row.pk)) for row in rows], "may_manage": access.may("signup.manage"),
        "month": queries.month_so_far(access.community, now),
    }
    return render(request, "station/programmes.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    access = _entered(request, "signup.manage")
    if request.method != "POST":
        return render(request, "station/programme_form.html", {"form": ProgrammeForm(access=access)})
    form = ProgrammeForm(request.POST, access=access)
    if form.is_valid():
        try:
            row = actions.add(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("定好了，接下来的场次都排上了，居民网页上看得到。"))
            return redirect("station:programme", row.pk)
    return render(request, "station/programme_form.html", {"form": form}, status=form.status)


@require_GET
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    access = _entered(request, "signup.view")
    return _page(request, access, _programme(access, pk))


def _page(request: HttpRequest, access: Access, row: Programme, status: int = 200, **more: Any) -> HttpResponse:
    now = clock.now()
    ahead, past = queries.occasions_of(row, now)
    today = clock.local(now).date()
    context = {
        "programme": row, "ahead": ahead, "past": past, "may_manage": access.may("signup.manage"),
        "may_attend": access.may("signup.attend"), "skips": list(row.skips.filter(day__gte=today)),
        "is_over": row.until_on is not None and row.until_on <= today,
        "skip": SkipForm(access=access, auto_id="s_%s"),
        "ending": EndForm(access=access, auto_id="e_%s", initial={"on": today}), **more,
    }
    return render(request, "station/programme.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    access = _entered(request, "signup.manage")
    row = _programme(access, pk)
    if request.method != "POST":
        context = {"form": ProgrammeForm(access=access, programme=row), "programme": row}
        return render(request, "station/programme_form.html", context)
    form = ProgrammeForm(request.POST, access=access, programme=row)
    if form.is_valid():
        row.version = form.cleaned_data["version"] or 0
        try:
            told = actions.change(row, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            form.status = 409 if isinstance(refusal, actions.Stale) else form.status
        else:
            messages.success(request, _("改好了，后面的场次都跟着改，%(count)s 人已通知。") % {"count": told})
            return redirect("station:programme", row.pk)
    context = {"form": form, "programme": row}
    return render(request, "station/programme_form.html", context, status=form.status)


@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    access = _entered(request, "signup.manage")
    row, form = _programme(access, pk), SkipForm(request.POST, access=access, auto_id="s_%s")
    if form.is_valid():
        try:
            count = actions.skip(row, form.cleaned_data["day"], reason=form.cleaned_data["reason"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("那一天停了，%(count)s 份报名已取消并通知。") % {"count": count})
            return redirect("station:programme", pk)
    return _page(request, access, row, form.status, skip=form)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    access = _entered(request, "signup.manage")
    row, form = _programme(access, pk), EndForm(request.POST, access=access, auto_id="e_%s")
    if form.is_valid():
        try:
            count = actions.end(row, on=form.cleaned_data["on"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("到那天为止，%(count)s 份报名已取消并通知。") % {"count": count})
            return redirect("station:programme", pk)
    return _page(request, access, row, form.status, ending=form)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    access = _entered(request, "signup.manage")
    missed = Skip.objects.of(access.community).select_related("programme").filter(pk=pk).first()
    if missed is None:
        raise Http404
    actions.keep(missed, by=access)
    messages.success(request, _("那一天照常办。"))
    return redirect("station:programme", missed.programme_id)

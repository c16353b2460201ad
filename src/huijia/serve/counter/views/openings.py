"""When the counter is open: the days ahead, one opening with its appointments and the staff's time, closed days."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.signup.enums import State
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.paging import behind, key_of
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.enums import EXTRA
from huijia.serve.counter.forms import ClosedForm, ExtraForm, OvertimeForm, ReasonForm, begin_extra, begin_overtime
from huijia.serve.counter.models import ClosedDay, Opening, Overtime
from huijia.serve.counter.views.entry import entered, row_of

PAGE = 40


@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    """`view`: past (the extra ones, newest first), else what is ahead."""
    return _page(request, entered(request, "counter.view"))


def _page(
    request: HttpRequest, access: Access, status: int = 200, extra: ExtraForm | None = None,
    closed: ClosedForm | None = None,
) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {
        "view": "past" if request.GET.get("view") == "past" else "", "may_plan": access.may("counter.plan"),
        "closed_days": queries.closed_from(access.community, today),
        "extra": extra or ExtraForm(access=access, initial=begin_extra(clock.local(clock.now())), auto_id="e_%s"),
        "closed": closed or ClosedForm(access=access, auto_id="c_%s"),
    }
    if context["view"]:
        rows = Opening.objects.of(access.community).filter(
            kind__in=EXTRA, closed_at=None, ends_at__lte=clock.now()
        ).order_by("-starts_at", "-pk").select_related("counter").prefetch_related("overtimes")
        found = list(behind(rows, request.GET.get("before", ""), "starts_at")[: PAGE + 1])
        older = key_of(found[PAGE - 1].starts_at, found[PAGE - 1].pk) if len(found) > PAGE else None
        context |= {"past": [(row, _minutes(row)) for row in found[:PAGE]], "older": older}
    else:
        context["ahead"] = queries.openings_from(access.community, today)
    return render(request, "counter/openings.html", context, status=status)


def _minutes(opening: Opening) -> int:
    return sum(row.minutes for row in opening.overtimes.all() if row.void_at is None)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    access = entered(request, "counter.plan")
    form = ExtraForm(request.POST, access=access, auto_id="e_%s")
    if form.is_valid():
        try:
            row = actions.open_extra(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("开好了，居民现在就能约。"))
            return redirect("counter:opening", row.pk)
    return _page(request, access, form.status, extra=form)


@require_POST
def closed(request: HttpRequest) -> HttpResponse:
    access = entered(request, "counter.plan")
    form = ClosedForm(request.POST, access=access, auto_id="c_%s")
    if form.is_valid():
        try:
            count = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("停办了，%(count)s 个预约取消并已通知。") % {"count": count})
            return redirect("counter:openings")
    return _page(request, access, form.status, closed=form)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.plan")
    actions.open_again(row_of(ClosedDay, access, pk), by=access)
    messages.success(request, _("这一天恢复开放。原来的预约已经取消，要来的请重新约。"))
    return redirect("counter:openings")


@require_GET
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.view")
    return _one(request, access, row_of(Opening, access, pk, "counter"))


def _one(request: HttpRequest, access: Access, row: Opening, status: int = 200, **more: Any) -> HttpResponse:
    bookings = queries.bookings_of(row)
    is_over = row.ends_at <= clock.now()
    context = {
        "opening": row, "is_over": is_over, "is_extra": row.kind in EXTRA,
        "bookings": [each for each in bookings if each.signup.state != State.CANCELLED],
        "cancelled": sum(each.signup.state == State.CANCELLED for each in bookings),
        "overtimes": list(row.overtimes.order_by("pk")),
        "may_serve": access.may("counter.serve"), "may_plan": access.may("counter.plan"),
        "may_dial": access.may("counter.serve") and access.may("contacts.reveal"),
        "shut": ReasonForm(access=access),
        "overtime": OvertimeForm(access=access, initial=begin_overtime(row, access), auto_id="o_%s"), **more,
    }
    return render(request, "counter/opening.html", context, status=status)


@require_http_methods(["POST"])
def shut(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.plan")
    row, form = row_of(Opening, access, pk, "counter"), ReasonForm(request.POST, access=access)
    if form.is_valid():
        try:
            count = actions.close_opening(row, reason=form.cleaned_data["reason"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("停办了，%(count)s 个预约取消并已通知。") % {"count": count})
            return redirect("counter:opening", pk)
    return _one(request, access, row, form.status, shut=form)


@require_POST
def overtime(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.serve")
    row, form = row_of(Opening, access, pk, "counter"), OvertimeForm(request.POST, access=access, auto_id="o_%s")
    if form.is_valid():
        try:
            form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("加时记下了。"))
            return redirect("counter:opening", pk)
    return _one(request, access, row, form.status, overtime=form)


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.plan")
    row = row_of(Overtime, access, pk, "opening")
    try:
        actions.void_overtime(row, reason=request.POST.get("reason", ""), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("作废了。"))
    return redirect("counter:opening", row.opening_id)

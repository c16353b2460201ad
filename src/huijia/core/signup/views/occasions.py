"""活动: what is planned, as a list and as a month; planned, changed, called off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.signup import actions, months, queries
from huijia.core.signup.enums import OccasionKind
from huijia.core.signup.forms.occasions import CancelForm, OccasionForm, begin
from huijia.core.signup.views.opening import occasion_of, opened
from huijia.core.signup.views.shown import page_of
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

PAGE = 30


@require_GET
def occasions(request: HttpRequest) -> HttpResponse:
    """`when`: past, else what is to come; `kind`; `after`: how many were shown before."""
    access = opened(request, "signup.view")
    when, kind, now = request.GET.get("when", ""), request.GET.get("kind", ""), clock.now()
    rows = queries.past(access.community, now) if when == "past" else queries.upcoming(access.community, now)
    if kind in OccasionKind.values:
        rows = rows.filter(kind=kind)
    skip = _number(request.GET.get("after", ""))
    found = list(rows[skip : skip + PAGE + 1])
    context = {
        "occasions": found[:PAGE], "when": when, "kind": kind, "kinds": OccasionKind.choices, "now": now,
        "more": skip + PAGE if len(found) > PAGE else None, "may_manage": access.may("signup.manage"),
    }
    return render(request, "signup/occasions.html", context)


def _number(text: str) -> int:
    return min(int(text), 100_000) if text.isdecimal() and len(text) < 7 else 0


@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """`month`: 2026-04, this month without it."""
    access = opened(request, "signup.view")
    today = clock.today()
    first = months.chosen(request.GET.get("month", ""), today)
    context = {
        "weeks": queries.month_of(access.community, first, today), "first": first,
        "before": months.before(first), "after": months.after(first),
        "may_manage": access.may("signup.manage"),
    }
    return render(request, "signup/month.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One occasion, or one for each of several weeks."""
    access = opened(request, "signup.manage")
    if request.method != "POST":
        return render(request, "signup/occasion_form.html", {"form": OccasionForm(access=access, initial=begin())})
    form = OccasionForm(request.POST, access=access)
    status = 422
    if form.is_valid():
        weeks = form.cleaned_data["weeks"] or 1
        try:
            made = actions.plan_weekly(form.draft(), weeks=weeks, by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, actions.Conflict) else 422
        else:
            said = _("排好了，共 %(count)s 场。") if weeks > 1 else _("排好了。居民现在就能在网页上报名。")
            messages.success(request, said % {"count": weeks} if weeks > 1 else said)
            return redirect("signup:occasion", made[0].pk)
    return render(request, "signup/occasion_form.html", {"form": form}, status=status)


@require_GET
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    access = opened(request, "signup.view")
    return page_of(request, access, occasion_of(access, pk))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the occasion in the form. POST: the change; who signed up hears of another time or place."""
    access = opened(request, "signup.manage")
    row = occasion_of(access, pk)
    if request.method != "POST":
        context = {"form": OccasionForm(access=access, occasion=row), "occasion": row}
        return render(request, "signup/occasion_form.html", context)
    form, status = OccasionForm(request.POST, access=access, occasion=row), 422
    if form.is_valid():
        row.version = form.cleaned_data["version"] or 0
        try:
            told = actions.change(row, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, actions.Stale) else 422
        else:
            said = _("改好了。时间地点有变，已通知 %(count)s 位留了电话的人。") if told else _("改好了。")
            messages.success(request, said % {"count": told} if told else said)
            return redirect("signup:occasion", row.pk)
    return render(request, "signup/occasion_form.html", {"form": form, "occasion": row}, status=status)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    access = opened(request, "signup.manage")
    row = occasion_of(access, pk)
    form = CancelForm(request.POST, access=access)
    if form.is_valid():
        row.version = form.cleaned_data["version"]
        try:
            count = actions.cancel(row, reason=form.cleaned_data["reason"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, actions.Stale) else 422
            return page_of(request, access, occasion_of(access, pk), status=status, cancel_form=form)
        messages.success(request, _("取消了，%(count)s 份报名一并取消；留了电话的都会收到通知。") % {"count": count})
        return redirect("signup:occasion", row.pk)
    return page_of(request, access, row, status=422, cancel_form=form)

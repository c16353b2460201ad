"""The working plan and the counters; what is done there, with its guide."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.hours import WEEKDAYS
from huijia.serve.counter.forms import CardForm, CounterForm, EndForm, HoursForm
from huijia.serve.counter.models import Counter, CounterService, Hours
from huijia.serve.counter.views.entry import entered, row_of

COUNTER_NAMES = ("name", "place_name", "letter", "is_active")
CARD_NAMES = ("name", "materials", "basis", "fee", "takes", "minutes", "note", "is_active")


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The lines that hold; the POST adds one for each weekday chosen."""
    access = entered(request, "counter.plan")
    if request.method != "POST":
        return _plan(request, access, HoursForm(access=access))
    form = HoursForm(request.POST, access=access)
    if form.is_valid():
        try:
            with transaction.atomic():
                for draft in form.drafts():
                    actions.add_hours(draft, by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("排好了，接下来两周的时间居民已经能约。"))
            return redirect("counter:plan")
    return _plan(request, access, form, form.status)


def _plan(request: HttpRequest, access: Access, form: HoursForm, status: int = 200) -> HttpResponse:
    today = clock.today()
    rows = Hours.objects.of(access.community).select_related("counter").order_by("counter__letter", "weekday", "starts")
    lines = [row for row in rows if row.until_on is None or row.until_on > today]
    context: dict[str, Any] = {
        "form": form, "lines": [(row, WEEKDAYS[row.weekday]) for row in lines], "today": today,
        "counters": list(Counter.objects.of(access.community)), "may_set_up": access.may("settings.edit"),
    }
    return render(request, "counter/plan.html", context, status=status)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.plan")
    row, form = row_of(Hours, access, pk), EndForm(request.POST, access=access)
    if not form.is_valid():
        messages.error(request, _("请选从哪天起不开"))
        return redirect("counter:plan")
    try:
        kept = actions.end_hours(row, on=form.cleaned_data["on"], by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("到那天为止。有 %(count)s 天已经有人约，仍按原来的时间；不开请到那一天停办。")
        messages.success(request, told % {"count": kept} if kept else _("到那天为止，后面的时间已收回。"))
    return redirect("counter:plan")


@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, pk: int = 0) -> HttpResponse:
    access = entered(request, "counter.plan")
    row = row_of(Counter, access, pk) if pk else None
    first = {name: getattr(row, name) for name in COUNTER_NAMES} if row else {"letter": "A"}
    form = CounterForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("窗口已保存。"))
            return redirect("counter:plan")
    context = {"form": form, "counter": row}
    return render(request, "counter/counter.html", context, status=form.status if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """What is done at the counter; `usual` in the POST takes over the usual list."""
    access = entered(request, "settings.edit")
    if request.method == "POST" and "usual" in request.POST:
        count = actions.adopt_usual(by=access)
        messages.success(request, _("加了 %(count)s 项，可以逐项改。") % {"count": count})
        return redirect("counter:services")
    return _service(request, access, None)


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "settings.edit")
    return _service(request, access, row_of(CounterService, access, pk))


def _service(request: HttpRequest, access: Access, row: CounterService | None) -> HttpResponse:
    first = {name: getattr(row, name) for name in CARD_NAMES} if row else {}
    form = CardForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.act(row)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("「%(name)s」已保存，居民就能看到。") % {"name": saved.name})
            return redirect("counter:services")
    rows = list(CounterService.objects.of(access.community).order_by("-is_active", "pk")[:200])
    context = {
        "form": form, "service": row, "rows": rows, "may_view": access.may("counter.view"),
        "has_counter": queries.counters(access.community).exists(),
    }
    return render(request, "counter/services.html", context, status=form.status if form.is_bound else 200)

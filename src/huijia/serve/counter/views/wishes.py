"""希望加时: on which days residents would like the counter to be open; one press opens it and tells all."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.asks import open_asks
from huijia.serve.counter.forms import GrantForm, ReasonForm, begin_extra
from huijia.serve.counter.views.entry import day_in, entered


@require_GET
def wishes(request: HttpRequest) -> HttpResponse:
    access = entered(request, "counter.plan")
    context = {"days": queries.wanted_days(access.community, clock.today())}
    return render(request, "counter/wishes.html", context)


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, day: str) -> HttpResponse:
    """Who asks for this day; the POST opens the counter on it."""
    access, wanted = entered(request, "counter.plan"), _day(day)
    if request.method != "POST":
        morning = datetime.combine(wanted, time(9), clock.ZONE)
        return _page(request, access, wanted, GrantForm(access=access, initial=begin_extra(morning)))
    form = GrantForm(request.POST, access=access)
    if form.is_valid():
        try:
            opening = actions.grant(wanted, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("开了，要求的居民都已通知；先提的已排好时间。"))
            return redirect("counter:opening", opening.pk)
    return _page(request, access, wanted, form, form.status)


def _day(text: str) -> date:
    found = day_in(text)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, access: Access, day: date, form: GrantForm, status: int = 200) -> HttpResponse:
    asks = list(open_asks(access, day).select_related("service").order_by("pk"))
    context = {"day": day, "asks": asks, "form": form, "reason": ReasonForm(access=access, auto_id="r_%s")}
    return render(request, "counter/wish.html", context, status=status)


@require_POST
def decline(request: HttpRequest, day: str) -> HttpResponse:
    access, wanted = entered(request, "counter.plan"), _day(day)
    try:
        count = actions.decline(wanted, reason=request.POST.get("reason", ""), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("counter:wish", day)
    messages.success(request, _("已告诉 %(count)s 位居民这一天不能加时。") % {"count": count})
    return redirect("counter:wishes")

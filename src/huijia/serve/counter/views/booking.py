"""代约: an appointment by telephone or at the desk; and what the office does with one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.signup import actions as signup
from huijia.core.signup.enums import State
from huijia.core.signup.models import Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.counter import queries
from huijia.serve.counter.forms import BookForm
from huijia.serve.counter.models import Booking
from huijia.serve.counter.views.entry import day_in, entered, row_of

LAST_KEY = "counter_last"
VERBS = {"cancel": signup.cancel_signup, "accept": signup.accept, "decline": signup.decline}


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """`day` in the query, the first with hours without it; `service`: an id to begin with."""
    access = entered(request, "counter.serve")
    now = clock.now()
    days = queries.days_of(access.community, now, late=True)
    day = day_in(request.GET.get("day", "")) or (days[0].day if days else clock.local(now).date())
    slots = queries.slots_on(access.community, day, now, late=True)
    context: dict[str, Any] = {"days": days, "day": day}
    if request.method != "POST":
        first = {"service": request.GET.get("service", "")[:20]}
        context |= {"form": BookForm(access=access, slots=slots, initial=first), "last": _last(request, access)}
        return render(request, "counter/book.html", context)
    form = BookForm(request.POST, access=access, slots=slots)
    if form.is_valid():
        try:
            done = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[LAST_KEY] = done.booking.pk
            return redirect("counter:book")
    return render(request, "counter/book.html", context | {"form": form}, status=form.status)


def _last(request: HttpRequest, access: Access) -> dict[str, object] | None:
    """Whom this login has just booked for, once: number and code to read out."""
    pk = request.session.pop(LAST_KEY, None)
    rows = Booking.objects.of(access.community).filter(pk=pk or 0, signup__registered_by_id=access.user_id)
    booking = rows.select_related("signup__occasion", "service").first()
    if booking is None:
        return None
    code = signup.secret_code(booking.signup.uuid)
    waits = booking.signup.state == State.WAITING
    return {"booking": booking, "code_parts": [code[:4], code[4:]], "waits": waits}


@require_POST
def act(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """`move`: cancel, accept, decline."""
    access = entered(request, "counter.serve")
    if move not in VERBS:
        raise Http404
    booking = row_of(Booking, access, pk, "signup__occasion", "opening")
    try:
        VERBS[move](booking.signup, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = {"cancel": _("取消了，空位给了下一位候补。"), "accept": _("确认了。"), "decline": _("让给了下一位。")}
        messages.success(request, said[move])
    return redirect("counter:opening", booking.opening_id)


@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number in the clear, to be dialled by a tap; each look leaves an entry."""
    access = entered(request, "counter.serve")
    booked = row_of(Signup, access, pk, "occasion")
    if booked.occasion.is_activity:
        raise Http404
    try:
        number = signup.reveal(booked, by=access)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=403)
    answer = render(request, "signup/_dial.html", {"phone": number})
    answer.headers["Cache-Control"] = "no-store"
    return answer



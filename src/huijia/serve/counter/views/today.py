"""今天的窗口: who waits, who is called, who has an appointment and has not come."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.signup import queries as signups
from huijia.core.signup.enums import State
from huijia.core.signup.models import Signup
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.lib import clock
from huijia.serve.counter import actions, queries
from huijia.serve.counter.actions.openings import SOURCE
from huijia.serve.counter.enums import TurnState
from huijia.serve.counter.forms import FinishForm, NumberForm
from huijia.serve.counter.models import Counter, Turn
from huijia.serve.counter.views.entry import entered, row_of

MOVES = {"again": actions.call_again, "skip": actions.skip, "back": actions.put_back}


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    return _page(request, entered(request, "counter.view"))


def _page(
    request: HttpRequest, access: Access, status: int = 200, number: NumberForm | None = None,
    finish: FinishForm | None = None,
) -> HttpResponse:
    now = clock.now()
    day = clock.local(now).date()
    turns = queries.turns_on(access.community, day)
    mine = [turn for turn in turns if turn.state == TurnState.CALLED and turn.served_by_id == access.user_id]
    context = {
        "boards": [_board(counter, turns, access) for counter in queries.counters(access.community)],
        "mine": [
            (turn, finish if finish is not None and finish.turn.pk == turn.pk else FinishForm(
                access=access, turn=turn, auto_id=f"t{turn.pk}_%s"
            )) for turn in mine
        ],
        "called": [turn for turn in turns if turn.state == TurnState.CALLED and turn.served_by_id != access.user_id],
        "gone": [turn for turn in turns if turn.state == TurnState.GONE],
        "served": [turn for turn in turns if turn.state == TurnState.SERVED][::-1],
        "expected": queries.expected(access, day), "form": number or NumberForm(access=access),
        "openings": [row for row in queries.openings_from(access.community, day, 12) if row.day == day],
        "may_serve": access.may("counter.serve"), "may_plan": access.may("counter.plan"),
        "may_set_up": access.may("settings.edit"), "offered": queries.offered(access.community).exists(),
        "wishes": queries.wanted_days(access.community, day) if access.may("counter.plan") else [],
    }
    return render(request, "counter/today.html", context, status=status)


def _board(counter: Counter, turns: list[Turn], access: Access) -> dict[str, Any]:
    waiting = queries.waiting_in_order(turns, counter.pk, clock.now())
    called = [turn for turn in turns if turn.counter_id == counter.pk and turn.state == TurnState.CALLED]
    return {
        "counter": counter, "waiting": waiting, "minutes": queries.minutes_for(waiting, called),
        "is_busy": any(turn.served_by_id == access.user_id for turn in called),
    }


@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """取号 for somebody who just came."""
    access = entered(request, "counter.serve")
    form = NumberForm(request.POST, access=access)
    if form.is_valid():
        try:
            turn = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(number)s 号，请在旁边等叫号。") % {"number": turn.said})
            return redirect("counter:slip", turn.pk) if "print" in request.POST else redirect("counter:today")
    return _page(request, access, form.status, number=form)


@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """叫下一位. Pressed twice it says who is being served."""
    access = entered(request, "counter.serve")
    counter = row_of(Counter, access, pk)
    try:
        turn = actions.call_next(counter, by=access)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _page(request, access, 409)
    messages.success(request, _("请 %(number)s 号到%(counter)s") % {"number": turn.said, "counter": counter.name})
    return redirect("counter:today")


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request, "counter.serve")
    turn = row_of(Turn, access, pk, "counter", "service", "signup")
    form = FinishForm(request.POST, access=access, turn=turn, auto_id=f"t{turn.pk}_%s")
    if form.is_valid():
        try:
            form.act()
        except actions.Stale as stale:
            messages.error(request, str(stale))
            return _page(request, access, 409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(number)s 办完了。") % {"number": turn.said})
            return redirect("counter:told", turn.pk) if turn.outcome == "lacking" else redirect("counter:today")
    return _page(request, access, form.status, finish=form)


@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """`move`: again, skip, back."""
    access = entered(request, "counter.serve")
    if move not in MOVES:
        raise Http404
    turn = row_of(Turn, access, pk, "counter", "service", "signup")
    turn.version = int(text) if (text := request.POST.get("version", "")).isdecimal() and len(text) < 9 else 0
    try:
        MOVES[move](turn, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, 409)
    said = {"again": _("又叫了一次 %(number)s。"), "skip": _("%(number)s 过号，回来了可以重新排。"),
            "back": _("%(number)s 重新排上了。")}
    messages.success(request, said[move] % {"number": turn.said})
    return redirect("counter:today")


@require_POST
def come(request: HttpRequest, pk: int) -> HttpResponse:
    """报到: somebody with an appointment is there."""
    access = entered(request, "counter.serve")
    booked = row_of(Signup, access, pk, "occasion")
    try:
        turn = actions.come(booked, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, 409 if isinstance(refusal, Conflict) else 422)
    messages.success(request, _("%(number)s 号，请在旁边等叫号。") % {"number": turn.said})
    return redirect("counter:today")


@require_http_methods(["GET", "POST"])
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the code of an appointment, for staff; a second scan says which number they have."""
    access = entered(request, "counter.serve")
    booked = signups.by_token(access.community, token)
    if booked is None or booked.occasion.source_kind != SOURCE:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        try:
            actions.come(booked, by=access)
        except Refusal as refusal:
            error, status = str(refusal), 422
        else:
            return redirect("counter:scanned", token)
    turn = Turn.objects.of(access.community).filter(signup=booked).select_related("counter").first()
    context = {
        "signup": booked, "occasion": booked.occasion, "turn": turn, "error": error,
        "gone": booked.state == State.CANCELLED, "is_today": clock.local(booked.occasion.starts_at).date() ==
        clock.today(),
    }
    return render(request, "counter/scanned.html", context, status=status)

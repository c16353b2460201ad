"""One shift: added, changed, taken out, and swapped between two people."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.hotline import actions
from huijia.serve.hotline.forms.roster import ShiftForm, SwapForm
from huijia.serve.hotline.models import DutyShift, DutySwap
from huijia.serve.hotline.views.opening import found, opened
from huijia.serve.hotline.views.roster import address

OFFERED = 60


def _shift(access: Access, shift_id: int) -> DutyShift:
    rows = DutyShift.objects.of(access.community).select_related("post__person")
    return found(rows.filter(pk=shift_id).first())


@require_http_methods(["GET", "POST"])
def shift_add(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.manage")
    if request.method != "POST":
        form = ShiftForm(access=access, initial={"day": _day(request.GET.get("day", ""))})
        return render(request, "hotline/shift.html", {"form": form})
    form = ShiftForm(request.POST, access=access)
    if form.is_valid():
        try:
            made = actions.add_shift(form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(day)s 加了一个班：%(who)s。") % {
                "day": f"{made.day:%m-%d}", "who": made.post_label})
            return redirect(address(made.day))
    return render(request, "hotline/shift.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """GET: the shift in the form. POST: another person, other hours, another number."""
    access = opened(request, "hotline.manage")
    row = _shift(access, shift_id)
    if request.method != "POST":
        return render(request, "hotline/shift.html", {"form": ShiftForm(access=access, shift=row), "shift": row})
    form = ShiftForm(request.POST, access=access, shift=row)
    status = 422
    if form.is_valid():
        row.version = form.cleaned_data["version"] or 0
        try:
            actions.change_shift(row, form.draft(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, actions.Stale) else 422
        else:
            messages.success(request, _("已改。值班表、首页和门口页面马上用新的。"))
            return redirect(address(form.cleaned_data["day"]))
    return render(request, "hotline/shift.html", {"form": form, "shift": row}, status=status)


@require_POST
def shift_drop(request: HttpRequest, shift_id: int) -> HttpResponse:
    access = opened(request, "hotline.manage")
    row = _shift(access, shift_id)
    actions.drop_shift(row, by=access)
    messages.success(request, _("去掉了 %(day)s %(who)s 的班。") % {"day": f"{row.day:%m-%d}", "who": row.post_label})
    return redirect(address(row.day))


@require_http_methods(["GET", "POST"])
def swap_ask(request: HttpRequest, shift_id: int) -> HttpResponse:
    """GET: whom to ask. POST: asks."""
    access = opened(request, "hotline.work")
    row = _shift(access, shift_id)
    others = DutyShift.objects.of(access.community).filter(ends_at__gt=clock.now()).exclude(
        post__person_id=row.post.person_id
    ).select_related("post__person").order_by("starts_at")[:OFFERED]
    form = SwapForm(request.POST if request.method == "POST" else None, access=access, shift=row, others=list(others))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            taker, back = form.chosen
            try:
                actions.ask_swap(row, taker=taker, back=back, reason=form.cleaned_data["reason"], by=access)
            except Refusal as refusal:
                form.refuse(refusal)
                status = 403 if refusal.code == "forbidden" else 422
            else:
                messages.success(request, _("已请%(who)s换班。对方同意之前，还是原来的人值班。") % {
                    "who": taker.person.name})
                return redirect(address(row.day))
    return render(request, "hotline/swap.html", {"form": form, "shift": row}, status=status)


@require_POST
def swap_answer(request: HttpRequest, swap_id: int, answer: str) -> HttpResponse:
    """`answer`: accept, decline, withdraw."""
    access = opened(request, "hotline.work")
    rows = DutySwap.objects.of(access.community).select_related(
        "shift__post__person", "back__post__person", "giver__person", "taker__person"
    )
    swap = found(rows.filter(pk=swap_id).first())
    verbs = {"accept": actions.accept_swap, "decline": actions.decline_swap, "withdraw": actions.withdraw_swap}
    said = {
        "accept": _("换好了，值班表已经改过来。"), "decline": _("已答复不换，班次不变。"),
        "withdraw": _("已撤回，班次不变。"),
    }
    if answer not in verbs:
        return redirect(address(swap.shift.day))
    try:
        verbs[answer](swap, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said[answer])
    return redirect(address(swap.shift.day))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()

"""漏接和回电: entered in seconds, called back by a tap, none forgotten."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.hotline import actions, paste
from huijia.serve.hotline.enums import CallKind
from huijia.serve.hotline.forms.calls import AgainForm, DropForm, MissedForm, PasteForm, PromiseForm
from huijia.serve.hotline.models import Call
from huijia.serve.hotline.queries import calls as queries
from huijia.serve.hotline.views.opening import found, opened


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """`kind`: missed, promised, ended; all that wait without it."""
    return page(request, opened(request, "hotline.work"))


def page(request: HttpRequest, access: Access, status: int = 200, **extra: Any) -> HttpResponse:
    now, kind = clock.now(), request.GET.get("kind", "")
    rows = queries.waiting(access.community)
    counts = {"": rows.count(), **{each: queries.of_kind(rows, each).count() for each in CallKind.values}}
    shown = queries.ended(access.community) if kind == "ended" else queries.of_kind(rows, kind)
    before = request.GET.get("before", "")
    if kind == "ended" and before.isdecimal() and len(before) < 19:
        shown = shown.filter(pk__lt=int(before))
    some = list(shown.select_related("matter")[: queries.PAGE + 1])
    lines = queries.lines(some[: queries.PAGE], access, now)
    context = {
        "lines": lines, "kind": kind, "counts": counts, "total": counts[""], "missed_form": MissedForm(access=access),
        "promise_form": PromiseForm(access=access), "hours": options.get(access.community, "callback_hours"),
        "minutes": options.get(access.community, "missed_once_minutes"),
        "older": some[queries.PAGE - 1].pk if kind == "ended" and len(some) > queries.PAGE else None,
        "is_more": kind != "ended" and len(some) > queries.PAGE, "may_register": access.may("matters.register"),
        **extra,
    }
    return render(request, "hotline/calls.html", context, status=status)


@require_POST
def call_missed(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.work")
    form = MissedForm(request.POST, access=access)
    if form.is_valid():
        try:
            noted = actions.missed(form.draft(clock.now()), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if noted.is_new:
                messages.success(request, _("记下了。请在 %(due)s 前回电。") % {
                    "due": f"{clock.local(noted.call.due_at):%m-%d %H:%M}"})
            else:
                messages.info(request, _("同一个号码，算同一次漏接，共 %(times)s 次来电。") % {
                    "times": noted.call.times or 1})
            return redirect("hotline:calls")
    return page(request, access, status=form.status, missed_form=form)


@require_POST
def call_promise(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.work")
    form = PromiseForm(request.POST, access=access)
    if form.is_valid():
        data = form.cleaned_data
        try:
            call = actions.promise(
                data["phone"], promised_at=data["promised_at"], about=data["about"], caller=data["caller"],
                uuid=data["uuid"], by=access,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("记下了，到 %(due)s 提醒回电。") % {
                "due": f"{clock.local(call.due_at):%m-%d %H:%M}"})
            return redirect("hotline:calls")
    return page(request, access, status=422, promise_form=form, promise_open=True)


@require_http_methods(["GET", "POST"])
def calls_paste(request: HttpRequest) -> HttpResponse:
    """The telephone system's list, pasted. What is there already is not counted twice."""
    access = opened(request, "hotline.work")
    form = PasteForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        read = paste.read_lines(form.cleaned_data["lines"], clock.now())
        sums = actions.missed_many([actions.MissedCall(call.phone, call.called_at) for call in read.calls], by=access)
        said = _("新记 %(added)s 个，和已有的算一次 %(joined)s 个，没有号码的 %(wrong)s 行没有记。")
        counts = {"added": sums.added, "joined": sums.joined, "wrong": sums.wrong + len(read.skipped)}
        messages.success(request, said % counts)
        return redirect("hotline:calls")
    return render(request, "hotline/calls_paste.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def call_phone(request: HttpRequest, call_id: int) -> HttpResponse:
    """The number in the clear, to be dialled by a tap; each look leaves an entry."""
    access = opened(request, "hotline.work")
    call = found(Call.objects.of(access.community).filter(pk=call_id).first())
    answer = render(request, "hotline/_dial.html", {"phone": actions.reveal(call, by=access), "call": call})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def call_end(request: HttpRequest, call_id: int, outcome: str) -> HttpResponse:
    """`outcome`: reached (on to the intake form), unreached, promise, drop."""
    access = opened(request, "hotline.work")
    call = found(Call.objects.of(access.community).filter(pk=call_id).first())
    version = request.POST.get("version", "")
    call.version = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        return _ended(request, access, call, outcome)
    except actions.Stale as refusal:
        messages.error(request, str(refusal))
        return page(request, access, status=409)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return page(request, access, status=422)


def _ended(request: HttpRequest, access: Access, call: Call, outcome: str) -> HttpResponse:
    if outcome == "reached":
        actions.reached(call, by=access)
        if request.POST.get("register") and access.may("matters.accept"):
            messages.success(request, _("接通了。他说的事登记在这里，会和这次回电连在一起。"))
            return redirect(f"{reverse('desk:intake')}?call={call.pk}")
        messages.success(request, _("接通了，记下了。"))
    elif outcome == "unreached":
        actions.unreached(call, by=access)
        messages.info(request, _("没打通，已打 %(tries)s 次，仍在待回电里。") % {"tries": call.tries})
    elif outcome == "promise":
        again = AgainForm(request.POST, access=access)
        if not again.is_valid():
            raise Refusal(_("请填改约的时间"), field="promised_at")
        actions.promise_again(call, promised_at=again.cleaned_data["promised_at"], by=access)
        messages.success(request, _("改约好了，到时提醒。"))
    else:
        dropped = DropForm(request.POST, access=access)
        if not dropped.is_valid():
            raise Refusal(_("请写为什么不用回"), field="reason")
        actions.drop(call, reason=dropped.cleaned_data["reason"], by=access)
        messages.success(request, _("不用回电，原因记下了。"))
    return redirect("hotline:calls")

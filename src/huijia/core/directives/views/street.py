"""The street's desk: its first page, and the tasks that it hands out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.directives import actions, queries
from huijia.core.directives.actions import COPY
from huijia.core.directives.enums import WAITS_FOR_COMMUNITY, WAITS_FOR_STREET, Stage, State
from huijia.core.directives.forms import HandForm
from huijia.core.directives.models import Directive, DirectiveCopy
from huijia.kernel.accounts.street import StreetAccess, open_street_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.models import Attachment
from huijia.lib import clock

SHORT, SIZE = 10, 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Tiles and what waits, over all communities of the street."""
    access = open_street_for(request, "matters.street")
    moment = clock.now()
    waiting = queries.escalated(access)
    owed = queries.owed(access)
    context = {
        "escalated": waiting.count(), "owed": owed.count(), "late": queries.late(access, moment).count(),
        "rows": queries.raised(waiting[:SHORT], access), "counts": queries.counts_of(access),
        "handed": list(queries.handed_by(access, moment).filter(stage=Stage.OPEN)[:SHORT]),
        "may_hand": access.may("directives.hand"), "street": access.street,
    }
    return render(request, "directives/street.html", context)


@require_GET
def handed(request: HttpRequest) -> HttpResponse:
    """`view`: "" those running, "late" with late ones, "over" ended."""
    access = open_street_for(request, "directives.hand")
    view = request.GET.get("view", "")
    moment = clock.now()
    rows = queries.handed_by(access, moment)
    rows = rows.exclude(stage=Stage.OPEN) if view == "over" else rows.filter(stage=Stage.OPEN)
    if view == "late":
        rows = rows.filter(pk__in=queries.late(access, moment).values("directive_id"))
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    context = {"rows": found[:SIZE], "view": view, "older": found[SIZE - 1].pk if len(found) > SIZE else None}
    return render(request, "directives/handed.html", context)


@require_http_methods(["GET", "POST"])
def hand(request: HttpRequest) -> HttpResponse:
    access = open_street_for(request, "directives.hand")
    if request.method == "GET":
        return render(request, "directives/hand.html", {"form": HandForm(access=access)})
    form = HandForm(request.POST, request.FILES, access=access)
    if form.is_valid():
        try:
            directive = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            told = _("已交办给 %(count)s 个社区，书记会收到通知。谁接收、谁答复，在这一页看。")
            messages.success(request, told % {"count": directive.copies.count()})
            return redirect("directives:directive", directive.pk)
    return render(request, "directives/hand.html", {"form": form}, status=422)


def opened(request: HttpRequest, directive_id: int) -> tuple[StreetAccess, Directive]:
    access = open_street_for(request, "directives.hand")
    found = Directive.objects.filter(pk=directive_id, street=access.street).first()
    if found is None:
        raise Http404
    return access, found


def copies_of(access: StreetAccess, directive: Directive) -> list[DirectiveCopy]:
    rows = DirectiveCopy.objects.among(access.communities).filter(directive=directive)
    return list(rows.select_related("community", "directive", "matter").order_by("community__name", "pk"))


@require_GET
def directive(request: HttpRequest, directive_id: int) -> HttpResponse:
    """One table: who has it, who received, who answered, what is late."""
    access, found = opened(request, directive_id)
    return _page(request, access, found)


def _page(request: HttpRequest, access: StreetAccess, found: Directive, status: int = 200) -> HttpResponse:
    moment = clock.now()
    copies = copies_of(access, found)
    hung = Attachment.objects.among(access.communities).filter(
        subject_type=COPY, subject_id__in=[copy.pk for copy in copies]
    ).select_related("file")
    papers: dict[int, list[Any]] = {}
    sent: dict[str, Any] = {}
    for row in hung:
        if row.purpose == "directives.answer":
            papers.setdefault(row.subject_id, []).append(row.file)
        else:
            sent.setdefault(row.file.sha256, row.file)
    numbers = [copy.number for copy in copies if copy.number is not None]
    context = {
        "directive": found, "is_open": found.stage == Stage.OPEN, "papers": list(sent.values()),
        "lines": [
            {"copy": copy, "lamp": queries.lamp_of(copy, moment), "papers": papers.get(copy.pk, [])} for copy in copies
        ],
        "waiting": sum(copy.state in WAITS_FOR_COMMUNITY for copy in copies),
        "decide": sum(copy.state in WAITS_FOR_STREET for copy in copies),
        "answered": sum(copy.state in (State.ANSWERED, State.ACCEPTED) for copy in copies), "total": len(copies),
        "sum": sum(numbers) if numbers else None, "has_papers": bool(papers),
    }
    return render(request, "directives/directive.html", context, status=status)


def _act(request: HttpRequest, directive_id: int, act: Callable[[StreetAccess, Directive], str]) -> HttpResponse:
    access, found = opened(request, directive_id)
    try:
        told = act(access, found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        access, found = opened(request, directive_id)
        return _page(request, access, found, status=409 if refusal.code == "stale" else 422)
    messages.success(request, told)
    return redirect("directives:directive", directive_id)


@require_POST
def remind(request: HttpRequest, directive_id: int) -> HttpResponse:
    def act(access: StreetAccess, found: Directive) -> str:
        count = actions.remind(found, by=access)
        return _("已提醒 %(count)s 个还没答复的社区。") % {"count": count} if count else _("没有要提醒的社区。")

    return _act(request, directive_id, act)


@require_POST
def end(request: HttpRequest, directive_id: int) -> HttpResponse:
    """`stage` closed or withdrawn; withdrawing needs a reason."""
    stage = Stage.WITHDRAWN if request.POST.get("stage") == Stage.WITHDRAWN else Stage.CLOSED

    def act(access: StreetAccess, found: Directive) -> str:
        actions.end(found, stage=stage, reason=request.POST.get("reason", ""), by=access)
        return _("已撤回，社区收到通知。") if stage == Stage.WITHDRAWN else _("已结束，社区不能再答复。")

    return _act(request, directive_id, act)


@require_POST
def decide(request: HttpRequest, copy_id: int) -> HttpResponse:
    """`act` accept, send_back, insist or excuse on one community's copy."""
    access = open_street_for(request, "directives.hand")
    rows = DirectiveCopy.objects.among(access.communities).select_related("directive", "matter", "community")
    copy = rows.filter(pk=copy_id, directive__street=access.street).first()
    move = request.POST.get("act", "")
    if copy is None or move not in ("accept", "send_back", "insist", "excuse"):
        raise Http404
    found, reason = copy, request.POST.get("reason", "")

    def act(access: StreetAccess, directive: Directive) -> str:
        if move in ("accept", "excuse"):
            (actions.accept if move == "accept" else actions.excuse)(found, by=access)
            return _("已通过。") if move == "accept" else _("已同意免办。")
        (actions.send_back if move == "send_back" else actions.insist)(found, reason=reason, by=access)
        return _("已退回社区，书记会收到通知。")

    return _act(request, copy.directive_id, act)

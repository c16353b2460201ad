"""街道交办 in the community: receive, give back once, give to one person, answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.core.directives import actions
from huijia.core.directives.actions import COPY
from huijia.core.directives.enums import OVER, Stage, State
from huijia.core.directives.forms import AnswerForm, GiveForm
from huijia.core.directives.models import DirectiveCopy
from huijia.core.directives.queries import lamp_of
from huijia.core.matters.enums import State as MatterState
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.queries import attachments
from huijia.lib import clock

SIZE = 50


@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    """`view`: "" what is still to do here, "all" everything."""
    access = open_for(request, "directives.answer")
    is_all = request.GET.get("view") == "all"
    rows = DirectiveCopy.objects.of(access.community).select_related("directive", "matter")
    if not is_all:
        rows = rows.exclude(state__in=OVER).filter(directive__stage=Stage.OPEN)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    moment = clock.now()
    context = {
        "lines": [{"copy": copy, "lamp": lamp_of(copy, moment)} for copy in found[:SIZE]], "is_all": is_all,
        "older": found[SIZE - 1].pk if len(found) > SIZE else None,
    }
    return render(request, "directives/copies.html", context)


def _opened(request: HttpRequest, copy_id: int) -> tuple[Access, DirectiveCopy]:
    access = open_for(request, "directives.answer")
    rows = DirectiveCopy.objects.of(access.community).select_related("directive__street", "matter", "community")
    copy = rows.filter(pk=copy_id).first()
    if copy is None:
        raise Http404
    return access, copy


@require_GET
def copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    access, found = _opened(request, copy_id)
    return _page(request, access, found)


def _page(
    request: HttpRequest, access: Access, found: DirectiveCopy, *, status: int = 200, answer: AnswerForm | None = None,
    give: GiveForm | None = None,
) -> HttpResponse:
    is_open = found.directive.stage == Stage.OPEN
    matter = found.matter
    ready = matter is None or matter.state in (MatterState.CHECKED, MatterState.CLOSED)
    may_answer = is_open and found.state in (State.RECEIVED, State.GIVEN) and ready
    initial = {"text": matter.result if matter is not None else found.answer}
    hung = attachments(access.community, (COPY, found.pk))
    context = {
        "copy": found, "directive": found.directive, "lamp": lamp_of(found, clock.now()),
        "papers": [row.file for row in hung if row.purpose == "directives.sent"],
        "answered_papers": [row.file for row in hung if row.purpose == "directives.answer"],
        "may_receive": is_open and found.state == State.SENT,
        "may_return": is_open and found.state in (State.SENT, State.RECEIVED) and not found.returns,
        "answer": (answer or AnswerForm(access=access, copy=found, initial=initial)) if may_answer else None,
        "give": (give or GiveForm(access=access)) if is_open and found.state == State.RECEIVED and not matter else None,
        "is_waiting_for_matter": is_open and found.state == State.GIVEN and not ready,
    }
    return render(request, "directives/copy.html", context, status=status)


def _stale(request: HttpRequest, copy_id: int, refusal: Refusal) -> HttpResponse:
    messages.error(request, str(refusal))
    access, fresh = _opened(request, copy_id)
    return _page(request, access, fresh, status=409 if refusal.code == "stale" else 422)


def _plain(
    request: HttpRequest, copy_id: int, act: Callable[[Access, DirectiveCopy], object], told: str
) -> HttpResponse:
    """One press without a form of its own."""
    access, found = _opened(request, copy_id)
    try:
        act(access, found)
    except Refusal as refusal:
        return _stale(request, copy_id, refusal)
    messages.success(request, told)
    return redirect("directives:copy", copy_id)


@require_POST
def receive(request: HttpRequest, copy_id: int) -> HttpResponse:
    told = _("已接收，街道能看到。接下来交给一个人办，或直接答复。")
    return _plain(request, copy_id, lambda access, found: actions.receive(found, by=access), told)


@require_POST
def give_back(request: HttpRequest, copy_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    told = _("已退回街道，等街道决定。")
    return _plain(request, copy_id, lambda access, found: actions.give_back(found, reason=reason, by=access), told)


@require_POST
def give(request: HttpRequest, copy_id: int) -> HttpResponse:
    access, found = _opened(request, copy_id)
    form = GiveForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, found, status=422, give=form)
    try:
        matter = form.act(found)
    except Refusal as refusal:
        return _stale(request, copy_id, refusal)
    told = _("已转为事项 #%(ticket)s 并派给%(who)s。核查通过后，回到这里答复街道。")
    messages.success(request, told % {"ticket": matter.ticket, "who": matter.responsible_label})
    return redirect("directives:copy", copy_id)


@require_POST
def answer(request: HttpRequest, copy_id: int) -> HttpResponse:
    access, found = _opened(request, copy_id)
    form = AnswerForm(request.POST, request.FILES, access=access, copy=found)
    if not form.is_valid():
        return _page(request, access, found, status=422, answer=form)
    try:
        form.act()
    except Refusal as refusal:
        if refusal.field is None:
            return _stale(request, copy_id, refusal)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, access, found, status=422, answer=form)
    messages.success(request, _("已答复街道，等街道确认。"))
    return redirect("directives:copy", copy_id)

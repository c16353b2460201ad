"""The staff's pages of errands: the list, a new one, one errand with its papers and moves."""


from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import asking
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.files import queries as files
from huijia.lib import clock, masks
from huijia.serve.errands import actions, queries
from huijia.serve.errands.enums import HELD_STATES, State
from huijia.serve.errands.forms import ErrandForm, RequestForm
from huijia.serve.errands.handforms import FORMS, form_for
from huijia.serve.errands.log import ERRAND, HANDING
from huijia.serve.errands.models import Errand
from huijia.serve.errands.rights import is_mine, may, moves_for
from huijia.serve.errands.views.entry import SIZE, entered, errand_of, lines_of
from huijia.serve.errands.workflow import EDGES

VIEWS: dict[str, tuple[State, ...]] = {
    "waiting": (State.ASKED,), "running": HELD_STATES, "ended": (State.CLOSED, State.CANCELLED, State.REFUSED),
}


@require_GET
def errands(request: HttpRequest) -> HttpResponse:
    """`view`: waiting, running or ended. Ended ones are paged by id, newest first; the others by their day."""
    access = entered(request, "errands.view")
    view = request.GET.get("view", "")
    if view not in VIEWS:
        view = "waiting" if access.may("errands.manage") else "running"
    rows = queries.with_line(queries.visible_to(access)).filter(state__in=VIEWS[view])
    found, older = _page_of(rows, view, request.GET.get("before", ""))
    context = {
        "errands": found, "older": older, "view": view, "may_manage": access.may("errands.manage"),
        "may_set_up": access.may("settings.edit"), "may_register": access.may("matters.register"),
        "offered": queries.offered(access.community).exists(), "today": clock.today(),
    }
    return render(request, "errands/errands.html", context)


def _page_of(rows: QuerySet[Errand], view: str, before: str) -> tuple[list[Errand], int | None]:
    if view != "ended":
        return list(rows.order_by("due_on", "pk")[: 4 * SIZE]), None
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


@require_http_methods(["GET", "POST"])
def errand_new(request: HttpRequest) -> HttpResponse:
    """`person`, `dwelling`: for whom and where, so that nothing is typed twice."""
    access = entered(request, "matters.register")
    given = request.POST if request.method == "POST" else request.GET
    neighbour = asking.neighbour_of(access, given.get("person", ""))
    if request.method != "POST":
        first = asking.name_and_place(access, neighbour, given.get("dwelling", ""))
        form = RequestForm(access=access, neighbour=neighbour, initial=first)
        return _new_page(request, form)
    form = RequestForm(request.POST, access=access, neighbour=neighbour)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    try:
        done = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(request, form, status=form.status)
    told = _("收到了。编号 %(ticket)s，查询码 %(code)s，请告诉居民。接下来受理、定代办人。")
    messages.success(request, told % {"ticket": done.errand.ticket, "code": done.code})
    seen = queries.visible_to(access).filter(pk=done.errand.pk).exists()
    return redirect("errands:errand", done.errand.ticket) if seen else redirect("errands:errands")


def _new_page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    neighbour = form.neighbour
    context = {
        "form": form, "neighbour": neighbour, "may_set_up": form.access.may("settings.edit"),
        "tail": f"*******{neighbour.phone_tail}" if neighbour is not None and neighbour.phone_tail else "",
        "offered": queries.offered(form.access.community).exists(),
    }
    return render(request, "errands/new.html", context, status=status)


@require_GET
def errand(request: HttpRequest, ticket: str) -> HttpResponse:
    access = entered(request, "errands.view")
    return _page(request, access, errand_of(access, ticket))


def _page(
    request: HttpRequest, access: Access, errand: Errand, bound: dict[str, ErrandForm] | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    mine = is_mine(errand, access, now)
    papers = queries.papers_of(errand)
    handings = queries.handings_of(errand)
    edges = moves_for(errand, papers, access, now)
    kept = files.attachments_of_many(errand.community_id, HANDING, [row.pk for row, _moves in handings])
    context = {
        "errand": errand, "papers": papers, "lines": lines_of(errand), "mine": mine,
        "moves": [
            {"edge": edge, "form": (bound or {}).get(edge.move) or form_for(
                edge.move, errand=errand, papers=papers, access=access
            )}
            for edge in edges
        ],
        "handings": [
            {"row": row, "moves": moves, "signature": next((each.file.url for each in kept[row.pk]), "")}
            for row, moves in handings
        ],
        "steps": list(errand.steps.all()), "mandate": files.attachments(errand.community_id, (ERRAND, errand.pk)),
        "name": errand.name if mine or access.may("contacts.reveal") else masks.mask_name(errand.name),
        "may_call": errand.is_open and (mine or access.may("contacts.reveal")), "today": clock.today(),
        "code": actions.secret_code(errand.uuid) if access.may("errands.manage") else "",
    }
    return render(request, "errands/errand.html", context, status=status)


DONE: dict[str, Promise] = {
    "entrust": gettext_lazy("受理了，由%(agent)s代办；居民和代办人都会收到通知。"),
    "refuse": gettext_lazy("已告诉居民不能代办和原因。"),
    "receive": gettext_lazy("收下了，请打印或出示回执。"),
    "step": gettext_lazy("记下了。"),
    "hand_in": gettext_lazy("记下了：材料在办事单位。"),
    "take_out": gettext_lazy("记下了：材料在代办人手里。"),
    "kept": gettext_lazy("记下了：单位留存不退。"),
    "report": gettext_lazy("结果记下了，居民会收到通知；接下来把材料当面交回。"),
    "hand_back": gettext_lazy("交回了，请打印或出示回执。"),
    "close": gettext_lazy("办结了，居民会收到请评价的通知。"),
    "reassign": gettext_lazy("改由%(agent)s代办，手里的材料一并移交。"),
    "cancel": gettext_lazy("已取消。"),
    "grade": gettext_lazy("评价记下了。"),
}


@require_POST
def move(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """One move; a page that is older than the errand says so and shows it as it stands."""
    access = entered(request, "errands.view")
    errand = errand_of(access, ticket)
    if move not in FORMS:
        raise Http404
    if not may(errand, EDGES[move], access, clock.now()):
        messages.error(request, _("您不能办这一步"))
        return _page(request, access, errand, status=403)
    papers = queries.papers_of(errand)
    form = form_for(move, request.POST, errand=errand, papers=papers, access=access)
    if not form.is_valid():
        return _page(request, access, errand, {move: form}, status=422)
    if form.cleaned_data["version"] != errand.version and "uuid" not in form.fields:
        messages.error(request, _("这件代办刚刚有了变化，请看最新情况后再办"))
        return _page(request, access, errand, status=409)
    try:
        form.act(access)
    except (actions.Stale, Conflict) as stale:
        messages.error(request, str(stale))
        return _page(request, access, errand_of(access, ticket), status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, errand, {move: form}, status=422)
    messages.success(request, str(DONE[move]) % {"agent": errand.agent_label})
    return redirect("errands:errand", errand.ticket)


@require_POST
def phone(request: HttpRequest, ticket: str) -> HttpResponse:
    """The number, to be pressed and called; each look leaves an entry."""
    access = entered(request, "errands.view")
    errand = errand_of(access, ticket)
    try:
        number = actions.reveal_phone(errand, reason=_("联系代办"), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, errand, status=403)
    if getattr(request, "htmx", None):
        return render(request, "errands/_phone.html", {"phone": number})
    messages.info(request, number)
    return redirect("errands:errand", errand.ticket)

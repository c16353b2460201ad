"""The staff's pages of services at home: the list, a new order, one order and its moves, the week, the services."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import asking
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.lib import clock, masks
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import BUSY_STATES, OPEN_STATES, State
from huijia.serve.home_orders.forms import FORMS, OrderForm, RequestForm, ServiceForm
from huijia.serve.home_orders.log import SUBJECT
from huijia.serve.home_orders.models import HomeOrder, HomeService
from huijia.serve.home_orders.rights import is_mine, may, moves_for
from huijia.serve.home_orders.workflow import EDGES

SIZE = 50
MODULE = "home_orders"
VIEWS: dict[str, tuple[State, ...]] = {
    "waiting": (State.ASKED, State.NOBODY_HOME), "arranged": BUSY_STATES,
    "ended": (State.DONE, State.CANCELLED, State.REFUSED),
}


def _entered(request: HttpRequest, *permissions: str) -> Access:
    access = open_for(request, *permissions)
    modules.require(access.community, MODULE)
    return access


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """`view`: waiting, arranged or ended. Paged by id, newest first; what is agreed on by its hour, soonest first."""
    access = _entered(request, "home_orders.view")
    view = request.GET.get("view", "")
    if view not in VIEWS:
        view = "waiting" if access.may("home_orders.arrange") else "arranged"
    rows = queries.with_line(queries.visible_to(access)).filter(state__in=VIEWS[view])
    found, older = _page_of(rows, view, request.GET.get("before", ""))
    context = {
        "orders": found, "older": older, "view": view, "may_arrange": access.may("home_orders.arrange"),
        "may_set_up": access.may("settings.edit"), "may_register": access.may("matters.register"),
        "offered": queries.offered(access.community).exists(),
    }
    return render(request, "home_orders/orders.html", context)


def _page_of(rows: QuerySet[HomeOrder], view: str, before: str) -> tuple[list[HomeOrder], int | None]:
    if view == "arranged":
        return list(rows.order_by("starts_at", "pk")[: 4 * SIZE]), None
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """`person`, `dwelling`: for whom and where, so that nothing is typed twice."""
    access = _entered(request, "matters.register")
    given = request.POST if request.method == "POST" else request.GET
    neighbour = asking.neighbour_of(access, given.get("person", ""))
    if request.method != "POST":
        known = asking.name_and_place(access, neighbour, given.get("dwelling", ""))
        first = known | {"wished_on": clock.today() + timedelta(days=1)}
        form = RequestForm(access=access, neighbour=neighbour, initial=first)
        return _new_page(request, form)
    form = RequestForm(request.POST, access=access, neighbour=neighbour)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    try:
        done = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(request, form, status=409 if isinstance(refusal, actions.Conflict) else 422)
    told = _("预约收到了。编号 %(ticket)s，查询码 %(code)s，请告诉居民。接下来约时间、定谁上门。")
    messages.success(request, told % {"ticket": done.order.ticket, "code": done.code})
    mine = queries.visible_to(access).filter(pk=done.order.pk).exists()
    return redirect("home_orders:order", done.order.ticket) if mine else redirect("home_orders:orders")


def _new_page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    neighbour = form.neighbour
    context = {
        "form": form, "neighbour": neighbour,
        "tail": f"*******{neighbour.phone_tail}" if neighbour is not None and neighbour.phone_tail else "",
        "offered": queries.offered(form.access.community).exists(),
        "may_set_up": form.access.may("settings.edit"),
    }
    return render(request, "home_orders/new.html", context, status=status)


def _found(access: Access, ticket: str) -> HomeOrder:
    order = queries.find(access, ticket)
    if order is None:
        raise Http404
    return order


@require_GET
def order(request: HttpRequest, ticket: str) -> HttpResponse:
    access = _entered(request, "home_orders.view")
    return _order_page(request, access, _found(access, ticket))


def _order_page(
    request: HttpRequest, access: Access, order: HomeOrder, bound: dict[str, OrderForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    mine = is_mine(order, access, now)
    edges = moves_for(order, access, now)
    moves = [
        {"edge": edge, "form": (bound or {}).get(edge.move) or FORMS[edge.move](access=access, order=order)}
        for edge in edges
    ]
    lines = [
        {"when": entry.occurred_at, "who": entry.actor_label, "for_who": entry.for_label, "text": say(entry)}
        for entry in history((SUBJECT, order.pk))
    ]
    context = {
        "order": order, "moves": moves, "lines": lines, "mine": mine,
        "name": order.name if mine or access.may("contacts.reveal") else masks.mask_name(order.name),
        "may_call": order.is_open and (mine or access.may("contacts.reveal")),
        "code": actions.secret_code(order.uuid) if access.may("home_orders.arrange") else "",
        "same_day": _same_day(access, order),
    }
    return render(request, "home_orders/order.html", context, status=status)


def _same_day(access: Access, order: HomeOrder) -> list[HomeOrder]:
    """What is agreed on already for the wished day, beside the form that agrees on an hour."""
    if order.state not in OPEN_STATES or not access.may("home_orders.arrange"):
        return []
    start, end = queries.bounds(order.wished_on)
    rows = HomeOrder.objects.of(access.community).filter(state__in=BUSY_STATES, starts_at__gte=start, starts_at__lt=end)
    return list(queries.with_line(rows.exclude(pk=order.pk)).order_by("starts_at", "pk")[:20])


DONE: dict[str, Promise] = {
    "arrange": gettext_lazy("约好了：%(when)s，%(worker)s上门；居民和上门的人都会收到通知。"),
    "put_off": gettext_lazy("改好了：%(when)s，%(worker)s上门；居民和上门的人都会收到通知。"),
    "refuse": gettext_lazy("已告诉居民不能上门和原因。"),
    "set_out": gettext_lazy("路上小心。到了做完，回来按“完成”。"),
    "finish": gettext_lazy("辛苦了。居民会收到请评价的通知。"),
    "nobody_home": gettext_lazy("记下了。社区会另约时间。"),
    "cancel": gettext_lazy("已取消，上门的人会收到通知。"),
    "grade": gettext_lazy("评价记下了。"),
    "raise_matter": gettext_lazy("已转为事项，社区会派人办。"),
}


@require_POST
def order_move(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """One move; a page that is older than the order says so and shows it as it stands."""
    access = _entered(request, "home_orders.view")
    order = _found(access, ticket)
    kind = FORMS.get(move)
    if kind is None:
        raise Http404
    if not may(order, EDGES[move], access, clock.now()):
        messages.error(request, _("您不能办这一步"))
        return _order_page(request, access, order, status=403)
    form = kind(request.POST, access=access, order=order)
    if not form.is_valid():
        return _order_page(request, access, order, {move: form}, status=422)
    if form.cleaned_data["version"] != order.version:
        messages.error(request, _("这次预约刚刚有了变化，请看最新情况后再办"))
        return _order_page(request, access, order, status=409)
    try:
        form.act(access)
    except actions.Stale as stale:
        messages.error(request, str(stale))
        return _order_page(request, access, _found(access, ticket), status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _order_page(request, access, order, {move: form}, status=422)
    when = f"{clock.local(order.starts_at):%Y-%m-%d %H:%M}" if order.starts_at else ""
    messages.success(request, str(DONE[move]) % {"when": when, "worker": order.worker_label})
    return redirect("home_orders:order", order.ticket)


@require_POST
def order_phone(request: HttpRequest, ticket: str) -> HttpResponse:
    """The contact's number, to be pressed and called; each look leaves an entry."""
    access = _entered(request, "home_orders.view")
    order = _found(access, ticket)
    try:
        number = actions.reveal_phone(order, reason=_("联系上门服务"), by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _order_page(request, access, order, status=403)
    if getattr(request, "htmx", None):
        return render(request, "home_orders/_phone.html", {"phone": number})
    messages.info(request, number)
    return redirect("home_orders:order", order.ticket)


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Who goes where: a table of the week on a desk, day by day on a phone. `day`: any day of the week."""
    access = _entered(request, "home_orders.view")
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    rows = queries.week(access, monday)
    context = {
        "may_serve": access.may("home_orders.serve"),
        "days": days, "rows": rows, "today": clock.today(), "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7), "is_now": monday <= clock.today() < monday + timedelta(days=7),
        "by_day": [
            (day, sorted((order for row in rows for order in row.days[place]), key=lambda one: str(one.starts_at)))
            for place, day in enumerate(days)
        ],
    }
    return render(request, "home_orders/week.html", context)


@require_http_methods(["GET", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """The list of what is done at home; `usual` in the POST takes over the usual one."""
    access = _entered(request, "settings.edit")
    if request.method == "POST" and "usual" in request.POST:
        count = actions.adopt_usual(by=access)
        messages.success(request, _("加了 %(count)s 项，可以逐项改。") % {"count": count})
        return redirect("home_orders:services")
    return _service(request, access, None)


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    access = _entered(request, "settings.edit")
    row = HomeService.objects.of(access.community).filter(pk=service_id).first()
    if row is None:
        raise Http404
    return _service(request, access, row)


def _service(request: HttpRequest, access: Access, row: HomeService | None) -> HttpResponse:
    first = {name: getattr(row, name) for name in ("name", "minutes", "note", "kinds", "is_active")} if row else {}
    form = ServiceForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = form.act(row)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("「%(name)s」已保存，居民预约时就能看到。") % {"name": saved.name})
                return redirect("home_orders:services")
    rows = list(HomeService.objects.of(access.community).order_by("-is_active", "pk")[:200])
    return render(request, "home_orders/services.html", {"form": form, "service": row, "rows": rows}, status=status)

"""查进度: ticket number and secret code open a matter in this browser; then its way, its answer, grade and reopen."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Satisfaction, State
from huijia.core.matters.models import Matter
from huijia.core.matters.readers import FOLLOWED_KEY, REPORTER_KEY
from huijia.core.residents.visitors import access_at
from huijia.core.signup.tickets import has_letter
from huijia.doors.portal import allowances, openers, spots
from huijia.doors.portal.allowances import Blocked
from huijia.doors.portal.story import latest_grade, story_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.queries import only_community
from huijia.kernel.limits import actions as limits
from huijia.lib import clock


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def look_up(request: HttpRequest) -> HttpResponse:
    """The form of ticket number and code. The code travels in the body only; no page or address repeats it."""
    ticket = (request.POST if request.method == "POST" else request.GET).get("ticket", "").strip()[:30]
    if has_letter(ticket):
        # A sign-up's number on the wrong page: the right one asks for it, and for the code again.
        return HttpResponseRedirect(f"{reverse('portal:signups')}?{urlencode({'ticket': ticket})}", status=303)
    if request.method != "POST":
        return _form(request, ticket)
    parsed = queries.parse_ticket(ticket)
    if parsed is None:
        # What is no number at all can open nothing, so it costs nobody a try.
        return _form(request, ticket, _("编号和查询码对不上，请照着回执再看一遍"), status=422)
    wanted = allowances.of_try(request, f"{parsed[0]}-{parsed[1]}")
    try:
        allowances.spend(wanted)
    except Blocked as blocked:
        minutes = -(-blocked.retry_after // 60)
        error = _("试的次数太多，请 %(minutes)s 分钟后再试；着急请打热线") % {"minutes": minutes}
        return _form(request, ticket, error, status=429)
    code = request.POST.get("code", "")[:40]
    matter = queries.by_ticket(ticket)
    other = openers.opened(request, ticket, code)
    if not _opens(matter, code) or matter is None:
        if other:
            limits.give_back(wanted)
            return HttpResponseRedirect(other, status=303)
        return _form(request, ticket, _("编号和查询码对不上，请照着回执再看一遍"), status=422)
    limits.give_back(wanted)
    openers.remember(request, REPORTER_KEY, matter.pk)
    return _to(matter)


def _opens(matter: Matter | None, code: str) -> bool:
    """The comparison takes the same time whether or not there is such a matter."""
    return actions.code_fits(matter if matter is not None else Matter(), code) and matter is not None


def _form(request: HttpRequest, ticket: str, error: str = "", status: int = 200) -> HttpResponse:
    community = spots.community_of(request) if spots.COMMUNITY_FIELD in request.GET else only_community()
    context = {"ticket": ticket, "error": error, "community": community}
    return render(request, "portal/progress_form.html", context, status=status)


def _to(matter: Matter) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:matter", args=[matter.ticket]), status=303)


def _opened(request: HttpRequest, ticket: str) -> Matter | None:
    """The matter, if this browser has opened it with its code."""
    parsed = queries.parse_ticket(ticket)
    if parsed is None or parsed[1] not in request.session.get(REPORTER_KEY, []):
        return None
    return queries.by_ticket(ticket)


def _ask_first(ticket: str) -> HttpResponse:
    """To the form, with the number filled in: it is no secret."""
    parsed = queries.parse_ticket(ticket)
    query = f"?ticket={parsed[0]}-{parsed[1]:03d}" if parsed else ""
    return HttpResponseRedirect(reverse("portal:progress") + query, status=303)


@require_safe
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, ticket: str) -> HttpResponse:
    matter = _opened(request, ticket)
    return _ask_first(ticket) if matter is None else _page(request, matter)


def _page(
    request: HttpRequest, matter: Matter, *, errors: dict[str, str] | None = None,
    values: dict[str, str] | None = None, status: int = 200,
) -> HttpResponse:
    story = story_of(matter)
    if story.is_merged and story.leading.pk not in request.session.get(FOLLOWED_KEY, []):
        request.session[FOLLOWED_KEY] = [*request.session.get(FOLLOWED_KEY, []), story.leading.pk][-openers.KEPT:]
    grade = story.grade
    context = {
        "community": matter.community,
        "home_url": spots.with_community("/", matter.community),
        "story": story,
        "matter": matter,
        "leading": story.leading,
        "errors": errors or {},
        "values": values or {},
        "satisfactions": Satisfaction.choices,
        "may_grade": matter.state == State.CLOSED,
        "may_reopen": _may_reopen(matter),
        "is_unhappy": grade is not None and (not grade.is_solved or grade.satisfaction == Satisfaction.UNSATISFIED),
        "reopen_days": options.get(matter.community, "reopen_days"),
    }
    return render(request, "portal/progress.html", context, status=status)


def _may_reopen(matter: Matter) -> bool:
    """Whether to show the form; the verb decides."""
    if matter.state not in (State.CLOSED, State.REFUSED):
        return False
    since = matter.closed_at
    return since is None or (clock.now() - since).days < int(options.get(matter.community, "reopen_days"))


def _act(
    request: HttpRequest, ticket: str, verb: Callable[[Matter, Access], str], names: tuple[str, ...]
) -> HttpResponse:
    """One posted move of the reporter: the verb, its message, back to the page; a refusal keeps what was typed."""
    matter = _opened(request, ticket)
    if matter is None:
        return _ask_first(ticket)
    values = {name: request.POST.get(name, "") for name in names}
    try:
        if request.POST.get("version", "") != str(matter.version):
            raise actions.Stale(_("这件事刚刚有了变化，请看最新情况，要办的再按一次"), code="stale")
        messages.success(request, verb(matter, access_at(request, matter.community, "report", "follow")))
    except Refusal as refusal:
        fresh = queries.by_ticket(ticket) or matter
        status = 409 if isinstance(refusal, actions.Stale) else 422
        errors = {refusal.field or "": str(refusal)}
        return _page(request, fresh, errors=errors, values=values, status=status)
    return _to(matter)


@require_POST
def grade(request: HttpRequest, ticket: str) -> HttpResponse:
    matter = _opened(request, ticket)
    if matter is not None and _is_said_already(request, matter):
        return _to(matter)

    def verb(matter: Matter, by: Access) -> str:
        solved, satisfaction = request.POST.get("solved", ""), request.POST.get("satisfaction", "")
        if solved not in ("yes", "no"):
            raise Refusal(_("请选一选：解决了没有"), field="solved")
        if satisfaction not in Satisfaction.values:
            raise Refusal(_("请选一选：满意不满意"), field="satisfaction")
        actions.grade(
            matter, is_solved=solved == "yes", satisfaction=Satisfaction(satisfaction), by=by,
            words=request.POST.get("words", ""),
        )
        return _("谢谢，您的评价收到了。")

    return _act(request, ticket, verb, ("solved", "satisfaction", "words"))


def _is_said_already(request: HttpRequest, matter: Matter) -> bool:
    """A double click: exactly this grade from exactly the page before stands already."""
    post = request.POST
    last = latest_grade(matter)
    if last is None or post.get("version", "") != str(matter.version - 1):
        return False
    said = ("yes" if last.is_solved else "no", last.satisfaction, last.words)
    return said == (post.get("solved"), post.get("satisfaction"), post.get("words", "").strip()[:500])


@require_POST
def reopen(request: HttpRequest, ticket: str) -> HttpResponse:
    matter = _opened(request, ticket)
    if matter is not None and _is_reopened_already(request, matter):
        return _to(matter)

    def verb(matter: Matter, by: Access) -> str:
        actions.reopen(matter, reason=request.POST.get("reason", ""), by=by)
        return _("已经重新打开，社区会再安排人办。")

    return _act(request, ticket, verb, ("reason",))


def _is_reopened_already(request: HttpRequest, matter: Matter) -> bool:
    """A double click: the page before asked for what has just been done."""
    return matter.state == State.ACCEPTED and request.POST.get("version", "") == str(matter.version - 1)


@require_POST
def leave(request: HttpRequest, ticket: str) -> HttpResponse:
    """看完了: this browser forgets what it opened, for a borrowed phone."""
    for key in (REPORTER_KEY, FOLLOWED_KEY):
        request.session.pop(key, None)
    openers.forget(request)
    messages.success(request, _("已经退出，这台手机上看不到刚才的事了。"))
    return HttpResponseRedirect(reverse("portal:progress"), status=303)



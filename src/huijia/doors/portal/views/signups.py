"""我的报名: the receipt with its QR code; number and secret code open a sign-up here, to cancel or accept it."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.residents.visitors import access_at
from huijia.core.signup import actions, queries
from huijia.core.signup.enums import State
from huijia.core.signup.models import Signup
from huijia.core.signup.tickets import parse_ticket
from huijia.core.signup.workflow import moves_from
from huijia.doors.portal import allowances, at_counter, openers, receipts, spots
from huijia.doors.portal.allowances import Blocked
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.queries import only_community
from huijia.kernel.limits import actions as limits
from huijia.lib import clock, ical

SHOWN_AT_DOOR = (State.SIGNED, State.OFFERED, State.CAME)
VERBS = {"cancel": actions.cancel_signup, "accept": actions.accept, "decline": actions.decline}


@require_safe
@cache_control(private=True, no_store=True)
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, code and QR of what was just signed up, for an hour in this browser."""
    uuid = receipts.remembered(request, receipts.SIGNUP)
    signup = queries.by_uuid(uuid) if uuid is not None else None
    if signup is None:
        return render(request, "portal/signup_gone.html", {"community": only_community()})
    code = actions.secret_code(signup.uuid)
    context = _facts(signup) | {"code": code, "code_parts": [code[:4], code[4:]]}
    return render(request, "portal/signup_receipt.html", context)


def _facts(signup: Signup) -> dict[str, object]:
    signup.occasion.community = signup.community
    facts: dict[str, object] = {
        "community": signup.community, "home_url": spots.with_community("/", signup.community), "signup": signup,
        "occasion": signup.occasion, "place": queries.place_in_line(signup),
        "qr": _qr(signup) if signup.state in SHOWN_AT_DOOR else "",
    }
    return facts if signup.occasion.is_activity else facts | at_counter.facts_of(signup)


def _qr(signup: Signup) -> str:
    """A picture as a data address: staff who scan it get to the check-in page."""
    where = "signup:scanned" if signup.occasion.is_activity else "counter:scanned"
    address = f"{settings.PUBLIC_URL}{reverse(where, args=[signup.token])}"
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=5))


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def look_up(request: HttpRequest) -> HttpResponse:
    """The form of number and code. The code travels in the body only; no page or address repeats it."""
    ticket = (request.POST if request.method == "POST" else request.GET).get("ticket", "").strip()[:30]
    if request.method != "POST":
        return _form(request, ticket)
    wrong = _("报名号和查询码对不上，请照着回执再看一遍")
    parsed = parse_ticket(ticket)
    if parsed is None:
        return _form(request, ticket, wrong, status=422)
    wanted = allowances.of_try(request, f"H{parsed[0]}-{parsed[1]}")
    try:
        allowances.spend(wanted)
    except Blocked as blocked:
        minutes = -(-blocked.retry_after // 60)
        error = _("试的次数太多，请 %(minutes)s 分钟后再试；着急请打热线") % {"minutes": minutes}
        return _form(request, ticket, error, status=429)
    signup = queries.by_ticket(ticket)
    # The comparison takes the same time whether or not there is such a sign-up.
    fits = actions.code_fits(signup if signup is not None else Signup(), request.POST.get("code", "")[:40])
    if signup is None or not fits:
        return _form(request, ticket, wrong, status=422)
    limits.give_back(wanted)
    openers.remember(request, openers.SIGNUPS, signup.pk)
    return _to(signup)


def _form(request: HttpRequest, ticket: str, error: str = "", status: int = 200) -> HttpResponse:
    community = spots.community_of(request) if spots.COMMUNITY_FIELD in request.GET else only_community()
    context = {"ticket": ticket, "error": error, "community": community}
    return render(request, "portal/signup_form.html", context, status=status)


def _to(signup: Signup) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:signup", args=[signup.ticket]), status=303)


def _opened(request: HttpRequest, ticket: str) -> Signup | None:
    """The sign-up, if this browser has opened it with its code."""
    parsed = parse_ticket(ticket)
    if parsed is None or parsed[1] not in request.session.get(openers.SIGNUPS, []):
        return None
    return queries.by_ticket(ticket)


def _ask_first(ticket: str) -> HttpResponse:
    """To the form, with the number filled in: it is no secret."""
    parsed = parse_ticket(ticket)
    query = f"?ticket=H{parsed[0]}-{parsed[1]:03d}" if parsed else ""
    return HttpResponseRedirect(reverse("portal:signups") + query, status=303)


@require_safe
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, ticket: str) -> HttpResponse:
    signup = _opened(request, ticket)
    return _ask_first(ticket) if signup is None else _page(request, signup)


def _page(request: HttpRequest, signup: Signup, error: str = "", status: int = 200) -> HttpResponse:
    began = clock.now() >= signup.occasion.starts_at
    moves = [] if began else [edge.move for edge in moves_from(signup.state, resident=True)]
    context = _facts(signup) | {"error": error, "moves": moves, "began": began}
    return render(request, "portal/signup.html", context, status=status)


@require_safe
@cache_control(private=True, no_store=True)
def calendar(request: HttpRequest, ticket: str) -> HttpResponse:
    """The hour as a file for the phone's calendar; what, when and where, no name."""
    signup = _opened(request, ticket)
    if signup is None:
        return _ask_first(ticket)
    occasion = signup.occasion
    event = ical.Event(
        f"{signup.uuid}@huijia", signup.version, occasion.starts_at, occasion.ends_at, signup.what or occasion.title,
        occasion.place_name, signup.ticket, cancelled=signup.state == State.CANCELLED,
    )
    content = ical.written([event], product="sign-ups", at=clock.now())
    return HttpResponse(content, content_type=ical.CONTENT_TYPE, headers={
        "Content-Disposition": f'attachment; filename="{signup.ticket}.ics"'
    })


@require_POST
def act(request: HttpRequest, ticket: str, move: str) -> HttpResponse:
    """`move`: cancel, accept, decline. What is so already when the button is pressed twice stays so."""
    if move not in VERBS:
        raise Http404
    signup = _opened(request, ticket)
    if signup is None:
        return _ask_first(ticket)
    version = request.POST.get("version", "")
    done = State.SIGNED if move == "accept" else State.CANCELLED
    if signup.state == done and version == str(signup.version - 1):
        return _to(signup)
    try:
        if version != str(signup.version):
            raise actions.Stale(_("这份报名刚刚有了变化，请看最新情况，要办的再按一次"), code="stale")
        if clock.now() >= signup.occasion.starts_at:
            raise Refusal(_("活动已经开始，有事请打热线"))
        VERBS[move](signup, by=access_at(request, signup.community, "sign_up"))
    except Refusal as refusal:
        fresh = queries.by_ticket(ticket) or signup
        return _page(request, fresh, str(refusal), status=409 if isinstance(refusal, actions.Stale) else 422)
    kept, left = _("好的，给您留着位子。"), _("已经取消，名额让给了别人。谢谢您说一声。")
    messages.success(request, kept if move == "accept" else left)
    return _to(signup)


@require_POST
def leave(request: HttpRequest, ticket: str) -> HttpResponse:
    """看完了: this browser forgets what it opened, for a borrowed phone."""
    request.session.pop(openers.SIGNUPS, None)
    messages.success(request, _("已经退出，这台手机上看不到刚才的报名了。"))
    return HttpResponseRedirect(reverse("portal:signups"), status=303)

"""居民登录: a code by text message, a code from the office, or a link; and out again."""


from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.core.residents import agreed, entering
from huijia.core.residents.actions import admissions, codes
from huijia.core.residents.models import ResidentLogin
from huijia.core.residents.visitors import visitor_of
from huijia.doors.portal import entries, spots
from huijia.kernel.accounts import sessions
from huijia.kernel.accounts.models import Means
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import only_community
from huijia.kernel.limits import actions as limits
from huijia.kernel.privacy.actions import text_for
from huijia.lib import clock, crypto
from huijia.lib.masks import mask_name, mask_phone

private = cache_control(private=True, no_store=True)


def to(name: str, *args: object) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"portal:{name}", args=args), status=303)


@require_safe
@private
def login(request: HttpRequest) -> HttpResponse:
    """The ways in, as far as they work here."""
    if visitor_of(request) is not None:
        return to("me")
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    return _page(request, community)


def _page(
    request: HttpRequest, community: Community, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "community": community, "home_url": spots.with_community("/", community), "errors": errors or {},
        "sends": agreed.sends_codes(community), "phone": request.POST.get("phone", "")[:30],
        "days": options.get(community, agreed.SESSION_DAYS), "text": text_for(community, "login"),
        "is_staff": request.user.is_authenticated, "query": spots.with_community("", community),
    }
    return render(request, "portal/me_login.html", context, status=status)


@require_POST
@private
def send(request: HttpRequest) -> HttpResponse:
    """A code to a number; the same answer whether or not anybody knows it."""
    community = spots.community_of(request)
    if community is None:
        return spots.choose(request)
    phone = request.POST.get("phone", "")
    try:
        row = codes.send_code(
            community, phone=phone, address=entries.address_of(request),
            known=entries.known_token(request, community, phone),
        )
    except Refusal as refusal:
        status = 429 if refusal.code == "blocked" else 422
        return _page(request, community, errors={refusal.field or "": str(refusal)}, status=status)
    entering.remember_code(request, row)
    return to("me_check")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@private
def check(request: HttpRequest) -> HttpResponse:
    """The six digits."""
    row = entering.code_of(request)
    if row is None:
        return to("me_login")
    error = ""
    if request.method == "POST":
        try:
            login = entering.by_code(request, row, request.POST.get("code", "")[:20])
        except Refusal as refusal:
            error = str(refusal)
        else:
            return _welcome(request, login)
    context = {
        "community": row.community, "home_url": spots.with_community("/", row.community), "error": error,
        "phone": mask_phone(crypto.open_sealed(row.phone_sealed)), "query": spots.with_community("", row.community),
    }
    return render(request, "portal/me_check.html", context, status=422 if error else 200)


@sensitive_post_parameters("code")
@require_POST
@private
def given(request: HttpRequest) -> HttpResponse:
    """A code that the office read out or printed."""
    wanted = entries.of_code(request)
    verdict = limits.spend(wanted)
    community = spots.community_of(request) or only_community()
    found = admissions.by_code(request.POST.get("code", "")[:40]) if verdict.allowed else None
    error, status = _("登录码不对，请照着再看一遍。"), 422
    if not verdict.allowed:
        error, status = _("试的次数太多，请过一刻钟再试，或者打热线。"), 429
    elif found is not None:
        try:
            login = entering.by_admission(request, found, means=Means.CODE)
        except Refusal as refusal:
            error = str(refusal)
        else:
            limits.give_back(wanted)
            return _welcome(request, login)
    if community is None:
        return spots.choose(request)
    return _page(request, community, errors={"code": error}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what the link does; only the button uses it, so that a preview of the link does not."""
    found = admissions.by_token(token[:60])
    now = clock.now()
    if found is None or not admissions.is_open(found, now):
        community = found.community if found is not None else only_community()
        gone = {"community": community, "query": spots.with_community("", community)}
        return render(request, "portal/me_link_gone.html", gone, status=410 if found is not None else 404)
    if request.method == "POST":
        try:
            return _welcome(request, entering.by_admission(request, found, means=Means.LINK))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return to("me_login")
    who = mask_name(found.person.name) if found.person is not None else _("尾号 %(tail)s") % {"tail": found.phone_tail}
    context: dict[str, object] = {
        "community": found.community, "who": who, "token": token, "until": found.expires_at,
        "days": options.get(found.community, agreed.SESSION_DAYS), "text": text_for(found.community, "login"),
    }
    return render(request, "portal/me_link.html", context)


def _welcome(request: HttpRequest, login: ResidentLogin) -> HttpResponse:
    messages.success(request, _("登录好了。下次在这台手机上不用再登录。"))
    response = to("me")
    entries.remember(request, response, login.user_id)
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """这不是我的手机: nothing of it stays in this browser."""
    if visitor_of(request) is not None:
        sessions.sign_out(request)
        messages.success(request, _("已经退出，这台手机上看不到您的事了。"))
    return to("me_login")



"""Login, logout, password, choice of community, and the two switches anybody may use."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.kernel.accounts import actions, devices, queries, sessions, trusted
from huijia.kernel.accounts.access import COMMUNITY_KEY, open_for, signed_in
from huijia.kernel.accounts.errors import CommunityNeeded, Refusal
from huijia.kernel.accounts.forms import AgainForm, CodeForm, LoginForm, PasswordForm, PinForm, put_refusal
from huijia.kernel.accounts.fresh import mark as mark_fresh
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.roles import RESIDENT, ROLES
from huijia.kernel.accounts.street import works_for_a_street
from huijia.kernel.accounts.views.redirects import home_of, next_of
from huijia.lib import clock

_YEAR = 365 * 86400
LARGE_COOKIE = "large"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """User name and password; a trusted phone is asked for its PIN first, unless `password` stands in the address."""
    form = LoginForm(request.POST or None)
    onward = next_of(request, "")
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            entered = sessions.sign_in(request, username=cleaned["username"], password=cleaned["password"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            return _entered(request, entered, onward, remember=cleaned["remember"])
    elif request.method != "POST":
        if isinstance(request.user, User) and not request.user.is_resident:
            return redirect(onward or "accounts:home")
        if "password" not in request.GET and trusted.device_of(request) is not None:
            return _to("accounts:unlock", onward)
    minutes = settings.STAFF_IDLE_SECONDS // 60 if "idle" in request.GET else 0
    context = {"form": form, "next": onward, "idle_minutes": minutes, "ended": "ended" in request.GET}
    return render(request, "accounts/login.html", context)


def _entered(request: HttpRequest, entered: sessions.Entered, onward: str, *, remember: bool) -> HttpResponse:
    """On to the code, to the PIN of this phone, or to work; the browser is known from now on."""
    if entered.second:
        response = _to("accounts:second", onward, remember="1" if remember else "")
    elif remember:
        response = _to("accounts:trust", onward)
    else:
        response = redirect(onward or "accounts:home")
    devices.remember(request, response, entered.user.pk)
    return response


def _to(name: str, onward: str, **more: str) -> HttpResponse:
    query = {key: value for key, value in {"next": onward, **more}.items() if value}
    return redirect(reverse(name) + (f"?{urlencode(query)}" if query else ""))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The code after the password."""
    onward = next_of(request, "")
    if sessions.pending(request) is None:
        return _to("accounts:login", onward)
    form = CodeForm(request.POST or None)
    remember = (request.POST.get("remember") or request.GET.get("remember")) == "1"
    if request.method == "POST" and form.is_valid():
        try:
            sessions.second(request, code=form.cleaned_data["code"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            return _to("accounts:trust", onward) if remember else redirect(onward or "accounts:home")
    return render(request, "accounts/second.html", {"form": form, "next": onward, "remember": remember})


@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The PIN of a trusted phone. Nobody else's tries count here: it takes the phone's own cookie."""
    onward = next_of(request, "")
    device = trusted.device_of(request)
    if device is None:
        return _to("accounts:login", onward, password="1")
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.unlock(request, device, pin=form.cleaned_data["pin"])
        except Refusal as refusal:
            if refusal.code == "off":
                messages.error(request, str(refusal))
                return _to("accounts:login", onward, password="1")
            put_refusal(form, refusal)
        else:
            return redirect(onward or "accounts:home")
    context = {"form": form, "next": onward, "device": device}
    return render(request, "accounts/unlock.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """请确认是您本人, before a dangerous act."""
    user = signed_in(request)
    onward = next_of(request, reverse("accounts:me"))
    has_factor = queries.has_factor(user)
    form = (CodeForm if has_factor else AgainForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.confirm(request, user, typed=form.cleaned_data["code"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("已确认是您本人，15 分钟内不用再确认。请继续刚才要做的事。"))
            return redirect(onward)
    return render(request, "accounts/confirm.html", {"form": form, "next": onward, "has_factor": has_factor})


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
    return redirect(str(settings.LOGOUT_REDIRECT_URL))


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of one's role."""
    if isinstance(request.user, User) and request.user.is_resident:
        return redirect(ROLES[RESIDENT].home)
    try:
        return redirect(home_of(open_for(request)))
    except CommunityNeeded:
        if works_for_a_street(request):
            return redirect(str(settings.LOGIN_REDIRECT_URL))
        raise


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PasswordForm(request.POST or None)
    onward = next_of(request, "")
    if request.method == "POST" and form.is_valid():
        try:
            keep = request.session.get(sessions.SIGN_IN_KEY)
            cleaned = form.cleaned_data
            actions.change_password(user, old=cleaned["old"], new=cleaned["new"], keep=keep)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            auth.update_session_auth_hash(request, user)
            request.session.pop(sessions.MUST_CHANGE_KEY, None)
            if not queries.has_factor(user):
                mark_fresh(request.session)
            messages.success(request, _("密码已改好，下次请用新密码登录。记住的手机要重新记住。"))
            return redirect(onward or "accounts:home")
    context = {"form": form, "next": onward, "first": user.must_change_password}
    return render(request, "accounts/password.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """In which community one works now, for those who work in several."""
    held = queries.memberships_on(signed_in(request), clock.today())
    open_to = {str(community.pk): community for community in queries.communities_of(held)}
    onward = next_of(request, "")
    if request.method == "POST" and request.POST.get("community", "") in open_to:
        request.session[COMMUNITY_KEY] = open_to[request.POST["community"]].pk
        return redirect(onward or "accounts:home")
    context = {"communities": open_to.values(), "next": onward, "chosen": request.session.get(COMMUNITY_KEY)}
    return render(request, "accounts/choose.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Chinese or English for this browser; an unknown language changes nothing."""
    response = HttpResponseRedirect(next_of(request, "/"))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _cookie(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def large(request: HttpRequest) -> HttpResponse:
    """长辈版 on (`large=1`) or off (`large=0`) for this browser; without either, the other one than now."""
    wanted = request.POST.get("large", "")
    on = wanted == "1" if wanted in ("0", "1") else request.COOKIES.get(LARGE_COOKIE) != "1"
    response = HttpResponseRedirect(next_of(request, "/"))
    if on:
        _cookie(response, LARGE_COOKIE, "1")
    else:
        response.delete_cookie(LARGE_COOKIE, samesite="Lax")
    return response


def _cookie(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")

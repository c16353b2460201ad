"""Login, logout, password, choice of community, and the two switches anybody may use."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.kernel.accounts import actions, devices, queries, sessions
from huijia.kernel.accounts.access import COMMUNITY_KEY, open_for, signed_in
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.forms import LoginForm, PasswordForm, put_refusal
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.views.redirects import home_of, next_of
from huijia.lib import clock

_YEAR = 365 * 86400
LARGE_COOKIE = "large"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    form = LoginForm(request.POST or None)
    onward = next_of(request, "")
    if request.method == "POST" and form.is_valid():
        try:
            user = sessions.sign_in(request, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            response = redirect(onward or "accounts:home")
            devices.remember(request, response, user.pk)
            return response
    elif request.method != "POST" and isinstance(request.user, User):
        return redirect(onward or "accounts:home")
    minutes = settings.STAFF_IDLE_SECONDS // 60 if "idle" in request.GET else 0
    return render(request, "accounts/login.html", {"form": form, "next": onward, "idle_minutes": minutes})


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
    return redirect(str(settings.LOGOUT_REDIRECT_URL))


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of one's role."""
    return redirect(home_of(open_for(request)))


@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PasswordForm(request.POST or None)
    onward = next_of(request, "")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(user, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            auth.update_session_auth_hash(request, user)
            request.session.pop(sessions.MUST_CHANGE_KEY, None)
            messages.success(request, _("密码已改好，下次请用新密码登录。"))
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

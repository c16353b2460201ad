"""我的账号: my data, my roles, my phones, my sessions, for anybody on the staff."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huijia.kernel.accounts import actions, agreed, browsers, queries, sessions, trusted
from huijia.kernel.accounts.access import open_for, signed_in
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.forms import TrustForm, put_refusal
from huijia.kernel.accounts.fresh import require_fresh
from huijia.kernel.accounts.models import SignIn, TrustedDevice
from huijia.kernel.accounts.views.redirects import next_of
from huijia.lib import clock
from huijia.lib.masks import mask_phone


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    open_for(request)
    user, now = signed_in(request), clock.now()
    here, current = trusted.device_of(request, now), request.session.get(sessions.SIGN_IN_KEY)
    since = now - timedelta(seconds=settings.STAFF_IDLE_SECONDS)
    context = {
        "user": user,
        "phone": mask_phone(user.phone) if user.phone else "",
        "held": queries.memberships_on(user, clock.local(now).date()),
        "devices": queries.live_devices(user, now),
        "here": here.pk if here is not None and here.user_id == user.pk else None,
        "sign_ins": queries.open_sign_ins(user, since),
        "current": current,
        "has_factor": queries.has_factor(user),
        "wanted": agreed.factor_wanted(user, now),
    }
    return render(request, "accounts/me.html", context)


@never_cache
@sensitive_post_parameters("pin", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: HttpRequest) -> HttpResponse:
    """记住这台手机; only right after a full sign-in, since a PIN opens what a password opens."""
    open_for(request)
    require_fresh(request)
    user, onward = signed_in(request), next_of(request, "")
    family = browsers.family_of(request.headers.get("User-Agent", ""))
    form = TrustForm(request.POST if request.method == "POST" else None, initial={"name": family})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            device, token = actions.trust(
                user, pin=cleaned["pin"], name=cleaned["name"], family=family, old_token=trusted.token_of(request)
            )
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            SignIn.objects.filter(pk=request.session.get(sessions.SIGN_IN_KEY) or 0).update(device=device)
            messages.success(request, _("已记住这台手机，下次输 PIN 就能进。手机丢了，请马上告诉管理员。"))
            response = redirect(onward or "accounts:me")
            trusted.remember(response, token, device)
            return response
    days = agreed.value_for(user, agreed.DEVICE_DAYS)
    context = {"form": form, "next": onward, "days": days}
    return render(request, "accounts/trust.html", context, status=422 if form.is_bound else 200)


@require_POST
def device_shut(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request)
    device = get_object_or_404(TrustedDevice.objects.select_related("user"), pk=pk, user_id=access.user_id)
    actions.shut_device(device)
    messages.success(request, _("这台手机已停用，它上面的登录也已结束。"))
    return redirect("accounts:me")


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request)
    row = get_object_or_404(SignIn.objects.select_related("user"), pk=pk, user_id=access.user_id)
    actions.end_sign_in(row)
    messages.success(request, _("那一处的登录已结束。"))
    return redirect("accounts:me")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Everywhere but here."""
    open_for(request)
    user = signed_in(request)
    actions.end_others(user, keep=request.session.get(sessions.SIGN_IN_KEY))
    auth.update_session_auth_hash(request, user)
    messages.success(request, _("别处的登录都已结束，只剩这里。"))
    return redirect("accounts:me")

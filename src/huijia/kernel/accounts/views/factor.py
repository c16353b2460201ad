"""第二重验证: the QR code for the authenticator, its first code, and the recovery codes, shown once."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from huijia.kernel.accounts import actions, addresses, agreed, queries, sessions, totp
from huijia.kernel.accounts.access import open_for, signed_in
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.forms import CodeForm, FirstCodeForm, put_refusal
from huijia.kernel.accounts.fresh import mark, require_fresh
from huijia.kernel.accounts.models import Factor, User
from huijia.lib import crypto

ISSUER = "Huijia"


@never_cache
@require_safe
def factor(request: HttpRequest) -> HttpResponse:
    """What it is and whether it is on."""
    open_for(request)
    user = signed_in(request)
    context = {
        "has_factor": queries.has_factor(user), "wanted": agreed.factor_wanted(user),
        "left": user.recovery_codes.filter(used_at=None).count(),
    }
    return render(request, "accounts/factor.html", context)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    open_for(request)
    require_fresh(request)
    user = signed_in(request)
    try:
        begun = actions.begin_factor(user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:factor")
    return _show(request, user, begun, FirstCodeForm())


def _show(request: HttpRequest, user: User, begun: Factor, form: CodeForm, status: int = 200) -> HttpResponse:
    secret = crypto.open_sealed(begun.secret_sealed)
    code = segno.make(totp.address_of(secret, user.username, ISSUER), error="m", micro=False)
    parts = [secret[i : i + 4] for i in range(0, len(secret), 4)]
    context = {"qr": code.svg_data_uri(border=2, scale=5), "parts": parts, "form": form}
    return render(request, "accounts/factor_begin.html", context, status=status)


@never_cache
@sensitive_post_parameters("code")
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    open_for(request)
    user = signed_in(request)
    form = FirstCodeForm(request.POST)
    begun = Factor.objects.filter(user=user, confirmed_at=None).first()
    if begun is None:
        return redirect("accounts:factor")
    if not form.is_valid():
        return _show(request, user, begun, form, 422)
    address = addresses.counted_as(addresses.client_address(request))
    try:
        codes = actions.confirm_factor(user, code=form.cleaned_data["code"], address=address)
    except Refusal as refusal:
        put_refusal(form, refusal)
        return _show(request, user, begun, form, 422)
    request.session.pop(sessions.MUST_FACTOR_KEY, None)
    mark(request.session)
    return _codes(request, codes)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The answer itself shows them; they are kept nowhere and can't be opened a second time."""
    pairs = [(code[:5], code[5:]) for code in codes]
    return render(request, "accounts/factor_codes.html", {"pairs": pairs})


@never_cache
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """A new set; the old one is worth nothing."""
    open_for(request)
    require_fresh(request)
    try:
        return _codes(request, actions.renew_recovery_codes(signed_in(request)))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:factor")


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    open_for(request)
    require_fresh(request)
    try:
        actions.drop_factor(signed_in(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("第二重验证已关闭，以后登录只要密码。"))
    return redirect("accounts:factor")

"""到期清理: what each rule would remove now, and what is held back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.kernel.accounts.access import open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions, queries, registry
from huijia.kernel.privacy.forms import HoldForm
from huijia.kernel.privacy.models import Hold
from huijia.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """POST holds a person: `subject` ("type:id"), found by `q`."""
    access = open_for(request, "privacy.manage")
    form = HoldForm(request.POST if request.method == "POST" else None, access=access)
    kind, _colon, number = request.POST.get("subject", "").partition(":")
    if form.is_bound and not number.isdecimal():
        form.is_valid()
        form.add_error(None, _("请先选一个人。"))
    elif form.is_bound and form.is_valid():
        try:
            actions.hold((kind, int(number)), reason=form.cleaned_data["reason"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保全，解除以前不会清理。"))
            return redirect("privacy:retention")
    q = request.GET.get("q", "").strip()[:40]
    context = {
        "form": form, "forecast": queries.forecast(access.community, clock.now()), "q": q,
        "found": registry.found(access, q) if q else [],
        "holds": Hold.objects.of(access.community).filter(ended_at=None)[:100],
    }
    return render(request, "privacy/retention.html", context, status=422 if form.is_bound else 200)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    access = open_for(request, "privacy.manage")
    actions.release(get_object_or_404(Hold.objects.of(access.community), pk=pk), by=access)
    messages.success(request, _("保全已解除，到期的会在下一次清理时去掉。"))
    return redirect("privacy:retention")

"""处理登记 and the words of consent: what the office does with personal data, for itself and for everybody to read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huijia.kernel.accounts.access import open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.privacy import actions, queries, registry
from huijia.kernel.privacy.forms import ProcessingForm, TextForm
from huijia.kernel.privacy.models import ConsentText


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    access = open_for(request, "privacy.manage")
    context = {"lines": queries.register_of(access.community), "purposes": registry.purposes()}
    return render(request, "privacy/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def processing(request: HttpRequest, code: str) -> HttpResponse:
    """One line; `new-…` is the office's own addition."""
    access = open_for(request, "privacy.manage")
    line = next((each for each in queries.register_of(access.community) if each.code == code), None)
    if line is None and not code.startswith("own_"):
        raise Http404
    initial = {**vars(line), "fields_": line.fields} if line else {"is_active": True}
    form = ProcessingForm(request.POST if request.method == "POST" else None, access=access, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.set_processing(code, form.values(), by=access, is_active=form.cleaned_data["is_active"])
        except Refusal as refusal:
            refusal.field = "fields_" if refusal.field == "fields" else refusal.field
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存；公示页上马上是新的内容。"))
            return redirect("privacy:register")
    context = {"form": form, "line": line}
    return render(request, "privacy/processing.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, code: str) -> HttpResponse:
    """The words of one purpose, with the versions before."""
    access = open_for(request, "privacy.manage")
    purpose = next((each for each in registry.purposes() if each.code == code), None)
    if purpose is None:
        raise Http404
    now = ConsentText.objects.of(access.community).filter(purpose=code).order_by("-version").first()
    initial = {"text": now.text if now else str(purpose.text)}
    form = TextForm(request.POST if request.method == "POST" else None, access=access, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            row = actions.set_text(code, form.cleaned_data["text"], by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("现在是第 %(version)s 版。") % {"version": row.version})
            return redirect("privacy:register")
    versions = ConsentText.objects.of(access.community).filter(purpose=code).order_by("-version")[:20]
    context = {"form": form, "purpose": purpose, "versions": versions}
    return render(request, "privacy/text.html", context, status=422 if form.is_bound else 200)

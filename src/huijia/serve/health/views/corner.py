"""健康角: find the person before one, or measure without a name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.health import queries, thresholds
from huijia.serve.health.forms import FindForm, MeasureForm
from huijia.serve.health.views.entry import entered, unkept


@require_GET
@unkept
def corner(request: HttpRequest) -> HttpResponse:
    access = entered(request)
    return _page(request, access, FindForm(access=access))


def _page(request: HttpRequest, access: Access, form: FindForm, status: int = 200, **more: Any) -> HttpResponse:
    today = clock.today()
    context = {
        "form": form, "due": list(queries.due(access.community, today)[:50]),
        "coming": queries.coming(access.community, today).count(), **more,
    }
    return render(request, "health/corner.html", context, status=status)


@sensitive_post_parameters("who")
@require_POST
@unkept
def find(request: HttpRequest) -> HttpResponse:
    """In the body, so that no name or number stands in an address."""
    access = entered(request)
    form = FindForm(request.POST, access=access)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    found = queries.found(access.community, form.cleaned_data["who"])
    if len(found) == 1:
        return redirect("health:person", found[0][0].pk)
    return _page(request, access, form, found=found, searched=True)


@sensitive_post_parameters("systolic", "diastolic", "glucose")
@require_http_methods(["GET", "POST"])
@unkept
def nameless(request: HttpRequest) -> HttpResponse:
    """不记名: the advice is shown once; whose it was is nowhere."""
    access = entered(request)
    form = MeasureForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        try:
            done = form.act(None)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            context = {"said": thresholds.said(form.values), "advice": done.advice}
            fresh = MeasureForm(access=access)
            return render(request, "health/nameless.html", context | {"form": fresh})
    status = form.status if form.is_bound else 200
    return render(request, "health/nameless.html", {"form": form}, status=status)

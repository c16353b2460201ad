"""随访: whom to ask, and what was heard."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from huijia.serve.health import queries
from huijia.serve.health.enums import FollowState
from huijia.serve.health.forms import FollowForm
from huijia.serve.health.models import FollowUp
from huijia.serve.health.views.entry import entered, unkept

MOST = 100


@require_GET
@unkept
def follow_ups(request: HttpRequest) -> HttpResponse:
    access, today = entered(request), clock.today()
    context = {
        "due": list(queries.due(access.community, today)[:MOST]),
        "coming": list(queries.coming(access.community, today)[:MOST]),
    }
    return render(request, "health/follow_ups.html", context)


@require_http_methods(["GET", "POST"])
@unkept
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    access = entered(request)
    row = FollowUp.objects.of(access.community).select_related("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = FollowForm(request.POST if request.method == "POST" else None, access=access, row=row)
    if form.is_bound and form.is_valid():
        try:
            following = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            told = _("记下了，到时候再问。") if following is not None else _("记下了。")
            messages.success(request, told)
            return redirect("health:follow_ups")
    context = {"row": row, "form": form, "is_open": row.state == FollowState.OPEN}
    return render(request, "health/follow_up.html", context, status=form.status if form.is_bound else 200)

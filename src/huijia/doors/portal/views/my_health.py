"""我的测量记录: the values, to the person alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huijia.core.residents.visitors import visitor_of
from huijia.doors.portal import my_health, own
from huijia.doors.portal.views.enter import private, to
from huijia.kernel.communities import modules
from huijia.serve.health import queries
from huijia.serve.health.enums import Kind
from huijia.serve.health.thresholds import REFERRAL


@require_safe
@private
def me_health(request: HttpRequest) -> HttpResponse:
    visitor = visitor_of(request)
    if visitor is None:
        return to("me_login")
    modules.require(visitor.community, "health")
    if not my_health.is_own(visitor) or visitor.person is None:
        raise Http404
    lines = queries.lines_of(visitor.community, visitor.person.pk)
    context = own.frame(request, visitor) | {
        "lines": lines, "charts": [(kind.label, queries.chart_of(lines, kind)) for kind in Kind],
        "referral": REFERRAL if queries.advised(visitor.community, visitor.person.pk) else "",
    }
    return render(request, "portal/me_health.html", context)

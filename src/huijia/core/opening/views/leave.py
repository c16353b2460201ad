"""整体导出: ask for it, watch it, take it along."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.opening import leaving
from huijia.core.opening.enums import BUSY, ExportState
from huijia.core.opening.models import ExportJob
from huijia.kernel.accounts.access import open_for
from huijia.kernel.accounts.fresh import require_fresh
from huijia.kernel.communities.errors import Refusal

SHOWN = 20


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """GET: earlier exports and the form. POST: asks for one; the password is asked again first."""
    access = open_for(request, "office.export")
    error = ""
    if request.method == "POST":
        require_fresh(request)
        try:
            leaving.ask(reason=request.POST.get("reason", ""), by=access)
        except Refusal as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("正在导出，可以离开这一页；做好后在这里下载，保留 7 天。"))
            return redirect("opening:leave")
    jobs = list(ExportJob.objects.of(access.community).order_by("-pk")[:SHOWN])
    context = {
        "jobs": jobs, "error": error, "busy": any(job.state in BUSY for job in jobs), "ready": ExportState.READY,
        "reason": request.POST.get("reason", ""),
    }
    template = "opening/_exports.html" if request.headers.get("HX-Request") else "opening/leave.html"
    return render(request, template, context, status=422 if error else 200)


@require_POST
def leave_fetch(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The zip, streamed; pressed, not linked, so that nothing fetches it by itself."""
    access = open_for(request, "office.export")
    job = ExportJob.objects.of(access.community).filter(pk=job_id).first()
    if job is None:
        raise Http404
    require_fresh(request)
    try:
        place = leaving.fetched(job, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("opening:leave")
    name = f"huijia-{access.community.slug}-{job.asked_at:%Y%m%d}.zip"
    return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="application/zip")

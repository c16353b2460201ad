"""The review list of an import: who is there already with other values, ours and theirs side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huijia.doors.desk.views.imports import opened_job
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports import actions
from huijia.kernel.imports.enums import Choice, ImportState
from huijia.kernel.imports.models import Difference, ImportJob

SIZE = 20


@require_GET
def review(request: HttpRequest, job_id: int) -> HttpResponse:
    """Paged by the rows of the file; `which=against`: only those where a value here is another one."""
    _access, job = opened_job(request, job_id)
    rows = Difference.objects.of(job.community_id).filter(job=job)
    which = request.GET.get("which", "")
    if which == "against":
        rows = rows.filter(is_filling=False)
    after = request.GET.get("after", "")
    shown = rows.filter(place__gt=int(after)) if after.isdecimal() else rows
    found = list(shown.order_by("place")[: SIZE + 1])
    context = {
        "job": job, "lines": [_line(job, row) for row in found[:SIZE]], "which": which,
        "next": found[SIZE - 1].place if len(found) > SIZE else None, "is_later": after.isdecimal(),
        "count": job.differing, "against": Difference.objects.of(job.community_id).filter(
            job=job, is_filling=False).count(),
        "may_choose": job.state == ImportState.READY, "choices": Choice.choices,
    }
    return render(request, "desk/import_review.html", context)


def _line(job: ImportJob, row: Difference) -> dict[str, Any]:
    return {"row": row, "chosen": row.choice or job.choice, **row.shown}


@require_POST
def choose(request: HttpRequest, job_id: int) -> HttpResponse:
    """`choice`, with `place` for one row, else for all."""
    access, job = opened_job(request, job_id)
    written, place = request.POST.get("choice", ""), request.POST.get("place", "")
    if written not in Choice.values:
        messages.error(request, _("请选择怎么处理"))
        return redirect("desk:import_review", job.pk)
    only = int(place) if place.isdecimal() else None
    try:
        actions.choose(job, choice=Choice(written), place=only, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:import_job", job.pk)
    if only is None:
        messages.success(request, _("全部按“%(choice)s”处理") % {"choice": Choice(written).label})
        return redirect("desk:import_review", job.pk)
    if getattr(request, "htmx", None):
        row = Difference.objects.of(access.community).get(job=job, place=only)
        context = {"line": _line(job, row), "job": job, "may_choose": True, "choices": Choice.choices}
        return render(request, "desk/_difference.html", context)
    after = request.POST.get("after", "")
    query = f"?after={after}" if after.isdecimal() else ""
    return redirect(f"{reverse('desk:import_review', args=[job.pk])}{query}#row-{only}")

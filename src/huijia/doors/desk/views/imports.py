"""Import of a spreadsheet: choose, see what would happen, start, watch, and read what was left out."""

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.matters import imports
from huijia.core.matters.models import ImportJob, ImportState
from huijia.doors.desk.forms.imports import MappingForm, UploadForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import spreadsheet

SIZE = 30
SHOWN_ERRORS = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """GET: earlier imports, and the form. POST: keeps the file and has it checked."""
    access = open_for(request, "matters.import")
    if request.method != "POST":
        return _list(request, access, UploadForm(access=access))
    form = UploadForm(request.POST, request.FILES, access=access)
    if not form.is_valid():
        return _list(request, access, form, status=422)
    data = form.cleaned_data
    try:
        job = imports.open_job(data["file"], source=data["source"], uuid=data["uuid"], by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _list(request, access, form, status=422)
    return redirect("desk:import_job", job.pk)


def _list(request: HttpRequest, access: Access, form: UploadForm, status: int = 200) -> HttpResponse:
    rows = ImportJob.objects.of(access.community).select_related("file").defer("errors", "samples", "mapping")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    older = found[SIZE - 1].pk if len(found) > SIZE else None
    return render(request, "desk/imports.html", {"jobs": found[:SIZE], "older": older, "form": form}, status=status)


def _opened(request: HttpRequest, job_id: int) -> tuple[Access, ImportJob]:
    access = open_for(request, "matters.import")
    job = ImportJob.objects.of(access.community).select_related("file").filter(pk=job_id).first()
    if job is None:
        raise Http404
    return access, job


@require_GET
def import_job(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = _opened(request, job_id)
    return _page(request, access, job)


def _page(
    request: HttpRequest, access: Access, job: ImportJob, form: MappingForm | None = None, status: int = 200
) -> HttpResponse:
    shown = form or MappingForm(job=job, access=access)
    named = set(job.mapping["columns"].values())
    context = {
        "job": job, "form": shown, "errors": job.errors[:SHOWN_ERRORS], "hidden_errors": job.failed - SHOWN_ERRORS,
        "unused": [column for column in job.columns if column not in named], "fresh": job.good - job.doubled,
        "waiting": job.good - job.doubled - job.with_answer, "missing": imports.missing(job),
        "may_remap": job.state in (ImportState.READY, ImportState.BROKEN) and job.cursor == 0,
        "may_start": job.state == ImportState.READY and job.good - job.doubled > 0, "percent": _percent(job),
    }
    return render(request, "desk/import_job.html", context, status=status)


def _percent(job: ImportJob) -> int | None:
    return round(100 * job.done / job.total) if job.total else None


@require_GET
def import_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far it is; asked for every second while it moves. When it stands, the whole page is loaded anew."""
    _access, job = _opened(request, job_id)
    if not job.is_moving:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "desk/_import_progress.html", {"job": job, "percent": _percent(job)})


@require_POST
def import_map(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = _opened(request, job_id)
    form = MappingForm(request.POST, job=job, access=access)
    if not form.is_valid():
        return _page(request, access, job, form, status=422)
    try:
        imports.remap(job, columns=form.columns(), categories=form.categories(), by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, job, form, status=409 if refusal.code == "stale" else 422)
    return redirect("desk:import_job", job.pk)


@require_POST
def import_start(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = _opened(request, job_id)
    go = imports.go_on if job.state == ImportState.BROKEN else imports.start
    try:
        go(job, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, job, status=409)
    return redirect("desk:import_job", job.pk)


@require_GET
def import_errors(request: HttpRequest, job_id: int) -> HttpResponse:
    """What was left out, as a sheet to be put right and imported again."""
    _access, job = _opened(request, job_id)
    columns = [
        spreadsheet.Column(_("行号"), 8, "number"), spreadsheet.Column(_("列"), 16),
        spreadsheet.Column(_("有什么问题"), 50, "long"), spreadsheet.Column(_("原来写的"), 40, "long"),
    ]
    stream = io.BytesIO()
    spreadsheet.write_book(stream, [spreadsheet.Sheet(_("没有导入的行"), columns, job.errors)])
    headers = {"Content-Disposition": f'attachment; filename="import-{job.pk}-errors.xlsx"'}
    return HttpResponse(stream.getvalue(), content_type=XLSX, headers=headers)

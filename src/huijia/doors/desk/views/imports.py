"""Import of a spreadsheet: choose, see what would happen, start, watch, and read what was left out."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.doors.desk.forms.imports import MappingForm, UploadForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.imports import actions, books, importers
from huijia.kernel.imports.enums import ImportState
from huijia.kernel.imports.importers import Importer
from huijia.kernel.imports.models import ImportJob

SIZE = 30
SHOWN_ERRORS = 20
IN_MEMORY = 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened_list(request: HttpRequest) -> tuple[Access, list[Importer]]:
    """The reader, and what they may import: at least one kind, else 403."""
    access = open_for(request, *{importer.permission for importer in importers.IMPORTERS.values()})
    return access, importers.offered_to(access)


def opened_job(request: HttpRequest, job_id: int) -> tuple[Access, ImportJob]:
    """A job of a kind that the reader may import."""
    access, offered = opened_list(request)
    codes = [importer.code for importer in offered]
    job = ImportJob.objects.of(access.community).select_related("file").filter(pk=job_id, kind__in=codes).first()
    if job is None:
        raise Http404
    return access, job


@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """GET: earlier imports, what can be imported, and with `kind` its form. POST: keeps the file and has it checked."""
    access, offered = opened_list(request)
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    importer = next((each for each in offered if each.code == wanted), None)
    if importer is None and (len(offered) == 1 or request.method == "POST"):
        importer = offered[0] if offered else None
    if request.method != "POST" or importer is None:
        form = UploadForm(access=access, importer=importer) if importer is not None else None
        return _list(request, access, offered, form)
    form = UploadForm(request.POST, request.FILES, access=access, importer=importer)
    if not form.is_valid():
        return _list(request, access, offered, form, status=422)
    data = form.cleaned_data
    try:
        job = actions.open_job(
            data["file"], kind=importer.code, options=form.options(), uuid=data["uuid"], by=access
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _list(request, access, offered, form, status=form.status)
    return redirect("desk:import_job", job.pk)


def _list(
    request: HttpRequest, access: Access, offered: list[Importer], form: UploadForm | None, status: int = 200
) -> HttpResponse:
    rows = ImportJob.objects.of(access.community).filter(kind__in=[importer.code for importer in offered])
    rows = rows.select_related("file").defer("errors", "samples", "mapping")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    older = found[SIZE - 1].pk if len(found) > SIZE else None
    lines = [{"job": job, "importer": importers.of(job)} for job in found[:SIZE]]
    context = {"lines": lines, "older": older, "form": form, "offered": offered}
    return render(request, "desk/imports.html", context, status=status)


@require_GET
def import_template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty form to fill in, with an example row and drop-downs."""
    _access, offered = opened_list(request)
    importer = next((each for each in offered if each.code == kind), None)
    if importer is None:
        raise Http404
    book = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    books.write_template(book, importer)
    book.seek(0)
    name = _("%(kind)s导入模板") % {"kind": importer.label} + ".xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@require_GET
def import_job(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = opened_job(request, job_id)
    return _page(request, access, job)


def _page(
    request: HttpRequest, access: Access, job: ImportJob, form: MappingForm | None = None, status: int = 200
) -> HttpResponse:
    importer = importers.of(job)
    named = set(job.mapping["columns"].values())
    missing = [importer.by_key[key].label for key in actions.missing(job)]
    context = {
        "job": job, "form": form or MappingForm(job=job, access=access), "importer": importer,
        "errors": job.errors[:SHOWN_ERRORS], "hidden_errors": len(job.errors) - SHOWN_ERRORS,
        "has_sheets": any(len(fault) > 4 for fault in job.errors[:SHOWN_ERRORS]),
        "unused": [column for column in job.columns if column not in named], "missing": missing,
        "figures": [(label, job.figures.get(key, 0)) for key, label in importer.figures.items()],
        "may_remap": job.state in (ImportState.READY, ImportState.BROKEN) and job.cursor == 0,
        "may_start": job.state == ImportState.READY and job.fresh + job.differing > 0, "percent": _percent(job),
        "start_label": importer.say_start(job.fresh) if job.fresh else _("开始更新"),
        "said_ready": importer.say_ready(job), "said_done": importer.say_done(job), "link": importer.link_done(job),
        "said_options": importer.said_options(job),
    }
    return render(request, "desk/import_job.html", context, status=status)


def _percent(job: ImportJob) -> int | None:
    return round(100 * job.done / job.total) if job.total else None


@require_GET
def import_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far it is; asked for every second while it moves. When it stands, the whole page is loaded anew."""
    _access, job = opened_job(request, job_id)
    if not job.is_moving:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "desk/_import_progress.html", {"job": job, "percent": _percent(job)})


@require_POST
def import_map(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = opened_job(request, job_id)
    form = MappingForm(request.POST, job=job, access=access)
    if not form.is_valid():
        return _page(request, access, job, form, status=422)
    try:
        actions.remap(job, columns=form.columns(), words=form.chosen_words(), by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, job, form, status=409 if refusal.code == "stale" else 422)
    return redirect("desk:import_job", job.pk)


@require_POST
def import_start(request: HttpRequest, job_id: int) -> HttpResponse:
    access, job = opened_job(request, job_id)
    go = actions.go_on if job.state == ImportState.BROKEN else actions.start
    try:
        go(job, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, access, job, status=409)
    return redirect("desk:import_job", job.pk)


@require_GET
def import_errors(request: HttpRequest, job_id: int) -> FileResponse:
    """The rows that were left out, as a sheet to be put right and imported again."""
    _access, job = opened_job(request, job_id)
    book = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    books.write_wrong_rows(book, job)
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"import-{job.pk}-errors.xlsx", content_type=XLSX)

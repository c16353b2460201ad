"""居民名册 as a file: masked unless somebody who may asks for more; the log has its entry before it leaves."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.core.people.models import Person
from huijia.core.people.roster import export
from huijia.doors.desk.forms.rosters import RosterExportForm
from huijia.doors.desk.views.imports import XLSX
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.accounts.fresh import require_fresh
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, spreadsheet

IN_MEMORY = 1024 * 1024


@require_http_methods(["GET", "POST"])
def roster_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks what for; POST answers with the file."""
    access = open_for(request, "people.view")
    form = RosterExportForm(
        request.POST if request.method == "POST" else None, access=access, permission="people.export"
    )
    if form.is_bound and form.is_valid():
        if form.cleaned_data.get("unmasked"):
            require_fresh(request)
        try:
            return _file(access, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
    people = Person.objects.of(access.community).filter(merged_into=None, died_on=None).count()
    context = {"form": form, "count": people}
    return render(request, "desk/roster_export.html", context, status=422 if form.is_bound else 200)


def _file(access: Access, *, reason: str, form: str = "xlsx", unmasked: bool = False) -> FileResponse:
    reason = export.allow_export(reason=reason, unmasked=unmasked, by=access)
    moment = clock.local(clock.now())
    mark = _("%(community)s 居民名册 %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "who": access.label, "when": f"{moment:%Y-%m-%d %H:%M}", "reason": reason,
    }
    book: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    try:
        lines = export.lines(access, unmasked=unmasked)
        if form == "csv":
            count = spreadsheet.write_csv(book, export.columns(), lines, mark)
        else:
            sheet = spreadsheet.Sheet("居民名册", export.columns(), lines, mark, mark_above=True)
            count = spreadsheet.write_book(book, [sheet])
        export.record_roster_export(rows=count, reason=reason, unmasked=unmasked, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    kind = "csv" if form == "csv" else "xlsx"
    name = _("居民名册") + f"-{moment:%Y%m%d}.{kind}"
    mime = "text/csv; charset=utf-8" if form == "csv" else XLSX
    return FileResponse(book, as_attachment=True, filename=name, content_type=mime)

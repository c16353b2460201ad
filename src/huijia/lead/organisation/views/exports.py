"""党员名册 as an Excel file: masked unless asked and allowed."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lead.organisation import actions, queries
from huijia.lead.organisation.forms import ExportForm
from huijia.lead.organisation.views.members import opened
from huijia.lib import clock, spreadsheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 1024 * 1024


@require_http_methods(["GET", "POST"])
def members_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """GET asks what for; POST answers with the file."""
    access = opened(request, "party.view")
    form = ExportForm(request.POST if request.method == "POST" else None, access=access)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            return _file(access, reason=data["reason"], unmasked=data.get("unmasked", False))
        except Refusal as refusal:
            form.refuse(refusal)
    count = queries.members(access.community).count()
    return render(
        request, "organisation/export.html", {"form": form, "count": count}, status=422 if form.is_bound else 200
    )


def _file(access: Access, *, reason: str, unmasked: bool) -> FileResponse:
    reason = actions.allow_export(reason=reason, unmasked=unmasked, by=access)
    moment = clock.local(clock.now())
    mark = _("%(community)s 党员名册 %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "who": access.label, "when": f"{moment:%Y-%m-%d %H:%M}", "reason": reason,
    }
    book: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    try:
        lines = queries.lines(access, unmasked=unmasked)
        sheet = spreadsheet.Sheet("党员名册", queries.columns(), lines, mark, mark_above=True)
        count = spreadsheet.write_book(book, [sheet])
        actions.record_party_export(rows=count, reason=reason, unmasked=unmasked, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    name = _("党员名册") + f"-{moment:%Y%m%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)

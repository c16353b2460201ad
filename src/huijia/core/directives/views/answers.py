"""The answers to a directive to take away: one table with the sum, and the files."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huijia.core.directives.actions import COPY
from huijia.core.directives.enums import State, Wants
from huijia.core.directives.models import DirectiveCopy
from huijia.core.directives.views.street import copies_of, opened
from huijia.kernel.files import shelf
from huijia.kernel.files.models import Attachment
from huijia.lib.spreadsheet import Column, Sheet, write_book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def table(request: HttpRequest, directive_id: int) -> HttpResponse:
    """One row a community; of a number the sum in the last row."""
    access, found = opened(request, directive_id)
    copies = copies_of(access, found)
    columns = [
        Column(_("社区"), 20), Column(_("状态"), 12), Column(_("接收时间"), 18, "datetime"),
        Column(_("答复时间"), 18, "datetime"), Column(_("答复人"), 12), Column(_("数字"), 12, "number"),
        Column(_("办了没有"), 10), Column(_("答复"), 60),
    ]
    rows = list(_rows(copies))
    if found.wants == Wants.NUMBER:
        total = sum(copy.number for copy in copies if copy.number is not None)
        rows.append([_("合计"), "", None, None, "", float(total), "", found.unit])
    stream = BytesIO()
    write_book(stream, [Sheet(_("答复"), columns, rows)])
    return _file(stream.getvalue(), XLSX, f"{found.title}.xlsx")


def _rows(copies: list[DirectiveCopy]) -> Iterator[list[object]]:
    for copy in copies:
        done = "" if copy.is_done is None else _("办了") if copy.is_done else _("没有办")
        yield [
            copy.community.name, str(State(copy.state).label), copy.received_at, copy.answered_at,
            copy.answered_by_label, None if copy.number is None else float(copy.number), done, copy.answer,
        ]


@require_GET
def papers(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Every file that came with an answer, named by its community."""
    access, found = opened(request, directive_id)
    names = {copy.pk: copy.community.name for copy in copies_of(access, found)}
    rows = Attachment.objects.among(access.communities).filter(
        subject_type=COPY, subject_id__in=names, purpose="directives.answer"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, row in enumerate(rows.select_related("file").order_by("subject_id", "pk"), start=1):
            with shelf.open_kept(row.file.sha256) as content:
                name = row.file.original_name.replace("/", "_") or "file"
                archive.writestr(f"{names[row.subject_id]}-{number}-{name}", content.read())
    return _file(stream.getvalue(), "application/zip", f"{found.title}.zip")


def _file(content: bytes, mime: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer

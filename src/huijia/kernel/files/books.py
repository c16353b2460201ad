"""A ledger as an Excel file: the days asked for, a reason, a mark on each page, written row by row."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, spreadsheet

CHUNK = 1000
IN_MEMORY = 1024 * 1024
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BookForm(OfficeForm):
    """Which days; what for."""

    first = day_field(gettext_lazy("从哪天"))
    last = day_field(gettext_lazy("到哪天"))
    reason = forms.CharField(
        label=gettext_lazy("导出做什么用"), max_length=120,
        help_text=gettext_lazy("会和行数一起记入操作日志，并印在每页页眉。"),
    )


def sent(
    title: str, columns: Sequence[spreadsheet.Column], lines: Iterable[Sequence[Any]], *, access: Access, reason: str,
    record: Callable[[int], None],
) -> FileResponse:
    """The file, gone from the disk when the answer is sent. `record(rows)` writes the log's entry before that.

    Raises:
        Refusal: the log's own.
    """
    moment = clock.local(clock.now())
    mark = _("%(community)s %(title)s %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "title": title, "who": access.label,
        "when": f"{moment:%Y-%m-%d %H:%M}", "reason": reason,
    }
    book = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (FileResponse closes it)
    try:
        sheet = spreadsheet.Sheet(title, list(columns), _safe(lines), mark)
        record(spreadsheet.write_book(book, [sheet]))
    except BaseException:
        book.close()
        raise
    book.seek(0)
    return FileResponse(
        book, as_attachment=True, filename=f"{title}-{moment:%Y%m%d}.xlsx", content_type=CONTENT_TYPE
    )


def _safe(lines: Iterable[Sequence[Any]]) -> Iterator[list[object]]:
    for line in lines:
        yield [spreadsheet.safe_cell(cell) if isinstance(cell, str) else cell for cell in line]


@dataclass(frozen=True)
class Book:
    """A ledger that can be asked for. `back`, `room`: where one came from. `lines(start, end)`: its rows between two
    moments; `record(rows, reason)`: the log's entry, which may refuse; `said`: what of people is in it."""

    title: str
    back: str
    room: str
    columns: Sequence[spreadsheet.Column]
    lines: Callable[[datetime, datetime], Iterable[Sequence[Any]]]
    record: Callable[[int, str], None]
    said: Promise | str = ""


def asked(request: HttpRequest, access: Access, book: Book) -> HttpResponse | FileResponse:
    """The page that asks for days and a reason, from the month before until today; the POST answers with the file."""
    today = clock.today()
    first = {"first": today.replace(day=1) - timedelta(days=31), "last": today}
    form = BookForm(request.POST if request.method == "POST" else None, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            return sent(
                book.title, book.columns, book.lines(*bounds(data["first"], data["last"])), access=access,
                reason=data["reason"], record=lambda count: book.record(count, data["reason"]),
            )
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"form": form, "book": book}
    return render(request, "components/book.html", context, status=form.status if form.is_bound else 200)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which the first of these local days begins and the last one ends."""
    start = datetime.combine(first, time(), clock.ZONE)
    return start, datetime.combine(last, time(), clock.ZONE) + timedelta(days=1)

"""Writing workbooks that print well, row by row, and CSV that the office program opens rightly."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final, Literal

from django.utils.translation import gettext as _

from huijia.lib.clock import ZONE

from .source import SpreadsheetError
from .values import plain_text

Kind = Literal["text", "long", "number", "date", "datetime"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FORMATS: Final[dict[Kind, dict[str, Any]]] = {
    "text": {"num_format": "@", "valign": "top"},
    "long": {"num_format": "@", "valign": "top", "text_wrap": True},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
}
_HEADER: Final = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "vcenter", "text_wrap": True}
_LAST_ROW: Final = 1_048_575
_LONGEST_CELL: Final = 32_000
_CHOSEN_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `kind` "text" keeps IDs and phones as typed, "long" wraps lines.

    `choices` are offered in each cell below as a drop-down; other values stay possible.
    """

    title: str
    width: float = 12
    kind: Kind = "text"
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` hold values in the order of `columns`; `mark` (who exported it, and why) is printed on each page.

    With `mark_above` it also stands in a line above the header, where it stays when the sheet is copied.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    mark: str = ""
    mark_above: bool = False


def safe_cell(text: str) -> str:
    """Text that no office program takes for a formula: an apostrophe before = + - @, also behind spaces."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def write_book(stream: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write an .xlsx workbook and return the number of rows; one row in memory at a time.

    Text is always written as text, never as formula or link, so it needs no escaping here.
    """
    import xlsxwriter  # late: 9 MB that only an export needs

    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {kind: book.add_format(style) for kind, style in _FORMATS.items()}
        head = book.add_format(_HEADER)
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_title(sheet.title, taken))
            _lay_out(page, sheet, formats, head)
            count += _fill(page, sheet, formats)
    return count


def write_csv(
    stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]], mark: str = ""
) -> int:
    """Write CSV with a byte order mark and escaped cells, `mark` in a line above the header; returns how many rows."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", errors="replace")
    writer = csv.writer(text)
    if mark:
        writer.writerow([safe_cell(mark)])
    writer.writerow([safe_cell(column.title) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(plain_text(_wall(value))) if _is_text(value) else value for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _is_text(value: object) -> bool:
    return not isinstance(value, int | float) or isinstance(value, bool)


def _wall(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value


def _sheet_title(title: str, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31] or "Sheet"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[:26]}({number})"
    taken.add(name.lower())
    return name


def _lay_out(page: Any, sheet: Sheet, formats: dict[Kind, Any], head: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    top = _header_row(sheet)
    page.repeat_rows(top)
    page.freeze_panes(top + 1, 0)
    page.set_footer("&C" + _("第 &P 页，共 &N 页"))
    if sheet.mark:
        page.set_header("&R" + sheet.mark.replace("&", "&&")[:200])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[column.kind])
        if column.choices:
            allowed = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            page.data_validation(top + 1, place, _CHOSEN_ROWS, place, allowed)
    if top:
        page.write_string(0, 0, _shown(sheet.mark))
    page.set_row(top, 24)
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, column.title, head)


def _header_row(sheet: Sheet) -> int:
    return 1 if sheet.mark and sheet.mark_above else 0


def _fill(page: Any, sheet: Sheet, formats: dict[Kind, Any]) -> int:
    count = 0
    for number, row in enumerate(sheet.rows, start=_header_row(sheet) + 1):
        if number > _LAST_ROW:
            raise SpreadsheetError(_("行数太多，一张表放不下，请缩小范围。"))
        count += 1
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, (number, place), _wall(value), column.kind, formats[column.kind])
    return count


def _write(page: Any, at: tuple[int, int], value: object, kind: Kind, style: Any) -> None:
    if value is None or value == "":
        page.write_blank(*at, None, style)
    elif kind == "number" and not _is_text(value):
        page.write_number(*at, value, style)
    elif kind in ("date", "datetime") and isinstance(value, date):
        page.write_datetime(*at, value, style)
    else:
        page.write_string(*at, _shown(plain_text(value)), style)


def _shown(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + _("……（太长，以下略）")

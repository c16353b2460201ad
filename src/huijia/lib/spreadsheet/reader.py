"""Reading a table row by row, with the memory of one row (and of the workbook's shared strings)."""

import csv
import io
import itertools
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final, Self

from django.utils.translation import gettext as _

from . import header, merged, values
from .source import Source, SpreadsheetError, open_source, text_encoding

Cell = str | int | float | bool | datetime | date | time | None
Numbered = tuple[int, Sequence[Any]]

MAX_ROWS: Final = 300_000
MAX_COLUMNS: Final = 500
_HEADER_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row in the file, from 1, as the office program shows it; `cells` the values by column name."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """The cell as typed, stripped; "" when it is empty or there is no such column."""
        return values.plain_text(self.cells.get(column))

    def lost_digits(self, column: str) -> bool:
        """Whether a long number was kept as a number, so that its last digits are gone."""
        return values.lost_digits(self.cells.get(column))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: names of its columns, the row number of the header, and the rows below it, to be read once.

    The file closes with the last row; who stops before it uses the table as a context manager.
    """

    columns: list[str]
    header_row: int
    rows: Iterator[Row]
    closing: ExitStack

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.closing.close()


def read_rows(path: Source, sheet: str | None = None, expected: Collection[str] = ()) -> Iterator[Row]:
    """The rows of `read_table`; empty rows are left out."""
    return read_table(path, sheet, expected).rows


def read_table(path: Source, sheet: str | None = None, expected: Collection[str] = ()) -> Table:
    """A table from an .xlsx or .csv file, told apart by content; `sheet` by name, else the first that holds anything.

    `expected` column names help to find the header below titles. Raises `SpreadsheetError`, here for a file that can't
    be opened, and from the rows for one that breaks off.
    """
    closing = ExitStack()
    try:
        stream, kind = open_source(path, closing)
        if kind == "csv":
            return _table(_plainly(_csv_rows(stream)), [], expected, closing)
        book = _open_book(stream, closing)
        for name in [sheet] if sheet is not None else book.sheetnames:
            table = _sheet_table(book, name, expected, closing)
            if table is not None:
                return table
        raise SpreadsheetError(_("表格里没有内容。"))
    except BaseException:
        closing.close()
        raise


def sheet_names(path: Source) -> list[str]:
    """The names of a workbook's sheets; none for a .csv file."""
    with ExitStack() as closing:
        stream, kind = open_source(path, closing)
        return list(_open_book(stream, closing).sheetnames) if kind == "xlsx" else []


def _open_book(stream: BinaryIO, closing: ExitStack) -> Any:
    import openpyxl  # late: it brings numpy along, 25 MB that a web worker hardly ever needs

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise SpreadsheetError(_("文件已损坏，请重新导出后再上传。")) from error
    closing.callback(book.close)
    return book


def _sheet_table(book: Any, name: str, expected: Collection[str], closing: ExitStack) -> Table | None:
    if name not in book.sheetnames:
        raise SpreadsheetError(_("找不到工作表“%(name)s”。") % {"name": name})
    sheet = book[name]
    if not hasattr(sheet, "iter_rows"):
        return None
    with _part_of(book, sheet) as part:
        areas = merged.merged_areas(part)
    try:
        return _table(_plainly(_sheet_rows(sheet)), areas, expected, closing)
    except _Empty:
        return None


def _part_of(book: Any, sheet: Any) -> Any:
    # The streaming reader of openpyxl does not tell merged cells, so they are read from the part itself.
    return book._archive.open(sheet._worksheet_path)


def _sheet_rows(sheet: Any) -> Iterator[Numbered]:
    # Files of some systems declare wrong dimensions or none; only the cells themselves are believed.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, _trimmed(cells)


def _trimmed(cells: Sequence[Any]) -> Sequence[Any]:
    """Without the empty cells that formats leave behind the last value."""
    last = min(len(cells), MAX_COLUMNS)
    while last and (cells[last - 1] is None or cells[last - 1] == ""):
        last -= 1
    return cells[:last]


def _csv_rows(stream: BinaryIO) -> Iterator[Numbered]:
    encoding = text_encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        first = text.readline()
        text.seek(0)
        delimiter = max(",\t;", key=first.count)
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            yield number, [cell.strip() or None for cell in cells[:MAX_COLUMNS]]
    finally:
        text.detach()


def _plainly(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    """The rows, with every way in which a file may break turned into one error."""
    try:
        for number, cells in rows:
            if number > MAX_ROWS:
                raise SpreadsheetError(_("表格超过 %(rows)s 行，请分成几份。") % {"rows": MAX_ROWS})
            yield number, cells
    except SpreadsheetError:
        raise
    except csv.Error as error:
        raise SpreadsheetError(_("这不是电子表格，请上传 .xlsx 或 .csv 文件。")) from error
    except Exception as error:
        raise SpreadsheetError(_("文件已损坏，请重新导出后再上传。")) from error


class _Empty(SpreadsheetError):
    pass


def _table(rows: Iterator[Numbered], areas: list[merged.Area], expected: Collection[str], closing: ExitStack) -> Table:
    first = list(itertools.islice(rows, _HEADER_WITHIN))
    place = header.find_header([cells for _number, cells in first], expected)
    if place is None:
        raise _Empty(_("表格里没有内容。"))
    stream = merged.filled(itertools.chain(first, rows), areas)
    head = list(itertools.islice(stream, len(first)))
    upper, lower = _lines(head, place, areas)
    columns = header.column_names(head[upper][1], head[lower][1] if lower > upper else None)
    rest = itertools.chain(head[lower + 1 :], stream)
    return Table(columns, head[upper][0], _rows(columns, rest, closing), closing)


def _lines(head: list[tuple[int, list[Any]]], place: int, areas: list[merged.Area]) -> tuple[int, int]:
    """First and last line of the header around `place`, which may be either line of two."""
    for upper in (place - 1, place):
        if upper >= 0 and upper + 1 < len(head) and _two_lines(head[upper], head[upper + 1][1], areas):
            return upper, upper + 1
    return place, place


def _two_lines(upper: tuple[int, list[Any]], below: list[Any], areas: list[merged.Area]) -> bool:
    number, names = upper
    here = [area for area in areas if area.first_row == number]
    wide = [area for area in here if area.last_row == number and area.last_column > area.first_column]
    if not here or any(area.last_column - area.first_column + 1 >= len(below) for area in wide):
        return False
    across = {
        column - 1 for area in wide for column in range(area.first_column, min(area.last_column, MAX_COLUMNS) + 1)
    }
    return header.goes_on_below(names, below, across)


def _rows(columns: list[str], rest: Iterator[tuple[int, list[Any]]], closing: ExitStack) -> Iterator[Row]:
    with closing:
        for number, cells in rest:
            if any(cell is not None and cell != "" for cell in cells):
                pairs = itertools.zip_longest(columns, cells[: len(columns)])
                yield Row(number, {name: cell for name, cell in pairs if name})

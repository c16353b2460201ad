"""The rows of a job's file: of its first sheet, or of all sheets that hold such a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from huijia.kernel.files import shelf
from huijia.kernel.imports.importers import Importer, of
from huijia.kernel.imports.layouts import guess_columns
from huijia.kernel.imports.models import ImportJob
from huijia.lib.spreadsheet import Row, SpreadsheetError, Table, read_table, sheet_names

MOST_SHEETS = 60


@dataclass(frozen=True)
class Line:
    """`place` counts the rows of the file from 1; `sheet` is "" where only one sheet is read."""

    place: int
    sheet: str
    row: Row


@dataclass(frozen=True)
class Layout:
    """`sheets`: which are read, none for the first that holds anything; `columns`: the names in all of them."""

    sheets: list[str]
    columns: list[str]


def layout_of(stream: BinaryIO, importer: Importer) -> Layout:
    """
    Raises:
        SpreadsheetError: no readable table.
    """
    names = sheet_names(stream)[:MOST_SHEETS] if importer.all_sheets else []
    found = {name: columns for name in names if (columns := _such_a_list(stream, name, importer))}
    if len(found) < 2 and (not found or next(iter(found)) == names[0]):
        return Layout([], _columns(stream, None, importer))
    every = dict.fromkeys(column for columns in found.values() for column in columns)
    return Layout(list(found), list(every))


def _columns(stream: BinaryIO, name: str | None, importer: Importer) -> list[str]:
    with read_table(stream, name, expected=importer.headers) as table:
        return [column for column in table.columns if column]


def _such_a_list(stream: BinaryIO, name: str, importer: Importer) -> list[str]:
    """The columns of a sheet that has one for each field that must be there; none of any other sheet."""
    try:
        columns = _columns(stream, name, importer)
    except SpreadsheetError:
        return []
    named = guess_columns(importer.fields, columns)
    return columns if all(field.key in named for field in importer.fields if field.required) else []


def lines_of(job: ImportJob, after: int = 0) -> Iterator[Line]:
    """The rows behind row number `after`, in their order."""
    importer = of(job)
    path = shelf.path_of(job.file.sha256)
    place = 0
    for name in job.sheets or [None]:
        with _open(path, name, importer) as table:
            other_names = _other_names(importer, table.columns, job.mapping["columns"])
            for row in table.rows:
                place += 1
                if place > after:
                    yield Line(place, name or "", _renamed(row, other_names))


def _open(path: Path, name: str | None, importer: Importer) -> Table:
    return read_table(path, name, expected=importer.headers)


def _other_names(importer: Importer, columns: list[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Columns that this sheet calls otherwise than the sheet by which the columns were chosen."""
    taken = {*chosen.values()}
    own = guess_columns(importer.fields, [column for column in columns if column not in taken])
    return {own[key]: column for key, column in chosen.items() if column not in columns and key in own}


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    if not names:
        return row
    return Row(row.number, {names.get(column, column): cell for column, cell in row.cells.items()})

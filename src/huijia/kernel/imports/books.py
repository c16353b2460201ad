"""Workbooks that an import gives back: the rows that were left out, to be mended, and an empty form to fill in."""

from collections import defaultdict
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from huijia.kernel.imports.importers import Importer
from huijia.kernel.imports.models import ImportJob
from huijia.kernel.imports.reading import lines_of
from huijia.lib import spreadsheet
from huijia.lib.spreadsheet import Column, Sheet

EXAMPLE = "示例"
"""Stands in the first cell of the template's example row, so that the row is passed over when it is left in."""
SPARE_WIDTH = 14

Faults = dict[tuple[str, int], list[list[object]]]


def write_wrong_rows(stream: IO[bytes], job: ImportJob) -> int:
    """The rows that were left out, as they stand in the file, with what is wrong before them; returns how many.

    Mended, the sheet can be imported as it is: its first three columns mean nothing to an importer. Where the file is
    gone, the faults alone are written.
    """
    columns = [Column(_("行号"), 8, "number"), Column(_("列"), 14), Column(_("有什么问题"), 44, "long")]
    columns += [Column(name, SPARE_WIDTH) for name in job.columns]
    return spreadsheet.write_book(stream, [Sheet(_("没有导入的行"), columns, _wrong_rows(job))])


def _wrong_rows(job: ImportJob) -> Iterator[list[object]]:
    waiting = _by_row(job)
    try:
        for line in lines_of(job):
            faults = waiting.pop((line.sheet, line.row.number), None)
            if faults is not None:
                yield [*_told(line.sheet, line.row.number, faults), *(line.row.text(name) for name in job.columns)]
            if not waiting:
                return
    except (OSError, spreadsheet.SpreadsheetError):
        pass
    for (sheet, number), faults in waiting.items():
        yield [*_told(sheet, number, faults), *("" for _name in job.columns)]


def _by_row(job: ImportJob) -> Faults:
    found: Faults = defaultdict(list)
    for fault in job.errors:
        sheet = str(fault[4]) if len(fault) > 4 else ""
        found[sheet, int(fault[0])].append(fault)
    return dict(found)


def _told(sheet: str, number: int, faults: list[list[object]]) -> list[object]:
    columns = "、".join(dict.fromkeys(str(fault[1]) for fault in faults if fault[1]))
    said = "\n".join(str(fault[2]) for fault in faults)
    return [f"{sheet} {number}" if sheet else number, columns, said]


def write_template(stream: IO[bytes], importer: Importer) -> None:
    """An empty form with the columns, drop-downs and one example row."""
    fields = [field for field in importer.fields if field.in_template]
    columns = [Column(field.names[0], field.width, "text", field.choices) for field in fields]
    example = [field.example for field in fields]
    spreadsheet.write_book(stream, [Sheet(str(importer.label), columns, [example])])

"""Merged cells: only their first cell holds the value, but people mean it for all of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

_REFERENCE: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]{5,40})[\"']")
_MAX_AREAS: Final = 100_000
_OVERLAP: Final = 200


class Area(NamedTuple):
    """Rows and columns from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def merged_areas(sheet_xml: BinaryIO) -> list[Area]:
    """The merged areas declared in a worksheet part, by first row; the stream is read in blocks."""
    from openpyxl.utils.cell import range_boundaries  # late, like the reader does

    areas: set[Area] = set()
    tail = b""
    while block := sheet_xml.read(1 << 18):
        window = tail + block
        for reference in _REFERENCE.findall(window):
            left, top, right, bottom = range_boundaries(reference.decode())
            if left and top and right and bottom:
                areas.add(Area(top, bottom, left, right))
        if len(areas) > _MAX_AREAS:
            break
        tail = window[-_OVERLAP:]
    return sorted(areas)


def filled(rows: Iterable[tuple[int, Sequence[object]]], areas: list[Area]) -> Iterator[tuple[int, list[object]]]:
    """Rows with each merged area's value in all of its cells; `(number, cells)` in and out."""
    waiting = iter(areas)
    ahead = next(waiting, None)
    running: list[tuple[Area, object]] = []
    for number, cells in rows:
        row = list(cells)
        running = [(area, value) for area, value in running if area.last_row >= number]
        while ahead is not None and ahead.first_row <= number:
            value = row[ahead.first_column - 1] if ahead.first_column <= len(row) else None
            if ahead.first_row == number and value is not None:
                running.append((ahead, value))
            ahead = next(waiting, None)
        for area, value in running:
            _fill(row, area, value)
        yield number, row


def _fill(row: list[object], area: Area, value: object) -> None:
    last = min(area.last_column, 500)
    row += [None] * (last - len(row))
    for column in range(area.first_column - 1, last):
        if row[column] is None:
            row[column] = value

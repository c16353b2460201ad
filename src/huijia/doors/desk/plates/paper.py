"""Sheets of A4: how many stand on one, where they are cut, and which size a plate has on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from huijia.core.places.enums import PlateSheet
from huijia.doors.desk.plates.canvas import line, moved, picture

A4 = (210, 297)
MARK = 5
"""Length of a cut mark in mm; it ends 1 mm before the plate, where no printer's edge is needed."""


@dataclass(frozen=True)
class Grid:
    """`columns` by `rows` cells of `width` by `height` mm on A4, upright or (`is_wide`) across."""

    columns: int
    rows: int
    width: float
    height: float
    is_wide: bool = False

    @property
    def paper(self) -> tuple[int, int]:
        return (A4[1], A4[0]) if self.is_wide else A4

    @property
    def many(self) -> int:
        return self.columns * self.rows

    @property
    def edge(self) -> tuple[float, float]:
        """The margin left and above; never under 8 mm, which office printers can do."""
        return (self.paper[0] - self.columns * self.width) / 2, (self.paper[1] - self.rows * self.height) / 2


SHEETS = {
    PlateSheet.ONE: Grid(1, 1, 270, 190, is_wide=True),
    PlateSheet.TWO: Grid(1, 2, 190, 138),
    PlateSheet.FOUR: Grid(2, 2, 138, 95, is_wide=True),
    PlateSheet.EIGHT: Grid(2, 4, 95, 69),
}
STICKERS = Grid(3, 8, 63, 34)
SIGN_SIZES = ((200, 140), (300, 210), (400, 280))
"""Usual blanks of sign makers, width by height in mm."""


def sizes() -> list[tuple[int, int]]:
    """Every size that a plate can have."""
    return [(int(grid.width), int(grid.height)) for grid in SHEETS.values()] + list(SIGN_SIZES)


def grid_for(width: float, height: float) -> Grid:
    """As many strips of this size as a sheet takes, upright where they fit."""
    wide = width > A4[0] - 16
    paper = (A4[1], A4[0]) if wide else A4
    columns, rows = int((paper[0] - 16) // width), int((paper[1] - 16) // height)
    return Grid(max(1, columns), max(1, rows), width, height, is_wide=wide)


def sheets(cells: Sequence[str], grid: Grid) -> Iterator[SafeString]:
    """Pages of A4 with their cells and cut marks."""
    for start in range(0, len(cells), grid.many):
        yield _sheet(cells[start : start + grid.many], grid)


def _sheet(cells: Sequence[str], grid: Grid) -> SafeString:
    left, top = grid.edge
    parts = []
    for place, cell in enumerate(cells):
        row, column = divmod(place, grid.columns)
        parts.append(moved(left + column * grid.width, top + row * grid.height, cell))
    parts += _marks(grid)
    name = "a4 a4-wide" if grid.is_wide else "a4"
    return picture("".join(parts), *grid.paper, name=name)


def _marks(grid: Grid) -> Iterator[str]:
    left, top = grid.edge
    right, bottom = left + grid.columns * grid.width, top + grid.rows * grid.height
    for column in range(grid.columns + 1):
        x = left + column * grid.width
        yield line(x, top - MARK - 1, x, top - 1)
        yield line(x, bottom + 1, x, bottom + MARK + 1)
    for row in range(grid.rows + 1):
        y = top + row * grid.height
        yield line(left - MARK - 1, y, left - 1, y)
        yield line(right + 1, y, right + MARK + 1, y)

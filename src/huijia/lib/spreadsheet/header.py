"""Which row names the columns, and what the columns are called, when titles and merged cells stand above."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from .values import plain_text


def find_header(rows: Sequence[Sequence[object]], expected: Collection[str] = ()) -> int | None:
    """The index of the row that names the columns among the first `rows`; None when every row is empty.

    With `expected` names the row that holds most of them (the first such); else the first row of text alone that is
    filled at least six tenths as far as the fullest row: a title or a line "填报单位:…" is not. Merged cells count
    once.
    """
    if expected:
        wanted = {_squeezed(name) for name in expected}
        hits = [len(wanted & {_squeezed(plain_text(cell)) for cell in row}) for row in rows]
        best = max(hits, default=0)
        if best:
            return hits.index(best)
    filled = [sum(_filled(cell) for cell in row) for row in rows]
    most = max(filled, default=0)
    for index, row in enumerate(rows):
        if filled[index] and filled[index] >= 0.6 * most and all(isinstance(c, str) for c in row if _filled(c)):
            return index
    return next((index for index, count in enumerate(filled) if count), None)


def goes_on_below(header: Sequence[object], below: Sequence[object], across: Collection[int]) -> bool:
    """Whether `below` is a second line of the header: it splits the columns merged `across`, and adds to no other."""
    lower = [plain_text(cell) for cell in below] + [""] * (len(header) - len(below))
    if len(lower) > len(header) or not all(isinstance(cell, str) for cell in below if _filled(cell)):
        return False
    return all(
        name != "" if place in across else name in ("", plain_text(header[place])) for place, name in enumerate(lower)
    )


def column_names(header: Sequence[object], below: Sequence[object] | None = None) -> list[str]:
    """One name per column, never twice the same; "" for a column without a name.

    With a second header line `below`, its name is used where it differs, with the upper one before it if needed.
    """
    upper = [_squeezed(plain_text(cell)) for cell in header]
    lower = [_squeezed(plain_text(cell)) for cell in below or ()]
    lower += [""] * (len(upper) - len(lower))
    upper += [""] * (len(lower) - len(upper))
    names = [under or over for over, under in zip(upper, lower, strict=True)]
    often = Counter(names)
    for place, name in enumerate(names):
        if often[name] > 1 and name and upper[place] and upper[place] != name:
            names[place] = f"{upper[place]}-{name}"
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += bool(name)
        if seen[name] > 1:
            names[place] = f"{name}({seen[name]})"
    return names


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _filled(cell: object) -> bool:
    return cell is not None and plain_text(cell) != ""

"""Which column is what, told by its header."""

import re
import unicodedata
from collections.abc import Iterable

from huijia.kernel.imports.importers import Field


def squeezed(text: str) -> str:
    """A header without spaces, stars for "required" and remarks in brackets."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\([^()]*\)$", "", plain.strip("*:")) or plain


def guess_columns(fields: Iterable[Field], columns: Iterable[str]) -> dict[str, str]:
    """`{field key: column}` by header; each column is used once, the most certain name wins."""
    there: dict[str, str] = {}
    for column in columns:
        if column:
            there.setdefault(squeezed(column), column)
    found: dict[str, str] = {}
    for field in fields:
        name = next((name for name in map(squeezed, field.names) if name in there), None)
        if name is not None:
            found[field.key] = there.pop(name)
    return found

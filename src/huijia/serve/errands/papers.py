"""Papers as people write them, one to a line: 身份证 原件; 照片 2 张; 户口簿复印件."""

import re
from dataclasses import dataclass

from huijia.serve.errands.enums import PaperKind

MOST = 20
_COUNT = re.compile(r"[×x*]?\s*(\d{1,2})\s*[份张本页]?$")


@dataclass(frozen=True)
class Line:
    name: str
    kind: PaperKind
    count: int


def read(text: str) -> list[Line]:
    """The lines of `text` that name something, at most `MOST`.

    Raises:
        ValueError: more lines, or a name longer than 60 characters.
    """
    found = [line for line in (_line(row) for row in text.splitlines()) if line is not None]
    if len(found) > MOST:
        raise ValueError(f"more than {MOST}")
    if any(len(line.name) > 60 for line in found):
        raise ValueError("a name longer than 60")
    return found


def _line(row: str) -> Line | None:
    words = row.strip(" \t\u3000,，;；、.。·-")
    kind = PaperKind.COPY if "复印件" in words else PaperKind.ORIGINAL
    words = words.replace("复印件", " ").replace("原件", " ").strip()
    count = 1
    found = _COUNT.search(words)
    if found is not None and words[: found.start()].strip():
        count, words = max(1, int(found.group(1))), words[: found.start()]
    name = " ".join(words.split())
    return Line(name, kind, count) if name else None


def write(lines: list[Line]) -> str:
    """The text that `read` gives back as it was."""
    return "\n".join(f"{line.name} {PaperKind(line.kind).label} {line.count} 份" for line in lines)

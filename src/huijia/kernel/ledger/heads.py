"""The heads file: one JSON line per seal, outside the database, since a chain can't see its own cut tail."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from huijia.kernel.ledger.leaves import moment
from huijia.kernel.ledger.models import Seal

log = logging.getLogger(__name__)
TAIL = 4096


def heads_path() -> Path:
    return Path(settings.LEDGER_HEADS_FILE)


def publish() -> None:
    """Appends every seal the file does not have yet (one that was killed before it could write is caught up).

    An unwritable file is only logged: the seals themselves are safe in the database.
    """
    path = heads_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "rb+", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _append_missing(file)
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        log.warning("ledger heads file %s can't be written: %s", path, error)


def _append_missing(file: IO[bytes]) -> None:
    known = _last_number(file)
    lines = b"".join(_line(seal) for seal in Seal.objects.filter(number__gt=known).order_by("number").iterator())
    if lines:
        file.write(lines)


def _last_number(file: IO[bytes]) -> int:
    """The number in the last whole line, 0 in an empty file. A torn last line is closed off first."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    if tail and not tail.endswith(b"\n"):
        file.write(b"\n")
    for line in reversed(tail.splitlines()):
        number = _parsed(line).get("number")
        if isinstance(number, int):
            return number
    return 0


def _line(seal: Seal) -> bytes:
    return (
        json.dumps(
            {
                "number": seal.number, "last": seal.last_position, "head": bytes(seal.head).hex(),
                "sealed_at": moment(seal.sealed_at),
            }
        ).encode()
        + b"\n"
    )


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def published() -> Iterator[tuple[int, bytes]]:
    """(seal number, head) of every readable line, in file order; nothing when there is no file."""
    try:
        with heads_path().open("rb") as file:
            for line in file:
                number, head = _parsed(line).get("number"), _parsed(line).get("head")
                if isinstance(number, int) and isinstance(head, str):
                    yield number, _bytes_of(head)
    except FileNotFoundError:
        return


def _bytes_of(text: str) -> bytes:
    """The bytes behind hex digits; b"", which is no head, where the text is something else."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""

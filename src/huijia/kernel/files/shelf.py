"""The bytes on disk: FILES_ROOT/ab/cd/<sha256>, written beside their place, flushed, then moved into it."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.errors import Refusal

THUMB = ".thumb"
TEMPORARY = ".tmp-"


def path_of(sha256: str, suffix: str = "") -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / (sha256 + suffix)


def put(content: bytes, *, name: str = "", suffix: str = "") -> str:
    """Keeps the bytes and returns their SHA-256 in hex; `name` puts them under another file's name (thumbnails).

    Keeping the same bytes again only freshens their time, so that `sweep` leaves them alone.

    Raises:
        Refusal: the disk is full.
    """
    sha256 = name or hashlib.sha256(content).hexdigest()
    target = path_of(sha256, suffix)
    try:
        if target.exists() and target.stat().st_size == len(content):
            os.utime(target)
        else:
            _write(target, content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refusal(_("服务器存储空间已满，文件未能保存，请联系管理员"), code="disk_full") from error
        raise
    return sha256


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept() -> Iterator[Path]:
    """Every file on the shelf, thumbnails and leftovers of killed writers too."""
    for folder in sorted(Path(settings.FILES_ROOT).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        yield from sorted(path for path in folder.iterdir() if path.is_file())


def open_kept(sha256: str, suffix: str = "") -> BinaryIO:
    """
    Raises:
        FileNotFoundError: the bytes are gone.
    """
    return path_of(sha256, suffix).open("rb")

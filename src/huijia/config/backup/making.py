"""Making a backup: the database first, then the files. Kept files never change and are never renamed, so those found
afterwards are at least all that the snapshot names."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from huijia.config.backup import archive, contents, postgres, sqlite
from huijia.config.backup.errors import FULL, BackupError, is_full
from huijia.config.serving import is_demo
from huijia.kernel.files import shelf
from huijia.lib import clock
from huijia.lib.crypto import CryptoError, keyring

OURS = re.compile(r"huijia-\d{8}-\d{6}(-\d+)?\.tar\.gz")
WORKING = ".huijia-backup-"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """`missing`: SHA-256 of files that the database names and the disk does not have. `removed`: older archives."""

    path: Path
    manifest: dict[str, Any]
    missing: list[str]
    removed: list[Path]


def default_folder() -> Path:
    """Beside `var/`, so that whoever removes the data does not remove its backups."""
    return Path(settings.VAR).resolve().parent / "backups"


def make(target: Path | None = None, *, keep: int = 0, say: Say = print) -> Made:
    """Writes one archive, 0600, checked by reading it again before it gets its name.

    `target`: a file that is not there yet, or a folder (`default_folder()`). With `keep`, all but that many of the
    archives in that folder that carry our own kind of name are removed afterwards.

    Raises:
        BackupError: with what stands in the way; nothing half written is left.
    """
    folder = default_folder() if target is None else target if target.is_dir() else target.parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with alone(folder), _working(folder) as place:
            path = _named(folder) if target is None or folder == target else target
            if path.exists():
                raise BackupError(f"文件已存在，不会覆盖 / it is there already and is left alone: {path}")
            draft = place / "archive"
            manifest, missing = _write(draft, place, say)
            say("复核备份… / reading it again…")
            archive.read(draft)
            os.replace(draft, path)
            _flush(folder)
            return Made(path, manifest, missing, _prune(folder, keep, path) if keep else [])
    except CryptoError as error:
        raise BackupError(f"密钥文件不可用 / the key file cannot be used: {error}") from error
    except OSError as error:
        reason = FULL if is_full(error) else f"{error.strerror or error}"
        raise BackupError(f"备份没有写成 / the backup was not written ({folder}): {reason}") from error


def _write(draft: Path, place: Path, say: Say) -> tuple[dict[str, Any], list[str]]:
    manifest: dict[str, Any] = {
        "format": archive.FORMAT, "version": version("huijia"), "database": connection.vendor,
        "created_at": clock.now().isoformat(), "demo": is_demo(),
        "keys": contents.key_checks(keyring()),
    }
    say("复制数据库… / copying the database…")
    database = place / archive.DATABASES[connection.vendor]
    about, named = _snapshot(database)
    say("复制附件… / copying the files…")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        writer = archive.Writer(stream)
        writer.add(database.name, database)
        database.unlink()
        kept = _add_files(writer)
        missing = sorted(named - kept)
        writer.finish({**manifest, **about, "missing_files": missing})
        stream.flush()
        os.fsync(stream.fileno())
    return {**manifest, **about, "files": len(kept)}, missing


def _snapshot(target: Path) -> tuple[dict[str, Any], set[str]]:
    """Copies the database to `target`; gives what it holds and which files it names."""
    if connection.vendor == "sqlite":
        sqlite.snapshot(Path(str(connection.settings_dict["NAME"])), target)
        with sqlite.reading(target) as (run, tables):
            return contents.described(run, tables), contents.named_files(run, tables)
    postgres.tools()
    with postgres.reading() as (run, tables, view):
        postgres.dump(target, view)
        return contents.described(run, tables), contents.named_files(run, tables)


def _add_files(writer: archive.Writer) -> set[str]:
    """Adds every kept file; one that was swept away meanwhile is named by no row."""
    kept = set()
    for path in shelf.kept():
        if path.name.startswith(shelf.TEMPORARY):
            continue
        try:
            digest = writer.add(f"files/{path.parent.parent.name}/{path.parent.name}/{path.name}", path)
        except FileNotFoundError:
            continue
        if digest == path.name:
            kept.add(digest)
    return kept


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder."""
    with (folder / ".lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"另一个备份正在进行 / another backup is running: {folder}") from None
        yield


@contextmanager
def _working(folder: Path) -> Iterator[Path]:
    """A folder for what is not whole yet. Those of killed backups are cleared away first."""
    for left in folder.glob(f"{WORKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=WORKING, dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _named(folder: Path) -> Path:
    """huijia-20261123-155446.tar.gz in local time; with a number where that second has one already."""
    stem = f"huijia-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    names = [f"{stem}.tar.gz", *(f"{stem}-{number}.tar.gz" for number in range(2, 100))]
    return next(folder / name for name in names if not (folder / name).exists())


def _prune(folder: Path, keep: int, made: Path) -> list[Path]:
    """Removes the oldest archives beyond `keep`; only names that we gave, never the one just made."""
    ours = [path for path in folder.iterdir() if OURS.fullmatch(path.name) and path != made]
    older = sorted(ours, key=lambda path: path.stat().st_mtime_ns, reverse=True)[max(0, keep - 1) :]
    for path in older:
        path.unlink()
    return older


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The archive itself: a tar of the database, the kept files and, last, `manifest.json`, compressed lightly.

The manifest comes last since it holds the SHA-256 of every member, which are known only once they were written; so an
archive that was cut off has none and is refused.
"""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from pathlib import Path
from typing import IO, Any

from huijia.config.backup.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
MEMBER = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}(\.thumb)?|database\.(sqlite3|dump)|manifest\.json")
CHUNK = 1024 * 1024


class _Counted(io.RawIOBase):
    """Hashes what passes through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


class Writer:
    """Adds members to an archive that is being written to `stream`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=1)
        self._tar = tarfile.TarFile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)
        self.members: dict[str, str] = {}

    def add(self, name: str, path: Path) -> str:
        """Adds a file, and gives its SHA-256 in hex.

        Raises:
            FileNotFoundError: it is gone; nothing of it was added.
        """
        with path.open("rb") as source:
            state = os.fstat(source.fileno())
            counted = _Counted(source)
            self._tar.addfile(_described(name, state.st_size, state.st_mtime), counted)
        self.members[name] = counted.digest.hexdigest()
        return self.members[name]

    def finish(self, manifest: dict[str, Any]) -> None:
        text = json.dumps({**manifest, "members": self.members}, ensure_ascii=False, indent=1).encode()
        self._tar.addfile(_described(MANIFEST, len(text), 0), io.BytesIO(text))
        self._tar.close()
        self._gzip.close()


def _described(name: str, size: int, mtime: float) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(mtime), 0o600
    return info


def read(path: Path, into: Path | None = None) -> dict[str, Any]:
    """The manifest, once every member was found to be as it says. With `into`, the members are unpacked there.

    Raises:
        BackupError: this is no backup of ours, it was cut off, or something in it changed.
    """
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with gzip.open(path, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                if not info.isreg() or not MEMBER.fullmatch(info.name) or info.name in found:
                    raise BackupError(f"这不是汇家的备份 / not a backup of Huijia: {path} ({info.name[:60]!r})")
                source = tar.extractfile(info)
                assert source is not None
                if info.name == MANIFEST:
                    manifest = json.load(source)
                else:
                    found[info.name] = _unpack(source, into / info.name if into else None)
            # The end of the stream holds its check sum.
            while stream.read(CHUNK):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
        raise BackupError(f"备份文件不完整或已损坏 / the archive is cut off or damaged: {path}") from error
    _compare(manifest, found, path)
    return manifest


def _unpack(source: IO[bytes], target: Path | None) -> str:
    digest = hashlib.sha256()
    if target is None:
        while piece := source.read(CHUNK):
            digest.update(piece)
        return digest.hexdigest()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with target.open("xb") as out:
        while piece := source.read(CHUNK):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _compare(manifest: dict[str, Any], found: dict[str, str], path: Path) -> None:
    if not manifest:
        raise BackupError(f"备份文件不完整，没有清单 / the archive is cut off, its manifest is missing: {path}")
    if manifest.get("format") != FORMAT:
        raise BackupError(f"备份格式不认识，请升级 / unknown format, upgrade first: {manifest.get('format')}")
    wrong = sorted(name for name in {*found, *manifest["members"]} if found.get(name) != manifest["members"].get(name))
    if wrong:
        raise BackupError(f"备份内容与清单不符 / not as the manifest says: {', '.join(wrong[:5])}")
    if DATABASES.get(manifest["database"]) not in found:
        raise BackupError(f"备份里没有数据库 / no database in the archive: {path}")

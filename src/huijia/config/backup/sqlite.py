"""Snapshot of an SQLite database that others go on writing to: its own online backup, in one step."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from huijia.config.backup.contents import Rows, Run
from huijia.config.backup.errors import FULL, BackupError, is_full

# "shadow" and "virtual" tables are FTS5's own.
TABLES = """SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"""


def snapshot(database: Path, target: Path) -> None:
    """Copies `database` to `target` as it stood at one moment after this call began; writers are not held up.

    Raises:
        BackupError: there is no such database, no room, or the copy is damaged.
    """
    if not database.exists():
        raise BackupError(f"还没有数据库 / there is no database yet: {database}")
    target.touch(mode=0o600)
    try:
        # One step holds one read transaction from its first page to its last: WAL lets writers go on meanwhile.
        with closing(_opened(database, "rw")) as source, closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            source.backup(copy, pages=-1)
    except sqlite3.Error as error:
        raise BackupError(FULL if is_full(error) else f"数据库读不出 / cannot read {database}: {error}") from error
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    check(target)


def check(path: Path) -> None:
    """
    Raises:
        BackupError: the file is damaged or no database.
    """
    try:
        with closing(_opened(path, "ro&immutable=1")) as copy:
            said = copy.execute("PRAGMA quick_check(3)").fetchall()
    except sqlite3.Error as error:
        raise BackupError(f"数据库文件已损坏 / the database file is damaged: {error}") from error
    if said != [("ok",)]:
        raise BackupError(f"数据库文件已损坏 / the database file is damaged: {said[0][0]}")


@contextmanager
def reading(path: Path) -> Iterator[tuple[Run, list[str]]]:
    """Reads a snapshot, and names its tables."""
    with closing(_opened(path, "ro&immutable=1")) as copy:

        def run(sql: str) -> Rows:
            return copy.execute(sql).fetchall()

        yield run, [row[0] for row in run(TABLES)]


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=30)

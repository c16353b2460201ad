"""Why a backup or a restore did not happen."""

import errno
import sqlite3

FULL = "磁盘已满 / the disk is full"


class BackupError(Exception):
    """A plain sentence for the person at the keyboard, in both languages. Nothing half done is left behind."""


def is_full(error: BaseException) -> bool:
    """Whether the disk had no room: said by the system, by SQLite, or by PostgreSQL's tools."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return False

"""SQLite whose writers stand in one queue instead of polling for the lock.

SQLite's own busy handler sleeps and tries again, so a writer may starve while others pass. Here the outermost `atomic`
first takes an exclusive `flock` on `<database>.queue`, where the kernel lets waiters in by turn, and only then says
BEGIN IMMEDIATE; a single write outside `atomic` takes its turn the same way. Savepoints and reads never do.
"""

import os
import sqlite3
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.db.backends.sqlite3 import base as sqlite

from .cursor import QueueingCursor
from .queue import WriterQueue

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8000",  # each thread keeps its own; the system keeps the file beside it
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """IMMEDIATE transactions behind the queue, WAL, `synchronous=FULL`. In-memory databases have no queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: WriterQueue | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if not self.is_in_memory_db():
            self._queue = WriterQueue(f"{_file_of(str(self.settings_dict['NAME']))}.queue")
            self._use_wal(connection, self._queue)
        return connection

    def _use_wal(self, connection: sqlite3.Connection, queue: WriterQueue) -> None:
        """Switching needs the file alone, and SQLite does not wait for it: so it is done in the queue, and once."""
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        queue.enter()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            queue.leave()

    def create_cursor(self, name: str | None = None) -> QueueingCursor:
        cursor: QueueingCursor = self.connection.cursor(factory=QueueingCursor)
        cursor.queue = self._queue
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        try:
            with self.wrap_database_errors:
                self._queue.enter()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._queue.leave()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        """`set_autocommit(False)` outside `atomic`: the first write takes the turn and begins the transaction."""
        with self.wrap_database_errors:
            self.connection.isolation_level = None if autocommit else "IMMEDIATE"

    def _commit(self) -> None:
        """A commit that fails keeps its turn: the rollback that follows gives it up."""
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._queue is not None:
                self._queue.close()
                self._queue = None

    def _leave(self) -> None:
        if self._queue is not None:
            self._queue.leave()


def _file_of(name: str) -> str:
    """The path in a database name, which may be a `file:` URI."""
    if not name.startswith("file:"):
        return os.path.abspath(name)
    return os.path.abspath(unquote(urlsplit(name).path))

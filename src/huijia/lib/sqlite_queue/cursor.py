"""A cursor whose single writes stand in the queue like transactions do."""

from collections.abc import Callable, Iterator
from typing import Any, Final, Self

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from .queue import WriterQueue

_WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


class QueueingCursor(SQLiteCursorWrapper):
    """Outside a transaction a write takes its turn; else it would overtake the queue and be polled for.

    Rows that such a write returns are read at once: SQLite commits only when the last one has been fetched.
    """

    queue: WriterQueue | None = None
    _returned: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Self:
        self._returned = None
        self._in_turn(query, lambda: super(QueueingCursor, self).execute(query, params))
        return self

    def executemany(self, query: str, param_list: Any) -> Self:
        self._returned = None
        self._in_turn(query, lambda: super(QueueingCursor, self).executemany(query, param_list))
        return self

    def _in_turn(self, query: str, run: Callable[[], Any]) -> None:
        queue = self.queue
        if queue is None or queue.holds or self.connection.in_transaction or not _is_write(query):
            run()
            return
        try:
            queue.enter()
            run()
            if self.description is not None:
                self._returned = iter(super().fetchall())
        finally:
            # With autocommit off, a transaction has begun here; commit and rollback give up the turn.
            if not self.connection.in_transaction:
                queue.leave()

    def fetchone(self) -> Any:
        return super().fetchone() if self._returned is None else next(self._returned, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if self._returned is None:
            return super().fetchmany(size)
        return [row for _place, row in zip(range(size), self._returned, strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._returned is None else list(self._returned)

    def __next__(self) -> Any:
        return super().__next__() if self._returned is None else next(self._returned)


def _is_write(query: str) -> bool:
    return query.lstrip()[:7].upper().startswith(_WRITES)

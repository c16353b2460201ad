"""The queue in which the writers of one database file stand: an exclusive `flock` on a file beside it."""

import fcntl
import os
import sqlite3
import weakref


class WriterQueue:
    """One place in the queue, owned by one connection; its own open file, so that threads queue like processes.

    A child process that was forked gets a place of its own and can neither hold nor give up its parent's turn.
    Raises `sqlite3.OperationalError` when the file can't be opened or locked.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._descriptor: int | None = None
        self.holds = False
        _places.add(self)

    def enter(self) -> None:
        """Wait for the turn, without a limit: the kernel frees it when a holder dies."""
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise sqlite3.OperationalError(f"can't queue for writing: {error}") from error
        self.holds = True

    def leave(self) -> None:
        """Give up the turn; nothing happens without one."""
        if self.holds and self._descriptor is not None:
            self.holds = False
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        self.leave()
        self._forget()

    def _forget(self) -> None:
        """Close the file without unlocking: in a child the lock belongs to the parent."""
        descriptor, self._descriptor, self.holds = self._descriptor, None, False
        if descriptor is not None:
            os.close(descriptor)

    def __del__(self) -> None:
        self._forget()


_places: "weakref.WeakSet[WriterQueue]" = weakref.WeakSet()


def _leave_to_the_parent() -> None:
    for place in list(_places):
        place._forget()


os.register_at_fork(after_in_child=_leave_to_the_parent)

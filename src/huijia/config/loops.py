"""The worker's loops: each does one pass, waits, and goes on whatever happened in the pass."""

import fcntl
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import close_old_connections

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5
# A heartbeat older than this belongs to a worker that is gone or stuck.
STALE_SECONDS = 30
# A pass may take this long, beyond its interval, before it counts as stuck.
PASS_SECONDS = 900


@dataclass
class Loop:
    """`work` every `seconds`, in a thread of its own. Times are seconds since 1970; None before the first pass."""

    name: str
    seconds: float
    work: Callable[[], object]
    last_end: float | None = None
    last_error: str = ""
    failures: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            self.once()
            self._stop.wait(max(0.0, self.seconds - (time.monotonic() - began)))

    def once(self) -> None:
        """One pass. A failing pass is logged, told in the heartbeat and tried again next time."""
        close_old_connections()
        try:
            self.work()
        except Exception as error:
            self.failures += 1
            self.last_error = f"{type(error).__name__}: {error}"[:300]
            logger.exception("后台任务 %s 出错 / the loop failed", self.name)
        else:
            self.failures, self.last_error = 0, ""
        finally:
            self.last_end = time.time()
            close_old_connections()

    def stop(self) -> None:
        self._stop.set()

    def state(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds,
            "last_end": self.last_end,
            "failures": self.failures,
            "last_error": self.last_error,
        }


def write_heartbeat(path: Path, loops: list[Loop], started: float) -> None:
    """Tells `huijia check` that the worker lives, and when each loop last finished a pass."""
    beat = {
        "pid": os.getpid(),
        "started": started,
        "at": time.time(),
        "loops": {loop.name: loop.state() for loop in loops},
    }
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(beat, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def complaints(path: Path, now: float | None = None) -> list[str]:
    """What is wrong with the worker by its heartbeat; an empty list when it is well."""
    now = time.time() if now is None else now
    try:
        beat = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ["后台进程没有运行过 / the worker has not run"]
    if now - beat["at"] > STALE_SECONDS:
        return [f"后台进程已 {now - beat['at']:.0f} 秒没有动静 / no sign of the worker for that many seconds"]
    found = []
    for name, state in beat["loops"].items():
        since = now - (state["last_end"] or beat["started"])
        if state["failures"]:
            found.append(f"{name}: 连续出错 {state['failures']} 次 / failed so often in a row: {state['last_error']}")
        elif since > state["seconds"] + PASS_SECONDS:
            found.append(f"{name}: 已 {since:.0f} 秒没有完成 / has not finished a pass for that many seconds")
    return found


def only_worker(path: Path, wait: float = 20.0) -> IO[str] | None:
    """The lock that one worker holds; None when another keeps it longer than `wait` seconds."""
    stream = path.open("a+")
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                stream.close()
                return None
            time.sleep(0.2)
        else:
            return stream

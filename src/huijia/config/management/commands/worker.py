"""`huijia worker`: notices, seals, clocks and jobs, each in a loop of its own, in one process."""

import os
import signal
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huijia.config.housekeeping import DAY
from huijia.config.jobs import Jobs
from huijia.config.loops import BEAT_SECONDS, Loop, only_worker, write_heartbeat

# A job still running after this is cut off; it resumes at its last saved row.
GRACE = 10.0
# Pages go first where both want the processor: a notice may wait a second, a resident should not.
NICE = 10


class Command(BaseCommand):
    help = "后台进程：通知、封存、时钟、任务 / the worker: notices, seals, clocks, jobs"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        var = Path(settings.VAR)
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = only_worker(var / "worker.lock")
        if lock is None:
            raise CommandError("已有一个后台进程在运行 / another worker is running")
        with lock:
            os.nice(NICE)
            run(var / "worker.heartbeat")


def run(heartbeat: Path) -> None:
    """Runs the loops until SIGTERM or SIGINT."""
    stopping = threading.Event()

    def signalled(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, signalled)
    signal.signal(signal.SIGINT, signalled)
    jobs = Jobs()
    loops = all_loops(jobs)
    threads = [threading.Thread(target=loop.run, name=loop.name, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    started = time.time()
    while not stopping.is_set():
        write_heartbeat(heartbeat, loops, started)
        stopping.wait(BEAT_SECONDS)
    jobs.stop()
    for loop in loops:
        loop.stop()
    until = time.monotonic() + GRACE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    heartbeat.unlink(missing_ok=True)


def all_loops(jobs: Jobs) -> list[Loop]:
    return [
        Loop("通知 outbox", 1, late("huijia.kernel.notify.actions", "deliver_due")),
        Loop("封存 sealer", 5, late("huijia.kernel.ledger.actions", "seal_pending")),
        Loop("时钟 tick", 60, late("huijia.core.matters.actions", "tick")),
        Loop("交办提醒 directives", 300, late("huijia.core.directives.actions", "remind_due")),
        Loop("上门提醒 home orders", 60, late("huijia.serve.home_orders.actions", "tick")),
        Loop("接送 rides", 60, late("huijia.serve.rides.actions", "tick")),
        Loop("安检 inspections", 300, late("huijia.serve.inspections.actions", "tick")),
        Loop("实践站 station", 600, late("huijia.serve.station.actions", "tick")),
        Loop("窗口 counter", 300, late("huijia.serve.counter.actions", "tick")),
        Loop("走访 visits", 300, late("huijia.serve.visits.actions", "tick")),
        Loop("报名 signup", 60, late("huijia.core.signup.actions", "tick")),
        Loop("任务 jobs", 1, resumed(jobs)),
        Loop("清理 housekeeping", DAY, late("huijia.config.housekeeping", "tidy")),
    ]


def late(module: str, name: str) -> Callable[[], object]:
    """A verb of a lower room, imported when it is called: one that cannot be imported fails alone."""

    def work() -> object:
        return getattr(import_module(module), name)()

    return work


def resumed(jobs: Jobs) -> Callable[[], None]:
    """Jobs that a kill cut short are put back before the first pass; a pass that failed there tries again."""
    taken_back = False

    def work() -> None:
        nonlocal taken_back
        if not taken_back:
            jobs.take_back()
            taken_back = True
        jobs.run_due()

    return work

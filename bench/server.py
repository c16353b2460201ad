"""The real server, `huijia serve` with web and worker, and the operating system's account of what it used."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


@dataclass(frozen=True)
class Used:
    """CPU seconds (user and system) of the web processes, of the worker, and of PostgreSQL's for this database."""

    web: float
    worker: float
    database: float

    def __sub__(self, other: "Used") -> "Used":
        return Used(self.web - other.web, self.worker - other.worker, self.database - other.database)


@dataclass(frozen=True)
class Server:
    pid: int
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def web_pids(self) -> list[int]:
        return [pid for pid in _under(self.pid) if "granian" in _command(pid)]

    def worker_pids(self) -> list[int]:
        return [pid for pid in _under(self.pid) if _command(pid).endswith("huijia.config.cli worker ")]

    def peak_mb(self) -> float:
        """The largest resident set that any web process has had, in MiB."""
        return max(_peak_kb(pid) for pid in self.web_pids()) / 1024

    def used(self, backends: list[int]) -> Used:
        """Processes that ended meanwhile are left out; `backends`: PostgreSQL's, where it runs on this machine."""
        return Used(*(sum(map(_seconds, pids)) for pids in (self.web_pids(), self.worker_pids(), backends)))


@contextmanager
def served() -> Iterator[Server]:
    """Starts the server of this environment on a free port; HUIJIA_BENCH_SERVE holds more of its options.

    Raises:
        RuntimeError: it does not answer within a minute.
    """
    port = free_port()
    more = os.environ.get("HUIJIA_BENCH_SERVE", "").split()
    command = [sys.executable, "-m", "huijia.config.cli", "serve", "--port", str(port), *more]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the address answers, whatever it says.

    Raises:
        RuntimeError: it does not within a minute.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _under(pid: int) -> list[int]:
    """All processes below `pid`."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _fields(pid: int) -> list[str]:
    """`/proc/PID/stat` from the state on; empty for one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _peak_kb(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)

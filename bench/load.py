"""Load by wrk over loopback, for a bounded time."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent
WARM_UP = 2


@dataclass(frozen=True)
class Result:
    """`per_second` answered; latencies in ms; `wrong` counts answers of 400 and more and broken connections."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    most: float
    wrong: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def need_wrk() -> None:
    """Raises SystemExit with what to do where wrk is missing; root on Debian gets it installed."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], stdout=sys.stderr, check=False)
    if not shutil.which("wrk"):
        raise SystemExit("需要 wrk / wrk is needed: apt-get install wrk")


def seed() -> str:
    """For the script's random numbers, so that no UUID comes twice."""
    return str(time.time_ns() % 2**31)


def run(base: str, script: str, arguments: list[str], *, clients: int, seconds: int) -> Result:
    """One measurement behind a short warm-up, whose answers do not count."""
    measured(base, script, arguments, clients=clients, seconds=WARM_UP)
    return measured(base, script, arguments, clients=clients, seconds=seconds)


def measured(base: str, script: str, arguments: list[str], *, clients: int, seconds: int) -> Result:
    """One measurement.

    Raises:
        RuntimeError: wrk ended without a result.
    """
    command = [
        *("wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s", "--timeout", "30s"),
        *("--script", str(SCRIPTS / script), base, "--", *arguments),
    ]
    variables = {**os.environ, "LUA_PATH": f"{SCRIPTS}/?.lua;;"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, env=variables, check=False)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return Result(**json.loads(line.removeprefix("RESULT ")))
    raise RuntimeError(f"wrk said nothing: {done.stdout}{done.stderr}")

"""`huijia start` as an office runs it: real processes on data of their own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
HUIJIA = [sys.executable, "-m", "huijia.config.cli"]


class Office:
    """A started installation and what it printed."""

    def __init__(self, place: Path) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            self.port = int(other.getsockname()[1])
        self.var = place / "var"
        self.log = place / "log"
        self.environment = {
            **os.environ,
            "HUIJIA_VAR": str(self.var),
            "HUIJIA_KEY_FILE": str(place / "keys.json"),
            "LEDGER_HEADS_FILE": str(place / "heads.log"),
            "HUIJIA_DEMO": "0",
            "DATABASE_URL": "",
        }
        command = [*HUIJIA, "start", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=self.log.open("wb"), stderr=subprocess.STDOUT
        )

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def until(self, question: Callable[[], bool], seconds: float = 240) -> None:
        end = time.monotonic() + seconds
        while not question():
            assert time.monotonic() < end, self.printed()
            time.sleep(0.1)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def worker(self) -> int:
        """Process id of the living worker, 0 while there is none."""
        try:
            return int(json.loads((self.var / "worker.heartbeat").read_text(encoding="utf-8"))["pid"])
        except (OSError, ValueError):
            return 0

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*HUIJIA, *words], env=self.environment, capture_output=True, text=True, check=False)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    started = Office(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_an_office_starts_survives_a_killed_worker_and_stops(office: Office) -> None:
    office.until(lambda: "汇家已就绪" in office.printed() or office.process.poll() is not None)
    assert f"http://127.0.0.1:{office.port}/" in office.printed(), office.printed()
    assert office.answers()

    office.until(lambda: office.worker() > 0)
    first = office.worker()
    os.kill(first, signal.SIGKILL)
    office.until(lambda: office.worker() not in {0, first})

    second_start = office.run("start", "--port", str(office.port))
    assert second_start.returncode == 1
    assert f"端口 {office.port} 已被占用" in second_start.stderr

    health = office.run("check").stdout
    assert "✓ 后台进程正常 / the worker is well" in health
    assert "✓ 数据库正常 / database: SQLite" in health
    assert "将到期 / warned: 0" in office.run("tick").stdout

    office.process.terminate()
    assert office.process.wait(30) == 0
    assert not office.answers()
    assert office.worker() == 0

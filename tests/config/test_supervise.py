"""The supervisor: starts, starts again, gives up, stops."""

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from huijia.config import supervise
from huijia.config.supervise import Child, Refused, Supervisor, answering, claim

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILS = [sys.executable, "-c", "import sys; sys.exit(3)"]
STUBBORN = [
    *(sys.executable, "-u", "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)",
]


@pytest.fixture
def port() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def until(question: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.02)
    return False


def run_in_main_thread(supervisor: Supervisor, meanwhile: Callable[[], None]) -> int:
    """Signals can only be caught in the main thread, so the test's own steps run in another."""
    thread = threading.Thread(target=meanwhile)
    thread.start()
    try:
        return supervisor.run()
    finally:
        thread.join()


def test_a_free_port_can_be_claimed(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]

    claim("127.0.0.1", free)


def test_a_port_in_use_is_refused_with_a_way_out(port: int) -> None:
    with pytest.raises(Refused, match=rf"端口 {port} 已被占用.*PORT={port + 1}"):
        claim("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refused, match="不可用"):
        claim("192.0.2.77", 8000)


def test_a_port_out_of_range_is_refused() -> None:
    with pytest.raises(Refused, match="65535"):
        claim("127.0.0.1", 70000)


def test_ready_is_said_once_and_a_signal_stops_all() -> None:
    child, said = Child("one", SLEEPS), []
    supervisor = Supervisor([child], lambda: True, lambda: said.append(1))

    def meanwhile() -> None:
        assert until(lambda: bool(said))
        time.sleep(0.5)
        supervisor.stopping.set()

    before = signal.getsignal(signal.SIGTERM)
    assert run_in_main_thread(supervisor, meanwhile) == 0
    assert signal.getsignal(signal.SIGTERM) is before
    assert said == [1]
    assert child.process is not None
    assert child.process.returncode == -15


def test_a_child_that_was_killed_is_started_again() -> None:
    child = Child("one", SLEEPS)
    supervisor = Supervisor([child], lambda: False, lambda: None)
    pids: list[int] = []

    def meanwhile() -> None:
        assert until(lambda: child.process is not None)
        process = child.process
        assert process is not None
        pids.append(process.pid)
        process.kill()
        assert until(lambda: child.process is not None and child.process.pid not in pids)
        assert child.process is not None
        pids.append(child.process.pid)
        supervisor.stopping.set()

    assert run_in_main_thread(supervisor, meanwhile) == 0
    assert len(set(pids)) == 2


def test_a_child_that_dies_at_once_again_and_again_ends_it_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervise, "LONGEST_WAIT", 0.05)
    other = Child("other", SLEEPS)

    code = Supervisor([other, Child("web", FAILS)], lambda: False, lambda: None).run()

    assert code == 1
    assert "web 无法启动" in capsys.readouterr().err
    assert other.process is not None
    assert other.process.poll() is not None


def test_the_wait_before_a_restart_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    child, waits = Child("web", FAILS), []
    for _ in range(3):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.look()
        waits.append(round(child.start_at - time.monotonic()))

    assert waits == [1, 2, 4]


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "GRACE", 0.3)
    child = Child("one", STUBBORN)
    supervisor = Supervisor([child], lambda: False, lambda: None)

    def meanwhile() -> None:
        time.sleep(1.5)
        supervisor.stopping.set()

    assert run_in_main_thread(supervisor, meanwhile) == 0
    assert child.process is not None
    assert child.process.returncode == -9


def test_nobody_answers_on_a_closed_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]

    assert answering("127.0.0.1", free, False)() is False


def test_any_answer_counts(live_server: object) -> None:
    host, _, port = str(live_server).removeprefix("http://").partition(":")

    assert answering("0.0.0.0" if host == "127.0.0.1" else host, int(port), False)() is True

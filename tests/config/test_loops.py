"""The worker's loops and what `huijia check` reads from their heartbeat."""

import fcntl
import json
import threading
import time
from pathlib import Path

import pytest

from huijia.config.loops import Loop, complaints, only_worker, write_heartbeat

pytestmark = pytest.mark.django_db


def fails() -> None:
    raise RuntimeError("no line")


def beat(path: Path, *loops: Loop, at: float, started: float = 0.0) -> None:
    write_heartbeat(path, list(loops), started)
    written = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(written | {"at": at}), encoding="utf-8")


def test_a_failing_pass_is_noted_and_the_loop_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    loop = Loop("outbox", 1, fails)

    loop.once()
    assert (loop.failures, loop.last_error) == (1, "RuntimeError: no line")
    assert "outbox" in caplog.text

    loop.work = lambda: None
    loop.once()
    assert (loop.failures, loop.last_error) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_a_loop_runs_until_it_is_stopped() -> None:
    passes: list[float] = []
    loop = Loop("outbox", 0.01, lambda: passes.append(time.monotonic()))
    thread = threading.Thread(target=loop.run)
    thread.start()
    while len(passes) < 3:
        time.sleep(0.01)

    loop.stop()
    thread.join(5)

    assert not thread.is_alive()


def test_without_a_heartbeat_the_worker_has_not_run(tmp_path: Path) -> None:
    assert complaints(tmp_path / "beat") == ["后台进程没有运行过 / the worker has not run"]


def test_a_fresh_heartbeat_is_well(tmp_path: Path) -> None:
    loop = Loop("outbox", 1, lambda: None, last_end=1000.0)
    beat(tmp_path / "beat", loop, at=1001.0)

    assert complaints(tmp_path / "beat", now=1005.0) == []


def test_an_old_heartbeat_is_not(tmp_path: Path) -> None:
    beat(tmp_path / "beat", at=1000.0)

    assert complaints(tmp_path / "beat", now=1031.0) == [
        "后台进程已 31 秒没有动静 / no sign of the worker for that many seconds"
    ]


def test_a_stuck_loop_is_named(tmp_path: Path) -> None:
    loop = Loop("sealer", 5, lambda: None, last_end=1000.0)
    beat(tmp_path / "beat", loop, at=1910.0)

    assert complaints(tmp_path / "beat", now=1910.0) == [
        "sealer: 已 910 秒没有完成 / has not finished a pass for that many seconds"
    ]


def test_a_failing_loop_is_named_with_its_error(tmp_path: Path) -> None:
    loop = Loop("outbox", 1, fails)
    loop.once()
    beat(tmp_path / "beat", loop, at=1000.0)

    assert complaints(tmp_path / "beat", now=1000.0) == [
        "outbox: 连续出错 1 次 / failed so often in a row: RuntimeError: no line"
    ]


def test_only_one_worker_holds_the_lock(tmp_path: Path) -> None:
    first = only_worker(tmp_path / "lock")
    assert first is not None

    assert only_worker(tmp_path / "lock", wait=0.1) is None

    first.close()
    second = only_worker(tmp_path / "lock", wait=0.1)
    assert second is not None
    fcntl.flock(second, fcntl.LOCK_UN)
    second.close()

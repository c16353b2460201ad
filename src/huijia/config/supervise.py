"""Runs the web server and the worker as two processes, starts them again when they die, and stops both cleanly."""

import ctypes
import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

PAUSE = 0.2
# A process that lived less than this died at once; so many times in a row means that it cannot start.
SHORT_LIFE = 5.0
GIVE_UP_AFTER = 4
LONGEST_WAIT = 30.0
GRACE = 15.0
PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Refused(Exception):
    """The address cannot be used; the message is for the person at the keyboard."""


def claim(host: str, port: int) -> None:
    """Tries the address, before two servers share it or one fails deep inside.

    Raises:
        Refused: with what to do about it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError:
            raise Refused(f"端口 {port} 需要管理员权限 / port {port} needs more rights: PORT=8000") from None
        except OverflowError:
            raise Refused(f"端口应在 1–65535 之间 / the port must be between 1 and 65535: {port}") from None
        except OSError as error:
            raise Refused(
                f"端口 {port} 已被占用或地址 {host} 不可用 / port {port} is in use, or {host} is not this machine's: "
                f"make run PORT={port + 1}  ({error.strerror})"
            ) from None


@dataclass
class Child:
    """One supervised process, in a group of its own so that nothing of it is left behind."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    short_lives: int = field(default=0)

    def start(self) -> None:
        self.started = time.monotonic()
        # The hook makes one system call; no thread runs in the supervisor that could hold a lock at that moment.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with_parent  # noqa: PLW1509
        )

    def look(self) -> bool:
        """Starts it when its time has come, notes its death; False once it died at once too often."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._died(code, now)
        return self.short_lives < GIVE_UP_AFTER

    def _died(self, code: int, now: float) -> None:
        self.kill_group(signal.SIGKILL)
        self.process = None
        self.short_lives = self.short_lives + 1 if now - self.started < SHORT_LIFE else 0
        wait = min(0.5 * 2**self.short_lives, LONGEST_WAIT)
        self.start_at = now + wait
        say(f"{self.name} 意外结束({code}),{wait:.1f} 秒后重启 / ended, starting again")

    def kill_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} 未在规定时间内停止 / did not stop in time")
        self.kill_group(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Keeps the children running until a signal comes; `run` gives the exit code."""

    def __init__(self, children: Sequence[Child], answers: Callable[[], bool], ready: Callable[[], None]) -> None:
        self.children = children
        self.answers = answers
        self.ready = ready
        self.stopping = threading.Event()

    def run(self) -> int:
        before = {number: signal.signal(number, self._signalled) for number in STOPPING}
        said = False
        try:
            while not self.stopping.is_set():
                for child in self.children:
                    if not child.look():
                        say(f"{child.name} 无法启动，见上面的信息 / cannot start, see above")
                        return 1
                if not said and self.answers():
                    self.ready()
                    said = True
                self.stopping.wait(PAUSE)
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        for child in self.children:
            child.wait_stopped(until)


def answering(host: str, port: int, tls: bool) -> Callable[[], bool]:
    """A question: does the server answer a request yet? Whatever the answer is, it is one."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    # The certificate is this machine's own; whether it is trusted is not the question here.
    context = ssl._create_unverified_context() if tls else None

    def ask() -> bool:
        connection = (
            http.client.HTTPSConnection(target, port, timeout=5, context=context)
            if tls
            else http.client.HTTPConnection(target, port, timeout=5)
        )
        try:
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    return ask


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """In the child: be told to stop when the supervisor is killed, so that no port stays held (Linux)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

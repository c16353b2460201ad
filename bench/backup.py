"""`python -m bench.backup [FIGURE …]`: a backup while a hundred writers write, restored elsewhere with only the
archive and the key. Every write that was acknowledged before the snapshot began must be there.

Each writer is a thread with a connection of its own that registers matters with the product's verb, ledger, search
and outbox included; `huijia backup` and `huijia restore` run as processes of their own, as an office runs them.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lines import Printer, say
from bench.places import DATABASES, scratch

FIGURES = ("backup_acknowledged_missing", "backup_ledger_problems", "backup_seconds", "backup_writer_max_ms",
           "restore_seconds")
CLIENTS = 100
SECONDS = int(os.environ.get("HUIJIA_BENCH_BACKUP_SECONDS") or 60)
HUIJIA = [sys.executable, "-m", "huijia.config.cli"]


@dataclass
class Written:
    """(moment of the acknowledgement, seconds it took, UUID) of every write; moments are monotonic seconds."""

    lines: list[tuple[float, float, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--measure"]:
        measure(arguments[1], arguments[2:])
        return 0
    if arguments[:1] == ["--ask"]:
        ask()
        return 0
    unknown = [figure for figure in arguments if figure not in FIGURES]
    if unknown:
        say(f"没有这个数字 / no such figure: {', '.join(unknown)}\n{' '.join(FIGURES)}")
        return 2
    code = 0
    for database in DATABASES:
        try:
            with scratch(database, kept="") as variables:
                command = [sys.executable, "-m", "bench.backup", "--measure", database, *arguments]
                code |= subprocess.run(command, env=variables, check=False).returncode
        except OSError as error:
            say(f"{database}: {error}")
            code = 1
    return code


def measure(database: str, wanted: Sequence[str]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import town

    Path(os.environ["HUIJIA_VAR"]).mkdir(exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0)
    by = town.settle("bench-backup", 7)
    printer, written, stop, turn = Printer(database, wanted), Written(), threading.Event(), gate(database)
    threads = [threading.Thread(target=write, args=(by, number, turn, written, stop)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS / 2)
    archive = Path(os.environ["HUIJIA_VAR"]).parent / "bench.tar.gz"
    subprocess.run([*HUIJIA, "ledger", "seal"], check=True, stdout=subprocess.DEVNULL)
    begun = time.monotonic()
    subprocess.run([*HUIJIA, "backup", str(archive)], check=True, stdout=sys.stderr)
    ended = time.monotonic()
    time.sleep(max(0.0, SECONDS / 2 - (ended - begun)))
    stop.set()
    for thread in threads:
        thread.join()
    tell(printer, written, begun, ended, archive)


def gate(database: str) -> Any:
    """PostgreSQL may allow fewer connections than there are clients: they share what is free, as through a pool."""
    if database == "sqlite":
        return nullcontext()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - 10 - (SELECT count(*) FROM pg_stat_activity)"
        )
        free = int(cursor.fetchone()[0])
    return threading.BoundedSemaphore(min(CLIENTS, max(4, free)))


def write(by: Any, number: int, turn: Any, written: Written, stop: threading.Event) -> None:
    """Registers matters until told to stop. A write counts as acknowledged once its verb has returned."""
    from django.db import DatabaseError, connections

    from huijia.core.matters.actions.register import Draft, register
    from huijia.core.matters.enums import Source

    pooled = not isinstance(turn, nullcontext)
    while not stop.is_set():
        draft = Draft(text=f"第{number}位居民反映路灯不亮", source=Source.ONLINE, phone=f"138{number:08d}")
        with turn:
            begun = time.monotonic()
            try:
                register(draft, by=by)
                moment = time.monotonic()
                written.lines.append((moment, moment - begun, str(draft.uuid)))
            except DatabaseError as error:
                written.failures.append(str(error))
            if pooled:
                connections.close_all()
    connections.close_all()


def tell(printer: Printer, written: Written, begun: float, ended: float, archive: Path) -> None:
    rows = len(written.lines)
    for failure in sorted(set(written.failures)):
        say(f"{printer.database}: {written.failures.count(failure)} × {failure.strip()[:200]}")
    with scratch(printer.database, kept=f"elsewhere_{os.getpid()}") as variables:
        try:
            shutil.copy(os.environ["HUIJIA_KEY_FILE"], variables["HUIJIA_KEY_FILE"])
            started = time.monotonic()
            done = subprocess.run([*HUIJIA, "restore", str(archive)], env=variables, check=False, stdout=sys.stderr)
            seconds = time.monotonic() - started
            command = [sys.executable, "-m", "bench.backup", "--ask"]
            there = json.loads(subprocess.run(command, env=variables, check=True, capture_output=True).stdout)
        finally:
            forget(printer.database, variables)
    before = {name for moment, _took, name in written.lines if moment < begun}
    during = [took for moment, took, _name in written.lines if begun <= moment <= ended]
    missing = len(before - set(there["uuids"]))
    problems = there["problems"] + (1 if done.returncode else 0)
    line = {"clients": CLIENTS, "rows": rows}
    printer.line("backup_acknowledged_missing", missing, "rows", **line, acknowledged_before=len(before),
                 failed_writes=len(written.failures))
    printer.line("backup_ledger_problems", problems, "entries", **line, sealed=there["sealed"])
    printer.line("backup_seconds", ended - begun, "s", **line, archive_mb=round(archive.stat().st_size / 1024**2, 1))
    otherwise = [took for moment, took, _name in written.lines if moment < begun or moment > ended]
    printer.line("backup_writer_max_ms", max(during, default=0.0) * 1000, "ms", **line,
                 otherwise=round(max(otherwise, default=0.0) * 1000, 1))
    printer.line("restore_seconds", seconds, "s", **line)


def forget(database: str, variables: dict[str, str]) -> None:
    """Drops the second installation, which `scratch` keeps because it was named."""
    from bench.places import _drop

    shutil.rmtree(Path(variables["HUIJIA_VAR"]).parent, ignore_errors=True)
    if database == "postgresql":
        _drop(variables["DATABASE_URL"].rpartition("/")[2])


def ask() -> None:
    """What the restored installation holds; runs in its environment."""
    import django

    django.setup()
    from huijia.core.matters.models import Matter
    from huijia.kernel.ledger.queries import verify

    report = verify()
    uuids = [str(uuid) for uuid in Matter.objects.everywhere().values_list("uuid", flat=True)]
    json.dump({"uuids": uuids, "problems": sum(report.found.values()), "sealed": report.sealed}, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the machine gives: one small insert and its commit, by the database's driver alone."""

import sqlite3
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import psycopg
from django.db import connection

from bench.lines import Printer

Commit = Callable[[], None]


def measure(printer: Printer, var: Path, seconds: int) -> None:
    """One and eight clients, each a process of its own."""
    folder = var.parent
    target = str(folder / "bare.sqlite3")
    if printer.database == "postgresql":
        settings = connection.settings_dict
        password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        target = f"postgresql://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    for clients in (1, 8):
        with get_context("fork").Pool(clients) as pool:
            counts = pool.starmap(_client, [(printer.database, target, seconds)] * clients)
        printer.line("bare_commits_per_second", sum(counts) / seconds, "1/s", clients=clients, rows=0)


def _client(database: str, target: str, seconds: int) -> int:
    commit = _postgresql(target) if database == "postgresql" else _sqlite(target)
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        commit()
        done += 1
    return done


def _postgresql(target: str) -> Commit:
    opened = psycopg.connect(target, autocommit=True)
    opened.execute("SELECT pg_advisory_lock(1)")
    opened.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, text text)")
    opened.execute("SELECT pg_advisory_unlock(1)")
    return lambda: _ignored(opened.execute("INSERT INTO bare (text) VALUES ('a report of a resident')"))


def _sqlite(target: str) -> Commit:
    opened = sqlite3.connect(target, isolation_level=None, timeout=60)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        opened.execute(f"PRAGMA {pragma}")
    opened.execute("CREATE TABLE IF NOT EXISTS bare (id integer PRIMARY KEY, text text)")
    return lambda: _ignored(opened.execute("INSERT INTO bare (text) VALUES ('a report of a resident')"))


def _ignored(result: object) -> None:
    return None

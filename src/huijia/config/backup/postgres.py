"""Snapshot of a PostgreSQL database with its own tools, all of one exported view; and putting one back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from huijia.config.backup.contents import Rows, Run
from huijia.config.backup.errors import FULL, BackupError

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@contextmanager
def reading() -> Iterator[tuple[Run, list[str], str]]:
    """One consistent view of the database: how to read it, its tables, and the id by which pg_dump joins it."""
    own = connection.copy("backup")
    try:
        with own.cursor() as cursor:

            def run(sql: str) -> Rows:
                cursor.execute(sql)
                return list(cursor.fetchall())

            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            view = str(run("SELECT pg_export_snapshot()")[0][0])
            yield run, [row[0] for row in run(TABLES)], view
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def dump(target: Path, view: str) -> None:
    """
    Raises:
        BackupError: pg_dump is missing or failed.
    """
    target.touch(mode=0o600)
    _call(
        "pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={view}",
        "--file", str(target), "--dbname", _name(),
    )


def tools() -> None:
    """
    Raises:
        BackupError: PostgreSQL's client tools are not installed.
    """
    _found("pg_dump")
    _found("pg_restore")


def empty() -> None:
    """Drops everything in the database's schema.

    Raises:
        BackupError: the role may not.
    """
    _call(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--dbname", _name(),
        "--command=DROP SCHEMA IF EXISTS public CASCADE", "--command=CREATE SCHEMA public",
    )


def load(source: Path) -> None:
    """Puts a dump into the emptied database, all or nothing.

    Raises:
        BackupError: pg_restore is missing or failed.
    """
    _call(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname", _name(),
        str(source),
    )


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _environment() -> dict[str, str]:
    """Passwords go by the environment: a command line can be read by everybody on the machine."""
    settings: dict[str, Any] = connection.settings_dict
    wanted = {
        "PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    return {**os.environ, **{name: str(value) for name, value in wanted.items() if value}}


def _found(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise BackupError(
            f"没有找到 {tool}，请安装 PostgreSQL 客户端 / {tool} is missing: apt-get install postgresql-client"
        )
    return path


def _call(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [_found(tool), *arguments], env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()
        full = "No space left on device" in said
        raise BackupError(FULL if full else f"{tool} 失败 / failed: {said[-600:]}")

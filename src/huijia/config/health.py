"""Whether this installation is healthy: each probe gives lines of (level, text)."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from huijia.config.loops import complaints
from huijia.kernel.communities.models import Holiday
from huijia.lib import clock
from huijia.lib.crypto import CryptoError, Keyring

LEAST_SPACE = 200 * 1024**2
LITTLE_SPACE = 2 * 1024**3
# Next year's public holidays are published in autumn.
PUBLISHED_BY_MONTH = 12


class Level(Enum):
    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


Line = tuple[Level, str]


def database() -> Iterator[Line]:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        yield Level.BAD, f"数据库连不上 / the database cannot be reached: {error}"
        return
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Level.BAD, f"数据库需要升级 / migrations to apply: {len(missing)}; huijia migrate"
    elif (encoding := server_encoding()) != "UTF8":
        yield Level.BAD, f"数据库编码不是 UTF8，存不了中文 / the database's encoding is {encoding}, not UTF8"
    else:
        yield Level.GOOD, f"数据库正常 / database: {connection.display_name}"


def server_encoding() -> str:
    """As PostgreSQL names it; SQLite always holds UTF-8."""
    if connection.vendor != "postgresql":
        return "UTF8"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return str(cursor.fetchone()[0])


def folder() -> Iterator[Line]:
    var = Path(settings.VAR)
    try:
        with tempfile.TemporaryFile(dir=var) as probe:
            probe.write(b"\0" * 4096)
    except OSError as error:
        yield Level.BAD, f"数据目录不可写 / cannot write to {var}: {error.strerror}"
        return
    free = shutil.disk_usage(var).free
    level = Level.BAD if free < LEAST_SPACE else Level.NOTE if free < LITTLE_SPACE else Level.GOOD
    yield level, f"数据目录可写，剩余空间 / {var} is writable, free: {free / 1024**3:.1f} GB"


def keys() -> Iterator[Line]:
    path = Path(settings.HUIJIA_KEY_FILE)
    try:
        Keyring.load(path)
        mode = stat.S_IMODE(os.stat(path).st_mode)
    except (OSError, CryptoError) as error:
        yield Level.BAD, f"密钥文件不可用 / the key file cannot be used: {error}"
        return
    if mode & 0o077:
        yield Level.BAD, f"密钥文件他人可读 / others can read the key file: chmod 600 {path}"
    elif Path(settings.VAR).resolve() in path.resolve().parents:
        yield Level.NOTE, f"密钥与数据在一起，备份会带走密钥 / the keys lie inside the data: {path}"
    else:
        yield Level.GOOD, f"密钥文件在 / key file: {path}"


def worker() -> Iterator[Line]:
    found = complaints(Path(settings.VAR) / "worker.heartbeat")
    yield from ((Level.BAD, line) for line in found)
    if not found:
        yield Level.GOOD, "后台进程正常 / the worker is well"


def address() -> Iterator[Line]:
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        yield Level.BAD, f"PUBLIC_URL 不是网址 / is no address: {settings.PUBLIC_URL}"
    elif not validate_host(f"[{host}]" if ":" in host else host, settings.ALLOWED_HOSTS):
        yield Level.BAD, f"PUBLIC_URL 的主机不在 ALLOWED_HOSTS 中 / its host is missing there: {host}"
    elif parts.scheme == "http" and host not in {"127.0.0.1", "localhost", "::1"}:
        yield Level.NOTE, f"对外网址没有加密，手机不能定位录音 / no HTTPS, phones refuse camera: {settings.PUBLIC_URL}"
    else:
        yield Level.GOOD, f"对外网址 / public address: {settings.PUBLIC_URL}"


def holidays() -> Iterator[Line]:
    """Known when a public holiday of that year is in the table or in the published calendar."""
    today = clock.today()
    try:
        entered = {day.year for day in Holiday.objects.dates("date", "year")}
    except DatabaseError:
        return
    calendar = clock.WorkCalendar()
    for year in (today.year, today.year + 1):
        if year in entered or calendar.knows(date(year, 10, 1)):
            yield Level.GOOD, f"{year} 年节假日已知 / public holidays known"
        else:
            late = year == today.year or today.month >= PUBLISHED_BY_MONTH
            yield (
                Level.BAD if late else Level.NOTE,
                f"{year} 年节假日未知，先按周一至周五 / public holidays unknown, Monday to Friday is assumed",
            )


PROBES: list[Callable[[], Iterator[Line]]] = [database, folder, keys, worker, address, holidays]

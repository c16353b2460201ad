"""What must be done before the first request: database, demo, pages' files. Every step is skipped when it was done."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from huijia.config import env
from huijia.config.locales import compile_all
from huijia.kernel.communities.models import Community

LOADED = "demo.loaded"
LOADING = "demo.loading"


def prepare() -> bool:
    """Makes the installation ready; True when it holds the demo and is to say so.

    Raises:
        CommandError: with what stands in the way.
    """
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = env.flag("HUIJIA_DEMO", default=True)
    with alone(var / "start.lock"):
        undo_half_demo(var)
        call_command("migrate", verbosity=0, interactive=False)
        if wanted and is_empty():
            load_demo(var)
        compile_all()
        collect_static()
    connection.close()
    return wanted and ((var / LOADED).exists() or env.flag("HUIJIA_DEMO"))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One preparation at a time on the same data."""
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("另一个启动正在准备同一份数据 / another start is preparing the same data") from None
        yield


def load_demo(var: Path) -> None:
    """Loads the demo into the empty database, and leaves a mark until it is whole."""
    print("数据库是空的,载入演示社区… / the database is empty, loading the demo…", flush=True)
    heads = Path(settings.LEDGER_HEADS_FILE)
    (var / LOADING).write_text(str(heads.stat().st_size if heads.exists() else 0))
    connection.close()
    done = subprocess.run(huijia("demo"), env={**os.environ, "HUIJIA_DEMO": "1"}, check=False)
    if done.returncode:
        raise CommandError("演示社区没有载入 / the demo was not loaded (make run HUIJIA_DEMO=0)")
    (var / LOADING).rename(var / LOADED)


def huijia(*words: str) -> list[str]:
    """The command line of another `huijia` command."""
    return [sys.executable, "-m", "huijia.config.cli", *words]


def is_empty() -> bool:
    return not Community.objects.exists()


def undo_half_demo(var: Path) -> None:
    """A load that was cut short began on an empty database and nobody has worked in it: it begins anew.

    Raises:
        CommandError: on PostgreSQL, where emptying a database is for its keeper.
    """
    mark = var / LOADING
    if not mark.exists():
        return
    if connection.vendor != "sqlite":
        raise CommandError(
            f"上次载入演示被打断,请清空数据库并删除 {mark} / the demo was cut short: empty the database, remove it"
        )
    print("上次载入演示被打断,重新载入 / the demo was cut short, loading it anew", flush=True)
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)
    heads = Path(settings.LEDGER_HEADS_FILE)
    if heads.exists():
        os.truncate(heads, int(mark.read_text() or 0))
    mark.unlink()


def collect_static() -> None:
    """Collects and compresses the pages' files when one of them changed."""
    stamp = Path(settings.STATIC_ROOT).parent / "static.stamp"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)


def fingerprint() -> str:
    """Names, sizes and times of all files that pages may load."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()

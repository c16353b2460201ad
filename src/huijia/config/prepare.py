"""What must be done before the first request: database, demo, pages' files. Every step is skipped when it was done."""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from huijia.config import env
from huijia.config.demo import load as demo
from huijia.config.locales import compile_all
from huijia.config.serving import DEMO_MARK, huijia
from huijia.core.opening.actions import issue_code
from huijia.kernel.communities.queries import live

LOADING = "demo.loading"


def prepare() -> None:
    """Makes the installation ready.

    Raises:
        CommandError: with what stands in the way.
    """
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(var / "start.lock"):
        undo_half_demo(var)
        call_command("migrate", verbosity=0, interactive=False)
        fill(var)
        prepare_files()


def prepare_files() -> None:
    """What pages load, and their English texts."""
    compile_all()
    collect_static()


def fill(var: Path) -> None:
    """Loads the demo into an empty database; marks a database that holds it, whoever loaded it."""
    if demo.is_loaded():
        (var / DEMO_MARK).touch()
    elif live().exists():
        (var / DEMO_MARK).unlink(missing_ok=True)
    elif env.flag("HUIJIA_DEMO", default=True):
        load_demo(var)
    else:
        say_how_to_begin()


def say_how_to_begin() -> None:
    """Both ways to found the first community: here, or in a browser with the code that is printed."""
    print("还没有社区，两种办法建立 / there is no community yet, two ways to found one:", flush=True)
    print(f"  浏览器 / in a browser: {settings.PUBLIC_URL}/setup/", flush=True)
    print(f"    启用码(用一次)/ set-up code, good once: {issue_code()}", flush=True)
    print("  命令行 / on this console: huijia init", flush=True)
    print("  或载入演示社区 / or load the demo: huijia demo", flush=True)


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
    print("数据库是空的，载入演示社区… / the database is empty, loading the demo…", flush=True)
    heads = Path(settings.LEDGER_HEADS_FILE)
    (var / LOADING).write_text(str(heads.stat().st_size if heads.exists() else 0))
    connection.close()
    done = subprocess.run(huijia("demo"), env={**os.environ, "HUIJIA_DEMO": "1"}, check=False)
    if done.returncode:
        raise CommandError("演示社区没有载入 / the demo was not loaded (make run HUIJIA_DEMO=0)")
    (var / LOADING).rename(var / DEMO_MARK)


def undo_half_demo(var: Path) -> None:
    """A load that was cut short began on an empty database: that one is put aside, and the load begins anew.

    Raises:
        CommandError: on PostgreSQL, where emptying a database is for its keeper.
    """
    mark = var / LOADING
    if not mark.exists():
        return
    if connection.vendor != "sqlite":
        raise CommandError(
            f"上次载入演示被打断，请清空数据库并删除 {mark} / the demo was cut short: empty the database, remove it"
        )
    print("上次载入演示被打断，重新载入 / the demo was cut short, loading it anew", flush=True)
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        if Path(name + ending).exists():
            os.replace(name + ending, f"{name}.half-demo{ending}")
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

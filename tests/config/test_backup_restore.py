"""`huijia restore`, as on another machine: a process of its own, with nothing but the archive and the key."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from huijia.config.backup import making, restoring
from huijia.core.matters import actions
from huijia.core.matters.enums import Source
from huijia.kernel.files import actions as files
from huijia.kernel.ledger import actions as ledger
from huijia.lib.crypto import Keyring, keyring
from tests.cast import Cast, cast
from tests.kernel.files.test_files import picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
committed = pytest.mark.django_db(transaction=True)

ASK = """
import django, json, sys
django.setup()
from huijia.core.matters.models import Matter
from huijia.kernel.ledger.queries import verify
from huijia.kernel.files.models import File
from huijia.kernel.files import shelf
from huijia.lib import crypto
rows = Matter.objects.everywhere()
json.dump({
    "uuids": [str(uuid) for uuid in rows.values_list("uuid", flat=True)],
    "phones": sorted({crypto.open_sealed(row.phone_sealed) for row in rows if row.phone_sealed}),
    "files": [shelf.path_of(file.sha256).exists() for file in File.objects.everywhere()],
    "ledger": verify().ok,
}, sys.stdout)
"""


@dataclass
class Elsewhere:
    """Another machine: its own data, and the key file where it was brought."""

    place: Path
    address: str = ""

    @property
    def var(self) -> Path:
        return self.place / "var"

    @property
    def keys(self) -> Path:
        return self.place / "keys.json"

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "huijia.config.cli", *words]
        return self.run(command)

    def ask(self) -> dict[str, Any]:
        done = self.run([sys.executable, "-c", ASK])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "huijia.config.settings", "DATABASE_URL": self.address,
            "HUIJIA_VAR": str(self.var), "HUIJIA_KEY_FILE": str(self.keys), "HUIJIA_TEST": "0",
            "LEDGER_HEADS_FILE": str(self.place / "heads.log"),
        }
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def apart(statement: str) -> None:
    """Runs what PostgreSQL refuses inside a transaction, on a connection of its own."""
    known = connection.settings_dict
    with psycopg.connect(
        dbname=known["NAME"], user=known["USER"], password=known["PASSWORD"], host=known["HOST"],
        port=known["PORT"] or 5432, autocommit=True,
    ) as own:
        own.execute(statement)


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[Elsewhere]:
    made = Elsewhere(tmp_path / "elsewhere")
    made.place.mkdir()
    keyring()
    shutil.copy(settings.HUIJIA_KEY_FILE, made.keys)
    if connection.vendor == "sqlite":
        yield made
        return
    known = connection.settings_dict
    name = f"huijia_elsewhere_{uuid.uuid4().hex[:8]}"
    apart(f"CREATE DATABASE {name}")
    made.address = f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT'] or 5432}/{name}"
    yield made
    apart(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"
    settings.FILES_ROOT = tmp_path / "var" / "files"
    settings.LEDGER_HEADS_FILE = tmp_path / "heads.log"


def quiet(text: str) -> None:
    pass


def write(home: Cast, number: int, stop: threading.Event, acknowledged: list[tuple[float, str]]) -> None:
    """Raises matters until told to stop; each is acknowledged once its verb has returned."""
    by = home.access("operator")
    try:
        while not stop.is_set():
            draft = actions.Draft(text=f"第{number}人反映路灯不亮", source=Source.HOTLINE, phone=f"138{number:08d}")
            actions.register(draft, by=by)
            acknowledged.append((time.monotonic(), str(draft.uuid)))
    finally:
        connections.close_all()


@committed
def test_all_that_was_acknowledged_before_the_snapshot_is_there_elsewhere(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    home = cast()
    files.keep_photo(upload(picture()), community=home.community, by=home.access("operator"))
    stop, acknowledged = threading.Event(), []
    writers = [threading.Thread(target=write, args=(home, number, stop, acknowledged)) for number in range(20)]
    for writer in writers:
        writer.start()
    time.sleep(1)
    ledger.seal_pending()
    time.sleep(0.5)
    begun = time.monotonic()
    made = making.make(tmp_path / "one.tar.gz", say=quiet)
    ended = time.monotonic()
    time.sleep(max(0.0, 1.5 - (ended - begun)))
    stop.set()
    for writer in writers:
        writer.join()

    done = elsewhere.call("restore", str(made.path))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "核对无误 / verified" in done.stdout
    there = elsewhere.ask()
    before = {name for moment, name in acknowledged if moment < begun}
    every = {name for _moment, name in acknowledged}
    assert len(before) > 20
    assert before - set(there["uuids"]) == set()
    assert set(there["uuids"]) - every == set()
    assert len([name for moment, name in acknowledged if moment > ended]) > 0
    assert there["phones"] == sorted(there["phones"]) and there["phones"][0] == "13800000000"
    assert (there["files"], there["ledger"]) == ([True], True)
    assert made.manifest["rows"]["matters_matter"] == len(there["uuids"])


@committed
def test_it_refuses_where_there_is_data_and_sets_it_aside_when_told(tmp_path: Path, elsewhere: Elsewhere) -> None:
    home = cast()
    old = home.raise_matter("旧的")
    first = making.make(tmp_path / "first.tar.gz", say=quiet).path
    new = home.raise_matter("新的")
    second = making.make(tmp_path / "second.tar.gz", say=quiet).path
    assert elsewhere.call("restore", str(first)).returncode == 0

    refused = elsewhere.call("restore", str(second))
    assert refused.returncode == 1
    assert "这里已有数据" in refused.stderr
    assert elsewhere.ask()["uuids"] == [str(old.uuid)]

    done = elsewhere.call("restore", str(second), "--replace")
    assert done.returncode == 0, done.stderr
    assert elsewhere.ask()["uuids"] == [str(new.uuid), str(old.uuid)]
    aside = list(elsewhere.var.glob("before-restore-*/*"))
    assert any(path.name in {"huijia.sqlite3", "database.dump"} for path in aside)


@committed
def test_going_back_in_time_is_told_by_the_published_heads(tmp_path: Path, elsewhere: Elsewhere) -> None:
    home = cast()
    home.raise_matter("旧的")
    ledger.seal_pending()
    first = making.make(tmp_path / "first.tar.gz", say=quiet).path
    home.raise_matter("新的")
    ledger.seal_pending()
    second = making.make(tmp_path / "second.tar.gz", say=quiet).path
    assert elsewhere.call("restore", str(second)).returncode == 0

    back = elsewhere.call("restore", str(first), "--replace")

    assert back.returncode == 0, back.stderr
    assert "备份之后的 1 批封存已不在" in back.stdout
    assert "核对无误" in back.stdout


@pytest.mark.parametrize("wrong", ["another", "none"])
def test_without_the_key_nothing_is_restored(tmp_path: Path, elsewhere: Elsewhere, wrong: str) -> None:
    path = making.make(tmp_path / "one.tar.gz", say=quiet).path
    elsewhere.keys.unlink()
    if wrong == "another":
        Keyring.load_or_create(elsewhere.keys)

    done = elsewhere.call("restore", str(path))

    assert done.returncode == 1
    assert "密钥文件打不开这份备份(缺 k1、h1)" in done.stderr
    assert str(elsewhere.keys) in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in elsewhere.var.iterdir()) == ["worker.lock"]


def test_not_while_the_worker_runs(tmp_path: Path, elsewhere: Elsewhere) -> None:
    path = making.make(tmp_path / "one.tar.gz", say=quiet).path
    elsewhere.var.mkdir()
    with (elsewhere.var / "worker.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        done = elsewhere.call("restore", str(path))

    assert done.returncode == 1
    assert "汇家正在运行，请先停止再恢复" in done.stderr


def test_no_such_file(elsewhere: Elsewhere) -> None:
    done = elsewhere.call("restore", str(elsewhere.place / "nothing.tar.gz"))

    assert done.returncode == 1
    assert "没有这个备份文件" in done.stderr


def test_the_other_kind_of_database(tmp_path: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    path = making.make(tmp_path / "one.tar.gz", say=quiet).path
    manifest = making.archive.read(path)
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    monkeypatch.setattr(making.archive, "read", lambda *_: {**manifest, "database": other})

    with pytest.raises(restoring.BackupError, match="the other kind of database"):
        restoring.may_be_used(restoring.archive.read(path))


def test_an_archive_of_a_newer_version(tmp_path: Path) -> None:
    manifest = making.archive.read(making.make(tmp_path / "one.tar.gz", say=quiet).path)
    manifest["migrations"].append(["matters", "0999_tomorrow"])

    with pytest.raises(restoring.BackupError, match="备份由更新的版本做成"):
        restoring.may_be_used(manifest)

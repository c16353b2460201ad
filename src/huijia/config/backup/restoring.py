"""Restoring: everything is unpacked and checked beside the data before anything of it is touched."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from huijia.config.backup import archive, contents, postgres, sqlite
from huijia.config.backup.errors import FULL, BackupError, is_full
from huijia.config.loops import only_worker
from huijia.config.serving import DEMO_MARK
from huijia.kernel.files import shelf
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger import heads
from huijia.kernel.ledger.queries import Report, verify
from huijia.lib import clock, crypto
from huijia.lib.crypto import CryptoError, Keyring

TELLING = ("communities_community", "accounts_user", "ledger_entry", "matters_matter")
SAMPLE = 20
SEALED = re.compile(r"k\d+:")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """`set_aside`: where what was there before lies now, None where there was nothing."""

    manifest: dict[str, Any]
    report: Report
    set_aside: Path | None
    heads_lost: int


def restore(path: Path, *, replace: bool = False, say: Say = print) -> Restored:
    """Puts an archive in place of an empty installation; with `replace` what is there is set aside, not deleted.

    Raises:
        BackupError: with what stands in the way; the installation is then as it was.
    """
    if not path.is_file():
        raise BackupError(f"没有这个备份文件 / no such file: {path}")
    var = Path(settings.VAR)
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = only_worker(var / "worker.lock", wait=0)
        if lock is None:
            raise BackupError("汇家正在运行，请先停止再恢复 / Huijia is running: stop it first")
        staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=var))
        with lock:
            try:
                return _restore(path, staging, replace, say)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        reason = FULL if is_full(error) else f"{error.strerror or error}"
        raise BackupError(f"没有恢复 / nothing was restored: {reason}") from error


def _restore(path: Path, staging: Path, replace: bool, say: Say) -> Restored:
    there = holds_data()
    if there and not replace:
        raise BackupError(
            f"这里已有数据({there}),不会覆盖；确要替换请加 --replace,原数据会挪到一边 / "
            "there is data here already: --replace sets it aside"
        )
    say("检查备份… / checking the archive…")
    manifest = archive.read(path, staging)
    may_be_used(manifest)
    aside = Path(settings.VAR) / f"before-restore-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    with ExitStack() as undo:
        undo.callback(_remove_empty, aside)
        say("放回附件和数据库… / putting files and database in place…")
        place_files(staging, aside, undo)
        place_database(staging / archive.DATABASES[manifest["database"]], aside, undo)
        same_rows(manifest)
        opens_sealed()
        undo.pop_all()
    lost = set_heads_aside(manifest, aside)
    mark = Path(settings.VAR) / DEMO_MARK
    mark.touch() if manifest["demo"] else mark.unlink(missing_ok=True)
    say("升级数据库结构… / applying migrations…")
    call_command("migrate", verbosity=0, interactive=False)
    say("核对操作日志… / verifying the ledger…")
    while ledger.seal_pending():
        pass
    heads.publish()
    return Restored(manifest, verify(), aside if aside.exists() else None, lost)


def holds_data() -> str:
    """What is here already, in a few words; "" where database and files are empty."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or (Path(name).exists() and Path(name).stat().st_size):
        try:
            tables = set(connection.introspection.table_names())
            with connection.cursor() as cursor:
                for table in TELLING:
                    if table in tables:
                        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
                        if cursor.fetchone():
                            return table
        except DatabaseError as error:
            raise BackupError(f"数据库连不上 / the database cannot be reached: {error}") from error
    return str(settings.FILES_ROOT) if next(shelf.kept(), None) else ""


def may_be_used(manifest: dict[str, Any]) -> None:
    """
    Raises:
        BackupError: another kind of database, a newer version, or not these keys.
    """
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"备份来自 {manifest['database']}，这里用的是 {connection.vendor} / "
            "the archive is of the other kind of database: set DATABASE_URL accordingly"
        )
    known = MigrationLoader(None).disk_migrations
    newer = [row for row in manifest["migrations"] if tuple(row) not in known and row[0] in apps.app_configs]
    if newer:
        raise BackupError(
            f"备份由更新的版本做成({manifest['version']}),请先升级 / made by a newer version, upgrade first: {newer[0]}"
        )
    place = settings.HUIJIA_KEY_FILE
    try:
        ours = contents.key_checks(Keyring.load(place))
    except CryptoError:
        ours = {}
    missing = [key for key, check in manifest["keys"].items() if ours.get(key) != check]
    if missing:
        raise BackupError(
            f"密钥文件打不开这份备份(缺 {'、'.join(missing)})。密钥不在备份里：请把原来机器上的密钥文件放到 {place} "
            f"(那里现在若是刚生成的新密钥，直接替换),再恢复 / the key file does not open this archive (missing "
            f"{', '.join(missing)}); keys are never in it: put the old machine's key file at {place}, then restore"
        )


def place_files(staging: Path, aside: Path, undo: ExitStack) -> None:
    root = Path(settings.FILES_ROOT)
    if root.exists():
        _move(root, aside / "files", undo)
    if (staging / "files").exists():
        _move(staging / "files", root, undo)


def place_database(source: Path, aside: Path, undo: ExitStack) -> None:
    """Files before the database: a restore that is killed in between leaves no row without its file."""
    connections.close_all()
    if connection.vendor == "sqlite":
        sqlite.check(source)
        target = Path(str(connection.settings_dict["NAME"]))
        undo.callback(connections.close_all)
        for ending in ("", "-wal", "-shm"):
            if (there := Path(f"{target}{ending}")).exists():
                _move(there, aside / there.name, undo)
        _move(source, target, undo)
        return
    postgres.tools()
    before = aside / archive.DATABASES["postgresql"]
    with postgres.reading() as (_run, tables, view):
        if tables:
            aside.mkdir(parents=True, exist_ok=True, mode=0o700)
            postgres.dump(before, view)
    if tables:
        undo.callback(postgres.load, before)
    undo.callback(postgres.empty)
    undo.callback(connections.close_all)
    postgres.empty()
    postgres.load(source)


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    """Renames; across file systems it copies, and moves the copy into place when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.restoring")
        shutil.move(source, beside)
        os.replace(beside, target)
    undo.callback(shutil.move, target, source)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def same_rows(manifest: dict[str, Any]) -> None:
    """
    Raises:
        BackupError: a table holds another number of rows than when the archive was made.
    """
    if connection.vendor == "sqlite":
        with sqlite.reading(Path(str(connection.settings_dict["NAME"]))) as (run, tables):
            now = contents.described(run, tables)
    else:
        with postgres.reading() as (run, tables, _view):
            now = contents.described(run, tables)
    wrong = [name for name, rows in manifest["rows"].items() if now["rows"].get(name) != rows]
    if wrong or now["ledger"] != manifest["ledger"]:
        raise BackupError(f"恢复出来的行数与清单不符 / not as many rows as the manifest says: {', '.join(wrong)}")


def opens_sealed() -> None:
    """Opens some of each kind of sealed value.

    Raises:
        BackupError: one cannot be opened with these keys.
    """
    ring = Keyring.load(settings.HUIJIA_KEY_FILE)
    present = set(connection.introspection.table_names())
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if not field.name.endswith("_sealed") or table not in present:
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT "{field.column}" FROM "{table}" WHERE "{field.column}" LIKE %s LIMIT {SAMPLE}', ["k%:%"]
                )
                rows = cursor.fetchall()
            try:
                for (sealed,) in rows:
                    if SEALED.match(sealed):
                        ring.open_sealed(sealed)
            except crypto.CryptoError as error:
                raise BackupError(f"密封的内容打不开 / sealed values cannot be opened: {table} ({error})") from error


def set_heads_aside(manifest: dict[str, Any], aside: Path) -> int:
    """The heads file goes on from the restored ledger; gives how many published seals lie beyond it.

    Raises:
        BackupError: the file knows another head for the archive's last seal.
    """
    place = heads.heads_path()
    if not place.exists():
        return 0
    published = dict(heads.published())
    last = manifest["ledger"]
    number = last["number"] if last else 0
    beyond = sum(1 for other in published if other > number)
    same = not last or published.get(number, bytes.fromhex(last["head"])) == bytes.fromhex(last["head"])
    if beyond or not same:
        aside.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(place, aside / place.name)
    return beyond if same else -1

"""`huijia backup`: what is in the archive, and what becomes of one that cannot be written."""

import errno
import gzip
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from huijia.config.backup import archive, making, postgres
from huijia.config.backup.errors import BackupError
from huijia.kernel.files import actions as files
from huijia.kernel.files import shelf
from huijia.kernel.ledger import actions as ledger
from tests.cast import cast
from tests.kernel.files.test_files import picture, upload

# Only what other connections must see is committed: emptying every table afterwards takes its time.
pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path / "var"
    settings.FILES_ROOT = tmp_path / "var" / "files"
    settings.LEDGER_HEADS_FILE = tmp_path / "heads.log"
    return tmp_path / "var"


def made(target: Path | None = None, **more: Any) -> making.Made:
    return making.make(target, say=lambda text: None, **more)


def names(path: Path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


@committed
def test_an_archive_holds_the_database_then_the_files_then_the_manifest(tmp_path: Path) -> None:
    home = cast()
    home.raise_matter(phone="13800005678")
    photo = files.keep_photo(upload(picture()), community=home.community, by=home.access("operator"))
    ledger.seal_pending()

    done = made(tmp_path / "one.tar.gz")

    database = archive.DATABASES[connection.vendor]
    place = f"files/{photo.sha256[:2]}/{photo.sha256[2:4]}/{photo.sha256}"
    assert names(done.path) == [database, place, f"{place}.thumb", "manifest.json"]
    assert done.path.stat().st_mode & 0o777 == 0o600
    manifest = archive.read(done.path)
    assert manifest["database"] == connection.vendor
    assert (manifest["rows"]["matters_matter"], manifest["rows"]["files_file"]) == (1, 1)
    assert manifest["rows"]["ledger_entry"] == 1
    assert (manifest["ledger"]["number"], manifest["ledger"]["last_position"]) == (1, 1)
    assert manifest["members"][place] == photo.sha256
    assert manifest["missing_files"] == []
    assert set(manifest["keys"]) == {"k1", "h1"}


@committed
def test_neither_keys_nor_open_phone_numbers_leave_the_house(tmp_path: Path, settings: Any) -> None:
    cast().raise_matter(phone="13800005678")

    path = made(tmp_path / "one.tar.gz").path

    keys = json.loads(Path(settings.HUIJIA_KEY_FILE).read_text())
    with gzip.open(path) as stream:
        content = stream.read()
    secrets = [*keys["keys"].values(), *keys["hash_keys"].values(), keys["django_secret"], "13800005678", "13800001234"]
    assert [secret for secret in secrets if secret.encode() in content] == []


@committed
def test_a_file_that_only_the_database_knows_is_told(tmp_path: Path) -> None:
    home = cast()
    photo = files.keep_photo(upload(picture()), community=home.community, by=home.access("operator"))
    shelf.path_of(photo.sha256).unlink()

    assert made(tmp_path / "one.tar.gz").missing == [photo.sha256]


def test_without_a_name_it_lies_beside_the_data(var: Path) -> None:
    path = made().path

    assert path.parent == var.parent / "backups"
    assert making.OURS.fullmatch(path.name)


def test_only_the_last_ones_are_kept(tmp_path: Path) -> None:
    other = tmp_path / "huijia-notes.tar.gz"
    other.write_text("mine")
    first, second = made(tmp_path).path, made(tmp_path).path
    os.utime(first, (1, 1))

    third = made(tmp_path, keep=2)

    assert third.removed == [first]
    assert sorted(path.name for path in tmp_path.glob("*.tar.gz")) == sorted(
        [other.name, second.name, third.path.name]
    )


def test_an_archive_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "one.tar.gz").write_text("the only good one")

    with pytest.raises(BackupError, match="文件已存在"):
        made(tmp_path / "one.tar.gz")

    assert (tmp_path / "one.tar.gz").read_text() == "the only good one"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive.Writer, "add", full)

    with pytest.raises(BackupError, match="磁盘已满 / the disk is full"):
        made(tmp_path / "out" / "one.tar.gz")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".lock"]


def test_what_a_killed_backup_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / f"{making.WORKING}killed").mkdir()
    (tmp_path / f"{making.WORKING}killed" / "archive").write_text("half")

    made(tmp_path / "one.tar.gz")

    assert list(tmp_path.glob(f"{making.WORKING}*")) == []


def test_two_backups_at_once_do_not_meet(tmp_path: Path) -> None:
    with making.alone(tmp_path), pytest.raises(BackupError, match="另一个备份正在进行"):
        made(tmp_path / "one.tar.gz")


def test_the_command_says_what_it_did_and_what_is_open_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(tmp_path / "one.tar.gz"))

    assert f"已备份 / done: {tmp_path / 'one.tar.gz'}" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("backup", "--help")
    said = capsys.readouterr().out
    assert "密钥文件不在备份里" in said
    assert "names, texts, photos and the ledger are plain" in said


def test_a_folder_that_cannot_be_written_is_a_plain_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="备份没有写成"):
        call_command("backup", str(tmp_path / "file" / "one.tar.gz"))


@pytest.mark.skipif("connection.vendor == 'sqlite'")
def test_without_the_tools_of_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.shutil, "which", lambda tool: None)

    with pytest.raises(BackupError, match="没有找到 pg_dump，请安装 PostgreSQL 客户端"):
        made(tmp_path / "one.tar.gz")


# -- archives that are none -------------------------------------------------------------------------------------------


def packed(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def test_a_cut_archive(tmp_path: Path) -> None:
    path = made(tmp_path / "one.tar.gz").path
    os.truncate(path, path.stat().st_size - 20)

    with pytest.raises(BackupError, match="不完整或已损坏"):
        archive.read(path)


def test_a_changed_byte(tmp_path: Path) -> None:
    path = made(tmp_path / "one.tar.gz").path
    content = bytearray(path.read_bytes())
    # All its bits: a single one may lie between two blocks of the compression, where it says nothing.
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(BackupError, match=r"不完整或已损坏|与清单不符|不是汇家的备份"):
        archive.read(path)


def test_something_else(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("no archive")

    with pytest.raises(BackupError, match="不完整或已损坏"):
        archive.read(text)
    with pytest.raises(BackupError, match="不是汇家的备份"):
        archive.read(packed(tmp_path / "other", **{"../../etc/passwd": b"x"}))
    with pytest.raises(BackupError, match="没有清单"):
        archive.read(packed(tmp_path / "bare", **{"database.sqlite3": b"x"}))


def test_another_content_under_the_same_name(tmp_path: Path) -> None:
    manifest = {"format": 1, "database": "sqlite", "members": {"database.sqlite3": "0" * 64}}
    path = packed(
        tmp_path / "forged", **{"database.sqlite3": b"x", "manifest.json": json.dumps(manifest).encode()}
    )

    with pytest.raises(BackupError, match="与清单不符"):
        archive.read(path)

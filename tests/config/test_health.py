"""`huijia check`: each probe on its own, then the command."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from huijia.config import health
from huijia.config.health import Level, Line
from huijia.config.loops import Loop, write_heartbeat
from huijia.kernel.communities.models import Holiday
from huijia.lib import clock
from huijia.lib.crypto import Keyring


def levels(lines: Iterable[Line]) -> list[Level]:
    return [level for level, _ in lines]


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Path:
    """A healthy installation in `tmp_path`."""
    var = tmp_path / "var"
    var.mkdir()
    settings.VAR = var
    settings.HUIJIA_KEY_FILE = tmp_path / "keys.json"
    settings.PUBLIC_URL = "https://huilong.example"
    settings.ALLOWED_HOSTS = ["huilong.example"]
    Keyring.load_or_create(settings.HUIJIA_KEY_FILE)
    loop = Loop("outbox", 1, lambda: None)
    loop.last_end = datetime.now(UTC).timestamp()
    write_heartbeat(var / "worker.heartbeat", [loop], loop.last_end)
    return var


@pytest.mark.django_db
def test_the_database_is_well() -> None:
    assert levels(health.database()) == [Level.GOOD]


@pytest.mark.django_db
def test_missing_migrations_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huijia.config.health.MigrationExecutor.migration_plan", lambda *_: [1, 2])

    assert list(health.database()) == [(Level.BAD, "数据库需要升级 / migrations to apply: 2; huijia migrate")]


@pytest.mark.django_db
def test_a_database_that_cannot_hold_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.server_encoding() == "UTF8"
    monkeypatch.setattr(health, "server_encoding", lambda: "SQL_ASCII")

    assert levels(health.database()) == [Level.BAD]


def test_a_writable_folder_is_well(office: Path) -> None:
    assert levels(health.folder()) == [Level.GOOD]


def test_a_missing_folder_is_not(office: Path, settings: Settings) -> None:
    settings.VAR = office / "gone"

    assert levels(health.folder()) == [Level.BAD]


@pytest.mark.parametrize(("free", "level"), [(100, Level.BAD), (1024**3, Level.NOTE), (3 * 1024**3, Level.GOOD)])
def test_free_space(office: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    class Usage:
        def __init__(self, path: Path) -> None:
            self.free = free

    monkeypatch.setattr("huijia.config.health.shutil.disk_usage", Usage)

    assert levels(health.folder()) == [level]


def test_the_keys_are_well(office: Path) -> None:
    assert levels(health.keys()) == [Level.GOOD]


def test_keys_that_others_can_read(office: Path, settings: Settings) -> None:
    settings.HUIJIA_KEY_FILE.chmod(0o644)

    assert levels(health.keys()) == [Level.BAD]


def test_missing_keys(office: Path, settings: Settings) -> None:
    settings.HUIJIA_KEY_FILE.unlink()

    assert levels(health.keys()) == [Level.BAD]


def test_keys_inside_the_data(office: Path, settings: Settings) -> None:
    settings.HUIJIA_KEY_FILE = office / "keys.json"
    Keyring.load_or_create(settings.HUIJIA_KEY_FILE)

    assert levels(health.keys()) == [Level.NOTE]


def test_a_worker_that_is_gone(office: Path) -> None:
    assert levels(health.worker()) == [Level.GOOD]
    (office / "worker.heartbeat").unlink()
    assert levels(health.worker()) == [Level.BAD]


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://huilong.example", Level.GOOD),
        ("http://127.0.0.1:8000", Level.GOOD),
        ("http://huilong.example", Level.NOTE),
        ("https://other.example", Level.BAD),
        ("huilong.example", Level.BAD),
    ],
)
def test_the_public_address(settings: Settings, address: str, level: Level) -> None:
    settings.PUBLIC_URL = address
    settings.ALLOWED_HOSTS = ["huilong.example", "127.0.0.1"]

    assert levels(health.address()) == [level]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (datetime(2025, 6, 1, tzinfo=UTC), [Level.GOOD, Level.GOOD]),
        (datetime(2031, 6, 1, tzinfo=UTC), [Level.BAD, Level.NOTE]),
        (datetime(2031, 12, 2, tzinfo=UTC), [Level.BAD, Level.BAD]),
    ],
)
def test_public_holidays(today: datetime, expected: list[Level]) -> None:
    with clock.frozen(today):
        assert levels(health.holidays()) == expected


@pytest.mark.django_db
def test_public_holidays_entered_by_hand_count() -> None:
    Holiday.objects.create(date=date(2031, 10, 1), working=False, name="国庆节")

    with clock.frozen(datetime(2031, 6, 1, tzinfo=UTC)):
        assert levels(health.holidays()) == [Level.GOOD, Level.NOTE]


@pytest.mark.django_db
def test_the_command_on_a_healthy_office(office: Path) -> None:
    out = StringIO()

    with clock.frozen(datetime(2025, 6, 1, tzinfo=UTC)):
        call_command("check", stdout=out)

    assert "✗" not in out.getvalue()
    assert out.getvalue().count("✓") == 7


@pytest.mark.django_db
def test_the_command_fails_when_something_is_wrong(office: Path) -> None:
    (office / "worker.heartbeat").unlink()
    out = StringIO()

    with pytest.raises(CommandError) as failed, clock.frozen(datetime(2025, 6, 1, tzinfo=UTC)):
        call_command("check", stdout=out)

    assert failed.value.returncode == 1
    assert out.getvalue().count("✗") == 1

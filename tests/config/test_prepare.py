"""What is done before the first request."""

import subprocess
import time
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from huijia.config import prepare
from huijia.config.prepare import alone, collect_static, load_demo, undo_half_demo
from huijia.config.serving import DEMO_MARK, is_demo
from huijia.kernel.communities.models import Community, District, Street


class Finished:
    def __init__(self, returncode: int) -> None:
        self.returncode = returncode


@pytest.fixture
def var(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.LEDGER_HEADS_FILE = tmp_path / "heads.log"
    return tmp_path / "var"


def load(monkeypatch: pytest.MonkeyPatch, var: Path, returncode: int) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: Finished(returncode))
    load_demo(var)


@pytest.mark.django_db
def test_a_loaded_demo_leaves_its_mark(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    monkeypatch.delenv("HUIJIA_DEMO", raising=False)
    assert is_demo() is False

    load(monkeypatch, var, 0)

    assert [path.name for path in var.iterdir()] == [DEMO_MARK]
    assert is_demo() is True
    monkeypatch.setenv("HUIJIA_DEMO", "0")
    assert is_demo() is False


@pytest.mark.django_db
def test_a_database_that_holds_the_demo_is_marked(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    monkeypatch.setattr("huijia.config.demo.load.is_loaded", lambda: True)

    prepare.fill(var)

    assert [path.name for path in var.iterdir()] == [DEMO_MARK]


@pytest.mark.django_db
def test_a_real_community_is_not_marked(var: Path) -> None:
    district = District.objects.create(name="润州区", code="321111000000")
    street = Street.objects.create(district=district, name="和平街道", code="321111003000")
    Community.objects.create(street=street, name="新社区", slug="new", code12="321111003001")
    (var / DEMO_MARK).touch()

    prepare.fill(var)

    assert list(var.iterdir()) == []


@pytest.mark.django_db
def test_an_empty_database_stays_empty_when_no_demo_is_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], var: Path
) -> None:
    monkeypatch.setenv("HUIJIA_DEMO", "0")

    prepare.fill(var)

    assert list(var.iterdir()) == []
    assert "huijia demo" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_demo_that_failed_is_told(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    with pytest.raises(CommandError, match="演示社区没有载入"):
        load(monkeypatch, var, 1)

    assert [path.name for path in var.iterdir()] == [prepare.LOADING]


class Connection:
    def __init__(self, vendor: str) -> None:
        self.vendor = vendor

    def close(self) -> None:
        pass


def test_half_a_demo_is_put_aside(monkeypatch: pytest.MonkeyPatch, var: Path, settings: Settings) -> None:
    monkeypatch.setattr(prepare, "connection", Connection("sqlite"))
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(var / "huijia.sqlite3"))
    (var / "huijia.sqlite3").write_text("half")
    (var / "huijia.sqlite3-wal").write_text("log")
    (var / prepare.LOADING).write_text("7")
    settings.LEDGER_HEADS_FILE.write_text("before\nafter\n")

    undo_half_demo(var)

    assert {path.name for path in var.iterdir()} == {"huijia.sqlite3.half-demo", "huijia.sqlite3.half-demo-wal"}
    assert settings.LEDGER_HEADS_FILE.read_text() == "before\n"


def test_half_a_demo_on_a_server_is_left_to_its_keeper(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    monkeypatch.setattr(prepare, "connection", Connection("postgresql"))
    (var / prepare.LOADING).write_text("0")

    with pytest.raises(CommandError, match="请清空数据库"):
        undo_half_demo(var)


def test_without_a_mark_nothing_is_put_aside(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    monkeypatch.setattr(prepare, "connection", None)

    undo_half_demo(var)


def test_two_starts_do_not_prepare_the_same_data(tmp_path: Path) -> None:
    with alone(tmp_path / "lock"), pytest.raises(CommandError, match="另一个启动"), alone(tmp_path / "lock"):
        pass
    with alone(tmp_path / "lock"):
        pass


def test_static_files_are_collected_only_when_one_changed(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = str(tmp_path / "build" / "static")

    collect_static()
    collected = tmp_path / "build" / "static" / "a.css"
    collected.unlink()
    collect_static()
    assert not collected.exists()

    time.sleep(0.01)
    (source / "a.css").write_text("a { color: red }")
    collect_static()
    assert collected.read_text() == "a { color: red }"

"""The `huijia` command itself."""

import pytest

from huijia.config import cli


def test_chinese_takes_two_cells() -> None:
    assert cli.cells("汇家 Huijia") == 11


def test_columns_line_up() -> None:
    assert cli.table([("a", "家", "x"), ("bbb", "abc", "")]) == ["a    家   x", "bbb  abc"]


def test_a_table_without_rows() -> None:
    assert cli.table([]) == []


def test_overview_lists_only_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "known", lambda: {"tick"})

    lines = [line for line in cli.overview().splitlines() if line.startswith("huijia ")]

    assert lines == ["huijia tick  走一次时钟：到期、提醒  run the clocks once"]


def test_words_of_the_house_and_of_django_are_known() -> None:
    assert {"start", "serve", "worker", "tick", "check", "migrate", "compile_locale"} <= cli.known()


def test_help_prints_the_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["huijia", "--help"])

    cli.main()

    assert "huijia worker" in capsys.readouterr().out


def test_an_unknown_word_gets_the_list_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["huijia", "fly"])

    with pytest.raises(SystemExit) as stopped:
        cli.main()

    assert str(stopped.value.code).startswith("没有这个命令 / no such command: fly")
    assert "huijia worker" in str(stopped.value.code)

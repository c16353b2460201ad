"""English texts are compiled without gettext's own tools."""

import gettext
import os
from pathlib import Path

import pytest

from huijia.config.locales import compile_all

TEXT = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "保存"
msgstr "Save"

#, fuzzy
msgid "删除"
msgstr "Guess"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_texts_are_compiled(tmp_path: Path, source: Path) -> None:
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as stream:
        texts = gettext.GNUTranslations(stream)
    assert texts.gettext("保存") == "Save"
    assert texts.gettext("删除") == "删除", "a guess that nobody looked at stays out"


def test_what_did_not_change_is_left_alone(tmp_path: Path, source: Path) -> None:
    compile_all(tmp_path)

    assert compile_all(tmp_path) == []


def test_what_changed_is_compiled_again(tmp_path: Path, source: Path) -> None:
    compile_all(tmp_path)
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))

    assert compile_all(tmp_path) == [source.with_suffix(".mo")]

"""Chinese first, English complete: every text that a page can show has its English, with the same placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "huijia"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
HAN = re.compile(r"[\u3400-\u9fff]")
# Chinese words that an English reader meets on purpose
MEANT = ("中文", "汇家", "汇")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The messages as `make messages` would collect them now, in a copy."""
    place = tmp_path_factory.mktemp("messages") / "huijia"
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("vendor", "__pycache__", "*.mo"))
    script = "from django.core.management import call_command as c; c('makemessages', locale=['en'], no_wrap=True, "
    script += "no_location=True, verbosity=0)"
    settings = "from django.conf import settings as s; s.configure(); import django; django.setup(); "
    subprocess.run([sys.executable, "-c", settings + script], cwd=place, check=True, timeout=120)
    return polib.pofile(str(place / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def test_every_message_has_its_english(collected: polib.POFile):
    missing = [entry.msgid for entry in collected if not entry.translated() and not entry.obsolete]
    assert missing == []


def test_english_keeps_the_placeholders(collected: polib.POFile):
    wrong = []
    for entry in collected:
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if not set(PLACEHOLDER.findall(text)) <= wanted or (not entry.msgid_plural and set(
                PLACEHOLDER.findall(text)
            ) != wanted):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_no_chinese_stays_in_the_english(collected: polib.POFile):
    left = []
    for entry in collected:
        text = entry.msgstr or " ".join(entry.msgstr_plural.values())
        for word in MEANT:
            text = text.replace(word, "")
        if HAN.search(text) and not any(mark in text for mark in "「“(") and "傅家组" not in text:
            left.append((entry.msgid, text))
    assert left == []

"""The benchmark in small: its figures' lines, its load script's answers, and its filled town."""

import json
import shutil

import pytest
from django.db import connection

from bench import load, multiply, texts, town
from bench.lines import FIGURES, Printer
from bench.statements import counted
from huijia.core.matters.models import Matter
from huijia.kernel.search.models import Document


def test_one_line_per_figure(capsys):
    printer = Printer("sqlite", ["list_p95_ms"])
    printer.line("list_p95_ms", 12.345, "ms", rows=5)
    printer.line("list_p50_ms", 1.0, "ms", rows=5)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"figure": "list_p95_ms", "database": "sqlite", "clients": 1, "rows": 5, "value": 12.3, "unit": "ms"}
    ]
    assert len(set(FIGURES)) == len(FIGURES)


@pytest.mark.django_db
def test_a_small_town_and_its_copies():
    by = town.settle("bench-test", 9)
    town.record_rows([by], 0, 40)
    assert (Matter.objects.of(by.community).count(), Document.objects.count()) == (40, 40)
    received = list(Matter.objects.of(by.community).order_by("pk").values_list("received_at", flat=True))
    assert received == sorted(received)
    multiply.multiply(3, 365 * town.YEARS)
    copies = list(Matter.objects.of(by.community).order_by("pk").values_list("received_at", flat=True))
    assert (len(copies), Document.objects.count()) == (120, 120)
    assert copies == sorted(copies)


@pytest.mark.django_db
def test_statements_are_counted():
    found = counted(lambda: connection.cursor().execute("SELECT 1"))
    assert (found.statements, found.commits) == (1, 0)


def test_words_come_unevenly():
    from random import Random

    random = Random(1)
    messages = [texts.message(random) for _number in range(2000)]
    holding = {kind: sum(word in text for text in messages) for kind, word in texts.SEARCHED.items()}
    assert holding["frequent"] > 5 * holding["medium"] > 0 == holding["absent"]


def test_wrk_is_named_when_it_is_missing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install wrk"):
        load.need_wrk()

"""`huijia figures`."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from tests.cast import Cast, cast

KEYS = {"key", "value", "numerator", "denominator", "unit", "from", "to", "recount"}


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("figures", *words, stdout=out)
    return out.getvalue()


def figures(*words: str) -> list[dict[str, Any]]:
    return json.loads(said("--json", *words))  # type: ignore[no-any-return]


def test_each_figure_with_what_it_needs_to_be_counted_again(home: Cast) -> None:
    home.closed_matter()

    found = figures("--from", "2026-04-01", "--to", "2026-04-30")

    assert [set(line) for line in found] == [KEYS] * len(CATALOGUE)
    one = next(line for line in found if line["key"] == "matters_done_on_time")
    assert (one["value"], one["numerator"], one["denominator"], one["unit"]) == (100.0, 1, 1, "%")
    assert (one["from"], one["to"]) == ("2026-04-01", "2026-04-30")
    for line in found:
        with connection.cursor() as cursor:
            cursor.execute(line["recount"])
            assert cursor.fetchone()[1:] == (line["numerator"], line["denominator"])


def test_for_people_to_read(home: Cast) -> None:
    home.closed_matter()

    lines = said("--from", "2026-04-01", "--to", "2026-04-30").splitlines()

    assert lines[0] == "matters_opened           1件  2026-04-01 – 2026-04-30"
    assert lines[2] == "matters_done_on_time     100.0% (1 / 1)  2026-04-01 – 2026-04-30"


def test_several_communities(home: Cast) -> None:
    other = cast("乙社区")
    assert {line["community"] for line in figures()} == {home.community.slug, other.community.slug}
    assert [set(line) for line in figures("--community", other.community.slug)] == [KEYS] * len(CATALOGUE)


def test_a_community_that_is_none(home: Cast) -> None:
    with pytest.raises(CommandError, match="no such community: nowhere"):
        figures("--community", "nowhere")


def test_days_that_are_none(home: Cast) -> None:
    with pytest.raises(CommandError, match="--to 早于 --from"):
        figures("--from", "2026-04-01", "--to", "2026-03-01")
    with pytest.raises(CommandError):
        figures("--from", "yesterday")


def test_only_one_end_is_given(home: Cast) -> None:
    assert {line["from"] for line in figures("--to", "2025-03-01")} == {"2025-01-01", None}
    assert date.fromisoformat(figures("--from", "2024-05-01")[0]["to"]) >= date(2026, 1, 1)


def test_nothing_there_yet(db: None) -> None:
    with pytest.raises(CommandError, match="there is no community yet"):
        figures()

"""Figures of the hotline: each opens to its records, and a recount by hand gives the same."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from huijia.core.matters import actions as matters
from huijia.insight.figures.catalogue import CATALOGUE, compute_all
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.communities import actions as communities
from huijia.lib import clock
from huijia.serve.hotline import actions
from tests.cast import MONDAY, Cast, cast

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
LATER = datetime(2026, 5, 1, 12, tzinfo=clock.ZONE)
KEYS = ("calls_missed", "calls_returned_in_time", "at_once_right")


@pytest.fixture
def story(home: Cast) -> Cast:
    """Five missed: returned, tried in vain in time, returned late, never, not needed. Two answers judged."""
    by = home.access("operator")
    calls = [
        actions.missed(actions.MissedCall(f"1380000100{number}", MONDAY), by=by, at=MONDAY).call for number in range(5)
    ]
    actions.reached(calls[0], by=by, at=MONDAY + timedelta(hours=2))
    actions.unreached(calls[1], by=by, at=MONDAY + timedelta(hours=3))
    actions.reached(calls[2], by=by, at=MONDAY + timedelta(hours=30))
    actions.drop(calls[4], reason="打错了", by=by, at=MONDAY + timedelta(hours=1))
    for verb in (matters.sample_ok, matters.sample_short):
        matter = home.raise_matter("医保怎么办")
        matters.answer_at_once(matter, result="到窗口办", by=by, at=MONDAY)
        verb(matter, note="不全", by=home.access("secretary"), at=MONDAY)
    return home


def scope(home: Cast) -> Scope:
    return Scope(home.community, APRIL, LATER)


def test_the_numbers(story: Cast) -> None:
    values = {key: CATALOGUE[key].compute(scope(story)) for key in KEYS}
    assert {key: (value.numerator, value.denominator, value.value) for key, value in values.items()} == {
        "calls_missed": (5, None, 5), "calls_returned_in_time": (2, 4, 50.0), "at_once_right": (1, 2, 50.0),
    }


@pytest.mark.parametrize("key", KEYS)
def test_the_recount_and_the_records(story: Cast, key: str) -> None:
    other = cast("乙社区")
    actions.missed(actions.MissedCall("13800009999", MONDAY), by=other.access("operator"), at=MONDAY)
    wanted = CATALOGUE[key].compute(scope(story))
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[key].recount(scope(story)))
        value, numerator, denominator = cursor.fetchone()
    assert (float(value), numerator, denominator) == (wanted.value, wanted.numerator, wanted.denominator)
    page = page_of(CATALOGUE[key], scope(story), "", "", story.access("secretary"))
    assert len(page.records) == (wanted.denominator or wanted.numerator)
    assert not any("13800001" in record.title for record in page.records)


def test_switched_off_they_are_not_told(home: Cast) -> None:
    communities.set_option(home.community, "modules_off", ["hotline"], by=home.access("secretary"))
    assert not {line.figure.key for line in compute_all(scope(home))} & set(KEYS)

"""Visits, counted by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.visits import actions
from huijia.serve.visits.enums import Kind, Means, Outcome
from tests.cast import MONDAY, cast
from tests.serve.visits.conftest import Walk

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


@pytest.fixture
def scope(db: None) -> Scope:
    """Two met, one study among them; one nobody home. Not counted: by phone, struck out, in March."""
    with clock.frozen(MAY_DAY):
        walk = Walk(cast())
        walk.visit(at=MONDAY)
        walk.visit(at=MONDAY, kind=Kind.STUDY, study_topic="防火", study_minutes=30)
        walk.visit(at=MONDAY, outcome=Outcome.NOBODY)
        walk.visit(at=MONDAY, means=Means.PHONE)
        struck = walk.visit(at=MONDAY)
        actions.void(struck, reason="记错门", by=walk.cast.access("secretary"), at=MONDAY)
        walk.visit(at=MONDAY - timedelta(days=30))
    return Scope(walk.cast.community, APRIL, MAY_DAY)


@pytest.mark.parametrize(("key", "numbers"), [
    ("visits_made", (2, 3, 2)), ("homes_visited", (1, 1, 1)), ("studies_at_home", (1, None, 1)),
])
def test_counted_by_hand_and_by_sql(scope: Scope, key: str, numbers: tuple[object, ...]) -> None:
    figure = CATALOGUE[key]
    value = figure.compute(scope)
    assert (value.numerator, value.denominator, value.value) == numbers
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        counted, numerator, denominator = cursor.fetchone()
    assert (numerator, denominator, counted) == numbers


def test_each_opens_to_its_records_without_a_name(scope: Scope) -> None:
    by = Access.system(scope.community)
    rows = page_of(CATALOGUE["visits_made"], scope, "", "", by).records
    assert [(row.kind, row.counts) for row in rows] == [("日常走访", False), ("送学上门", True), ("日常走访", True)]
    homes = page_of(CATALOGUE["homes_visited"], scope, "", "", by).records
    assert [(row.title, row.counts) for row in homes] == [("傅家组12号", True)]

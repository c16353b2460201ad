"""Inspections, counted by hand."""

from datetime import date, datetime

import pytest
from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from tests.cast import MONDAY
from tests.serve.inspections.conftest import House, made

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


@pytest.fixture
def house(db: None) -> House:
    """One home, looked at twice; of two hazards one was put right."""
    with clock.frozen(MONDAY):
        house = made()
        first = house.found()
        house.found(item="i01", fixed={first.pk: True})
    return house


@pytest.mark.parametrize(("key", "period", "numbers"), [
    ("homes_checked", APRIL, (1, 1, 1)), ("homes_checked", JUNE, (0, 0, 0)), ("hazards_open", APRIL, (1, None, 1)),
])
def test_counted_by_hand_and_by_sql(house: House, key: str, period: Period, numbers: tuple[object, ...]) -> None:
    figure = CATALOGUE[key]
    scope = Scope(house.cast.community, period, MAY_DAY)
    value = figure.compute(scope)
    assert (value.numerator, value.denominator, value.value) == numbers
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        counted, numerator, denominator = cursor.fetchone()
    assert (numerator, denominator, counted) == numbers


def test_each_opens_to_its_records(house: House) -> None:
    scope = Scope(house.cast.community, APRIL, MAY_DAY)
    by = Access.system(house.cast.community)
    assert [(row.title, row.counts) for row in page_of(CATALOGUE["homes_checked"], scope, "", "", by).records] == [
        ("傅家组12号", True)
    ]
    assert [row.kind for row in page_of(CATALOGUE["hazards_open"], scope, "", "", by).records] == ["没有漏气"]

"""Errands, counted by hand."""

from datetime import date, datetime

from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.errands import actions
from huijia.serve.errands.enums import Outcome, Way
from tests.cast import MONDAY
from tests.serve.errands.conftest import House, made

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


def _ended(house: House, outcome: Outcome) -> None:
    errand = house.entrusted()
    house.received(errand)
    actions.report(errand, outcome=outcome, result="说清了", by=house.cast.access("worker"), at=MONDAY)
    house.hand(errand, Way.HAND_BACK, house.papers(errand))


def test_done_of_those_that_ended(db: None) -> None:
    """Two done, one not; one that waits for its papers and one that was called off do not count."""
    with clock.frozen(MONDAY):
        house = made()
        for outcome in (Outcome.DONE, Outcome.DONE, Outcome.FAILED):
            _ended(house, outcome)
        waits = house.entrusted()
        house.received(waits)
        actions.report(waits, outcome=Outcome.DONE, result="好了", by=house.cast.access("worker"), at=MONDAY)
        actions.cancel(house.asked(), reason="不办了", by=house.cast.access("operator"), at=MONDAY)
    scope = Scope(house.cast.community, APRIL, MAY_DAY)
    figure = CATALOGUE["errands_done"]
    value = figure.compute(scope)
    assert (value.numerator, value.denominator, value.value) == (2, 3, 2)
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        assert cursor.fetchone() == (2, 2, 3)
    rows = page_of(figure, scope, "", "", Access.system(scope.community)).records
    assert [row.counts for row in rows] == [False, True, True]
    assert {row.kind for row in rows} == {"老年优待证"}

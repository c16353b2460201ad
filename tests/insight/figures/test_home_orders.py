"""Services at home, counted by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.home_orders import actions
from tests.cast import MONDAY
from tests.serve.home_orders.conftest import TUESDAY_TEN, House, made

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


@pytest.fixture
def scope(db: None) -> Scope:
    """Ordered: seven. Agreed and past: done, nobody home, put off and done, forgotten. Not counted: cancelled."""
    with clock.frozen(MONDAY):
        house = made()
        story(house)
    return Scope(house.cast.community, APRIL, MAY_DAY)


def story(house: House) -> None:
    worker, office = house.cast.access("worker"), house.cast.access("operator")
    hour = timedelta(hours=1)
    actions.finish(house.arranged(TUESDAY_TEN), result="好", minutes=20, by=worker, at=TUESDAY_TEN + hour)
    actions.nobody_home(house.arranged(TUESDAY_TEN + hour), note="没人", by=worker, at=TUESDAY_TEN + hour)
    moved = house.arranged(TUESDAY_TEN + 2 * hour)
    actions.arrange(
        moved, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN + 4 * hour, reason="开会", by=office, at=MONDAY
    )
    actions.finish(moved, result="好", minutes=20, by=worker, at=TUESDAY_TEN + 5 * hour)
    house.arranged(TUESDAY_TEN + timedelta(days=1))
    actions.cancel(house.arranged(TUESDAY_TEN + timedelta(days=2)), reason="不用了", by=office, at=MONDAY)
    house.order()
    house.arranged(TUESDAY_TEN + timedelta(days=28))


@pytest.mark.parametrize(
    ("key", "wanted"), [("home_orders_taken", (7, None, 7)), ("home_orders_on_time", (2, 4, 2))]
)
def test_the_number_its_recount_and_its_records(scope: Scope, key: str, wanted: tuple[object, ...]) -> None:
    figure = CATALOGUE[key]
    value = figure.compute(scope)
    assert (value.numerator, value.denominator, value.value) == wanted
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        recounted = cursor.fetchone()
    assert (recounted[1], recounted[2]) == wanted[:2]
    records = page_of(figure, scope, "", "", Access.system(scope.community)).records
    assert len(records) == (wanted[1] or wanted[0])
    assert all("赵" not in f"{record.title}{record.kind}" for record in records)


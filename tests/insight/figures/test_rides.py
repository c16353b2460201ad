"""Rides, counted by hand."""

from datetime import date, datetime

import pytest
from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.rides import actions
from huijia.serve.rides.enums import Direction
from tests.cast import MONDAY
from tests.serve.rides.conftest import EIGHT, ELEVEN, House, made

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


@pytest.fixture
def scope(db: None) -> Scope:
    """Asked for in April: seven. Home: one; only there and no more wanted: one. The rest not brought there and home."""
    with clock.frozen(MONDAY):
        house = made()
        story(house)
    return Scope(house.cast.community, APRIL, MAY_DAY)


def story(house: House) -> None:
    by = house.cast.access("operator")
    out, back = house.trip(driver=house.van), house.trip(Direction.BACK, ELEVEN, driver=house.van)
    rides = [house.stranger(number, wants_back=number != 2) for number in range(1, 6)]
    seats = [house.seated(ride, out) for ride in rides]
    home = [house.seated(ride, back) for ride in rides if ride.wants_back]
    for seat, move in zip(seats, ("arrive", "arrive", "not_there", "cannot_come", "arrive"), strict=True):
        house.press(seat, move, at=EIGHT)
    house.press(home[0], "home", at=ELEVEN)
    fifth = type(rides[4]).objects.of(house.cast.community).select_related("target").get(pk=rides[4].pk)
    actions.went_own_way(fifth, reason="儿子接走了", by=by, at=ELEVEN)
    actions.cancel(house.stranger(6), reason="不去了", by=by, at=MONDAY)
    house.stranger(7)
    house.stranger(8, day=date(2026, 5, 2))


def test_the_number_its_recount_and_its_records(scope: Scope) -> None:
    figure = CATALOGUE["rides_done"]
    value = figure.compute(scope)
    assert (value.numerator, value.denominator, value.value) == (2, 7, 2)
    with connection.cursor() as cursor:
        cursor.execute(figure.recount(scope))
        recounted = cursor.fetchone()
    assert (recounted[1], recounted[2]) == (2, 7)
    records = page_of(figure, scope, "", "", Access.system(scope.community)).records
    assert (len(records), sum(1 for one in records if one.counts)) == (7, 2)
    assert all("客" not in f"{one.title}{one.kind}" for one in records)


def test_what_is_still_to_come_is_not_counted(scope: Scope) -> None:
    figure = CATALOGUE["rides_done"]
    assert figure.compute(Scope(scope.community, APRIL, MONDAY)).denominator == 0

"""The counter, counted by hand."""

from datetime import date, datetime

from django.db import connection

from huijia.insight.figures.catalogue import CATALOGUE
from huijia.insight.figures.period import Period, Scope
from huijia.insight.figures.records import page_of
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.serve.counter import actions
from tests.cast import MONDAY
from tests.serve.counter.conftest import SATURDAY, TUESDAY, House, hour, made

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)


def _recount(key: str, scope: Scope) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[key].recount(scope))
        return tuple(cursor.fetchone())


def test_kept_of_those_that_were_due(db: None) -> None:
    """Two came, one did not; one that is still to come and one that was cancelled do not count."""
    with clock.frozen(MONDAY):
        house: House = made()
        slots = house.slots()
        booked = [house.book(slots[number], f"人{number}", f"1390000000{number}") for number in range(4)]
        house.book(house.slots(date(2026, 4, 15))[0], "后天", "13900000009")
    for signup in booked[:2]:
        actions.come(signup, by=house.cast.access("operator"), at=signup.occasion.starts_at)
    from huijia.core.signup.actions import cancel_signup

    cancel_signup(booked[3], by=house.cast.door(), at=MONDAY)
    actions.tick(hour(TUESDAY, "12:00"))
    scope = Scope(house.cast.community, APRIL, MAY_DAY)
    value = CATALOGUE["appointments_kept"].compute(scope)
    assert (value.numerator, value.denominator, value.value) == (2, 3, 2)
    assert _recount("appointments_kept", scope) == (2, 2, 3)
    rows = page_of(CATALOGUE["appointments_kept"], scope, "", "", Access.system(scope.community)).records
    assert [row.counts for row in rows] == [False, True, True]


def test_extra_hours_from_the_minutes_written_down(db: None) -> None:
    with clock.frozen(MONDAY):
        house = made()
        opening = house.extra()
    end = hour(SATURDAY, "10:25")
    by = house.cast.access("operator")
    for who in ("王接线", "吴卫民"):
        actions.record_overtime(opening, label=who, starts_at=hour(SATURDAY, "09:00"), ends_at=end, by=by, at=end)
    scope = Scope(house.cast.community, APRIL, MAY_DAY)
    value = CATALOGUE["overtime_hours"].compute(scope)
    assert (value.numerator, value.denominator, value.value) == (170, None, 2.8)
    found = _recount("overtime_hours", scope)
    assert (float(str(found[0])), found[1], found[2]) == (2.8, 170, None)
    rows = page_of(CATALOGUE["overtime_hours"], scope, "", "", Access.system(scope.community)).records
    assert [row.kind for row in rows] == ["85 分钟", "85 分钟"]

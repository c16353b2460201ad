"""How far ahead the days off are known."""

from datetime import date, time, timedelta

from huijia.kernel.communities.calendars import Gap, gap_ahead, is_arranged, published_until
from huijia.lib.clock import WorkCalendar


def calendar(*days: date) -> WorkCalendar:
    return WorkCalendar(time(8, 30), time(17, 30), dict.fromkeys(days, False))


def days(count: int, first: date = date(2027, 2, 5)) -> list[date]:
    return [first + timedelta(days=step) for step in range(count)]


def test_the_built_in_calendar_ends_with_2026():
    assert published_until(calendar(), date(2026, 4, 13)) == 2026
    assert published_until(calendar(*days(20)), date(2029, 1, 1)) == 2026
    assert published_until(calendar(), date(2015, 1, 1)) == 2026


def test_the_gap_opens_sixty_days_before_the_year():
    assert gap_ahead(calendar(), date(2026, 11, 1)) is None
    assert gap_ahead(calendar(), date(2026, 11, 2)) == Gap(2027, 0)
    assert gap_ahead(calendar(), date(2027, 3, 1)) == Gap(2027, 0)


def test_it_closes_with_as_many_days_as_the_law_gives():
    assert gap_ahead(calendar(*days(12)), date(2026, 12, 1)) == Gap(2027, 12)
    assert gap_ahead(calendar(*days(13)), date(2026, 12, 1)) is None
    assert is_arranged(calendar(*days(13)), 2027) and not is_arranged(calendar(*days(13)), 2028)


def test_make_up_days_are_no_days_off():
    worked = WorkCalendar(time(8, 30), time(17, 30), dict.fromkeys(days(20), True))
    assert gap_ahead(worked, date(2026, 12, 1)) == Gap(2027, 0)

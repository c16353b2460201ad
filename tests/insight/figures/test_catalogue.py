"""What each figure counts and leaves out, on a small story whose numbers are counted by hand here."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from huijia.core.matters import actions
from huijia.core.matters.enums import Channel, Satisfaction, Source, State
from huijia.core.matters.models import Matter
from huijia.core.people.models import Care, Household, Post, Residence
from huijia.core.places.models import DoorPlate
from huijia.insight.figures.catalogue import CATALOGUE, compute_all
from huijia.insight.figures.figure import Value, percent
from huijia.insight.figures.period import Period, Scope, last_month, this_month, this_year
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))
MAY_DAY = datetime(2026, 5, 1, tzinfo=clock.ZONE)
PERIODS = [APRIL, Period(date(2026, 4, 13), date(2026, 4, 13)), Period(date(2020, 1, 1), date(2020, 1, 2))]
DUE = MONDAY.replace(day=20, hour=17, minute=30)


def scope(home: Cast, period: Period = APRIL, at: datetime = MAY_DAY) -> Scope:
    return Scope(home.community, period, at)


def numbers(home: Cast, key: str, period: Period = APRIL, at: datetime = MAY_DAY) -> tuple[object, object, object]:
    value = CATALOGUE[key].compute(scope(home, period, at))
    return value.numerator, value.denominator, value.value


def graded(home: Cast, matter: Matter, solved: bool, satisfaction: Satisfaction, at: datetime = DUE) -> None:
    actions.grade(
        matter, is_solved=solved, satisfaction=satisfaction, channel=Channel.PHONE, by=home.access("operator"), at=at
    )


def historic(home: Cast) -> None:
    draft = actions.Draft(text="老路灯", source=Source.IMPORT, grid=home.grid)
    row = actions.HistoryRow(draft, MONDAY, "换过了", MONDAY + timedelta(days=30))
    actions.record_history([row], by=home.access("secretary"))


@pytest.fixture
def story(home: Cast) -> Cast:
    """April: 7 raised. 3 done here (one late), 1 historic, 1 refused, 1 open and late, 1 merged."""
    satisfied, fair, late = (home.closed_matter(f"事{number}") for number in range(3))
    graded(home, satisfied, True, Satisfaction.SATISFIED)
    graded(home, fair, False, Satisfaction.UNSATISFIED)
    graded(home, fair, True, Satisfaction.FAIR, DUE + timedelta(hours=1))
    graded(home, late, False, Satisfaction.UNSATISFIED)
    actions.unreached(late, by=home.access("operator"), at=DUE + timedelta(hours=2))
    Matter.objects.of(home.community).filter(pk=late.pk).update(closed_at=DUE + timedelta(minutes=1))
    historic(home)
    refused = home.raise_matter("不归我们", source=Source.ONLINE, phone="13800000001")
    actions.refuse(refused, reason="不归社区", where_to_go="派出所", by=home.access("operator"), at=MONDAY)
    home.raise_matter("网上来的", source=Source.ONLINE, phone="13800000002")
    twin = home.raise_matter("热线来的", phone="13800000003")
    into = home.raise_matter("五月的事", at=MAY_DAY)
    actions.merge(twin, into=into, reason="一件事", by=home.access("secretary"), at=MONDAY)
    return home


def test_the_whole_story(story: Cast) -> None:
    assert {key: numbers(story, key) for key in CATALOGUE} == {
        "matters_opened": (7, None, 7),
        "matters_done": (3, None, 3),
        "matters_done_on_time": (2, 3, 66.7),
        "first_contact_on_time": (0, 1, 0.0),
        "solved_rate": (2, 3, 66.7),
        "satisfaction_rate": (2, 3, 66.7),
        "matters_overdue_open": (1, 2, 1),
        "households_total": (1, None, 1),
        "households_covered": (1, 1, 1),
        "plates_active": (1, None, 1),
        "appointments_kept": (0, 0, 0),
        "station_attendances": (0, None, 0),
        "overtime_hours": (0, None, 0.0),
        "errands_done": (0, 0, 0),
        "home_orders_taken": (0, None, 0),
        "home_orders_on_time": (0, 0, 0),
        "homes_checked": (0, 0, 0),
        "hazards_open": (0, None, 0),
        "rides_done": (0, 0, 0),
        "calls_missed": (0, None, 0),
        "calls_returned_in_time": (0, 0, None),
        "at_once_right": (0, 0, None),
        "signup_sessions": (0, None, 0),
        "signup_attendances": (0, None, 0),
        "visits_made": (0, 0, 0),
        "homes_visited": (0, 1, 0),
        "studies_at_home": (0, None, 0),
    }


def test_one_statement_each(story: Cast, django_assert_num_queries: object) -> None:
    compute_all(scope(story))  # what the community agreed on is kept for some seconds
    with django_assert_num_queries(len(CATALOGUE)):  # type: ignore[operator]
        compute_all(scope(story))


@pytest.mark.parametrize("key", CATALOGUE)
@pytest.mark.parametrize("period", PERIODS)
def test_the_recount_gives_the_same(story: Cast, key: str, period: Period) -> None:
    cast("乙社区").closed_matter("别人的")
    wanted = CATALOGUE[key].compute(scope(story, period))

    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[key].recount(scope(story, period)))
        found = cursor.fetchall()
        names = [column[0] for column in cursor.description]

    assert names == ["value", "numerator", "denominator"]
    assert len(found) == 1
    value, numerator, denominator = found[0]
    assert (numerator, denominator) == (wanted.numerator, wanted.denominator)
    assert (float(value) if isinstance(value, Decimal) else value) == wanted.value


@pytest.mark.parametrize("key", CATALOGUE)
def test_the_records_are_as_many_as_the_number_says(story: Cast, key: str) -> None:
    figure, value = CATALOGUE[key], CATALOGUE[key].compute(scope(story))
    if figure.hit is None:
        assert figure.records(scope(story)).count() == value.numerator
        return
    counts = [figure.records(scope(story), which).count() for which in ("", "hit", "rest")]
    assert counts == [value.denominator, value.numerator, value.denominator - value.numerator]


def test_history_stays_out_of_the_rates(home: Cast) -> None:
    historic(home)
    may = Period(date(2026, 4, 1), date(2026, 5, 31))

    assert numbers(home, "matters_opened", may) == (1, None, 1)
    assert numbers(home, "matters_done", may) == (1, None, 1)
    assert numbers(home, "matters_done_on_time", may) == (0, 0, None)
    assert numbers(home, "first_contact_on_time", may) == (0, 0, None)


def test_not_asked_is_not_satisfied(home: Cast) -> None:
    home.closed_matter()

    assert numbers(home, "satisfaction_rate") == (0, 0, None)


def test_who_was_not_reached_is_left_out(home: Cast) -> None:
    actions.unreached(home.closed_matter(), by=home.access("operator"), at=DUE)

    assert numbers(home, "solved_rate") == (0, 0, None)


def test_a_first_contact_that_is_not_due_yet_is_not_counted(home: Cast) -> None:
    home.raise_matter(source=Source.ONLINE, phone="13800000002")
    due = MONDAY + timedelta(hours=24)

    assert numbers(home, "first_contact_on_time", at=due) == (0, 0, None)
    assert numbers(home, "first_contact_on_time", at=due + timedelta(minutes=1)) == (0, 1, 0.0)


def test_who_left_no_number_cannot_be_contacted(home: Cast) -> None:
    home.raise_matter(source=Source.ONLINE)

    assert numbers(home, "first_contact_on_time") == (0, 0, None)


def test_who_called_was_contacted_at_once(home: Cast) -> None:
    home.raise_matter(phone="13800000002")

    assert numbers(home, "first_contact_on_time") == (1, 1, 100.0)


def test_an_extended_deadline_counts(home: Cast) -> None:
    matter = home.closed_matter()
    rows = Matter.objects.of(home.community).filter(pk=matter.pk)
    rows.update(closed_at=DUE + timedelta(days=1), due_at=DUE + timedelta(days=2))

    assert numbers(home, "matters_done_on_time") == (1, 1, 100.0)


def test_what_stands_still_is_not_overdue(home: Cast) -> None:
    matter = home.handled_matter()
    assert numbers(home, "matters_overdue_open") == (1, 1, 1)

    actions.suspend(matter, reason="等材料", by=home.access("secretary"), at=MONDAY)
    assert numbers(home, "matters_overdue_open") == (0, 1, 0)


def test_a_reopened_matter_is_no_longer_done(home: Cast) -> None:
    matter = home.closed_matter()
    actions.reopen(matter, reason="又坏了", by=home.access("secretary"), at=DUE)

    assert Matter.objects.of(home.community).get().state == State.ACCEPTED
    assert numbers(home, "matters_done") == (0, None, 0)


def test_days_are_local_and_both_ends_count(home: Cast) -> None:
    first = datetime(2026, 4, 1, 0, 0, tzinfo=clock.ZONE)
    for at in (first - timedelta(seconds=1), first, MAY_DAY - timedelta(seconds=1), MAY_DAY):
        home.raise_matter(at=at)

    assert numbers(home, "matters_opened") == (2, None, 2)


def test_households_as_they_stood_on_the_last_day(home: Cast) -> None:
    moved = Household.objects.create(community=home.community, number="H002")
    Residence.objects.create(
        community=home.community, household=moved, dwelling=home.flat, starts_on=date(2020, 1, 1),
        ends_on=date(2026, 4, 30),
    )
    before = Period(APRIL.first, date(2026, 4, 29))

    assert numbers(home, "households_total", before) == (2, None, 2)
    assert numbers(home, "households_covered", before) == (1, 2, 1)
    assert numbers(home, "households_total") == (1, None, 1)


def test_a_carer_who_left_the_post_covers_nobody(home: Cast) -> None:
    Post.objects.of(home.community).filter(pk=home.posts["neighbour"].pk).update(ends_on=date(2026, 4, 30))

    assert Care.objects.of(home.community).count() == 1
    assert numbers(home, "households_covered", Period(APRIL.first, date(2026, 4, 29))) == (1, 1, 1)
    assert numbers(home, "households_covered") == (0, 1, 0)


def test_a_revoked_plate_counts_until_it_was_revoked(home: Cast) -> None:
    DoorPlate.objects.of(home.community).update(revoked_at=MAY_DAY)

    assert numbers(home, "plates_active") == (1, None, 1)
    assert numbers(home, "plates_active", Period(APRIL.first, date(2026, 5, 1))) == (0, None, 0)
    assert numbers(home, "plates_active", Period(date(2026, 1, 1), date(2026, 4, 12))) == (0, None, 0)


def test_what_time_each_is_about(home: Cast) -> None:
    spans = {line.figure.key: (line.value.first, line.value.last) for line in compute_all(scope(home))}

    assert spans["matters_opened"] == (APRIL.first, APRIL.last)
    assert spans["plates_active"] == (None, APRIL.last)
    assert spans["matters_overdue_open"] == (None, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("part", "whole", "wanted"), [(0, 0, None), (0, 3, 0.0), (1, 3, 33.3), (1, 16, 6.3), (3, 3, 100.0)]
)
def test_percent(part: int, whole: int, wanted: float | None) -> None:
    assert percent(part, whole) == wanted


def test_periods() -> None:
    today = date(2026, 1, 15)
    assert this_month(today) == Period(date(2026, 1, 1), today)
    assert last_month(today) == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert this_year(today) == Period(date(2026, 1, 1), today)


def test_another_community_counts_for_itself(home: Cast) -> None:
    home.closed_matter()
    other = cast("乙社区")

    value = CATALOGUE["matters_opened"].compute(scope(other))

    assert value == Value(0, None, 0, APRIL.first, APRIL.last)

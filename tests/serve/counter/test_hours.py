"""The working plan, extra openings, closed days: what is open when, and who is told."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from huijia.core.signup.enums import OccasionState, State
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Holiday, Option
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.enums import Kind
from huijia.serve.counter.models import ClosedDay, Hours, Opening
from tests.cast import MONDAY
from tests.serve.counter.conftest import SATURDAY, TUESDAY, House, hour


def test_the_plan_gives_hours_to_book_for_the_days_ahead(house: House) -> None:
    assert [f"{clock.local(slot.starts_at):%H:%M}" for slot in house.slots()] == [
        "09:00", "09:30", "10:00", "10:30", "11:00",
    ]
    slot = house.slots()[0]
    assert (slot.title, slot.place_name, slot.capacity, slot.is_activity) == ("便民窗口", "党群服务中心", 1, False)
    assert slot.closes_at == hour(TUESDAY, "08:30")
    days = list(Opening.objects.of(house.cast.community).values_list("day", flat=True))
    assert (days[0], days[-1], len(days)) == (TUESDAY, date(2026, 4, 27), 10)
    assert actions.make_openings(by=house.cast.access("secretary"), at=MONDAY) == 0


def test_no_ordinary_hours_on_a_holiday(house: House) -> None:
    day = date(2026, 4, 28)
    Holiday.objects.create(date=day, name="停电")
    forget_all()
    later = MONDAY + timedelta(days=2)
    assert actions.make_openings(by=house.cast.access("secretary"), at=later) == 1
    assert not Opening.objects.of(house.cast.community).filter(day=day).exists()


def test_gaps_lie_between_the_hours_and_no_hour_is_cut(house: House) -> None:
    opening = house.extra(starts="09:00", ends="10:00", slot_minutes=20, gap_minutes=5, places=2)
    assert opening.kind == Kind.WEEKEND
    found = [(f"{clock.local(slot.starts_at):%H:%M}", slot.capacity) for slot in house.slots(SATURDAY)]
    assert found == [("09:00", 2), ("09:25", 2)]
    assert house.slots(SATURDAY)[0].closes_at == hour(SATURDAY, "05:00")


def test_hours_that_lie_over_others_are_refused(house: House) -> None:
    by = house.cast.access("secretary")
    with pytest.raises(Refusal, match="已经有安排") as refused:
        actions.add_hours(
            actions.HoursDraft(house.counter, Kind.EXTENDED, 1, time(11), time(12)), by=by, at=MONDAY
        )
    assert refused.value.field == "starts"
    with pytest.raises(Refusal, match="本来就开着"):
        house.extra(day=TUESDAY, starts="11:00", ends="12:00")
    with pytest.raises(Refusal) as wrong:
        actions.add_hours(actions.HoursDraft(house.counter, Kind.REGULAR, 6, time(9), time(8)), by=by, at=MONDAY)
    assert wrong.value.field == "ends"


def test_who_may_not_plan_is_refused(house: House) -> None:
    for who in ("operator", "worker"):
        with pytest.raises(Refusal):
            actions.add_hours(
                actions.HoursDraft(house.counter, Kind.WEEKEND, 5, time(9), time(11)),
                by=house.cast.access(who), at=MONDAY,
            )


def test_a_line_that_ends_keeps_the_days_that_somebody_booked(house: House) -> None:
    house.book()
    by = house.cast.access("secretary")
    tuesdays = Hours.objects.of(house.cast.community).get(weekday=1)
    assert actions.end_hours(tuesdays, on=TUESDAY, by=by, at=MONDAY) == 1
    left = Opening.objects.of(house.cast.community).filter(hours=tuesdays, closed_at=None)
    assert [row.day for row in left] == [TUESDAY]
    assert {slot.state for slot in house.slots(TUESDAY + timedelta(7))} == {OccasionState.CANCELLED}
    with pytest.raises(actions.Stale):
        actions.end_hours(tuesdays, on=TUESDAY, by=by, at=MONDAY)


def test_a_closed_day_tells_who_had_an_appointment(house: House) -> None:
    signup = house.book()
    count = actions.close_day(TUESDAY, counter=None, reason="停电", by=house.cast.access("secretary"), at=MONDAY)
    signup.refresh_from_db()
    assert (count, signup.state, signup.ended) == (1, State.CANCELLED, "occasion")
    told = Outbox.objects.get(template="signup.slot_called_off")
    assert (told.context["title"], told.context["reason"]) == ("居住证明", "停电")
    assert "4月14日 停办" in Client().get("/counter/").content.decode()
    with pytest.raises(Refusal, match="已经停办"):
        actions.close_day(TUESDAY, counter=None, reason="停电", by=house.cast.access("secretary"), at=MONDAY)
    closed = ClosedDay.objects.of(house.cast.community).get()
    actions.open_again(closed, by=house.cast.access("secretary"), at=MONDAY)
    assert house.opening().day == TUESDAY
    assert sum(slot.is_planned for slot in house.slots()) == 5


def test_the_clock_ends_what_is_over_and_notes_who_did_not_come(house: House) -> None:
    came, absent = house.book(), house.book(house.slots()[1], "钱二", "13800001235")
    with clock.frozen(hour(TUESDAY, "09:00")):
        actions.come(came, by=house.cast.access("operator"), at=hour(TUESDAY, "09:00"))
    actions.tick(hour(TUESDAY, "12:00"))
    came.refresh_from_db()
    absent.refresh_from_db()
    assert (came.state, absent.state) == (State.CAME, State.ABSENT)
    assert Opening.objects.of(house.cast.community).get(day=TUESDAY).ended_at == hour(TUESDAY, "12:00")


def test_how_far_ahead_is_agreed_on(house: House) -> None:
    Option.objects.create(community=house.cast.community, key="counter_days_ahead", value=21, changed_at=MONDAY)
    forget_all()
    assert actions.make_openings(by=house.cast.access("secretary"), at=MONDAY) == 3  # then come the May holidays


def test_an_opening_shut_half_way_still_notes_who_did_not_come(house: House) -> None:
    early, late = house.book(), house.book(house.slots()[4], "钱二", "13800001235")
    half = hour(TUESDAY, "10:15")
    with clock.frozen(half):
        count = actions.close_opening(
            house.opening(), reason="停电", by=house.cast.access("secretary", half), at=half
        )
    late.refresh_from_db()
    assert (count, late.state) == (1, State.CANCELLED)
    actions.tick(hour(TUESDAY, "12:00"))
    early.refresh_from_db()
    assert early.state == State.ABSENT

"""Consent first, then a reading; the follow-up, the withdrawal, and what is let go."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from huijia.core.people.actions import merge
from huijia.core.people.models import Person
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.registry import Held
from huijia.lib import clock
from huijia.serve.health import actions, holdings, queries
from huijia.serve.health.enums import FollowState, Kind, Level, Outcome, Timing
from huijia.serve.health.models import FollowUp, Reading
from huijia.serve.health.thresholds import Glucose, Pressure
from tests.cast import MONDAY
from tests.serve.health.conftest import House, made


def test_without_consent_nothing_is_kept_with_a_name(db: None) -> None:
    with clock.frozen(MONDAY):
        house = made(agreed=False)
        with pytest.raises(Refusal, match="还没有同意"):
            house.pressure(150, 95)
        done = house.pressure(150, 95, person=None)
    assert (done.reading.person, done.advice.level, done.refer) == (None, Level.HIGH, False)


def test_a_reading_is_sealed_and_comes_back(house: House) -> None:
    done = house.pressure(150, 95)
    row = Reading.objects.of(house.cast.community).get()
    assert row.values == Pressure(150, 95) and "150" not in row.values_sealed
    assert (done.advice.level, row.by_label, row.kind) == (Level.HIGH, "量一量", "pressure")


def test_the_same_form_sent_twice_is_one_reading(house: House) -> None:
    key = uuid4()
    first, again = house.pressure(150, 95, uuid=key), house.pressure(150, 95, uuid=key)
    assert first.reading == again.reading
    with pytest.raises(Conflict):
        house.pressure(151, 95, uuid=key)


@pytest.mark.parametrize(("values", "field"), [
    (Pressure(49, 40), "systolic"), (Pressure(281, 90), "systolic"), (Pressure(120, 29), "diastolic"),
    (Pressure(250, 181), "diastolic"), (Pressure(80, 90), "systolic"), (Pressure(90, 90), "systolic"),
    (Glucose(Decimal("0.5"), Timing.FASTING), "glucose"), (Glucose(Decimal("33.4"), Timing.FASTING), "glucose"),
])
def test_what_cannot_be_is_refused_beside_its_field(house: House, values: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.measure(actions.Draft(values, house.person), by=house.access, at=MONDAY)
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["secretary", "committee", "operator", "worker", "admin", "auditor", "street"])
def test_nobody_else_measures(house: House, who: str) -> None:
    with pytest.raises(Refusal):
        actions.measure(actions.Draft(Pressure(120, 80), house.person), by=house.cast.access(who), at=MONDAY)


def test_three_high_days_plan_one_follow_up_two_weeks_later(house: House) -> None:
    for number in range(3):
        done = house.pressure(150, 95, MONDAY + timedelta(days=number))
    assert done.refer
    follow = FollowUp.objects.of(house.cast.community).get()
    assert follow.due_on == (MONDAY + timedelta(days=16)).date()
    told = Outbox.objects.get(template="health.come")
    assert told.context == {"day": "04-29"}
    house.pressure(150, 95, MONDAY + timedelta(days=3))
    assert FollowUp.objects.of(house.cast.community).count() == 1


def test_a_follow_up_asks_again_until_it_has_an_answer(house: House) -> None:
    for number in range(3):
        house.pressure(150, 95, MONDAY + timedelta(days=number))
    follow, later = FollowUp.objects.of(house.cast.community).get(), MONDAY + timedelta(days=16)
    with pytest.raises(Refusal) as refused:
        actions.follow_up(follow, outcome=Outcome.LATER, by=house.access, at=later)
    assert refused.value.field == "next_on"
    day = (later + timedelta(days=7)).date()
    following = actions.follow_up(follow, outcome=Outcome.LATER, next_on=day, note="下周去", by=house.access, at=later)
    assert following is not None and following.due_on == day
    with pytest.raises(actions.Stale):
        actions.follow_up(follow, outcome=Outcome.SEEN, by=house.access, at=later)
    follow.refresh_from_db()
    assert (follow.note, "下周去" in follow.note_sealed) == ("下周去", False)
    assert actions.follow_up(following, outcome=Outcome.SEEN, by=house.access, at=later) is None
    house.pressure(150, 95, later)
    assert not FollowUp.objects.of(house.cast.community).filter(state=FollowState.OPEN).exists()


def test_a_withdrawal_removes_the_values_at_once(house: House) -> None:
    for number in range(3):
        house.pressure(150, 95, MONDAY + timedelta(days=number))
    consent = actions.agreed(house.cast.community, house.person)
    assert consent is not None
    privacy.withdraw(consent, channel=Channel.PAPER, by=house.cast.access("secretary"), at=MONDAY)
    assert Reading.objects.of(house.cast.community).count() == 0
    assert FollowUp.objects.of(house.cast.community).count() == 0
    assert Entry.objects.get(kind="health.removed").data == {"count": 3}
    with pytest.raises(Refusal):
        house.pressure(120, 80)


def test_a_wrong_one_loses_its_values(house: House) -> None:
    row = house.pressure(150, 95).reading
    actions.void(row, by=house.access, at=MONDAY)
    row.refresh_from_db()
    assert (row.values, queries.lines_of(house.cast.community, house.person.pk)) == (None, [])


def test_how_it_went_as_a_curve(house: House) -> None:
    house.pressure(150, 95)
    assert queries.chart_of(queries.lines_of(house.cast.community, house.person.pk), Kind.PRESSURE) is None
    house.pressure(130, 85, MONDAY + timedelta(days=1))
    chart = queries.chart_of(queries.lines_of(house.cast.community, house.person.pk), Kind.PRESSURE)
    assert chart is not None
    assert [[mark.label for mark in curve.marks] for curve in chart.curves] == [["150", "130"], ["95", "85"]]
    assert chart.curves[0].marks[0].y < chart.curves[0].marks[1].y


def test_old_values_are_let_go_and_a_request_names_none(house: House) -> None:
    house.pressure(177, 103)
    found = holdings.rows_of(house.cast.community, ("person", house.person.pk))
    assert len(found) == 1 and "177" not in str(found)
    later = MONDAY + timedelta(days=731)
    rows = list(holdings.old_readings(house.cast.community, later, Held()))
    assert len(rows) == 1
    assert list(holdings.old_readings(house.cast.community, later, Held({"person": {house.person.pk}}))) == []
    assert holdings.remove_readings([rows[0].pk], later) == 1


def test_a_double_takes_its_readings_and_its_consent_along(house: House) -> None:
    for number in range(3):
        house.pressure(150, 95, MONDAY + timedelta(days=number))
    keep = Person.objects.create(community=house.cast.community, name=house.person.name)
    merge(keep, drop=house.person, by=house.cast.access("secretary"))
    assert len(queries.lines_of(house.cast.community, keep.pk)) == 3
    assert actions.agreed(house.cast.community, keep) is not None
    assert FollowUp.objects.of(house.cast.community).get().person == keep

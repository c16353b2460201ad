"""Agreeing on an hour: one person at one door at a time."""

import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.core.people.models import Absence
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import BUSY_STATES, State
from huijia.serve.home_orders.models import HomeOrder
from tests.cast import MONDAY, ZONE, cast
from tests.serve.home_orders.conftest import TUESDAY_TEN, House, made


def refused(house: House, starts_at: datetime, who: str = "worker", **more: object) -> Refusal:
    with pytest.raises(Refusal) as told:
        house.arranged(starts_at, who, **more)
    return told.value


def test_an_hour_and_one_worker(house: House) -> None:
    order = house.arranged()
    order.refresh_from_db()
    assert (order.state, order.worker_label) == (State.ARRANGED, "冯走访(网格员)")
    assert (order.starts_at, order.ends_at) == (TUESDAY_TEN, TUESDAY_TEN + timedelta(minutes=20))
    assert (order.is_extra, order.put_offs) == (False, 0)
    told = set(Outbox.objects.values_list("template", flat=True))
    assert {"home_orders.sent", "home_orders.arranged"} <= told


def test_nobody_is_at_two_doors(house: House) -> None:
    first = house.arranged()
    clash = refused(house, TUESDAY_TEN + timedelta(minutes=30))
    assert clash.field == "starts_at"
    assert str(clash) == f"冯走访 10:00 到 10:20 已约了 #{first.ticket}，前后要留 15 分钟"
    house.arranged(TUESDAY_TEN + timedelta(minutes=35))
    house.arranged(TUESDAY_TEN, "neighbour")


def test_the_hour_must_lie_ahead_and_in_office_hours_unless_meant(house: House) -> None:
    assert refused(house, MONDAY - timedelta(minutes=1)).field == "starts_at"
    evening = datetime(2026, 4, 14, 19, 0, tzinfo=ZONE)
    saturday = datetime(2026, 4, 18, 10, 0, tzinfo=ZONE)
    assert refused(house, evening).code == "outside"
    assert refused(house, saturday).code == "outside"
    assert house.arranged(evening, outside=True).is_extra
    assert house.arranged(saturday, outside=True).is_extra


def test_who_may_be_sent(house: House) -> None:
    order = house.order(service=house.haircut)
    by = house.cast.access("operator")
    with pytest.raises(Refusal) as told:
        actions.arrange(order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN, by=by, at=MONDAY)
    assert told.value.field == "to"
    actions.arrange(order, to=house.cast.posts["neighbour"], starts_at=TUESDAY_TEN, by=by, at=MONDAY)
    assert refused(house, TUESDAY_TEN + timedelta(days=1), minutes=481).field == "minutes"
    stranger = cast("乙社区").posts["worker"]
    with pytest.raises(Refusal):
        actions.arrange(house.order(), to=stranger, starts_at=TUESDAY_TEN, by=by, at=MONDAY)


def test_who_is_away_is_not_sent(house: House) -> None:
    Absence.objects.create(
        community=house.cast.community, person=house.cast.persons["worker"], deputy=house.cast.persons["second"],
        starts_at=TUESDAY_TEN, ends_at=TUESDAY_TEN + timedelta(days=1), reason="出差",
    )
    assert str(refused(house, TUESDAY_TEN)) == "冯走访那时请假，代理人是郑双全"


def test_another_hour_needs_a_reason_and_tells_who_goes_no_more(house: House) -> None:
    order = house.arranged()
    by = house.cast.access("operator")
    later = TUESDAY_TEN + timedelta(hours=1)
    with pytest.raises(Refusal) as told:
        actions.arrange(order, to=house.cast.posts["worker"], starts_at=later, by=by, at=MONDAY)
    assert told.value.field == "reason"
    actions.arrange(
        order, to=house.cast.posts["neighbour"], starts_at=later, by=by, reason="网格员去防汛", at=MONDAY
    )
    assert (order.put_offs, order.worker_label) == (1, "陈中心(党员中心户)")
    away = Outbox.objects.get(template="home_orders.taken_away")
    assert away.recipient_sealed == f"user:{house.cast.users['worker'].pk}"


def test_only_who_arranges(house: House) -> None:
    order = house.order()
    for who in ("worker", "neighbour", "street", "auditor"):
        with pytest.raises(Refusal):
            actions.arrange(
                order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN, by=house.cast.access(who), at=MONDAY
            )


@pytest.mark.django_db(transaction=True)
def test_two_agree_on_the_same_hour_at_once() -> None:
    with clock.frozen(MONDAY):
        house = made()
        orders = [house.order() for _number in range(4)]
        by = house.cast.access("operator")
        start = threading.Barrier(4)
        outcomes: list[str] = []

        def one(order: HomeOrder) -> None:
            start.wait()
            try:
                actions.arrange(order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN, by=by, at=MONDAY)
                outcomes.append("sent")
            except Refusal as refusal:
                outcomes.append(refusal.code or "")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(order,)) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["busy", "busy", "busy", "sent"]


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 47), st.sampled_from([5, 20, 60]), st.booleans()), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_puts_one_person_at_two_doors(house: House, steps: list[tuple[int, int, int, bool]]) -> None:
    by = house.cast.access("operator")
    orders = [house.order() for _number in range(3)]
    for which, slot, minutes, cancel in steps:
        order = orders[which]
        try:
            if cancel:
                actions.cancel(order, reason="不用了", by=by, at=MONDAY)
            else:
                actions.arrange(
                    order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN + timedelta(minutes=10 * slot),
                    minutes=minutes, outside=True, reason="改", by=by, at=MONDAY,
                )
        except Refusal:
            continue
    taken = HomeOrder.objects.of(house.cast.community).filter(pk__in=[one.pk for one in orders], state__in=BUSY_STATES)
    hours = sorted((one.starts_at, one.ends_at) for one in taken)
    assert all(second[0] - first[1] >= timedelta(minutes=15) for first, second in pairwise(hours))
    HomeOrder.objects.of(house.cast.community).filter(pk__in=[one.pk for one in orders]).delete()


def test_the_week_is_one_statement(house: House, django_assert_num_queries: object) -> None:
    house.arranged()
    house.arranged(TUESDAY_TEN, "neighbour")
    access = house.cast.access("operator")
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = queries.week(access, MONDAY.date())
        assert [(row.label, len(row.days[1])) for row in rows] == [("冯走访(网格员)", 1), ("陈中心(党员中心户)", 1)]


def test_the_database_holds_it_too(house: House) -> None:
    if connection.vendor != "postgresql":
        return
    from django.db import IntegrityError

    first, second = house.arranged(), house.arranged(TUESDAY_TEN, "neighbour")
    with pytest.raises(IntegrityError):
        HomeOrder.objects.of(house.cast.community).filter(pk=second.pk).update(worker_person=first.worker_person)

"""On the way, at the door, afterwards; and the reminders before."""

from datetime import timedelta

import pytest

from huijia.core.matters.enums import Channel, Satisfaction
from huijia.core.people.models import Absence
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from huijia.serve.home_orders import actions, queries
from huijia.serve.home_orders.enums import State
from huijia.serve.home_orders.models import HomeOrder
from huijia.serve.home_orders.rights import moves_for
from tests.cast import MONDAY
from tests.serve.home_orders.conftest import TUESDAY_TEN, House


def test_out_done_and_graded(house: House) -> None:
    order, worker = house.arranged(), house.cast.access("worker")
    actions.set_out(order, by=worker, at=TUESDAY_TEN - timedelta(minutes=10))
    actions.finish(order, result="血压 正常范围内", minutes=18, by=worker, at=TUESDAY_TEN + timedelta(minutes=20))
    order.refresh_from_db()
    assert (order.state, order.minutes, order.result) == (State.DONE, 18, "血压 正常范围内")
    actions.grade(order, satisfaction=Satisfaction.SATISFIED, by=house.cast.access("operator"), via=Channel.PHONE)
    order.refresh_from_db()
    assert (order.satisfaction, order.graded_via) == ("satisfied", "phone")
    actions.grade(order, satisfaction=Satisfaction.FAIR, by=house.cast.door())
    with pytest.raises(Refusal):
        actions.grade(order, satisfaction=Satisfaction.SATISFIED, by=house.cast.access("operator"))
    kinds = list(Entry.objects.filter(subject_type="home_order").order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "home_orders.requested", "home_orders.arranged", "home_orders.set_out", "home_orders.finished",
        "home_orders.graded", "home_orders.graded",
    ]


def test_who_was_sent_grades_nothing_and_another_finishes_nothing(house: House) -> None:
    order = house.arranged(who="second")
    with pytest.raises(Refusal):
        actions.finish(order, result="做了", minutes=5, by=house.cast.access("worker"), at=TUESDAY_TEN)
    actions.finish(order, result="做了", minutes=5, by=house.cast.access("second"), at=TUESDAY_TEN)
    with pytest.raises(Refusal):
        actions.grade(order, satisfaction=Satisfaction.SATISFIED, by=house.cast.access("second"))


def test_a_deputy_goes_for_who_is_away_and_both_names_stand(house: House) -> None:
    order = house.arranged()
    Absence.objects.create(
        community=house.cast.community, person=house.cast.persons["worker"], deputy=house.cast.persons["second"],
        starts_at=TUESDAY_TEN - timedelta(hours=1), ends_at=TUESDAY_TEN + timedelta(hours=5), reason="病假",
    )
    actions.set_out(order, by=house.cast.access("second"), at=TUESDAY_TEN)
    entry = Entry.objects.get(kind="home_orders.set_out")
    assert (entry.actor_label, entry.for_label) == ("郑双全", "冯走访(网格员)")


def test_nobody_home_is_arranged_anew_without_counting_as_put_off(house: House) -> None:
    order = house.arranged()
    actions.nobody_home(order, note="敲门三次没人", by=house.cast.access("worker"), at=TUESDAY_TEN)
    assert order.state == State.NOBODY_HOME
    assert [one.ticket for one in queries.visible_to(house.cast.access("operator"))] == [order.ticket]
    actions.arrange(
        order, to=house.cast.posts["worker"], starts_at=TUESDAY_TEN + timedelta(days=1),
        by=house.cast.access("operator"), at=TUESDAY_TEN,
    )
    assert (order.state, order.put_offs) == (State.ARRANGED, 0)


def test_pressed_twice_and_two_at_once(house: House) -> None:
    order = house.arranged()
    older = HomeOrder.objects.of(house.cast.community).select_related("service", "worker_person").get(pk=order.pk)
    actions.set_out(order, by=house.cast.access("worker"), at=TUESDAY_TEN)
    with pytest.raises(actions.Stale):
        actions.cancel(older, reason="不用了", by=house.cast.access("operator"), at=TUESDAY_TEN)
    assert older.state == State.ARRANGED
    with pytest.raises(actions.Stale):
        actions.set_out(order, by=house.cast.access("worker"), at=TUESDAY_TEN)


def test_a_finding_becomes_one_matter(house: House) -> None:
    order = house.arranged()
    matter = actions.raise_matter(order, text="楼道灯坏了，老人看不见", by=house.cast.access("worker"), at=TUESDAY_TEN)
    assert (matter.place_name, matter.source) == ("傅家组12号", "visit")
    assert actions.raise_matter(order, text="再按一次", by=house.cast.access("worker"), at=TUESDAY_TEN) == matter
    assert "raise_matter" not in [edge.move for edge in moves_for(order, house.cast.access("worker"), TUESDAY_TEN)]


def test_reminded_the_day_before_and_two_hours_before_each_once(house: House) -> None:
    order = house.arranged(TUESDAY_TEN + timedelta(days=1))
    Outbox.objects.all().delete()
    assert actions.tick(MONDAY + timedelta(hours=1)) == 0
    assert actions.tick(TUESDAY_TEN + timedelta(minutes=1)) == 1
    assert actions.tick(TUESDAY_TEN + timedelta(minutes=2)) == 0
    assert actions.tick(TUESDAY_TEN + timedelta(hours=22, minutes=30)) == 1
    assert actions.tick(TUESDAY_TEN + timedelta(hours=22, minutes=31)) == 0
    sent = sorted(Outbox.objects.values_list("template", flat=True))
    assert sent == ["home_orders.remind_resident"] * 2 + ["home_orders.remind_worker"] * 2
    assert all("赵" not in str(row.context) and "傅家组" not in str(row.context) for row in Outbox.objects.all())
    order.refresh_from_db()
    assert order.reminded == 2


def test_what_waits_for_whom(house: House) -> None:
    waiting, mine = house.order(), house.arranged()
    office = queries.due_for(house.cast.access("operator"), MONDAY)
    assert [(due.title, due.until) for due in office] == [("待安排：量血压", None)]
    assert office[0].url.endswith(f"/{waiting.ticket}/")
    own = queries.due_for(house.cast.access("worker"), MONDAY)
    assert [(due.title, due.until, due.place) for due in own] == [("量血压", mine.starts_at, "傅家组12号")]
    assert queries.due_for(house.cast.access("street"), MONDAY) == []

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from huijia.core.matters import actions
from huijia.core.matters.models import Alarm, Matter
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.models import Outbox
from tests.cast import MONDAY, Cast, cast

# A help registered on Monday 9:00 is due at the close of the next Monday: 53 hours and a half of work.
DUE = MONDAY.replace(day=20, hour=17, minute=30)


def thresholds() -> list[str]:
    return list(Alarm.objects.everywhere().order_by("id").values_list("threshold", flat=True))


def test_nothing_rings_before_a_quarter_is_left(home: Cast):
    home.handled_matter()
    assert actions.tick(MONDAY + timedelta(days=3)) == actions.Ticked(0, 0, 0)


def test_a_warning_then_red_then_escalation_each_once(home: Cast):
    home.handled_matter()
    friday = MONDAY + timedelta(days=4, hours=6)
    assert actions.tick(friday) == actions.Ticked(warned=1)
    assert actions.tick(friday + timedelta(minutes=1)) == actions.Ticked()
    assert actions.tick(DUE + timedelta(minutes=1)) == actions.Ticked(overdue=1)
    assert actions.tick(DUE + timedelta(days=3)) == actions.Ticked(escalated=1)
    assert actions.tick(DUE + timedelta(days=9)) == actions.Ticked()
    assert thresholds() == ["warn", "overdue", "escalate"]


def test_after_a_pause_of_days_only_the_gravest_rings(home: Cast):
    home.handled_matter()
    assert actions.tick(DUE + timedelta(days=4)) == actions.Ticked(escalated=1)
    assert thresholds() == ["escalate"]


def test_a_new_deadline_may_ring_anew(home: Cast):
    matter = home.handled_matter()
    actions.tick(DUE + timedelta(minutes=1))
    later = DUE + timedelta(days=7)
    actions.ask_extension(
        matter, new_due=later, reason="等配件", by=home.access("committee"), at=DUE + timedelta(hours=1)
    )
    actions.decide_extension(matter, granted=True, by=home.access("secretary"), at=DUE + timedelta(hours=2))
    assert actions.tick(DUE + timedelta(hours=3)) == actions.Ticked()
    assert actions.tick(later + timedelta(minutes=1)) == actions.Ticked(overdue=1)


def test_first_contact_has_its_own_clock(home: Cast):
    from huijia.core.matters.enums import Source

    home.raise_matter(source=Source.DOOR, phone="13800001234")
    assert actions.tick(MONDAY + timedelta(hours=25)) == actions.Ticked(overdue=1)
    assert Alarm.objects.everywhere().get().clock == "contact"


def test_who_is_told(home: Cast):
    home.handled_matter()
    Outbox.objects.all().delete()
    actions.tick(DUE + timedelta(minutes=1))
    told = {row.recipient_sealed for row in Outbox.objects.all()}
    assert told == {f"user:{home.users['committee'].pk}", "role:secretary"}


def test_a_suspended_matter_does_not_ring(home: Cast):
    matter = home.handled_matter()
    actions.suspend(matter, reason="等材料", by=home.access("secretary"), at=MONDAY)
    assert actions.tick(DUE + timedelta(days=9)) == actions.Ticked()


def test_an_ended_matter_does_not_ring(home: Cast):
    home.closed_matter()
    assert actions.tick(DUE + timedelta(days=9)) == actions.Ticked()


def test_an_old_list_entered_late_stays_silent(home: Cast):
    matter = home.raise_matter()
    Matter.objects.of(home.community).filter(pk=matter.pk).update(recorded_at=DUE + timedelta(days=1))
    assert actions.tick(DUE + timedelta(days=9)) == actions.Ticked()


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_ring_once():
    home = cast()
    for number in range(5):
        home.handled_matter(f"路灯 {number}")
    rang = []

    def run() -> None:
        rang.append(actions.tick(DUE + timedelta(minutes=1)).overdue)
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(rang) == 5
    assert Alarm.objects.everywhere().count() == 5
    assert Entry.objects.filter(kind="matters.alarm").count() == 5
    assert Matter.objects.everywhere().count() == 5

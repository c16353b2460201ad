"""An hour at the counter: booked once, never twice over, never too many."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from huijia.core.signup import actions as signup
from huijia.core.signup.actions import Full, SignupDraft
from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.models import Booking
from tests.cast import MONDAY
from tests.serve.counter.conftest import TUESDAY, House, hour, made


def test_a_resident_books_and_is_told(house: House) -> None:
    booked = house.book()
    assert (booked.state, booked.what) == (State.SIGNED, "居住证明")
    assert Booking.objects.of(house.cast.community).get().service == house.proof
    told = Outbox.objects.get(template="signup.slot_signed")
    assert (told.context["title"], told.context["where"]) == ("居住证明", "党群服务中心")


def test_the_same_form_sent_twice_is_one_appointment(house: House) -> None:
    key, slot = uuid4(), house.slots()[0]
    first, second = (
        actions.book(slot, SignupDraft("赵明明", "13800001234", uuid=key), service=house.proof, by=house.cast.door(),
                     at=MONDAY)
        for _time in range(2)
    )
    assert (first.signup, first.code, second.repeated) == (second.signup, second.code, True)
    assert Booking.objects.of(house.cast.community).count() == 1
    with pytest.raises(Conflict):
        actions.book(slot, SignupDraft("钱二", "13800001234", uuid=key), service=house.proof, by=house.cast.door(),
                     at=MONDAY)


def test_a_full_hour_has_a_waiting_line_with_a_timed_offer(house: House) -> None:
    slot = house.slots()[0]
    first, second = house.book(slot), house.book(slot, "钱二", "13800001235")
    assert (first.state, second.state) == (State.SIGNED, State.WAITING)
    signup.cancel_signup(first, by=house.cast.door(), at=MONDAY)
    second.refresh_from_db()
    assert second.state == State.OFFERED and second.offer_ends_at is not None
    assert Outbox.objects.get(template="signup.slot_offered").context["title"] == "居住证明"


def test_one_number_holds_no_more_than_agreed(house: House) -> None:
    for slot in house.slots()[:3]:
        house.book(slot)
    with pytest.raises(Refusal, match="已经约了 3 个") as refused:
        house.book(house.slots()[3])
    assert refused.value.field == "phone"
    by = house.cast.access("operator")
    assert house.book(house.slots()[3], by=by).state == State.SIGNED


def test_too_late_for_residents_but_not_for_the_office(house: House) -> None:
    late = hour(TUESDAY, "08:45")
    with clock.frozen(late):
        with pytest.raises(Refusal, match="报名已截止"):
            house.book(at=late)
        assert house.book(by=house.cast.access("operator", late), at=late).state == State.SIGNED


def test_only_hours_of_the_counter_and_services_that_are_offered(house: House) -> None:
    occasion = signup.plan(
        signup.OccasionDraft("讲座", hour(TUESDAY, "14:00"), hour(TUESDAY, "15:00"), place_name="实践站"),
        by=house.cast.access("committee"), at=MONDAY,
    )
    with pytest.raises(Refusal) as refused:
        house.book(occasion)
    assert refused.value.field == "slot"
    closed = actions.save_service(
        house.card, actions.Card("老年优待证", is_active=False), by=house.cast.access("secretary")
    )
    with pytest.raises(Refusal) as gone:
        house.book(service=closed)
    assert gone.value.field == "service"


def test_an_hour_of_the_counter_is_no_activity(house: House) -> None:
    slot = house.slots()[0]
    browser = house.browser("secretary")
    assert browser.get(f"/desk/signup/{slot.pk}/").status_code == 404
    assert "便民窗口" not in browser.get("/desk/signup/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_the_last_place_and_for_one_offer() -> None:
    with clock.frozen(MONDAY):
        house = made()
        slot = house.slots()[0]
        _race([lambda number=number: _try(house, slot, number) for number in range(50)])
        rows = Signup.objects.of(house.cast.community).filter(occasion=slot)
        assert (rows.filter(state__in=HOLDING).count(), rows.filter(state=State.WAITING).count()) == (1, 49)
        assert Booking.objects.of(house.cast.community).count() == 50
        signup.cancel_signup(rows.get(state=State.SIGNED), by=house.cast.door(), at=MONDAY)
        offered = rows.get(state=State.OFFERED)
        assert offered.place == 1
        _race([lambda: _accept(Signup.objects.of(house.cast.community).get(pk=offered.pk), house) for _n in range(50)])
        assert list(rows.filter(state__in=HOLDING).values_list("pk", "state")) == [(offered.pk, State.SIGNED)]


def _race(works: list[Callable[[], None]]) -> None:
    barrier = Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        barrier.wait()
        try:
            with clock.frozen(MONDAY):
                work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _try(house: House, slot: Occasion, number: int) -> None:
    with suppress(Full):
        house.book(slot, f"人{number}", f"139000{number:05d}")


def _accept(row: Signup, house: House) -> None:
    with suppress(signup.Stale):
        signup.accept(row, by=house.cast.door(), at=MONDAY)

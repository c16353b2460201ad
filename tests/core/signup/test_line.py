"""The waiting line: in order, families passed over by the rule, offers that hold and lapse."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huijia.core.signup import actions
from huijia.core.signup.enums import HOLDING, State
from huijia.core.signup.models import Occasion, Signup
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from tests.cast import Cast, cast
from tests.core.signup.conftest import NOW, STARTS, draft_of, fresh, planned, sign, states


def full(home: Cast, *parties: int, capacity: int = 2) -> tuple[Occasion, list[Signup], list[Signup]]:
    """A full occasion, who has its places one by one, and who waits in parties of these sizes."""
    occasion = planned(home, capacity=capacity)
    placed = [sign(occasion, f"有位{number}") for number in range(capacity)]
    return occasion, placed, [sign(occasion, f"候补{size}人", party=size) for size in parties]


def test_a_place_that_comes_free_is_offered_at_once_to_the_first(home: Cast):
    occasion, placed, (first, second) = full(home, 1, 1)
    actions.cancel_signup(placed[0], by=home.door())
    assert [fresh(first).state, fresh(second).state] == ["offered", "waiting"]
    assert first.offer_ends_at == NOW + timedelta(minutes=240)
    occasion.refresh_from_db()
    assert (occasion.seats_taken, occasion.waiting) == (2, 1)


def test_an_offer_is_accepted_in_time(home: Cast):
    _occasion, placed, (first,) = full(home, 1)
    actions.cancel_signup(placed[0], by=home.door())
    actions.accept(fresh(first), by=home.door(), at=NOW + timedelta(hours=3))
    assert fresh(first).state == "signed"
    with pytest.raises(actions.Stale):
        actions.accept(first, by=home.door())


def test_an_offer_that_is_over_cannot_be_accepted(home: Cast):
    _occasion, placed, (first,) = full(home, 1)
    actions.cancel_signup(placed[0], by=home.door())
    with pytest.raises(actions.Stale):
        actions.accept(fresh(first), by=home.door(), at=NOW + timedelta(hours=4))


def test_a_declined_offer_goes_on(home: Cast):
    _occasion, placed, (first, second) = full(home, 1, 1)
    actions.cancel_signup(placed[0], by=home.door())
    actions.decline(fresh(first), by=home.door())
    assert (fresh(first).state, first.ended, fresh(second).state) == ("cancelled", "declined", "offered")


def test_the_tick_takes_back_what_nobody_answered(home: Cast):
    occasion, placed, (first, second, _third) = full(home, 1, 1, 1)
    actions.cancel_signup(placed[0], by=home.door())
    assert actions.tick(NOW + timedelta(minutes=239)).lapsed == 0
    assert actions.tick(NOW + timedelta(minutes=240)).lapsed == 1
    assert (fresh(first).state, first.ended, fresh(second).state) == ("cancelled", "lapsed", "offered")
    assert actions.tick(NOW + timedelta(minutes=240)).lapsed == 0
    occasion.refresh_from_db()
    assert (occasion.seats_taken, occasion.waiting) == (2, 1)


def test_the_time_of_an_offer_begins_when_phones_may_ring(home: Cast):
    """Ten at night: who waits hears of it at seven in the morning, and has four hours from then."""
    night = NOW + timedelta(hours=11)
    _occasion, placed, (first,) = full(home, 1)
    actions.cancel_signup(placed[0], by=home.door(), at=night)
    assert clock.local(fresh(first).offer_ends_at).strftime("%d %H:%M") == "14 11:00"  # type: ignore[arg-type]


def test_an_offer_ends_when_it_begins(home: Cast):
    _occasion, placed, (first,) = full(home, 1)
    actions.cancel_signup(placed[0], by=home.door(), at=STARTS - timedelta(hours=1))
    assert fresh(first).offer_ends_at == STARTS


def test_once_it_has_begun_nothing_is_offered(home: Cast):
    _occasion, placed, (first,) = full(home, 1)
    actions.cancel_signup(placed[0], by=home.access("operator"), at=STARTS)
    assert fresh(first).state == "waiting"


def test_a_family_that_does_not_fit_is_passed_over_and_keeps_its_number(home: Cast):
    _occasion, placed, (family, single) = full(home, 3, 1, capacity=3)
    actions.cancel_signup(placed[0], by=home.door())
    assert (fresh(family).state, family.place, family.passed_over) == ("waiting", 1, 1)
    assert fresh(single).state == "offered"


def test_after_so_many_times_the_places_are_kept_for_it(home: Cast):
    communities.set_option(home.community, "offer_passed_over", 1, by=home.access("secretary"))
    _occasion, placed, (family, one, two) = full(home, 2, 1, 1, capacity=3)
    actions.cancel_signup(placed[0], by=home.door())
    assert [fresh(row).state for row in (family, one, two)] == ["waiting", "offered", "waiting"]
    actions.cancel_signup(placed[1], by=home.door())
    assert [fresh(row).state for row in (family, one, two)] == ["waiting", "offered", "waiting"]
    actions.cancel_signup(placed[2], by=home.door())
    assert [fresh(row).state for row in (family, one, two)] == ["offered", "offered", "waiting"]


def test_somebody_new_does_not_come_before_the_line(home: Cast):
    occasion, placed, (family,) = full(home, 2, capacity=2)
    actions.cancel_signup(placed[0], by=home.door())
    # One place is free and the family of two waits: a single one may have it, by the same rule.
    assert sign(occasion, "新来").state == "signed"
    assert fresh(family).passed_over == 1


def test_kept_places_are_kept_from_somebody_new_too(home: Cast):
    communities.set_option(home.community, "offer_passed_over", 0, by=home.access("secretary"))
    occasion, placed, (family,) = full(home, 2, capacity=2)
    actions.cancel_signup(placed[0], by=home.door())
    assert sign(occasion, "新来").state == "waiting"
    actions.cancel_signup(placed[1], by=home.door())
    assert fresh(family).state == "offered"


def test_more_places_are_offered_at_once(home: Cast):
    occasion, _placed, (first, second, third) = full(home, 1, 1, 1)
    occasion.refresh_from_db()
    actions.change(occasion, draft_of(capacity=4), by=home.access("secretary"))
    assert [fresh(row).state for row in (first, second, third)] == ["offered", "offered", "waiting"]


def test_a_phone_is_told_of_an_offer_once(home: Cast):
    occasion = planned(home, capacity=1)
    first = sign(occasion, "甲")
    sign(occasion, "乙", phone="13800001234")
    actions.cancel_signup(first, by=home.door())
    actions.tick(NOW + timedelta(minutes=1))
    assert Outbox.objects.filter(template="signup.offered").count() == 1


def test_who_leaves_twice_leaves_once(home: Cast):
    occasion = planned(home)
    signup = sign(occasion)
    actions.cancel_signup(signup, by=home.door())
    with pytest.raises(actions.Stale):
        actions.cancel_signup(fresh(signup), by=home.door())
    occasion.refresh_from_db()
    assert occasion.seats_taken == 0
    assert states(occasion) == [("钱小华", "cancelled")]


class Walks(TestCase):
    """Whatever people do, the counters are the truth, nothing is overbooked and nobody who fits is left waiting."""

    @settings(max_examples=25)
    @given(st.integers(1, 5), st.lists(st.tuples(st.sampled_from("sssscadlt"), st.integers(0, 9)), max_size=30))
    def test_any_walk(self, capacity: int, steps: list[tuple[str, int]]) -> None:
        home, at = cast(), NOW
        with clock.frozen(at):
            occasion = planned(home, capacity=capacity)
            for number, (step, which) in enumerate(steps):
                self._step(home, occasion, step, which, number)
                self._holds(occasion)

    def _step(self, home: Cast, occasion: Occasion, step: str, which: int, number: int) -> None:
        rows = list(Signup.objects.of(home.community).order_by("pk"))
        if step == "s":
            sign(occasion, f"人{number}", party=min(which % 3 + 1, occasion.capacity or 1))
        elif step == "t":
            actions.tick(NOW + timedelta(minutes=300))
        elif rows:
            verb = {"c": actions.cancel_signup, "a": actions.accept, "d": actions.decline, "l": actions.decline}[step]
            try:
                verb(rows[which % len(rows)], by=home.door())
            except Refusal as refusal:
                assert refusal.code == "stale"

    def _holds(self, occasion: Occasion) -> None:
        occasion.refresh_from_db()
        rows = list(Signup.objects.of(occasion.community_id))
        assert occasion.seats_taken == sum(row.party for row in rows if row.state in HOLDING)
        waiting = [row for row in rows if row.state == State.WAITING]
        assert occasion.waiting == len(waiting)
        assert occasion.capacity is not None and occasion.seats_taken <= occasion.capacity
        patient = [row for row in waiting if row.passed_over >= 3]
        fitting = [row for row in waiting if row.party <= (occasion.free or 0)]
        first_patient = min((row.place for row in patient), default=10**9)
        assert [row for row in fitting if row.place < first_patient] == []


def test_who_still_waits_when_it_is_over_waits_no_longer(home: Cast) -> None:
    occasion = planned(home, capacity=1)
    first, second = sign(occasion, "甲"), sign(occasion, "乙")
    assert (first.state, second.state) == (State.SIGNED, State.WAITING)
    assert actions.tick(occasion.ends_at - timedelta(minutes=1)).in_vain == 0
    assert actions.tick(occasion.ends_at).in_vain == 1
    assert actions.tick(occasion.ends_at).in_vain == 0
    second.refresh_from_db()
    occasion.refresh_from_db()
    assert (second.state, second.ended, occasion.waiting, occasion.seats_taken) == ("cancelled", "over", 0, 1)

"""换班: asked and accepted; until then nothing changes."""

from datetime import timedelta

import pytest

from huijia.kernel.communities.errors import Refusal
from huijia.serve.hotline import actions
from huijia.serve.hotline.models import DutySwap
from tests.cast import Cast
from tests.serve.hotline.conftest import SignIn, shift

URL = "/desk/hotline/roster/"


def test_two_shifts_change_hands_when_the_other_agrees(home: Cast, as_: SignIn):
    mine, theirs = shift(home, "operator", day=15), shift(home, "second", day=16)
    sent = {"taker": str(home.posts["second"].pk), "back": str(theirs.pk), "reason": "家里有事"}
    assert as_("operator").post(f"{URL}{mine.pk}/swap/", sent).status_code == 302
    swap = DutySwap.objects.of(home.community).get()
    mine.refresh_from_db()
    assert mine.post == home.posts["operator"]
    assert "王接线 请您换班" in as_("second").get("/desk/").content.decode()
    as_("committee").post(f"{URL}swaps/{swap.pk}/accept/")
    mine.refresh_from_db()
    assert mine.post == home.posts["operator"]
    for _press in range(2):
        as_("second").post(f"{URL}swaps/{swap.pk}/accept/")
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.post, theirs.post) == (home.posts["second"], home.posts["operator"])
    assert (mine.post_label, mine.version) == ("郑双全(两委成员)", 2)


def test_declined_and_withdrawn_leave_all_as_it_is(home: Cast, as_: SignIn):
    mine = shift(home, "operator", day=15)
    by, taker = home.access("operator"), home.posts["second"]
    swap = actions.ask_swap(mine, taker=taker, by=by)
    with pytest.raises(Refusal):
        actions.ask_swap(mine, taker=home.posts["committee"], by=by)
    actions.decline_swap(swap, by=home.access("second"))
    again = actions.ask_swap(mine, taker=taker, by=by)
    as_("operator").post(f"{URL}swaps/{again.pk}/withdraw/")
    with pytest.raises(actions.Stale):
        actions.accept_swap(again, by=home.access("second"))
    mine.refresh_from_db()
    assert mine.post == home.posts["operator"]


def test_only_ones_own_shift(home: Cast, as_: SignIn):
    theirs = shift(home, "second", day=16)
    sent = {"taker": str(home.posts["committee"].pk)}
    assert as_("operator").post(f"{URL}{theirs.pk}/swap/", sent).status_code == 403


def test_a_swap_that_would_put_one_on_twice_is_refused_and_nothing_changes(home: Cast):
    mine = shift(home, "operator", day=15)
    shift(home, "second", day=15, starts="12:00", ends="20:00")
    swap = actions.ask_swap(mine, taker=home.posts["second"], by=home.access("operator"))
    with pytest.raises(Refusal) as refused:
        actions.accept_swap(swap, by=home.access("second"))
    assert refused.value.code == "overlap"
    mine.refresh_from_db()
    swap.refresh_from_db()
    assert (mine.post, swap.state) == (home.posts["operator"], "pending")


def test_a_change_by_the_day_ends_what_was_asked(home: Cast, as_: SignIn):
    mine = shift(home, "operator", day=15)
    swap = actions.ask_swap(mine, taker=home.posts["second"], by=home.access("operator"))
    sent = {
        "uuid": str(mine.uuid), "version": "1", "day": "2026-04-15", "starts": "09:00", "ends": "17:30",
        "kind": "office", "post": str(home.posts["operator"].pk), "phone": "",
    }
    as_("secretary").post(f"{URL}{mine.pk}/", sent)
    swap.refresh_from_db()
    assert swap.state == "withdrawn"


def test_a_shift_that_is_over_cannot_change_hands(home: Cast):
    mine = shift(home, "operator", day=15)
    swap = actions.ask_swap(mine, taker=home.posts["second"], by=home.access("operator"))
    with pytest.raises(Refusal) as refused:
        actions.accept_swap(swap, by=home.access("second"), at=mine.ends_at + timedelta(minutes=1))
    assert refused.value.code == "over"
    mine.refresh_from_db()
    assert mine.post == home.posts["operator"]

"""Being there: ticked, scanned, sent later; counted once."""

import json
import uuid
from datetime import timedelta

import pytest

from huijia.core.signup import actions
from huijia.core.signup.models import Attendance
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock
from tests.cast import Cast
from tests.core.signup.conftest import STARTS, SignIn, fresh, planned, sign


def test_a_tick_counts_once_and_a_second_scan_says_when(home: Cast):
    signup = sign(planned(home), party=2)
    by = home.access("operator")
    first = actions.arrive(signup, by=by, came=1, at=STARTS)
    again = actions.arrive(fresh(signup), by=by, at=STARTS + timedelta(minutes=9))
    assert (first.is_new, again.is_new, again.attendance.occurred_at) == (True, False, STARTS)
    assert (fresh(signup).state, signup.came) == ("came", 1)
    assert Attendance.objects.of(home.community).count() == 1


def test_sent_later_and_twice_is_one(home: Cast, as_: SignIn):
    signup = sign(planned(home))
    row = {"uuid": str(uuid.uuid4()), "token": signup.token, "occurred_at": STARTS.isoformat(), "came": 1}
    body = json.dumps({"rows": [row, {"uuid": "x"}]})
    with clock.frozen(STARTS + timedelta(days=1)):
        client = as_("worker")
        client.session.save()
        answers = [
            client.post("/desk/signup/attendances/", body, content_type="application/json").json()["rows"]
            for _again in range(2)
        ]
    assert [[each["status"] for each in answer] for answer in answers] == [["new", "wrong"], ["already", "wrong"]]
    assert fresh(signup).came_at == STARTS


def test_undone_is_signed_up_again_and_the_retry_stays_harmless(home: Cast):
    signup, key, by = sign(planned(home)), uuid.uuid4(), home.access("operator")
    actions.arrive(signup, by=by, uuid=key, at=STARTS)
    actions.undo(fresh(signup), by=by, at=STARTS)
    assert actions.arrive(fresh(signup), by=by, uuid=key, at=STARTS).is_new is False
    assert (fresh(signup).state, signup.came) == ("signed", 0)


def test_too_early_and_who_may_not(home: Cast):
    signup = sign(planned(home))
    with pytest.raises(Refusal) as early:
        actions.arrive(signup, by=home.access("operator"))
    with pytest.raises(Refusal) as forbidden:
        actions.arrive(signup, by=home.access("leader"), at=STARTS)
    assert (early.value.code, forbidden.value.code) == ("early", "forbidden")


def test_from_paper_days_later_it_happened_at_the_end(home: Cast):
    signup = sign(planned(home))
    arrived = actions.arrive(signup, by=home.access("operator"), at=STARTS + timedelta(days=3))
    assert arrived.attendance.occurred_at == STARTS + timedelta(hours=2)


def test_who_just_comes_gets_a_place_or_not(home: Cast):
    occasion = planned(home, capacity=1)
    draft, by = actions.SignupDraft("路过"), home.access("operator")
    for _again in range(2):
        arrived = actions.walk_in(occasion, draft, by=by, at=STARTS)
    assert arrived.attendance.signup.state == "came"
    with pytest.raises(actions.Full):
        actions.walk_in(occasion, actions.SignupDraft("又一位"), by=by, at=STARTS)
    occasion.refresh_from_db()
    assert occasion.seats_taken == 1


def test_one_in_the_line_is_let_in_only_where_there_is_a_place(home: Cast):
    occasion = planned(home, capacity=1)
    first, second = sign(occasion, "甲"), sign(occasion, "乙")
    by = home.access("operator")
    with pytest.raises(actions.Full):
        actions.arrive(second, by=by, at=STARTS)
    assert fresh(second).state == "waiting"
    actions.cancel_signup(first, by=by, at=STARTS)
    assert actions.arrive(second, by=by, at=STARTS).is_new is True


def test_done_ticking_marks_the_rest_and_can_be_opened_again(home: Cast):
    occasion = planned(home)
    came, missed = sign(occasion, "甲"), sign(occasion, "乙")
    by = home.access("operator")
    actions.arrive(came, by=by, at=STARTS)
    assert actions.close(occasion, by=by, at=STARTS) == 1
    assert actions.close(occasion, by=by, at=STARTS) == 0
    assert (fresh(came).state, fresh(missed).state) == ("came", "absent")
    actions.reopen_list(occasion, by=by, at=STARTS)
    assert fresh(missed).state == "signed"


def test_the_page_behind_a_code(home: Cast, as_: SignIn):
    signup = sign(planned(home))
    with clock.frozen(STARTS):
        client = as_("worker")
        url = f"/desk/signup/in/{signup.token}/"
        assert client.post(url, {"uuid": str(uuid.uuid4())}).status_code == 302
        assert "已在 14:00 签到" in client.get(url).content.decode()
    assert as_("worker").get("/desk/signup/in/ABC/").status_code == 404

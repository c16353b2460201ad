"""What is kept of who signed up: told to who asks, gone when it is old enough, the figures stay."""

from datetime import timedelta

from huijia.core.signup import holdings
from huijia.kernel.privacy.registry import Held
from tests.cast import Cast
from tests.core.signup.conftest import NOW, planned, sign

LATER = NOW + timedelta(days=400)


def test_told_to_who_asks_for_their_own(home: Cast) -> None:
    occasion = planned(home)
    sign(occasion, "赵明明", phone="13800001234", company=("赵小明",), party=2, note="轮椅")
    sign(occasion, "别人", phone="13900009999")
    rows = holdings.signup_rows(home.community, ("person", home.resident.pk))
    assert [(row["活动"], row["同行"], row["电话"], row["备注"]) for row in rows] == [
        ("防诈骗讲座", "赵小明", "13800001234", "轮椅")
    ]


def test_old_ones_forget_who_they_were_unless_held(home: Cast) -> None:
    signup = sign(planned(home), "赵明明", phone="13800001234", party=2)
    assert list(holdings.old_signups(home.community, LATER, Held({"person": {home.resident.pk}}))) == []
    assert list(holdings.old_signups(home.community, NOW, Held())) == []
    assert list(holdings.old_signups(home.community, LATER, Held())) == [signup]
    assert holdings.forget_signups([signup.pk], LATER) == 1
    signup.refresh_from_db()
    assert (signup.name, signup.phone_hash, signup.draft_hash, signup.person, signup.party) == ("", "", "", None, 2)
    assert list(holdings.old_signups(home.community, LATER, Held())) == []

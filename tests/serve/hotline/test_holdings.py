"""What is kept of who called: shown to who asks, gone when it is old enough, the figures stay."""

from datetime import timedelta

from huijia.kernel.privacy.registry import Held
from huijia.serve.hotline import actions, holdings
from huijia.serve.hotline.models import Call
from tests.cast import Cast
from tests.serve.hotline.conftest import NOW, missed


def test_told_to_who_asks_for_their_own(home: Cast):
    missed(home, about="灯不亮")
    missed(home, phone="13800005678")
    rows = holdings.call_rows(home.community, ("person", home.resident.pk))
    assert [(row["电话"], row["什么事"]) for row in rows] == [("13800001234", "灯不亮")]


def test_old_ones_forget_whose_they_were_unless_held(home: Cast):
    call, waits = missed(home), missed(home, phone="13800005678")
    actions.drop(call, reason="打错了", by=home.access("operator"))
    later = NOW + timedelta(days=1)
    held = Held({"person": {home.resident.pk}})
    assert list(holdings.old_calls(home.community, later, held)) == []
    assert list(holdings.old_calls(home.community, later, Held())) == [call]
    assert holdings.forget_calls([call.pk], later) == 1
    call.refresh_from_db()
    waits.refresh_from_db()
    assert (call.phone_sealed, call.phone_hash, call.times) == ("", "", 1)
    assert waits.phone_tail == "5678"
    assert Call.objects.of(home.community).count() == 2

"""Overtime on demand, and what staff's extra hours were."""

from datetime import date
from uuid import uuid4

import pytest

from huijia.core.signup.enums import State
from huijia.core.signup.models import Signup
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock
from huijia.serve.counter import actions, holdings, queries
from huijia.serve.counter.actions.hours import ExtraDraft
from huijia.serve.counter.enums import AskState, Kind
from huijia.serve.counter.models import ExtraAsk, Opening, Overtime
from tests.cast import MONDAY
from tests.serve.counter.conftest import SATURDAY, TUESDAY, House, hour


def _ask(house: House, number: int, day: date = SATURDAY) -> ExtraAsk:
    draft = actions.AskDraft(day, house.proof, f"人{number}", f"1390000{number:04d}", uuid4())
    return actions.ask(draft, by=house.cast.door(), at=MONDAY)


def _extra(house: House, **more: object) -> ExtraDraft:
    given = {"slot_minutes": 30, **more}
    return ExtraDraft(house.counter, Kind.DEMAND, hour(SATURDAY, "09:00"), hour(SATURDAY, "10:00"), **given)  # type: ignore[arg-type]


def test_three_ask_one_confirms_all_are_told(house: House) -> None:
    for number in range(2):
        _ask(house, number)
    assert not Outbox.objects.filter(template="counter.wanted").exists()
    _ask(house, 2)
    assert Outbox.objects.get(template="counter.wanted").context == {"day": "04-18", "count": 3}
    wanted = queries.wanted_days(house.cast.community, MONDAY.date())
    assert [(row.day, row.count, row.is_enough) for row in wanted] == [(SATURDAY, 3, True)]
    opening = actions.grant(SATURDAY, _extra(house), by=house.cast.access("committee"), at=MONDAY)
    assert opening.kind == Kind.DEMAND
    seated = Signup.objects.of(house.cast.community).filter(occasion__source_id=opening.pk).order_by("pk")
    assert [(row.name, row.state) for row in seated] == [("人0", State.SIGNED), ("人1", State.SIGNED)]
    assert Outbox.objects.filter(template="signup.slot_signed").count() == 2
    assert Outbox.objects.get(template="counter.granted").context == {"day": "04-18", "when": "04-18 09:00–10:00"}
    assert set(ExtraAsk.objects.of(house.cast.community).values_list("state", flat=True)) == {AskState.GRANTED}


def test_two_officers_confirm_at_once_and_one_is_told(house: House) -> None:
    _ask(house, 1)
    actions.grant(SATURDAY, _extra(house), by=house.cast.access("committee"), at=MONDAY)
    with pytest.raises(Refusal, match="本来就开着"):
        actions.grant(SATURDAY, _extra(house), by=house.cast.access("second"), at=MONDAY)
    assert Opening.objects.of(house.cast.community).filter(day=SATURDAY).count() == 1


def test_the_yes_sent_again_after_a_lost_answer_is_the_same(house: House) -> None:
    ask = _ask(house, 1)
    extra = _extra(house)
    by = house.cast.access("committee")
    first = actions.grant(SATURDAY, extra, by=by, at=MONDAY)
    assert actions.grant(SATURDAY, extra, by=by, at=MONDAY) == first
    again = actions.AskDraft(SATURDAY, house.proof, ask.name, "13900000001", ask.uuid)
    assert actions.ask(again, by=house.cast.door(), at=MONDAY) == ask
    extra.ends_at = hour(SATURDAY, "11:00")
    with pytest.raises(actions.Conflict):
        actions.open_extra(extra, by=by, at=MONDAY)


def test_a_no_is_told_with_its_reason(house: House) -> None:
    _ask(house, 1)
    assert actions.decline(SATURDAY, reason="全员培训", by=house.cast.access("committee"), at=MONDAY) == 1
    assert Outbox.objects.get(template="counter.declined").context["reason"] == "全员培训"
    with pytest.raises(Refusal):
        actions.decline(SATURDAY, reason="", by=house.cast.access("committee"), at=MONDAY)


def test_one_wish_a_day_and_number_and_sensible_days_only(house: House) -> None:
    _ask(house, 1)
    with pytest.raises(Refusal) as double:
        _ask(house, 1)
    assert double.value.field == "phone"
    with pytest.raises(Refusal) as past:
        _ask(house, 2, MONDAY.date())
    assert past.value.field == "day"


def test_extra_time_is_written_down_once_for_each(house: House) -> None:
    opening = house.extra()
    operator = house.cast.access("operator")
    start, end = hour(SATURDAY, "08:50"), hour(SATURDAY, "10:20")
    with pytest.raises(Refusal, match="不能是将来"):
        actions.record_overtime(opening, label="王接线", starts_at=start, ends_at=end, by=operator, at=MONDAY)
    row = actions.record_overtime(opening, label="王接线", starts_at=start, ends_at=end, by=operator, at=end)
    assert row.minutes == 90
    with pytest.raises(Refusal, match="已经记过"):
        actions.record_overtime(opening, label="王接线", starts_at=start, ends_at=end, by=operator, at=end)
    actions.void_overtime(row, reason="写错了人", by=house.cast.access("committee"), at=end)
    house.book(house.slots(SATURDAY)[0])
    assert list(queries.without_overtime(operator, end)) == [opening]
    actions.record_overtime(opening, label="王接线", starts_at=start, ends_at=end, by=operator, at=end)
    assert Overtime.objects.of(house.cast.community).filter(void_at=None).count() == 1
    with pytest.raises(Refusal, match="平时开放不算"):
        actions.record_overtime(
            house.opening(), label="王接线", starts_at=hour(TUESDAY, "09:00"), ends_at=hour(TUESDAY, "11:00"),
            by=operator, at=end,
        )


def test_an_extra_opening_that_was_used_asks_for_its_time(house: House) -> None:
    house.extra()
    house.book(house.slots(SATURDAY)[0])
    after = hour(SATURDAY, "11:00")
    operator = house.cast.access("operator", after)
    assert [str(row) for row in queries.without_overtime(operator, after)] == ["04-18 09:00"]
    opening = Opening.objects.of(house.cast.community).get(day=SATURDAY)
    actions.record_overtime(
        opening, label="王接线", starts_at=hour(SATURDAY, "09:00"), ends_at=hour(SATURDAY, "10:00"), by=operator,
        at=after,
    )
    assert list(queries.without_overtime(operator, after)) == []


def test_old_wishes_and_names_are_let_go(house: House) -> None:
    ask = _ask(house, 1)
    turn = house.number(hour(TUESDAY, "09:00"), name="钱二")
    later = MONDAY.replace(year=2028)
    with clock.frozen(later):
        from huijia.kernel.privacy.registry import Held

        assert list(holdings.old_asks(house.cast.community, later, Held())) == [ask]
        assert list(holdings.old_turns(house.cast.community, later, Held())) == [turn]
    holdings.forget_asks([ask.pk], later)
    holdings.forget_turns([turn.pk], later)
    ask.refresh_from_db()
    turn.refresh_from_db()
    assert (ask.name, ask.phone_hash, turn.name) == ("", "", "")


def test_a_day_that_is_open_anyway_is_booked_not_wished_for(house: House) -> None:
    with pytest.raises(Refusal, match="本来就开") as refused:
        _ask(house, 1, TUESDAY)
    assert refused.value.field == "day"

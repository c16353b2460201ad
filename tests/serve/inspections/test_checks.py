"""One home looked at: what is kept, what is found, when it is put right, and what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from huijia.core.matters import links
from huijia.core.matters.enums import Source
from huijia.core.matters.models import Matter
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.kernel.notify.models import Outbox
from huijia.serve.inspections import actions
from huijia.serve.inspections.enums import HazardState, HomeState, Level, NoticeSigned, Result, Verdict
from huijia.serve.inspections.models import Check, Hazard, Home
from tests.cast import MONDAY, cast
from tests.serve.inspections.conftest import House

DAY = date(2026, 4, 13)


def test_a_good_home_is_done(house: House) -> None:
    check = house.check(answers={"i01": Verdict.PASS, "i02": Verdict.NA, "i99": Verdict.FAIL}, note="用气规范")
    assert (check.result, check.answers, check.note) == ("good", {"i01": "pass", "i02": "na"}, "用气规范")
    assert check.ticket == f"J260413-{check.pk:03d}"
    assert (house.home.state, house.home.checked_on) == (HomeState.GOOD, DAY)
    assert [say(entry) for entry in history(("inspection_check", check.pk))] == ["入户安检：正常"]


@pytest.mark.parametrize(("level", "days", "due"), [
    (Level.MINOR, None, date(2026, 5, 13)), (Level.MAJOR, None, date(2026, 4, 20)),
    (Level.MINOR, 15, date(2026, 4, 28)),
    (Level.SEVERE, 30, DAY),
])
def test_terms_by_level(house: House, level: Level, days: int | None, due: date) -> None:
    check = house.check(
        Result.HAZARD, answers={"i02": Verdict.FAIL}, faults=[actions.Fault("i02", level, "超期两年", days)],
        signed=NoticeSigned.PAPER, signed_by="赵明明",
    )
    hazard = check.hazards.get()
    assert (hazard.text, hazard.level, hazard.due_on, hazard.note) == ("软管没有超期", level, due, "超期两年")
    assert (house.home.state, house.home.checked_on) == (HomeState.HAZARD, DAY)


def test_a_severe_hazard_is_a_matter_and_an_alarm_at_once(house: House) -> None:
    hazard = house.found(Level.SEVERE, "i01")
    matter = Matter.objects.of(house.cast.community).get()
    hazard.refresh_from_db()
    assert hazard.matter == matter
    assert (matter.source, matter.is_urgent, matter.dwelling) == (Source.INSPECTION, True, house.cast.dwelling)
    assert matter.text == "入户安检查出严重隐患，已要求停用：不符合“没有漏气”。"
    told = Outbox.objects.get(template="inspections.severe")
    assert told.context == {"place": "傅家组12号", "ticket": matter.ticket}
    ticket = hazard.check_made.ticket
    assert [(str(row.label), row.text) for row in links.of(matter, house.cast.access("secretary"))] == [
        ("查出它的安检", ticket)
    ]


def test_another_hazard_becomes_a_matter_by_a_press_once(house: House) -> None:
    hazard = house.found()
    assert Matter.objects.of(house.cast.community).count() == 0
    first = actions.raise_matter(hazard, by=house.cast.access("worker"), at=MONDAY)
    assert actions.raise_matter(hazard, by=house.cast.access("worker"), at=MONDAY) == first
    assert (first.source, first.is_urgent) == (Source.INSPECTION, False)
    assert Matter.objects.of(house.cast.community).count() == 1


def test_a_hazard_ends_only_with_a_later_check_that_saw_it(house: House) -> None:
    hazard = house.found()
    later = MONDAY + timedelta(days=10)
    house.check(Result.MISSED, at=later, fixed={hazard.pk: True})
    hazard.refresh_from_db()
    assert hazard.state == HazardState.OPEN
    house.check(Result.HAZARD, at=later, fixed={hazard.pk: False})
    hazard.refresh_from_db()
    assert hazard.state == HazardState.OPEN
    last = house.check(at=later, fixed={hazard.pk: True})
    hazard.refresh_from_db()
    assert (hazard.state, hazard.closed_by, hazard.closed_on) == (HazardState.CLOSED, last, date(2026, 4, 23))
    assert [say(entry) for entry in history(("inspection_home", house.home.pk))] == [
        "发现一般隐患，2026-05-13前整改", "复查：还没有整改", "复查：已整改",
    ]


def test_the_third_knock_in_vain_is_reported_once(house: House) -> None:
    for number, result in enumerate((Result.MISSED, Result.REFUSED, Result.MISSED, Result.MISSED)):
        house.check(result, at=MONDAY + timedelta(days=number))
        assert Matter.objects.of(house.cast.community).count() == (1 if number > 1 else 0)
    home = house.home
    assert (home.failed, home.state, home.checked_on) == (4, HomeState.MISSED, None)
    assert home.report is not None
    assert home.report.text == "入户安检三次上门没有查成，请联系住户另约时间，或者书面告知。"
    assert Outbox.objects.filter(template="inspections.reported").count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"result": Result.GOOD, "answers": {"i01": Verdict.FAIL}}, "result"),
    ({"result": Result.HAZARD, "answers": {"i01": Verdict.PASS}}, "result"),
    ({"result": Result.HAZARD, "answers": {"i02": Verdict.FAIL}, "faults": [actions.Fault("i02", Level.MINOR)]},
     "signed"),
    ({"result": Result.HAZARD, "answers": {"i02": Verdict.FAIL}, "faults": [actions.Fault("i02", Level.MINOR)],
      "signed": NoticeSigned.SCREEN}, "signature"),
    ({"result": Result.HAZARD, "answers": {"i02": Verdict.FAIL},
      "faults": [actions.Fault("i02", Level.MINOR, "", 9)], "signed": NoticeSigned.NONE}, "days"),
    ({"note": "长" * 301}, "note"),
])
def test_what_cannot_be_is_refused_beside_its_field(house: House, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        house.check(**wrong)
    assert refused.value.field == field
    assert Check.objects.of(house.cast.community).count() == 0


def test_the_same_form_twice_is_one_check_and_one_matter(house: House) -> None:
    draft = actions.Draft(
        home=house.home, result=Result.HAZARD, answers={"i01": Verdict.FAIL},
        faults=[actions.Fault("i01", Level.SEVERE)], signed=NoticeSigned.NONE, uuid=uuid4(),
    )
    by = house.cast.access("worker")
    first, again = actions.check(draft, by=by, at=MONDAY), actions.check(draft, by=by, at=MONDAY)
    assert (first.check, again.repeated) == (again.check, True)
    assert (Hazard.objects.of(house.cast.community).count(), Matter.objects.of(house.cast.community).count()) == (1, 1)
    draft.note = "别的"
    with pytest.raises(Conflict):
        actions.check(draft, by=by, at=MONDAY)


def test_of_two_at_one_door_the_second_is_told(house: House) -> None:
    stale = house.home
    house.check()
    draft = actions.Draft(home=stale, result=Result.MISSED)
    with pytest.raises(Conflict):
        actions.check(draft, by=house.cast.access("leader"), at=MONDAY)
    assert Home.objects.of(house.cast.community).get(pk=stale.pk).state == HomeState.GOOD


def test_only_who_walks_the_door(house: House) -> None:
    for who in ("worker", "leader", "neighbour", "committee"):
        house.check(who=who)
    with pytest.raises(Refusal):
        house.check(who="operator")
    other = cast("乙社区")
    draft = actions.Draft(home=house.home, result=Result.GOOD)
    with pytest.raises(Refusal):
        actions.check(draft, by=other.access("secretary"), at=MONDAY)


def test_after_the_end_only_open_hazards_are_looked_at(house: House) -> None:
    actions.close_campaign(house.campaign, by=house.cast.access("secretary"), at=MONDAY)
    with pytest.raises(Refusal) as refused:
        house.check()
    assert refused.value.code == "closed"


def test_a_hazard_of_a_campaign_that_ended_is_still_put_right(house: House) -> None:
    hazard = house.found()
    actions.close_campaign(house.campaign, by=house.cast.access("secretary"), at=MONDAY)
    house.check(fixed={hazard.pk: True})
    hazard.refresh_from_db()
    assert hazard.state == HazardState.CLOSED


def test_who_found_it_is_told_once_when_the_term_is_over(house: House) -> None:
    house.found()
    assert actions.tick(MONDAY + timedelta(days=30)) == 0
    assert actions.tick(MONDAY + timedelta(days=31)) == 1
    assert actions.tick(MONDAY + timedelta(days=32)) == 0
    assert Outbox.objects.filter(template="inspections.overdue").count() == 1


def test_a_result_says_the_same_as_the_items_and_the_earlier_hazards(house: House) -> None:
    hazard = house.found()
    with pytest.raises(Refusal, match="上次的隐患没有整改") as refused:
        house.check(fixed={hazard.pk: False})
    assert refused.value.field == "result"
    check = house.check(Result.HAZARD, fixed={hazard.pk: False})
    assert (check.signed, check.hazards.count()) == ("", 0)
    assert house.home.state == HomeState.HAZARD


def test_what_still_stays_is_not_found_a_second_time(house: House) -> None:
    house.found()
    again = house.check(
        Result.HAZARD, answers={"i02": Verdict.FAIL}, faults=[actions.Fault("i02", Level.MINOR)],
        signed=NoticeSigned.PAPER,
    )
    assert again.hazards.count() == 0
    assert Hazard.objects.of(house.cast.community).filter(state=HazardState.OPEN).count() == 1
    graver = house.found(Level.SEVERE, "i02")
    assert (graver.level, house.home.state) == (Level.SEVERE, HomeState.HAZARD)


def test_a_knock_in_vain_later_changes_nothing_of_a_checked_home(house: House) -> None:
    house.check(Result.MISSED)
    house.check(Result.MISSED)
    house.check()
    assert (house.home.state, house.home.failed) == (HomeState.GOOD, 0)
    house.check(Result.MISSED)
    assert (house.home.state, house.home.failed, house.home.report) == (HomeState.GOOD, 1, None)

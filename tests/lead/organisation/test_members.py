"""One member of the party roster at a time: added, corrected, moved, left, back."""

import uuid
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from huijia.lead.organisation import actions
from huijia.lead.organisation.facts import Place, phone_of, place_of
from huijia.lead.organisation.models import PartyMember, Standing
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

FACTS = {"name": "赵明明", "phone": "13800001234", "joined_on": date(1985, 7, 1), "confirmed_on": date(1986, 7, 1)}
FIRST = Place("第一党支部", "第一网格党小组", "小组长", "registered", False)
SINCE = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def monday():  # type: ignore[no-untyped-def]
    with clock.frozen(MONDAY):
        yield


def added(home: Cast, **more: object) -> PartyMember:
    return actions.add_member({**FACTS, **more}, place=FIRST, on=SINCE, by=home.access("secretary"))


def test_a_member_is_tied_to_the_resident_of_the_same_name_and_phone(home: Cast) -> None:
    member = added(home)
    assert member.person == home.resident
    assert (phone_of(member), member.phone_tail) == ("13800001234", "1234")
    assert place_of(actions.open_standing(member)) == FIRST


def test_somebody_else_of_that_name_is_not_tied(home: Cast) -> None:
    assert added(home, phone="13800009999").person is None


def test_the_log_names_nobody(home: Cast) -> None:
    added(home)
    entry = Entry.objects.get(kind="party.added")
    assert (entry.personal, entry.data, kinds.say(entry)) == (None, {}, "党员名册新增一人")


def test_one_uuid_is_one_member(home: Cast) -> None:
    key, by = uuid.uuid4(), home.access("secretary")
    first = actions.add_member(FACTS, place=FIRST, on=SINCE, uuid=key, by=by)
    assert actions.add_member(FACTS, place=FIRST, on=SINCE, uuid=key, by=by).pk == first.pk
    with pytest.raises(Refusal) as refused:
        actions.add_member({**FACTS, "name": "别人"}, place=FIRST, on=SINCE, uuid=key, by=by)
    assert refused.value.code == "conflict"


def test_a_change_is_dated_and_what_was_before_stays(home: Cast) -> None:
    member, by = added(home), home.access("secretary")
    second = Place("第二党支部", "", "书记", "registered", True)
    assert actions.move_member(member, place=second, on=date(2026, 4, 1), by=by) == [
        "branch", "group", "title", "is_member_household"
    ]
    rows = [(str(row.branch), row.starts_on, row.ends_on) for row in member.standings.order_by("starts_on")]
    assert rows == [("第一党支部", SINCE, date(2026, 4, 1)), ("第二党支部", date(2026, 4, 1), None)]
    assert actions.move_member(member, place=second, on=date(2026, 4, 2), by=by) == []
    with pytest.raises(Refusal) as refused:
        actions.move_member(member, place=FIRST, on=date(2026, 3, 1), by=by)
    assert refused.value.code == "early"


def test_leaving_twice_and_coming_back(home: Cast) -> None:
    member, by = added(home), home.access("secretary")
    for _time in range(2):
        actions.leave(member, on=date(2026, 4, 1), reason="组织关系转出", by=by)
    member.refresh_from_db()
    assert (member.left_on, member.left_reason) == (date(2026, 4, 1), "组织关系转出")
    assert actions.open_standing(member) is None
    assert Entry.objects.filter(kind="party.left").count() == 1
    for _time in range(2):
        actions.come_back(member, on=date(2026, 4, 1), by=by)
    member.refresh_from_db()
    assert (member.left_on, place_of(actions.open_standing(member))) == (None, FIRST)
    assert Standing.objects.of(home.community).count() == 1


def test_correcting_says_which_fields_and_not_what(home: Cast) -> None:
    member = added(home)
    assert actions.correct_member(member, {"education": "大专"}, by=home.access("secretary")) == ["education"]
    assert Entry.objects.get(kind="party.corrected").data == {"fields": "education"}
    assert actions.correct_member(member, {"education": "大专"}, by=home.access("secretary")) == []


@pytest.mark.parametrize(
    ("facts", "place", "field", "message"),
    [
        ({"name": ""}, FIRST, "name", "请填写姓名"),
        ({"joined_on": date(2099, 1, 1)}, FIRST, "joined_on", "日期不对，请核对"),
        ({"confirmed_on": date(1984, 1, 1)}, FIRST, "confirmed_on", "转正日期早于入党日期，请核对"),
        ({"born_on": date(1990, 1, 1)}, FIRST, "joined_on", "入党日期早于出生日期，请核对"),
        ({}, Place("", "一组"), "branch", "写了党小组，也要写支部"),
        ({}, Place("一", kind="x"), "kind", "没有这个选项"),
    ],
)
def test_what_cannot_be(home: Cast, facts: dict[str, object], place: Place, field: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.add_member({**FACTS, **facts}, place=place, on=SINCE, by=home.access("secretary"))
    assert (refused.value.field, str(refused.value)) == (field, message)
    assert PartyMember.objects.of(home.community).count() == 0


def test_the_same_name_and_phone_is_there_already(home: Cast) -> None:
    added(home)
    with pytest.raises(Refusal) as refused:
        added(home)
    assert refused.value.code == "known"


@pytest.mark.parametrize("who", ["committee", "operator", "worker", "admin", "auditor", "street"])
def test_nobody_else_may(home: Cast, who: str) -> None:
    member, by = added(home), home.access(who)
    for do in (
        lambda: actions.add_member(FACTS, place=FIRST, on=SINCE, by=by),
        lambda: actions.correct_member(member, {"education": "大专"}, by=by),
        lambda: actions.move_member(member, place=Place("二"), on=SINCE, by=by),
        lambda: actions.leave(member, on=SINCE, reason="转出", by=by),
        lambda: actions.come_back(member, on=SINCE, by=by),
        lambda: actions.reveal_phone(member, reason="问候", by=by),
        lambda: actions.record_party_export(rows=1, reason="存档", unmasked=False, by=by),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.code == "forbidden"


def test_another_community(home: Cast) -> None:
    member, stranger = added(home), cast("乙社区").access("secretary")
    with pytest.raises(Refusal) as refused:
        actions.correct_member(member, {"education": "大专"}, by=stranger)
    assert refused.value.code == "other_community"


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_standings_never_overlap(days: list[int]) -> None:
    """Whatever is tried in whatever order, one standing follows the other."""
    with clock.frozen(MONDAY):
        home = cast()
        member, by = added(home), home.access("secretary")
        for number, day in enumerate(days):
            try:
                on = date.fromordinal(date(2026, 1, 1).toordinal() + day)
                actions.move_member(member, place=Place(f"支部{number % 3}"), on=on, by=by)
            except Refusal as refusal:
                assert refusal.code == "early"
        rows = list(member.standings.order_by("starts_on"))
        assert [row.ends_on for row in rows[:-1]] == [row.starts_on for row in rows[1:]]
        assert rows[-1].ends_on is None

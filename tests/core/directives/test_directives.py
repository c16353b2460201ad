"""交办: handed to twelve at once, received, given back once, answered, sent back, withdrawn meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huijia.core.directives import actions
from huijia.core.directives.enums import Stage, State, Wants
from huijia.core.directives.models import Directive, DirectiveCopy
from huijia.core.directives.queries import due_for, escalated, lamp_of, raised
from huijia.core.matters import actions as matters
from huijia.core.matters.enums import State as MatterState
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.roles import permissions_of
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.notify.models import Outbox
from tests.cast import MONDAY, Cast, cast, new_community

DUE = MONDAY + timedelta(days=5)
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def street_of(home: Cast) -> StreetAccess:
    street = home.community.street
    communities = tuple(Community.objects.filter(street=street, practice_of=None).order_by("name", "pk"))
    return StreetAccess(home.users["street"].pk, "街道甲", street, communities, permissions_of("street"), ("street",))


def hand(home: Cast, wants: Wants = Wants.TEXT, *, to: list[Community] | None = None) -> Directive:
    draft = actions.Draft(title="报独居老人数", text="请逐户核对后报数", wants=wants, due_at=DUE, unit="人")
    return actions.hand(draft, to=to or [home.community], by=street_of(home), at=MONDAY)


def copy_of(home: Cast) -> DirectiveCopy:
    rows = DirectiveCopy.objects.of(home.community).select_related("directive", "matter", "community")
    return rows.order_by("-pk")[0]


def received(home: Cast, wants: Wants = Wants.TEXT) -> DirectiveCopy:
    hand(home, wants)
    actions.receive(copy_of(home), by=home.access("secretary"), at=LATER)
    return copy_of(home)


def test_twelve_in_as_many_statements_as_two(home: Cast) -> None:
    counts = []
    for count in (2, 12):
        to = [new_community(f"{count}-{number}社区") for number in range(count)]
        by = street_of(home)
        draft = actions.Draft(title="防汛值班表", text="请报值班表", wants=Wants.FILE, due_at=DUE)
        with CaptureQueriesContext(connection) as queries:
            directive = actions.hand(draft, to=to, by=by, at=MONDAY)
        counts.append(len(queries))
        assert directive.copies.count() == count
    assert counts[0] == counts[1]
    assert Outbox.objects.filter(template="directives.sent").count() == 14


def test_handed_twice_is_one(home: Cast) -> None:
    draft = actions.Draft(title="a", text="b", wants=Wants.DONE, due_at=DUE, uuid=uuid4())
    for _time in range(2):
        actions.hand(draft, to=[home.community], by=street_of(home), at=MONDAY)
    assert DirectiveCopy.objects.of(home.community).count() == 1


def test_who_and_what_may_not_be_handed(home: Cast) -> None:
    district = District.objects.create(code="321200000000", name="乙区")
    away = Community.objects.create(
        street=Street.objects.create(code="321200001000", name="乙街道", district=district), name="外社区", slug="away",
        code12="321200001001",
    )
    draft = actions.Draft(title="a", text="b", wants=Wants.DONE, due_at=DUE)
    for to in ([away], []):
        with pytest.raises(Refusal) as refused:
            actions.hand(draft, to=to, by=street_of(home), at=MONDAY)
        assert refused.value.field == "communities"
    late = actions.Draft(title="a", text="b", wants=Wants.DONE, due_at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.hand(late, to=[home.community], by=street_of(home), at=MONDAY)
    assert refused.value.field == "due_at"
    other = StreetAccess(1, "x", away.street, (away,), permissions_of("street"), ("street",))
    with pytest.raises(Refusal):
        actions.remind(hand(home), by=other, at=LATER)


def test_received_with_a_time_and_due(home: Cast) -> None:
    hand(home)
    secretary = home.access("secretary")
    assert [row.title for row in due_for(secretary, LATER)] == ["报独居老人数"]
    assert due_for(home.access("committee"), LATER) == []
    copy = copy_of(home)
    actions.receive(copy, by=secretary, at=LATER)
    assert (copy_of(home).received_at, copy_of(home).received_by_label) == (LATER, "周书文")
    with pytest.raises(Refusal) as twice:
        actions.receive(copy, by=secretary, at=LATER)
    assert twice.value.code == "stale"


def test_given_back_once(home: Cast) -> None:
    copy = received(home)
    secretary, street = home.access("secretary"), street_of(home)
    actions.give_back(copy, reason="不在本社区", by=secretary, at=LATER)
    actions.insist(copy_of(home), reason="有两户在", by=street, at=LATER)
    again = copy_of(home)
    assert (again.state, again.word, again.received_at) == (State.SENT, "有两户在", None)
    with pytest.raises(Refusal) as refused:
        actions.give_back(again, reason="还是不在", by=secretary, at=LATER)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("wants", "given", "missing"),
    [(Wants.TEXT, {}, "text"), (Wants.NUMBER, {"text": "12"}, "number"), (Wants.DONE, {}, "is_done"),
     (Wants.DONE, {"is_done": False}, "text"), (Wants.FILE, {"text": "见附件"}, "papers")],
)
def test_what_is_wanted_must_be_there(home: Cast, wants: Wants, given: dict[str, object], missing: str) -> None:
    copy = received(home, wants)
    with pytest.raises(Refusal) as refused:
        actions.answer(copy, by=home.access("secretary"), at=LATER, **given)  # type: ignore[arg-type]
    assert refused.value.field == missing
    assert copy_of(home).state == State.RECEIVED


def test_answered_sent_back_and_answered_again(home: Cast) -> None:
    copy, secretary, street = received(home), home.access("secretary"), street_of(home)
    actions.answer(copy, text="12 人", by=secretary, at=LATER)
    with pytest.raises(Refusal):
        actions.answer(copy, text="13 人", by=secretary, at=LATER)
    assert copy_of(home).answer == "12 人"
    actions.send_back(copy_of(home), reason="请附名单", by=street, at=LATER)
    assert (copy_of(home).state, copy_of(home).word) == (State.RECEIVED, "请附名单")
    actions.answer(copy_of(home), text="12 人，名单已送", by=secretary, at=LATER)
    actions.accept(copy_of(home), by=street, at=LATER)
    assert lamp_of(copy_of(home), DUE + timedelta(days=9)) == "green"


def test_given_to_one_person_it_is_a_matter_with_the_streets_deadline(home: Cast) -> None:
    copy, secretary, street = received(home), home.access("secretary"), street_of(home)
    matter = actions.give(copy, to=home.posts["committee"], by=secretary, at=LATER)
    matter.refresh_from_db()
    assert (matter.source, matter.due_at, matter.state) == ("superior", DUE, MatterState.ASSIGNED)
    with pytest.raises(Refusal, match="核查通过"):
        actions.answer(copy_of(home), text="办了", by=secretary, at=LATER)
    committee = home.access("committee")
    matters.take(matter, by=committee, at=LATER)
    matters.report_result(matter, result="查了 12 户", by=committee, at=LATER)
    matters.check_pass(matter, by=secretary, at=LATER)
    actions.answer(copy_of(home), text="12 户", by=secretary, at=LATER)
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == (MatterState.CLOSED, "12 户")
    actions.send_back(copy_of(home), reason="漏了一户", by=street, at=LATER)
    matter.refresh_from_db()
    assert (copy_of(home).state, matter.state) == (State.GIVEN, MatterState.ACCEPTED)


def test_withdrawn_while_somebody_answers(home: Cast) -> None:
    copy, street = received(home), street_of(home)
    with pytest.raises(Refusal):
        actions.end(copy.directive, stage=Stage.WITHDRAWN, by=street, at=LATER)
    actions.end(copy.directive, stage=Stage.WITHDRAWN, reason="区里不要了", by=street, at=LATER)
    with pytest.raises(Refusal) as refused:
        actions.answer(copy, text="12 人", by=home.access("secretary"), at=LATER)
    assert refused.value.code == "stale"
    assert copy_of(home).state == State.WITHDRAWN


def test_remind_once_a_day_and_by_the_clock(home: Cast) -> None:
    directive, street = hand(home), street_of(home)
    for _time in range(2):
        assert actions.remind(directive, by=street, at=LATER) == 1
    assert Outbox.objects.filter(template="directives.remind").count() == 1
    assert actions.remind_due(DUE - timedelta(days=4)) == 0
    for expected in (1, 0):
        assert actions.remind_due(DUE - timedelta(days=2)) == expected
    assert actions.remind_due(DUE - timedelta(hours=2)) == 1


def test_another_community_and_other_roles(home: Cast) -> None:
    copy, other = received(home), cast("乙社区")
    for by in (other.access("secretary"), home.access("committee"), home.access("operator")):
        with pytest.raises(Refusal) as refused:
            actions.answer(copy, text="12", by=by, at=LATER)
        assert refused.value.code == "forbidden"


def test_the_street_sees_no_names_no_phones_nothing_sensitive(home: Cast) -> None:
    text = "赵明明家门口积水，电话13800001234，找街道协调"
    seen = home.handled_matter(text, phone="13800001234", reporter_name="钱多多")
    matters.escalate(seen, reason="跨社区", by=home.access("secretary"), at=LATER)
    hidden = home.handled_matter("两家打架")
    matters.escalate(hidden, reason="要民警", by=home.access("secretary"), at=LATER)
    Matter.objects.of(home.community).filter(pk=hidden.pk).update(is_sensitive=True)
    street = street_of(home)
    with CaptureQueriesContext(connection) as queries:
        rows = raised(escalated(street), street)
    assert len(queries) == 3
    assert [(row.title, row.text) for row in rows] == [
        ("赵*家门口积水，电话138****1234，找街道协调", "赵*家门口积水，电话138****1234，找街道协调"),
        ("敏感事项，内容不显示，请与社区联系", ""),
    ]
    actions.take(rows[0].matter, by=street, at=LATER)
    with pytest.raises(Refusal) as twice:
        actions.take(rows[0].matter, by=street, at=LATER)
    assert twice.value.code == "stale"
    assert raised(escalated(street), street)[0].taken.taken_by_label == "街道甲"  # type: ignore[union-attr]

"""Random walks through the table: whatever people press, no path ends without a result, a second person, an answer."""

import contextlib
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import NAMED_STATES, Channel, Satisfaction, Source, State
from huijia.core.matters.models import Matter, Transfer
from huijia.core.matters.workflow import EDGES, TABLE
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import MONDAY, Cast

PEOPLE = ("secretary", "committee", "second", "operator", "worker", "neighbour", "street", "reporter")


def press(home: Cast, matter: Matter, move: str, who: str, at) -> None:
    by = home.door() if who == "reporter" else home.access(who, at)
    post = home.posts.get(who, home.posts["committee"])
    other = home.posts["second" if matter.responsible_id == home.posts["committee"].pk else "committee"]
    verbs = {
        "accept": lambda: actions.accept(matter, by=by, at=at, category=home.lamps),
        "classify": lambda: actions.classify(matter, category=home.lamps, by=by, at=at),
        "refuse": lambda: actions.refuse(matter, reason="不归社区", where_to_go="派出所", by=by, at=at),
        "acknowledge": lambda: actions.acknowledge(matter, answer="谢谢", by=by, at=at),
        "answer_at_once": lambda: actions.answer_at_once(matter, result="已告知", by=by, at=at),
        "assign": lambda: actions.assign(matter, to=other, by=by, reason="派", at=at),
        "reassign": lambda: actions.assign(matter, to=other, by=by, reason="改派", at=at),
        "claim": lambda: actions.claim(matter, post=post, by=by, at=at),
        "take": lambda: actions.take(matter, by=by, at=at),
        "send_back": lambda: actions.send_back(matter, reason="退", by=by, at=at),
        "offer": lambda: actions.offer(matter, to=other, reason="忙", by=by, at=at),
        "take_over": lambda: actions.take_over(matter, by=by, at=at),
        "decline": lambda: actions.decline(matter, reason="也忙", by=by, at=at),
        "contact": lambda: actions.contact(matter, text="打过", by=by, at=at),
        "note": lambda: actions.note(matter, text="记", by=by, at=at),
        "add_helper": lambda: actions.add_helper(matter, post=home.posts["worker"], by=by, at=at),
        "remove_helper": lambda: actions.remove_helper(matter, helper=queries.helpers_of(matter)[0], by=by, at=at),
        "ask_extension": lambda: actions.ask_extension(
            matter, new_due=(matter.due_at or at) + timedelta(days=99), reason="等", by=by, at=at
        ),
        "decide_extension": lambda: actions.decide_extension(matter, granted=True, by=by, at=at),
        "suspend": lambda: actions.suspend(matter, reason="等", by=by, at=at),
        "resume": lambda: actions.resume(matter, by=by, at=at),
        "supervise": lambda: actions.supervise(matter, note="快办", by=by, at=at),
        "unmerge": lambda: actions.unmerge(matter, reason="错", by=by, at=at),
        "split": lambda: actions.split(matter, title="另一件", text="另", reason="两件", by=by, at=at),
        "escalate": lambda: actions.escalate(matter, reason="上报", by=by, at=at),
        "street_return": lambda: actions.street_return(matter, note="退回", by=by, at=at),
        "street_result": lambda: actions.street_result(matter, result="街道已办", by=by, at=at),
        "report_result": lambda: actions.report_result(matter, result="修好", by=by, at=at),
        "check_pass": lambda: actions.check_pass(matter, by=by, at=at),
        "check_fail": lambda: actions.check_fail(matter, reason="没修好", by=by, at=at),
        "answer": lambda: actions.answer(matter, text="已修好", by=by, channel=Channel.PHONE, at=at),
        "grade": lambda: actions.grade(
            matter, is_solved=True, satisfaction=Satisfaction.SATISFIED, by=by, at=at
        ),
        "unreached": lambda: actions.unreached(matter, by=by, at=at),
        "reopen": lambda: actions.reopen(matter, reason="没好", by=by, at=at),
        "sample_ok": lambda: actions.sample_ok(matter, by=by, at=at),
        "sample_short": lambda: actions.sample_short(matter, note="不全", by=by, at=at),
        "sample_wrong": lambda: actions.sample_wrong(matter, reason="错了", by=by, at=at),
        "sign": lambda: actions.sign(matter, by=by, at=at),
        "hand_back": lambda: actions.hand_back(matter, reason="不归我们", by=by, at=at),
        "reply_out": lambda: actions.reply_out(matter, reply="已修好", by=by, at=at),
    }
    verbs[move]()


MOVES = sorted(set(EDGES) - {"merge"})
steps = st.lists(st.tuples(st.sampled_from(MOVES), st.sampled_from(PEOPLE)), max_size=25)


def check_truths(matter: Matter) -> None:
    """What holds after each step, whatever was pressed before."""
    if matter.state in NAMED_STATES:
        assert matter.responsible_id is not None
    if matter.state == State.CLOSED and matter.nature == "help":
        assert matter.result
        assert matter.answer
        assert matter.at_once or matter.checked_by_id not in (None, matter.result_by_id)
    assert (matter.next_due is None) == (not matter.is_open or matter.paused_at is not None)
    assert (matter.paused_at is not None) == (matter.state in (State.SUSPENDED, State.ESCALATED))
    written = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).exclude(kind="matters.merged_in")
    assert written.count() == matter.version


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_no_path_breaks_the_truths(home: Cast, steps):
    matter = home.raise_matter()
    at = MONDAY
    for move, who in steps:
        at += timedelta(hours=3)
        before = matter.state
        try:
            press(home, matter, move, who, at)
        except (Refusal, IndexError):
            assert Matter.objects.of(home.community).get(pk=matter.pk).state == before
        matter = Matter.objects.of(home.community).select_related(
            "community", "responsible__person", "category"
        ).get(pk=matter.pk)
        check_truths(matter)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(PEOPLE[:-1])), max_size=20))
def test_a_move_that_is_offered_can_be_made(home: Cast, presses):
    """The page shows only what works: a walk along offered moves is never refused for state, right or person."""
    matter = home.raise_matter()
    at = MONDAY
    for number, who in presses:
        at += timedelta(hours=3)
        offered = [edge.move for edge in queries.moves_for(matter, home.access(who, at), at) if edge.move != "merge"]
        if not offered:
            continue
        move = offered[number % len(offered)]
        try:
            press(home, matter, move, who, at)
        except Refusal as refusal:
            # what the form was filled with may be refused; the move itself is not
            assert refusal.code not in ("forbidden", "stale"), (move, who, matter.state)
        except IndexError:
            assert move == "remove_helper"
        matter = Matter.objects.of(home.community).select_related(
            "community", "responsible__person", "category"
        ).get(pk=matter.pk)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_what_12345_sent_keeps_the_truths_too(home: Cast, steps):
    """Whatever is pressed: the earliest running clock counts, and it goes back to the platform at most once."""
    number = f"12345-{Matter.objects.of(home.community).count()}"
    matter = home.raise_matter(
        source=Source.CITY_12345, external_number=number, sign_due=MONDAY + timedelta(hours=8),
        external_due=MONDAY + timedelta(days=3), phone="13800001234",
    )
    at = MONDAY
    for move, who in steps:
        at += timedelta(hours=3)
        with contextlib.suppress(Refusal, IndexError), clock.frozen(at):
            press(home, matter, move, who, at)
        matter = Matter.objects.of(home.community).select_related(
            "community", "responsible__person", "category"
        ).get(pk=matter.pk)
        check_truths(matter)
        waits = matter.next_due is not None and matter.signed_at is None
        assert not waits or matter.next_due <= matter.sign_due
        transfer = Transfer.objects.of(home.community).get(matter=matter)
        assert transfer.returned_at is None or transfer.replied_at is None


def test_every_move_stands_in_the_table_once():
    assert len(TABLE) == len(EDGES)


def test_every_state_but_the_ends_leads_somewhere():
    left = {state for edge in TABLE if edge.after for state in edge.before}
    assert set(State) - left == set()

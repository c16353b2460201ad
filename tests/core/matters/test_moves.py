from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Satisfaction, State
from huijia.core.matters.models import Extension, Grade, Handover, Matter
from huijia.core.people.models import Absence
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast


def fresh(matter: Matter) -> Matter:
    return Matter.objects.of(matter.community_id).select_related("responsible__person", "community").get(pk=matter.pk)


def kinds_of(matter: Matter) -> list[str]:
    rows = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).order_by("id")
    return [kind.removeprefix("matters.") for kind in rows.values_list("kind", flat=True)]


def test_the_whole_way(home: Cast):
    matter = home.closed_matter(phone="13800001234")
    assert fresh(matter).state == State.CLOSED
    assert kinds_of(matter) == [
        "registered", "accept", "assign", "take", "report_result", "check_pass", "answer",
    ]
    assert fresh(matter).version == 7
    assert fresh(matter).next_due is None


def test_two_take_one_order_and_the_second_is_told(home: Cast):
    matter = home.raise_matter()
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    mine, same = fresh(matter), fresh(matter)
    actions.take(mine, by=home.access("committee"), at=MONDAY)
    with pytest.raises(actions.Stale):
        actions.take(same, by=home.access("committee"), at=MONDAY)
    assert kinds_of(matter).count("take") == 1
    # the loser's object is as it was, so that a page can be made of it
    assert same.state == State.ASSIGNED


def test_a_page_that_is_out_of_date_cannot_act(home: Cast):
    old = home.raise_matter()
    actions.note(fresh(old), text="打过电话", by=home.access("operator"), at=MONDAY)
    with pytest.raises(actions.Stale):
        actions.accept(old, by=home.access("operator"), at=MONDAY)
    assert fresh(old).state == State.COLLECTED


def test_only_the_responsible_person_takes_and_reports(home: Cast):
    matter = home.raise_matter()
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.take(matter, by=home.access("second"), at=MONDAY)
    assert refused.value.code == "forbidden"


def test_nobody_checks_their_own_work(home: Cast):
    matter = home.handled_matter()
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=MONDAY)
    with pytest.raises(Refusal):
        actions.check_pass(matter, by=home.access("committee"), at=MONDAY)
    actions.check_pass(matter, by=home.access("second"), at=MONDAY)
    assert fresh(matter).state == State.CHECKED


def test_the_database_itself_refuses_an_end_without_result_check_and_answer(home: Cast):
    matter = home.handled_matter()
    rows = Matter.objects.of(home.community).filter(pk=matter.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=State.CLOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=State.CLOSED, result="好", answer="好", checked_at=MONDAY, result_by_id=5, checked_by_id=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(responsible=None)
    assert rows.get().state == State.HANDLING


def test_a_handover_keeps_the_old_person_until_the_new_one_accepts(home: Cast):
    matter = home.handled_matter()
    actions.offer(matter, to=home.posts["second"], reason="我出差", by=home.access("committee"), at=MONDAY)
    assert fresh(matter).responsible == home.posts["committee"]
    with pytest.raises(Refusal):
        actions.take_over(matter, by=home.access("worker"), at=MONDAY)
    actions.take_over(fresh(matter), by=home.access("second"), at=MONDAY)
    assert fresh(matter).responsible == home.posts["second"]
    assert fresh(matter).responsible_label == "郑双全(两委成员)"
    assert Handover.objects.of(home.community).get().outcome == "granted"


def test_a_declined_handover_shows_who_refused_and_changes_nobody(home: Cast):
    matter = home.handled_matter()
    actions.offer(matter, to=home.posts["second"], reason="我出差", by=home.access("committee"), at=MONDAY)
    actions.decline(fresh(matter), reason="手上太多", by=home.access("second"), at=MONDAY)
    assert fresh(matter).responsible == home.posts["committee"]
    entry = Entry.objects.filter(kind="matters.decline").get()
    assert entry.actor_label == "郑双全"
    assert entry.personal == {"note": "手上太多"}


def test_a_deputy_acts_for_the_absent_person_and_both_names_are_kept(home: Cast):
    matter = home.handled_matter()
    Absence.objects.create(
        community=home.community, person=home.persons["committee"], deputy=home.persons["second"],
        starts_at=MONDAY, ends_at=MONDAY + timedelta(days=3), reason="住院",
    )
    actions.report_result(matter, result="换了灯泡", by=home.access("second"), at=MONDAY + timedelta(hours=1))
    entry = Entry.objects.filter(kind="matters.report_result").get()
    assert (entry.actor_label, entry.for_label) == ("郑双全", "吴卫民")
    # the deputy reported it, so another person has to check
    with pytest.raises(Refusal):
        actions.check_pass(matter, by=home.access("second"), at=MONDAY + timedelta(hours=2))


def test_a_deputy_may_not_act_after_the_absence(home: Cast):
    matter = home.handled_matter()
    Absence.objects.create(
        community=home.community, person=home.persons["committee"], deputy=home.persons["second"],
        starts_at=MONDAY, ends_at=MONDAY + timedelta(days=1), reason="住院",
    )
    with pytest.raises(Refusal):
        actions.report_result(matter, result="好了", by=home.access("second"), at=MONDAY + timedelta(days=1))


def test_an_order_goes_back_twice_at_the_most(home: Cast):
    matter = home.raise_matter()
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    for _time in range(2):
        actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
        actions.send_back(matter, reason="不归我管", by=home.access("committee"), at=MONDAY)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    with pytest.raises(Refusal):
        actions.send_back(matter, reason="还是不归我管", by=home.access("committee"), at=MONDAY)
    assert fresh(matter).returns == 2


def test_a_complaint_about_a_person_never_reaches_that_person(home: Cast):
    matter = home.raise_matter("投诉吴某态度差", about=home.persons["committee"])
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    with pytest.raises(Refusal):
        actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    assert not queries.visible_to(home.access("committee")).filter(pk=matter.pk).exists()
    assert queries.visible_to(home.access("secretary")).filter(pk=matter.pk).exists()
    assert queries.moves_for(matter, home.access("committee"), MONDAY) == []


def test_a_neighbour_claims_a_small_job(home: Cast):
    matter = home.raise_matter()
    actions.accept(matter, category=home.lamps, by=home.access("operator"), at=MONDAY)
    actions.claim(matter, post=home.posts["neighbour"], by=home.access("neighbour"), at=MONDAY)
    assert fresh(matter).state == State.HANDLING
    assert fresh(matter).responsible_label == "陈中心(党员中心户)"


def test_disputes_cannot_be_claimed(home: Cast):
    matter = home.raise_matter("两家吵架")
    actions.accept(matter, category=home.disputes, by=home.access("operator"), at=MONDAY)
    with pytest.raises(Refusal):
        actions.claim(matter, post=home.posts["neighbour"], by=home.access("neighbour"), at=MONDAY)


def test_an_extension_is_decided_by_another_person_and_keeps_the_first_deadline(home: Cast):
    matter = home.handled_matter()
    first = matter.due_at
    later = first + timedelta(days=7)
    actions.ask_extension(matter, new_due=later, reason="等配件", by=home.access("committee"), at=MONDAY)
    assert fresh(matter).due_at == first
    with pytest.raises(Refusal):
        actions.decide_extension(fresh(matter), granted=True, by=home.access("committee"), at=MONDAY)
    actions.decide_extension(fresh(matter), granted=True, by=home.access("secretary"), at=MONDAY)
    now = fresh(matter)
    assert (now.due_at, now.original_due_at, now.extensions, now.deadline_version) == (later, first, 1, 3)


def test_a_pause_gives_its_working_time_back(home: Cast):
    matter = home.handled_matter()
    actions.suspend(matter, reason="等材料", by=home.access("secretary"), at=MONDAY)
    assert fresh(matter).next_due is None
    # Monday 9:00 to Wednesday 9:00 is two working days of nine hours
    actions.resume(fresh(matter), by=home.access("committee"), at=MONDAY + timedelta(days=2))
    assert fresh(matter).due_at.isoformat() == "2026-04-22T09:30:00+00:00"


def test_a_merged_matter_follows_and_an_unmerged_one_goes_its_own_way(home: Cast):
    master, other = home.handled_matter(), home.raise_matter("灯又坏了")
    actions.merge(other, into=master, reason="同一盏灯", by=home.access("operator"), at=MONDAY)
    assert fresh(other).state == State.MERGED
    assert list(fresh(master).followers.all()) == [other]
    actions.unmerge(fresh(other), reason="不是同一盏", by=home.access("operator"), at=MONDAY)
    assert fresh(other).state == State.ACCEPTED


def test_followers_of_a_follower_move_along(home: Cast):
    first, second, third = home.raise_matter("甲"), home.raise_matter("乙"), home.raise_matter("丙")
    by = home.access("operator")
    actions.merge(first, into=second, reason="同", by=by, at=MONDAY)
    actions.merge(second, into=third, reason="同", by=by, at=MONDAY)
    assert fresh(first).merged_into == third


def test_a_part_is_a_matter_of_its_own(home: Cast):
    matter = home.handled_matter(phone="13800001234")
    part = actions.split(
        matter, title="另修井盖", text="井盖破了", reason="两件事", by=home.access("secretary"), at=MONDAY
    )
    assert (part.state, part.split_from_id, part.phone_tail) == (State.ACCEPTED, matter.pk, "1234")
    assert Entry.objects.get(kind="matters.split").data == {"other": part.ticket}
    assert kinds_of(part) == ["split_off"]


def test_the_street_takes_and_returns(home: Cast):
    matter = home.handled_matter()
    actions.escalate(matter, reason="要街道协调", by=home.access("committee"), at=MONDAY)
    street = home.access("street")
    assert queries.visible_to(street).get().pk == matter.pk
    actions.street_return(fresh(matter), note="请社区先做", by=street, at=MONDAY)
    assert fresh(matter).state == State.HANDLING
    assert not queries.visible_to(street).exists()


def test_the_resident_grades_and_reopens(home: Cast):
    matter = home.closed_matter()
    actions.grade(
        matter, is_solved=False, satisfaction=Satisfaction.UNSATISFIED, words="又灭了", by=home.door(), at=MONDAY
    )
    actions.reopen(fresh(matter), reason="又灭了", by=home.door(), at=MONDAY + timedelta(days=30))
    now = fresh(matter)
    assert (now.state, now.answer, now.responsible) == (State.ACCEPTED, "", None)
    assert Grade.objects.of(home.community).get().is_solved is False


def test_reopening_by_the_resident_ends_after_thirty_days(home: Cast):
    matter = home.closed_matter()
    late = MONDAY + timedelta(days=30, minutes=1)
    with pytest.raises(Refusal):
        actions.reopen(matter, reason="又灭了", by=home.door(), at=late)
    actions.reopen(matter, reason="居民来电", by=home.access("secretary"), at=late)
    assert fresh(matter).state == State.ACCEPTED


def test_answered_at_once_is_one_form_and_checked_by_another(home: Cast):
    matter = home.raise_matter("社保在哪办")
    actions.answer_at_once(matter, result="在一楼大厅", by=home.access("operator"), at=MONDAY)
    assert (fresh(matter).state, fresh(matter).at_once) == (State.CLOSED, True)
    actions.sample_ok(fresh(matter), by=home.access("secretary"), at=MONDAY)
    assert fresh(matter).checked_at == MONDAY


def test_batch_assign_obeys_the_same_rules(home: Cast):
    ready, raw = home.raise_matter("甲"), home.raise_matter("乙")
    actions.accept(ready, by=home.access("operator"), at=MONDAY)
    lines = actions.assign_many([ready, raw], to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    assert [line.refusal is None for line in lines] == [True, False]
    assert fresh(raw).state == State.COLLECTED


def test_another_community_cannot_touch_it(home: Cast):
    matter = home.raise_matter()
    other = cast("乙社区")
    with pytest.raises(Refusal):
        actions.accept(matter, by=other.access("operator"), at=MONDAY)
    assert queries.find(other.access("secretary"), matter.ticket) is None


def test_what_was_asked_ends_with_the_work(home: Cast):
    matter = home.handled_matter()
    later = matter.due_at + timedelta(days=7)
    actions.ask_extension(matter, new_due=later, reason="等配件", by=home.access("committee"), at=MONDAY)
    actions.offer(matter, to=home.posts["second"], reason="我出差", by=home.access("committee"), at=MONDAY)
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=MONDAY)
    assert Extension.objects.of(home.community).get().outcome == "withdrawn"
    assert Handover.objects.of(home.community).get().outcome == "withdrawn"


def test_who_claimed_may_call_the_reporter(home: Cast):
    matter = home.raise_matter(phone="13800001234")
    with pytest.raises(Refusal):
        actions.reveal_phone(matter, reason="联系居民", by=home.access("neighbour"), at=MONDAY)
    actions.accept(matter, category=home.lamps, by=home.access("operator"), at=MONDAY)
    actions.claim(matter, post=home.posts["neighbour"], by=home.access("neighbour"), at=MONDAY)
    assert actions.reveal_phone(matter, reason="联系居民", by=home.access("neighbour"), at=MONDAY) == "13800001234"
    assert Entry.objects.filter(kind="matters.revealed").count() == 1

"""An errand from the call to the grade."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huijia.core.matters.enums import Satisfaction
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal
from huijia.kernel.ledger.kinds import say
from huijia.kernel.ledger.queries import history
from huijia.kernel.notify.models import Outbox
from huijia.serve.errands import actions, papers
from huijia.serve.errands.enums import Holder, Mandated, Outcome, State, Way
from huijia.serve.errands.models import Errand, Step
from tests.cast import MONDAY
from tests.serve.errands.conftest import House

TODAY = MONDAY.date()


def fresh(errand: Errand) -> Errand:
    return Errand.objects.everywhere().select_related("service", "community").get(pk=errand.pk)


def test_the_whole_course(house: House) -> None:
    worker = house.cast.access("worker")
    errand = house.entrusted()
    assert fresh(errand).mandate_text.startswith("本人委托社区代办上述事项。")
    papers = house.received(errand)
    house.hand(errand, Way.HAND_IN, papers)
    assert house.holders(errand) == [Holder.OFFICE, Holder.OFFICE]
    actions.step(errand, actions.Went(uuid4(), "街道便民服务中心", "材料收下，五天后取"), by=worker, at=MONDAY)
    house.hand(errand, Way.KEPT, house.papers(errand)[1:], other="")
    house.hand(errand, Way.TAKE_OUT, house.papers(errand)[:1], lines=[_line("老年优待证")])
    assert house.holders(errand) == [Holder.AGENT, Holder.KEPT, Holder.AGENT]
    actions.report(errand, outcome=Outcome.DONE, result="证办好了", by=worker, at=MONDAY)
    house.hand(errand, Way.HAND_BACK, [paper for paper in house.papers(errand) if paper.holder == "agent"])
    done = fresh(errand)
    assert (done.state, done.outcome, done.ended_at) == (State.CLOSED, Outcome.DONE, MONDAY)
    actions.grade(errand, satisfaction=Satisfaction.SATISFIED, by=house.cast.access("operator"), at=MONDAY)
    assert [say(entry) for entry in history(("errand", errand.pk))] == [
        "请社区代办：老年优待证", "受理，由冯走访代办；委托：电话里说定", "收材料，2 份", "交给办事单位，2 份",
        "跑一趟：材料收下，五天后取", "办事单位留存，1 份", "从办事单位取回，2 份", "报结果：办成了，证办好了",
        "交回居民，2 份", "评价：满意",
    ]
    codes = list(Outbox.objects.order_by("pk").values_list("template", flat=True))
    assert codes == [
        "errands.new", "errands.received", "errands.given", "errands.entrusted", "errands.reported", "errands.closed",
    ]


def _line(name: str) -> papers.Line:
    return papers.read(name)[0]


def test_nothing_ends_while_a_paper_is_out(house: House) -> None:
    errand = house.entrusted()
    house.received(errand, "身份证 原件")
    with pytest.raises(Refusal) as refused:
        actions.cancel(errand, reason="不办了", by=house.cast.access("operator"), at=MONDAY)
    assert refused.value.code == "outstanding"
    assert fresh(errand).state == State.ENTRUSTED
    actions.report(errand, outcome=Outcome.FAILED, result="年龄不到", by=house.cast.access("worker"), at=MONDAY)
    with pytest.raises(Refusal) as refused:
        actions.close(errand, by=house.cast.access("worker"), at=MONDAY)
    assert refused.value.code == "outstanding"
    house.hand(errand, Way.HAND_BACK, house.papers(errand))
    assert (fresh(errand).state, fresh(errand).outcome) == (State.CLOSED, Outcome.FAILED)


def test_without_papers_it_is_closed_by_a_press(house: House) -> None:
    errand = house.entrusted(service=house.claim)
    worker = house.cast.access("worker")
    actions.report(errand, outcome=Outcome.DONE, result="网上办好了", by=worker, at=MONDAY)
    actions.close(errand, by=worker, at=MONDAY)
    assert fresh(errand).state == State.CLOSED


def test_nobody_acts_without_a_mandate_or_in_another_place(house: House) -> None:
    errand = house.asked()
    by = house.cast.access("operator")
    post = house.cast.posts["worker"]
    with pytest.raises(Refusal) as refused:
        actions.entrust(errand, to=post, mandate=actions.Mandate(Mandated.PHONE, " "), due_on=None, by=by, at=MONDAY)
    assert refused.value.field == "mandate_by"
    with pytest.raises(Refusal) as refused:
        actions.entrust(
            errand, to=post, mandate=actions.Mandate(Mandated.SCREEN, "赵明明"), due_on=None, by=by, at=MONDAY
        )
    assert refused.value.field == "signature"
    with pytest.raises(Refusal) as refused:
        actions.entrust(
            errand, to=post, mandate=actions.Mandate(Mandated.PHONE, "赵明明"), due_on=TODAY - timedelta(days=1),
            by=by, at=MONDAY,
        )
    assert refused.value.field == "due_on"
    with pytest.raises(Refusal):
        actions.report(errand, outcome=Outcome.DONE, result="好了", by=house.cast.access("worker"), at=MONDAY)


def test_only_the_agent_acts(house: House) -> None:
    errand = house.entrusted()
    for who in ("leader", "committee", "operator", "secretary"):
        with pytest.raises(Refusal):
            actions.report(errand, outcome=Outcome.DONE, result="好了", by=house.cast.access(who), at=MONDAY)


def test_another_agent_takes_over_what_the_first_had_in_hand(house: House) -> None:
    errand = house.entrusted()
    house.received(errand)
    post = house.cast.posts["leader"]
    actions.reassign(errand, to=post, reason="请假", by=house.cast.access("operator"), at=MONDAY)
    row = errand.handings.get(way=Way.PASS_ON)
    assert (row.other, row.agent_label, row.moves.count()) == ("冯走访", "傅组长", 2)
    with pytest.raises(Refusal):
        house.hand(errand, Way.HAND_IN, house.papers(errand))
    house.hand(errand, Way.HAND_IN, house.papers(errand), who="leader")
    with pytest.raises(Refusal) as refused:
        actions.reassign(errand, to=post, reason="请假", by=house.cast.access("operator"), at=MONDAY)
    assert refused.value.field == "agent"


def test_the_same_form_twice_is_one(house: House) -> None:
    draft = house.draft()
    by = house.cast.access("operator")
    first, again = actions.request(draft, by=by, at=MONDAY), actions.request(draft, by=by, at=MONDAY)
    assert (first.errand.pk, first.code, again.repeated) == (again.errand.pk, again.code, True)
    with pytest.raises(Conflict):
        actions.request(house.draft(uuid=draft.uuid, name="别人"), by=by, at=MONDAY)
    errand = house.entrusted()
    went = actions.Went(uuid4(), "窗口", "问了要什么材料")
    worker = house.cast.access("worker")
    assert actions.step(errand, went, by=worker, at=MONDAY) == actions.step(errand, went, by=worker, at=MONDAY)
    assert Step.objects.everywhere().count() == 1


def test_a_resident_cancels_only_before_somebody_took_it(house: House) -> None:
    waits, taken = house.asked(), house.entrusted()
    door = Access.reporter(house.cast.community, "居民")
    actions.cancel(waits, reason="", by=door, at=MONDAY)
    assert (fresh(waits).state, fresh(waits).end_reason) == (State.CANCELLED, "居民自己取消")
    with pytest.raises(Refusal):
        actions.cancel(taken, reason="", by=door, at=MONDAY)


def test_two_at_once(house: House) -> None:
    errand = house.entrusted()
    stale = fresh(errand)
    actions.report(errand, outcome=Outcome.DONE, result="好了", by=house.cast.access("worker"), at=MONDAY)
    with pytest.raises(actions.Stale):
        actions.report(stale, outcome=Outcome.FAILED, result="没办成", by=house.cast.access("worker"), at=MONDAY)
    assert fresh(errand).outcome == Outcome.DONE


def test_the_number_is_shown_to_the_agent_and_each_look_is_kept(house: House) -> None:
    errand = house.entrusted()
    assert actions.reveal_phone(errand, reason="约时间", by=house.cast.access("worker"), at=MONDAY) == "13800001234"
    with pytest.raises(Refusal):
        actions.reveal_phone(errand, reason="看看", by=house.cast.access("leader"), at=MONDAY)
    assert history(("errand", errand.pk)).filter(kind="errands.phone_revealed").count() == 1

"""One move on one matter, through the browser: done, refused, doubled, too late, by the wrong person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huijia.core.matters import actions, queries
from huijia.core.matters.enums import Nature, Satisfaction, State
from huijia.core.matters.models import Extension, Grade, Helper, Matter
from huijia.core.matters.workflow import EDGES, TABLE
from huijia.doors.desk import said
from huijia.doors.desk.forms.moves import FORMS
from huijia.kernel.accounts.access import Access
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, signed_in


def fresh(matter: Matter) -> Matter:
    return Matter.objects.of(matter.community_id).select_related("responsible__person").get(pk=matter.pk)


def url(matter: Matter, move: str) -> str:
    return reverse("desk:move", args=[matter.ticket, move])


def kinds_of(matter: Matter) -> list[str]:
    rows = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).order_by("id")
    return [kind.removeprefix("matters.") for kind in rows.values_list("kind", flat=True)]


def accepted(home: Cast, **more: object) -> Matter:
    matter = home.raise_matter(**more)  # type: ignore[arg-type]
    actions.accept(matter, category=home.lamps, by=home.access("operator"), at=MONDAY)
    return matter


def assigned(home: Cast) -> Matter:
    matter = accepted(home)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    return matter


def test_every_move_of_the_table_has_a_form_and_a_sentence(home: Cast):
    assert set(FORMS) == {edge.move for edge in TABLE}
    matter = home.handled_matter()
    system = Access.system(home.community)
    for edge in TABLE:
        form = FORMS[edge.move](matter=matter, access=system)
        page = form.as_p()
        assert 'name="version"' in page
        assert said.after(edge.move, matter)


def test_every_move_that_may_be_made_opens_its_page(home: Cast, as_: SignIn):
    stages = [home.raise_matter(), accepted(home), assigned(home), home.handled_matter(), home.closed_matter()]
    opened = set()
    for who in ("secretary", "committee", "operator"):
        client = as_(who)
        for matter in stages:
            for edge in queries.moves_for(matter, home.access(who), NOW):
                answer = client.get(url(matter, edge.move))
                assert answer.status_code == 200, (who, edge.move)
                assert str(edge.label) in answer.content.decode()
                opened.add(edge.move)
    assert {"accept", "assign", "take", "report_result", "merge", "split", "escalate", "grade", "reopen"} <= opened


def test_assign_says_what_happened_and_what_comes_next(home: Cast, as_: SignIn):
    matter = accepted(home)
    data = {"version": matter.version, "to": home.posts["committee"].pk, "reason": "请今天去看"}
    answer = as_("secretary").post(url(matter, "assign"), data, follow=True)
    assert answer.redirect_chain == [(reverse("desk:matter", args=[matter.ticket]), 302)]
    assert "已派给吴卫民(两委成员)，4月20日 17:30 前答复居民。接下来等责任人接单。" in answer.content.decode()
    assert fresh(matter).state == State.ASSIGNED


def test_assign_twice_does_it_once_with_the_same_answer(home: Cast, as_: SignIn):
    matter = accepted(home)
    data = {"version": matter.version, "to": home.posts["committee"].pk, "reason": "请今天去看"}
    client = as_("secretary")
    first, second = client.post(url(matter, "assign"), data), client.post(url(matter, "assign"), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert kinds_of(matter) == ["registered", "accept", "assign"]


def test_assign_by_who_may_not_is_403(home: Cast, as_: SignIn):
    matter = accepted(home)
    answer = as_("operator").post(url(matter, "assign"), {"version": 2, "to": home.posts["committee"].pk})
    assert answer.status_code == 403
    assert fresh(matter).state == State.ACCEPTED


def test_no_move_by_another_community_nor_without_a_login(home: Cast, client):
    matter = accepted(home)
    stranger = signed_in(cast("乙社区"), "secretary")
    assert stranger.get(url(matter, "assign")).status_code == 404
    assert stranger.post(url(matter, "assign"), {"version": 2}).status_code == 404
    assert client.post(url(matter, "assign"), {"version": 2}).status_code == 302
    assert kinds_of(matter) == ["registered", "accept"]


def test_a_move_takes_only_get_and_post(home: Cast, as_: SignIn):
    assert as_("secretary").put(url(accepted(home), "assign")).status_code == 405


def test_an_unknown_move_is_404(home: Cast, as_: SignIn):
    assert as_("secretary").get(url(accepted(home), "vanish")).status_code == 404


def test_two_people_take_one_claimable_matter_and_the_second_is_told_who_was_first(home: Cast, as_: SignIn):
    matter = accepted(home)
    first, second = as_("worker"), as_("neighbour")
    took = first.post(url(matter, "claim"), {"version": 2, "post": home.posts["worker"].pk})
    late = second.post(url(matter, "claim"), {"version": 2, "post": home.posts["neighbour"].pk})
    assert took.status_code == 302
    assert late.status_code == 409
    page = late.content.decode()
    assert "这件事刚刚有了变化，您的这一步没有办成。" in page
    assert "冯走访 已办了这一步：冯走访(网格员) 认领。" in page
    assert fresh(matter).responsible_label == "冯走访(网格员)"


def test_take_by_the_deputy_after_the_responsible_person_is_409(home: Cast, as_: SignIn):
    from huijia.core.people.actions import set_absence

    matter = assigned(home)
    set_absence(
        home.persons["committee"], deputy=home.persons["second"], starts_at=MONDAY, ends_at=MONDAY + timedelta(days=2),
        reason="培训", by=home.access("secretary"),
    )
    assert as_("committee").post(url(matter, "take"), {"version": 3}).status_code == 302
    late = as_("second").post(url(matter, "take"), {"version": 3})
    assert late.status_code == 409
    assert "吴卫民 已办了这一步：吴卫民(两委成员) 接单。" in late.content.decode()


def test_a_stale_page_keeps_what_was_typed_and_offers_the_move_again(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    actions.note(matter, text="别人先记了一笔", by=home.access("secretary"), at=NOW)
    answer = as_("committee").post(url(matter, "report_result"), {"version": 4, "result": "换了两只灯泡"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "换了两只灯泡" in page
    assert 'name="version" value="5"' in page
    assert "您刚才写的还在" in page
    assert fresh(matter).state == State.HANDLING


def test_a_stale_page_whose_move_is_over_shows_the_words_to_copy(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    actions.send_back(matter, reason="不归我管", by=home.access("committee"), at=NOW)
    answer = as_("committee").post(url(matter, "report_result"), {"version": 4, "result": "换了两只灯泡"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "您刚才在「办理结果」里写的" in page
    assert "换了两只灯泡" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "999999999999999999999"])
def test_a_form_without_a_usable_version_changes_nothing(home: Cast, as_: SignIn, version: str):
    matter = home.handled_matter()
    answer = as_("committee").post(url(matter, "report_result"), {"version": version, "result": "换了灯泡"})
    assert answer.status_code == 409
    assert fresh(matter).state == State.HANDLING


def test_what_the_verb_refuses_stands_beside_its_field(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    long = "长" * 2001
    answer = as_("committee").post(url(matter, "report_result"), {"version": 4, "result": long})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "内容太长：最多 2000 字，现有 2001 字" in page
    assert long in page


def test_an_empty_result_is_refused_beside_its_field(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    answer = as_("committee").post(url(matter, "report_result"), {"version": 4, "result": "  "})
    assert answer.status_code == 422
    assert 'id="f_result_error"' in answer.content.decode()


def test_a_photo_that_is_none_is_refused_and_the_words_stay(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    broken = SimpleUploadedFile("a.jpg", b"no photo at all", content_type="image/jpeg")
    answer = as_("committee").post(
        url(matter, "report_result"), {"version": 4, "result": "换了灯泡", "photos": broken}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f_photos_error"' in page
    assert "换了灯泡" in page
    assert fresh(matter).state == State.HANDLING


def test_the_checker_may_not_be_who_reported_the_result(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=NOW)
    assert as_("committee").post(url(matter, "check_pass"), {"version": 5}).status_code == 403
    assert as_("secretary").post(url(matter, "check_pass"), {"version": 5}).status_code == 302
    assert fresh(matter).state == State.CHECKED


def answerable(home: Cast) -> Matter:
    matter = home.handled_matter(phone="13800001234")
    actions.report_result(matter, result="换了灯泡", by=home.access("committee"), at=NOW)
    actions.check_pass(matter, by=home.access("secretary"), at=NOW)
    return matter


def test_answer_with_the_grade_in_one_breath(home: Cast, as_: SignIn):
    matter = answerable(home)
    data = {"version": 6, "answer": "灯修好了", "channel": "phone", "is_solved": "1", "satisfaction": "satisfied"}
    assert as_("operator").post(url(matter, "answer"), data).status_code == 302
    grade = Grade.objects.of(home.community).get(matter=matter)
    assert (fresh(matter).state, grade.is_solved, grade.satisfaction) == (State.CLOSED, True, Satisfaction.SATISFIED)


def test_answer_without_a_grade_asks_nothing_on_the_residents_behalf(home: Cast, as_: SignIn):
    matter = answerable(home)
    as_("operator").post(url(matter, "answer"), {"version": 6, "answer": "灯修好了", "channel": "phone"})
    assert fresh(matter).state == State.CLOSED
    assert Grade.objects.of(home.community).count() == 0


def test_half_a_grade_is_refused_and_nothing_is_closed(home: Cast, as_: SignIn):
    matter = answerable(home)
    data = {"version": 6, "answer": "灯修好了", "channel": "phone", "is_solved": "0"}
    answer = as_("operator").post(url(matter, "answer"), data)
    assert answer.status_code == 422
    assert 'id="f_satisfaction_error"' in answer.content.decode()
    assert fresh(matter).state == State.CHECKED


def test_extension_is_asked_for_a_day_and_decided_by_another(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    asked = as_("committee").post(
        url(matter, "ask_extension"), {"version": 4, "new_due": "2026-04-24", "reason": "等配件"}
    )
    assert asked.status_code == 302
    assert Extension.objects.of(home.community).get().new_due.isoformat() == "2026-04-24T09:30:00+00:00"
    assert as_("secretary").post(url(matter, "decide_extension"), {"version": 5, "granted": "1"}).status_code == 302
    assert fresh(matter).extensions == 1


def test_an_extension_to_an_earlier_day_is_refused_beside_the_date(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    data = {"version": 4, "new_due": "2026-04-14", "reason": "等配件"}
    answer = as_("committee").post(url(matter, "ask_extension"), data)
    assert answer.status_code == 422
    assert "新的截止时间须晚于现在的截止时间" in answer.content.decode()


def test_helpers_are_added_and_removed(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    client = as_("committee")
    client.post(url(matter, "add_helper"), {"version": 4, "helper": f"post:{home.posts['worker'].pk}"})
    helper = Helper.objects.of(home.community).get()
    assert helper.post_id == home.posts["worker"].pk
    client.post(url(matter, "remove_helper"), {"version": 5, "helper": helper.pk})
    helper.refresh_from_db()
    assert helper.until == NOW


def test_merge_by_ticket_and_the_wrong_ticket_beside_its_field(home: Cast, as_: SignIn):
    matter, other = accepted(home), accepted(home)
    client = as_("operator")
    wrong = client.post(url(matter, "merge"), {"version": 2, "into": "260413-999999", "reason": "同一盏灯"})
    assert wrong.status_code == 422
    assert "没有这个编号的事项" in wrong.content.decode()
    assert client.post(
        url(matter, "merge"), {"version": 2, "into": f"#{other.ticket}", "reason": "同一盏灯"}
    ).status_code == 302
    assert fresh(matter).merged_into_id == other.pk


def test_split_makes_one_part_though_the_button_is_pressed_twice(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    data = {"version": 4, "title": "电线松了", "text": "杆子上的电线也松了", "reason": "归供电公司"}
    client = as_("committee")
    assert [client.post(url(matter, "split"), data).status_code for _ in range(2)] == [302, 302]
    assert [part.title for part in Matter.objects.of(home.community).filter(split_from=matter)] == ["电线松了"]


def test_the_street_opens_no_matter_of_the_community(home: Cast, as_: SignIn):
    matter = home.handled_matter(phone="13800001234", reporter_name="赵明明")
    actions.escalate(matter, reason="高压线归供电公司", by=home.access("committee"), at=NOW)
    client = as_("street")
    assert client.get(reverse("desk:matter", args=[matter.ticket])).status_code == 403
    assert client.post(url(matter, "street_result"), {"version": 5, "result": "已剪枝"}).status_code == 403
    assert fresh(matter).state == State.ESCALATED


def test_thanks_are_acknowledged_in_one_step(home: Cast, as_: SignIn):
    matter = home.raise_matter("感谢小冯", nature=Nature.THANKS)
    data = {"version": 1, "answer": "谢谢您", "channel": "phone"}
    assert as_("operator").post(url(matter, "acknowledge"), data).status_code == 302
    assert fresh(matter).state == State.CLOSED


def test_the_way_back_leads_only_within_the_house(home: Cast, as_: SignIn):
    matter = assigned(home)
    answer = as_("committee").post(url(matter, "take"), {"version": 3, "next": "https://example.org/"})
    assert answer.url == reverse("desk:matter", args=[matter.ticket])


def test_a_move_not_possible_now_leads_back_to_the_matter(home: Cast, as_: SignIn):
    matter = accepted(home)
    answer = as_("secretary").get(url(matter, "suspend"), follow=True)
    assert f"这件事现在不能办「{EDGES['suspend'].label}」。" in answer.content.decode()

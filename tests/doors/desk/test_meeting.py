"""例会一页纸."""

from datetime import timedelta

import pytest

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from huijia.core.people.enums import PostKind
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/meeting/"


def assign_url(matter: Matter) -> str:
    return f"{URL}{matter.ticket}/assign/"


def test_each_matter_stands_in_its_place(home: Cast, as_: SignIn) -> None:
    fresh = home.raise_matter("本周的新事", at=NOW - timedelta(hours=1))
    old = home.raise_matter("上周的事没人派", at=NOW - timedelta(days=5))
    late = home.handled_matter("超期的事", at=NOW - timedelta(days=20))
    soon = home.handled_matter("这周要答复的事", at=NOW - timedelta(days=3))
    actions.ask_extension(late, new_due=NOW + timedelta(days=9), reason="等备件", by=home.access("committee"), at=NOW)
    sheet = as_("secretary").get(URL).context["sheet"]
    assert [card.matter for card in sheet.fresh] == [fresh]
    assert [card.matter for card in sheet.older] == [old]
    assert (sheet.fresh_all, sheet.older_all) == (1, 1)
    assert [card.matter for card in sheet.pressing] == [late]
    assert [card.matter for card in sheet.promised] == [soon]
    assert [asked.matter for asked in sheet.extensions] == [late]
    assert old not in [card.matter for card in sheet.fresh]


def test_one_press_accepts_and_assigns(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    sent = {"version": "1", "to": str(home.posts["committee"].pk), "reason": "先去看看"}
    answer = as_("secretary").post(assign_url(matter), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "已派给 吴卫民(两委成员)，4月20日 17:30 前答复" in answer.content.decode()
    matter.refresh_from_db()
    assert (matter.state, matter.responsible) == ("assigned", home.posts["committee"])
    kinds = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == ["matters.registered", "matters.accept", "matters.assign"]


def test_what_nobody_had_last_week_is_assigned_in_its_own_section(home: Cast, as_: SignIn) -> None:
    old = home.raise_matter("上周的事没人派", at=NOW - timedelta(days=5))
    client = as_("secretary")
    page = client.get(URL).content.decode()
    assert "以前没派的" in page
    assert assign_url(old) in page
    paper = client.get(f"{URL}print/").content.decode()
    assert "上周的事没人派" in paper[paper.index("以前没派的"):]
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    answer = client.post(assign_url(old), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "以前没派的" not in client.get(URL).content.decode()


def test_the_counters_follow_each_press(home: Cast, as_: SignIn) -> None:
    first = home.raise_matter(at=NOW - timedelta(hours=1))
    home.raise_matter("另一件", at=NOW - timedelta(hours=1))
    home.raise_matter("上周的事没人派", at=NOW - timedelta(days=5))
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    page = as_("secretary").post(assign_url(first), sent, headers={"HX-Request": "true"}).content.decode()
    assert '<span id="fresh-count" class="soft" hx-swap-oob="true">1</span>' in page
    assert '<span id="older-count" class="soft" hx-swap-oob="true">1</span>' in page


def test_the_older_ones_are_bounded(home: Cast, as_: SignIn) -> None:
    for place in range(32):
        home.raise_matter(f"上周的第{place}件", at=NOW - timedelta(days=5))
    sheet = as_("secretary").get(URL).context["sheet"]
    assert (len(sheet.older), sheet.older_all) == (30, 32)


def test_without_scripts_it_comes_back_to_the_sheet(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    assert as_("secretary").post(assign_url(matter), sent)["Location"] == URL
    wrong = as_("secretary").post(assign_url(matter), {"version": "9", "to": ""})
    assert wrong.status_code == 422
    assert "例会一页纸" in wrong.content.decode()


def test_twice_is_once(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    client = as_("secretary")
    for _time in range(2):
        assert client.post(assign_url(matter), sent, headers={"HX-Request": "true"}).status_code == 200
    assert Entry.objects.filter(kind="matters.assign").count() == 1


def test_a_row_that_moved_on_comes_back_as_it_is(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    actions.accept(matter, by=home.access("operator"))
    actions.assign(matter, to=home.posts["second"], by=home.access("committee"))
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    answer = as_("secretary").post(assign_url(matter), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已派给 郑双全(两委成员)" in page
    assert "这件事刚刚有了变化" in page


def test_a_refusal_leaves_nothing_half_done(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1), about=home.persons["committee"])
    sent = {"version": "1", "to": str(home.posts["committee"].pk)}
    answer = as_("secretary").post(assign_url(matter), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "反映本人的事项不能派给本人" in answer.content.decode()
    matter.refresh_from_db()
    assert (matter.state, matter.version) == ("collected", 1)


def test_only_those_who_may_be_responsible_are_offered(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    sent = {"version": "1", "to": str(home.posts["worker"].pk)}
    assert as_("secretary").post(assign_url(matter), sent).status_code == 422
    kinds = {post.kind for post in actions.may_be_responsible(home.access("secretary"))}
    assert kinds == {PostKind.SECRETARY, PostKind.COMMITTEE}


def test_operator_sees_and_does_not_assign(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW - timedelta(hours=1))
    page = as_("operator").get(URL).content.decode()
    assert matter.title in page
    assert "quick-assign" not in page
    assert as_("operator").post(assign_url(matter), {"version": "1"}).status_code == 403


@pytest.mark.parametrize("who", ["worker", "leader", "neighbour", "street", "auditor", "admin"])
def test_who_may_not_see(as_: SignIn, who: str) -> None:
    assert as_(who).get(URL).status_code == 403
    assert as_(who).get(f"{URL}print/").status_code == 403


def test_another_community(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区").raise_matter("乙社区的事", at=NOW)
    assert "乙社区的事" not in as_("secretary").get(URL).content.decode()
    assert as_("secretary").post(assign_url(other), {"version": "1"}).status_code == 404


def test_paper_has_the_columns_and_a_place_to_sign(home: Cast, as_: SignIn) -> None:
    home.raise_matter("本周的新事", at=NOW - timedelta(hours=1))
    page = as_("secretary").get(f"{URL}print/").content.decode()
    for words in ("事项", "地点", "责任人", "何时答复", "备注", "主持人(签字)", "本周的新事"):
        assert words in page
    assert "2026年4月13日至2026年4月19日" in page


def test_methods(home: Cast, as_: SignIn) -> None:
    matter = home.raise_matter(at=NOW)
    assert as_("secretary").post(URL).status_code == 405
    assert as_("secretary").get(assign_url(matter)).status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    for number in range(3):
        home.raise_matter(f"第{number}件", at=NOW - timedelta(hours=1))
        home.handled_matter(f"旧的第{number}件", at=NOW - timedelta(days=3))
    client.get(URL)
    few = count_queries(client, URL)
    for number in range(27):
        home.raise_matter(f"又第{number}件", at=NOW - timedelta(hours=1))
        home.handled_matter(f"旧的又第{number}件", at=NOW - timedelta(days=3))
    client.get(URL)
    assert count_queries(client, URL) == few == 14

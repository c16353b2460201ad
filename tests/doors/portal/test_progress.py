"""查进度: number and code, the way of a matter in plain words, grade and reopen."""

from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huijia.core.matters import actions
from huijia.core.matters.enums import Nature, Satisfaction, Source, State
from huijia.core.matters.models import Grade, Matter
from huijia.kernel.files.actions import keep_photo
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.cast import Cast, cast
from tests.doors.portal.conftest import open_with_code, photo

NOW = clock.now()


def code_of(matter: Matter) -> str:
    return actions.secret_code(matter.uuid)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.of(matter.community_id).get(pk=matter.pk)


def page_of(client: Client, matter: Matter) -> str:
    assert open_with_code(client, matter).status_code == 303
    return client.get(f"/progress/{matter.ticket}/").content.decode()


def test_number_and_code_open_the_matter(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    answer = open_with_code(client, matter)
    assert (answer.status_code, answer["Location"]) == (303, f"/progress/{matter.ticket}/")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert "村口路灯三天不亮了" in page.content.decode()


@pytest.mark.parametrize(
    "write", [str.lower, lambda text: f" {text[:4]} {text[4:]} ", lambda text: f"{text[:4]}-{text[4:]}"]
)
def test_code_as_people_type_it(client, home: Cast, write):
    matter = home.raise_matter(at=NOW)
    typed = {"ticket": f"# {matter.ticket.replace('-', ' ')}", "code": write(code_of(matter))}
    assert client.post("/progress/", typed).status_code == 303


@pytest.mark.parametrize("dash", ["", "-", "－", "–", "—", "−", " － "])
def test_full_width_number_and_code(client, home: Cast, dash: str):
    matter = home.raise_matter(at=NOW)
    wide = str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    day, number = matter.ticket.split("-")
    ticket = f"＃{day.translate(wide)}{dash}{number.translate(wide)}"
    typed = {"ticket": ticket, "code": code_of(matter).translate(wide)}
    answer = client.post("/progress/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/progress/{matter.ticket}/")


def test_what_is_no_number_spends_no_try(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    wrong = {"ticket": "26112", "code": code_of(matter)}
    assert [client.post("/progress/", wrong).status_code for _n in range(8)] == [422] * 8
    assert open_with_code(client, matter).status_code == 303


def test_wrong_code_wrong_number_and_no_number_say_the_same(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    wrong = {"code": "AAAAAAAA"}
    answers = [
        client.post("/progress/", {"ticket": ticket, **wrong})
        for ticket in (matter.ticket, "260101-999", "没有", "", "9" * 30, "000101-99999999999999999999")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("编号和查询码对不上" in answer.content.decode() for answer in answers)
    assert all("AAAAAAAA" not in answer.content.decode() for answer in answers)


def test_empty_code_never_opens_a_matter_without_one(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    Matter.objects.of(home.community).update(code_hash="")
    assert client.post("/progress/", {"ticket": matter.ticket, "code": ""}).status_code == 422
    assert client.post("/progress/", {"ticket": matter.ticket, "code": code_of(matter)}).status_code == 422


def test_five_tries_in_fifteen_minutes(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    other = home.raise_matter("垃圾没人收", at=NOW)
    wrong = {"ticket": matter.ticket, "code": "AAAAAAAA"}
    assert [client.post("/progress/", wrong).status_code for _n in range(6)] == [422] * 5 + [429]
    right = {"ticket": matter.ticket.replace("-", ""), "code": code_of(matter)}
    assert client.post("/progress/", right).status_code == 429
    assert client.post("/progress/", right, REMOTE_ADDR="10.0.0.9").status_code == 303
    assert open_with_code(client, other).status_code == 303


def test_a_good_code_spends_no_try(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    assert {open_with_code(client, matter).status_code for _n in range(8)} == {303}


def test_one_address_cannot_try_all_numbers(client, home: Cast):
    with mock.patch("huijia.doors.portal.allowances.TRIES_PER_ADDRESS", 3):
        tries = [
            client.post("/progress/", {"ticket": f"26010{n}-00{n}", "code": "AAAAAAAA"}).status_code for n in range(4)
        ]
    assert tries == [422, 422, 422, 429]


def test_another_browser_is_asked_for_the_code(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    open_with_code(client, matter)
    answer = Client().get(f"/progress/{matter.ticket}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/progress/?ticket={matter.ticket}")
    assert Client().post(f"/progress/{matter.ticket}/grade/", {"solved": "yes"})["Location"] == answer["Location"]
    assert Client().get("/progress/nonsense/")["Location"] == "/progress/"


def test_session_id_changes_when_it_may_see_more(client, home: Cast):
    first, second = home.raise_matter(at=NOW), home.raise_matter("垃圾没人收", at=NOW)
    open_with_code(client, first)
    before = client.cookies["sessionid"].value
    open_with_code(client, second)
    assert client.cookies["sessionid"].value != before
    assert client.get(f"/progress/{first.ticket}/").status_code == 200


def test_leaving_forgets_it_all(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    open_with_code(client, matter)
    assert client.post(f"/progress/{matter.ticket}/leave/").status_code == 303
    assert client.get(f"/progress/{matter.ticket}/").status_code == 303


def test_each_state_is_said_in_plain_words(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    assert "社区已经收到，正在看" in page_of(client, matter)
    actions.accept(matter, category=home.lamps, by=home.access("operator", NOW))
    assert "正在安排人办" in page_of(client, matter)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary", NOW))
    page = page_of(client, matter)
    assert "吴卫民(两委成员)" in page and "交给吴卫民(两委成员)办理" in page
    actions.take(matter, by=home.access("committee", NOW))
    assert "正在办。" in page_of(client, matter)


def test_the_answer_with_its_photos(client, home: Cast):
    matter = home.handled_matter(at=NOW)
    by = home.access("committee", NOW)
    kept = keep_photo(photo(), community=home.community, by=by)
    actions.report_result(matter, result="换了灯泡，内部编号甲七", by=by, files=[kept])
    actions.check_pass(matter, by=home.access("secretary", NOW), note="看过了")
    assert kept.url not in page_of(client, matter)
    actions.answer(matter, text="路灯已修好", by=home.access("operator", NOW))
    page = page_of(client, matter)
    assert "路灯已修好" in page and kept.thumb_url in page
    assert client.get(kept.thumb_url).status_code == 200
    assert Client().get(kept.thumb_url).status_code == 404
    assert "内部编号甲七" not in page and "看过了" not in page


def test_what_is_internal_stays_internal(client, home: Cast):
    matter = home.handled_matter(at=NOW)
    committee = home.access("committee", NOW)
    actions.note(matter, text="这户常来吵", by=committee)
    actions.add_helper(matter, post=home.posts["second"], by=committee)
    actions.offer(matter, to=home.posts["second"], reason="太忙", by=committee)
    actions.supervise(matter, note="抓紧", by=home.access("secretary", NOW))
    actions.contact(matter, text="骂了人", by=committee)
    page = page_of(client, matter)
    assert "和您联系过" in page
    for secret in ("这户常来吵", "郑双全", "太忙", "抓紧", "骂了人", "王接线", "周书文", "督办"):
        assert secret not in page


def test_extension_says_the_new_date(client, home: Cast):
    matter = home.handled_matter(at=NOW)
    new = clock.local(matter.due_at + timedelta(days=3)).replace(hour=17, minute=30, second=0, microsecond=0)
    actions.ask_extension(matter, new_due=new, reason="等配件要花钱", by=home.access("committee", NOW))
    actions.decide_extension(matter, granted=True, by=home.access("secretary", NOW))
    page = page_of(client, matter)
    assert f"答复时间延到 {new.year}年{new.month}月{new.day}日 17:30" in page
    assert "等配件要花钱" not in page


def test_a_promise_not_kept_is_said(client, home: Cast):
    matter = home.handled_matter(at=NOW - timedelta(days=30))
    assert "已经过了这个时间，对不起" in page_of(client, matter)
    assert "已经过了这个时间" not in page_of(client, home.handled_matter("垃圾没人收", at=NOW))


def test_merged_shows_the_way_and_answer_of_the_other_one_but_not_its_words(client, home: Cast):
    master = home.handled_matter("我家老王在路灯下摔了", at=NOW, phone="13900009999")
    matter = home.raise_matter("路灯又不亮", at=NOW)
    actions.merge(matter, into=master, reason="同一盏灯", by=home.access("operator", NOW))
    page = page_of(client, matter)
    assert "合在一起办" in page and "吴卫民(两委成员)" in page
    kept = keep_photo(photo(), community=home.community, by=home.access("committee", NOW))
    actions.report_result(master, result="换了", by=home.access("committee", NOW), files=[kept])
    actions.check_pass(master, by=home.access("secretary", NOW))
    actions.answer(master, text="路灯已修好", by=home.access("operator", NOW))
    page = page_of(client, matter)
    assert "路灯已修好" in page and "路灯又不亮" in page
    assert "老王" not in page and master.ticket not in page and 'name="solved"' not in page
    assert client.get(kept.thumb_url).status_code == 200
    assert client.get(f"/progress/{master.ticket}/").status_code == 303


def test_refused_says_why_and_may_be_asked_again(client, home: Cast):
    matter = home.raise_matter(at=NOW)
    actions.refuse(matter, reason="属于供电公司", where_to_go="95598", by=home.access("operator", NOW))
    page = page_of(client, matter)
    assert "95598" in page and "不能受理" in page and "要求重办" in page


def test_history_costs_the_same_however_long(client, home: Cast, django_assert_num_queries: DjangoAssertNumQueries):
    matter = home.handled_matter(at=NOW)
    open_with_code(client, matter)
    path = f"/progress/{matter.ticket}/"
    client.get(path)
    with django_assert_num_queries(4):
        client.get(path)
    for number in range(30):
        actions.contact(matter, text=f"第{number}次", by=home.access("committee", NOW))
    with django_assert_num_queries(4):
        assert client.get(path).content.decode().count("和您联系过") == 30


GOOD = {"solved": "yes", "satisfaction": "satisfied", "words": "修得快"}


def graded(client: Client, matter: Matter, **fields: str):
    form = {"version": str(fresh(matter).version), **GOOD, **fields}
    return client.post(f"/progress/{matter.ticket}/grade/", form)


def test_grade(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    assert graded(client, matter)["Location"] == f"/progress/{matter.ticket}/"
    grade = Grade.objects.of(home.community).get()
    assert (grade.is_solved, grade.satisfaction, grade.words, grade.channel) == (True, "satisfied", "修得快", "online")
    page = client.get(f"/progress/{matter.ticket}/").content.decode()
    assert "您的评价收到了" in page and "修得快" in page and "改一改评价" in page
    assert Entry.objects.filter(kind="matters.grade").get().actor_kind == "reporter"


def test_grade_clicked_twice_counts_once(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    version = str(fresh(matter).version)
    assert [graded(client, matter, version=version).status_code for _n in range(2)] == [303, 303]
    assert Grade.objects.of(home.community).count() == 1


def test_grade_may_be_changed_once_and_both_are_kept(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    graded(client, matter)
    assert graded(client, matter, solved="no", satisfaction="unsatisfied", words="又坏了").status_code == 303
    assert [grade.satisfaction for grade in Grade.objects.of(home.community)] == ["unsatisfied", "satisfied"]
    answer = graded(client, matter)
    assert answer.status_code == 422 and "已经评价并改过一次" in answer.content.decode()
    page = client.get(f"/progress/{matter.ticket}/").content.decode()
    assert "没办好，可以要求重办" in page and "card-strong" in page


@pytest.mark.parametrize(("field", "value"), [("solved", ""), ("solved", "maybe"), ("satisfaction", "great")])
def test_half_a_grade_is_asked_for_and_words_are_kept(client, home: Cast, field: str, value: str):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    answer = graded(client, matter, **{field: value})
    assert answer.status_code == 422
    assert "修得快" in answer.content.decode() and f'id="{field}-error"' in answer.content.decode()
    assert not Grade.objects.of(home.community).exists()


def test_grade_before_the_answer_is_refused(client, home: Cast):
    matter = home.handled_matter(at=NOW)
    page_of(client, matter)
    assert graded(client, matter).status_code == 409
    assert not Grade.objects.of(home.community).exists()


def test_stale_page_acts_on_nothing(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    answer = graded(client, matter, version="1")
    assert answer.status_code == 409
    assert "刚刚有了变化" in answer.content.decode() and "修得快" in answer.content.decode()
    assert not Grade.objects.of(home.community).exists()


def reopened(client: Client, matter: Matter, **fields: str):
    form = {"version": str(fresh(matter).version), "reason": "第二天又不亮了", **fields}
    return client.post(f"/progress/{matter.ticket}/reopen/", form)


def test_reopen(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    assert reopened(client, matter).status_code == 303
    assert fresh(matter).state == State.ACCEPTED
    page = client.get(f"/progress/{matter.ticket}/").content.decode()
    assert "已经重新打开" in page and "应您的要求重新办理" in page


def test_reopen_clicked_twice_reopens_once(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    version = str(fresh(matter).version)
    assert [reopened(client, matter, version=version).status_code for _n in range(2)] == [303, 303]
    assert Entry.objects.filter(kind="matters.reopen").count() == 1


def test_reopen_needs_a_reason(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    answer = reopened(client, matter, reason="  ")
    assert answer.status_code == 422 and 'id="reason-error"' in answer.content.decode()
    assert fresh(matter).state == State.CLOSED


def test_control_characters_do_no_harm(client, home: Cast):
    matter = home.closed_matter(at=NOW)
    page_of(client, matter)
    assert graded(client, matter, words="修\x00得快").status_code == 303
    assert reopened(client, matter, reason="又\x00坏了").status_code == 303
    assert reopened(client, matter, reason="\x00").status_code == 422
    assert client.post("/progress/", {"ticket": "\x00", "code": "\x00"}).status_code == 422


def test_reopen_only_within_the_days_agreed(client, home: Cast):
    matter = home.closed_matter(at=NOW - timedelta(days=31))
    page = page_of(client, matter)
    assert f"/progress/{matter.ticket}/reopen/" not in page
    answer = reopened(client, matter)
    assert answer.status_code == 422 and "30 天" in answer.content.decode()


def test_someone_else_s_browser_cannot_grade_or_reopen(home: Cast):
    matter = home.closed_matter(at=NOW)
    stranger = Client()
    other = home.raise_matter("别的事", at=NOW)
    open_with_code(stranger, other)
    assert graded(stranger, matter).status_code == 303
    assert reopened(stranger, matter).status_code == 303
    assert fresh(matter).state == State.CLOSED and not Grade.objects.of(home.community).exists()


def test_two_communities_do_not_mix(client, home: Cast):
    other = cast("乙社区")
    matter = other.raise_matter("乙社区的事", at=NOW)
    page = page_of(client, matter)
    assert "乙社区" in page and "甲社区" not in page


def test_own_spoken_report_is_found(client, home: Cast):
    draft = actions.Draft(text="(语音)", source=Source.DOOR, nature=Nature.HELP, plate=home.plate)
    matter = actions.register(draft, by=home.door(), at=NOW).matter
    assert "(语音)" in page_of(client, matter)
    assert str(Satisfaction.SATISFIED.label) not in page_of(client, matter)

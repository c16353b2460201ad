"""The page of one matter: what it shows to whom, and what it hides."""

from django.urls import reverse

from huijia.core.matters import actions
from huijia.core.matters.models import Category, Matter
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries, signed_in


def url(matter: Matter, name: str = "desk:matter") -> str:
    return reverse(name, args=[matter.ticket])


def page_of(client, matter: Matter) -> str:
    answer = client.get(url(matter))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_the_course_of_things_newest_first(home: Cast, as_: SignIn):
    page = page_of(as_("secretary"), home.closed_matter())
    steps = ["答复居民(电话),办结", "核查通过", "报告办理结果", "吴卫民(两委成员) 接单", "登记(热线)"]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)


def test_only_the_moves_i_may_make_now(home: Cast, as_: SignIn):
    matter = home.handled_matter()
    responsible, operator = page_of(as_("committee"), matter), page_of(as_("operator"), matter)
    assert reverse("desk:move", args=[matter.ticket, "report_result"]) in responsible
    assert reverse("desk:move", args=[matter.ticket, "check_pass"]) not in responsible
    assert reverse("desk:move", args=[matter.ticket, "report_result"]) not in operator


def test_taking_needs_one_press(home: Cast, as_: SignIn):
    matter = home.raise_matter()
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    actions.assign(matter, to=home.posts["committee"], by=home.access("secretary"), at=MONDAY)
    page = page_of(as_("committee"), matter)
    take = reverse("desk:move", args=[matter.ticket, "take"])
    assert f'<form method="post" action="{take}">' in page
    assert 'name="version" value="3"' in page


def test_the_reporter_is_masked_until_revealed_with_a_reason(home: Cast, as_: SignIn):
    matter = home.raise_matter("路灯坏了，打我电话13800001234", phone="13800001234", reporter_name="赵明明")
    client = as_("operator")
    page = page_of(client, matter)
    assert "赵*" in page
    assert "赵明明" not in page
    assert "13800001234" not in page
    without = client.post(url(matter, "desk:reveal"), {"reason": " "})
    assert without.status_code == 422
    assert "13800001234" not in without.content.decode()
    shown = client.post(url(matter, "desk:reveal"), {"reason": "联系居民"})
    assert "13800001234" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get(kind="matters.revealed")
    assert (entry.actor_label, entry.data) == ("王接线", {"reason": "联系居民"})


def test_the_responsible_person_may_look_at_the_number(home: Cast, as_: SignIn):
    matter = home.raise_matter(phone="13800001234")
    actions.accept(matter, by=home.access("operator"), at=MONDAY)
    neighbour = as_("neighbour")
    assert url(matter, "desk:reveal") not in neighbour.get(url(matter)).content.decode()
    Matter.objects.of(home.community).filter(pk=matter.pk).update(responsible=home.posts["neighbour"], state="handling")
    assert url(matter, "desk:reveal") in page_of(neighbour, matter)
    shown = neighbour.post(url(matter, "desk:reveal"), {"reason": "联系居民"})
    assert "13800001234" in shown.content.decode()


def test_revealing_is_for_those_who_may(home: Cast, as_: SignIn):
    matter = home.raise_matter(phone="13800001234")
    assert as_("neighbour").post(url(matter, "desk:reveal"), {"reason": "好奇"}).status_code == 403
    assert as_("operator").get(url(matter, "desk:reveal")).status_code == 405
    assert not Entry.objects.filter(kind="matters.revealed").exists()


def test_a_stranger_an_auditor_and_a_person_complained_about_do_not_see_it(home: Cast, as_: SignIn):
    matter = home.raise_matter("吴卫民态度不好", about=home.persons["committee"])
    assert signed_in(cast("乙社区"), "secretary").get(url(matter)).status_code == 404
    assert as_("auditor").get(url(matter)).status_code == 403
    assert as_("committee").get(url(matter)).status_code == 404
    assert as_("second").get(url(matter)).status_code == 200


def test_an_emergency_names_the_numbers_to_call_first(home: Cast, as_: SignIn):
    matter = home.raise_matter("楼道里有燃气味")
    gas = Category.objects.create(community=home.community, code="11", name="燃气消防", is_emergency=True)
    actions.accept(matter, category=gas, by=home.access("operator"), at=MONDAY)
    page = page_of(as_("operator"), matter)
    for number in ("110", "119", "120", "12119"):
        assert f'href="tel:{number}"' in page


def test_a_possible_twin_says_why_and_can_be_merged_into(home: Cast, as_: SignIn):
    first = home.raise_matter("村口路灯三天不亮了", lon=119.421, lat=32.101)
    second = home.raise_matter("村口路灯又不亮", lon=119.4211, lat=32.101)
    page = page_of(as_("operator"), second)
    assert "可能是同一件事" in page
    assert f"{reverse('desk:move', args=[second.ticket, 'merge'])}?into={first.ticket}" in page


def test_text_of_a_resident_is_never_markup(home: Cast, as_: SignIn):
    page = page_of(as_("secretary"), home.raise_matter("<script>alert(1)</script> 路灯坏了"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_takes_as_many_statements_for_a_long_history_as_for_a_short_one(home: Cast, as_: SignIn):
    short, long = home.handled_matter(), home.handled_matter("另一件完全不同的事")
    for number in range(30):
        actions.note(long, text=f"第 {number} 次去看", by=home.access("committee"), at=NOW)
    client = as_("secretary")
    count_queries(client, url(short))
    assert count_queries(client, url(short)) == count_queries(client, url(long)) == STATEMENTS


STATEMENTS = 29


def test_the_paper_has_the_course_and_the_place_to_sign(home: Cast, as_: SignIn):
    matter = home.closed_matter(phone="13800001234", reporter_name="赵明明")
    answer = as_("secretary").get(url(matter, "desk:print"))
    page = answer.content.decode()
    assert "核查人(签字)" in page
    assert page.index("登记(热线)") < page.index("答复居民(电话),办结")
    assert "赵明明" not in page
    assert as_("auditor").get(url(matter, "desk:print")).status_code == 403

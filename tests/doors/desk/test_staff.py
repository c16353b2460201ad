"""职务: the list, giving and ending a post, logins, and the households that a member household looks after."""

from datetime import date

from django.test import Client

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Household, HouseholdMember, Person, Post, Residence
from huijia.core.people.queries import person_phone
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.ledger.models import Entry
from tests.cast import SINCE, Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries, signed_in

URL = "/desk/staff/"
GIVE = URL + "give/"
TODAY = NOW.date()
NEW = {
    "who": "傅新来", "person": "new", "name": "傅新来", "phone": "13900009999", "kind": "grid_worker", "title": "",
    "group": "", "starts_on": "2026-04-13",
}


def kinds() -> list[str]:
    rows = Entry.objects.filter(kind__startswith="people.").order_by("id")
    return [kind.removeprefix("people.") for kind in rows.values_list("kind", flat=True)]


def post_url(post: Post, rest: str = "") -> str:
    return f"{URL}{post.pk}/{rest}"


def another_home(home: Cast, number: int) -> Household:
    """A household in the group 傅家组 that nobody looks after."""
    dwelling = Dwelling.objects.create(
        community=home.community, kind="village", grid=home.grid, group=home.group, door_number=str(100 + number),
        address=f"傅家组{100 + number}号",
    )
    household = Household.objects.create(community=home.community, number=f"N{number}")
    head = Person.objects.create(community=home.community, name=f"何住户{number}")
    HouseholdMember.objects.create(
        community=home.community, household=household, person=head, relation="户主", is_head=True, starts_on=SINCE
    )
    Residence.objects.create(community=home.community, household=household, dwelling=dwelling, starts_on=SINCE)
    return household


def test_who_holds_which_post(home: Cast, as_: SignIn):
    answer = as_("secretary").get(URL)
    page = answer.content.decode()

    assert [post.person.name for post in answer.context["posts"]] == [
        "周书文", "吴卫民", "郑双全", "冯走访", "傅组长", "陈中心", "王接线",
    ]
    assert "傅家组 · 第1网格" in page and "1 户" in page


def test_the_list_is_narrowed_by_the_address(home: Cast, as_: SignIn):
    Post.objects.of(home.community).filter(pk=home.posts["second"].pk).update(ends_on=date(2026, 4, 1))
    client = as_("secretary")

    def names(query: str) -> list[str]:
        return [post.person.name for post in client.get(URL + query).context["posts"]]

    assert names("?kind=committee") == ["吴卫民"]
    assert names("?when=past") == ["郑双全"]
    assert names("?when=later") == []
    assert names("?q=中心") == ["陈中心"]


def test_the_list_is_paged_by_rank_and_id(home: Cast, as_: SignIn):
    for number in range(60):
        person = Person.objects.create(community=home.community, name=f"甲{number:02d}")
        Post.objects.create(
            community=home.community, person=person, kind=PostKind.MEMBER_HOUSEHOLD, starts_on=SINCE, grid=home.grid
        )
    first = as_("secretary").get(URL)
    second = as_("secretary").get(URL, {"after": first.context["next"]})
    seen = [post.pk for post in (*first.context["posts"], *second.context["posts"])]

    assert len(first.context["posts"]) == 50
    assert len(seen) == len(set(seen)) == 67
    assert second.context["next"] == ""


def test_the_statements_do_not_grow_with_the_posts(home: Cast, as_: SignIn):
    client = as_("secretary")
    count_queries(client, URL)
    few = count_queries(client, URL)
    for number in range(30):
        person = Person.objects.create(community=home.community, name=f"甲{number:02d}")
        Post.objects.create(community=home.community, person=person, kind=PostKind.COMMITTEE, starts_on=SINCE)

    assert few == count_queries(client, URL) == 7


def test_somebody_new_takes_a_post(home: Cast, as_: SignIn):
    answer = as_("secretary").post(GIVE, NEW | {"grid": str(home.grid.pk)})
    post = Post.objects.of(home.community).get(person__name="傅新来")

    assert (answer.status_code, answer["Location"]) == (302, post_url(post))
    assert (post.kind, post.grid_id, post.starts_on, person_phone(post.person)) == (
        "grid_worker", home.grid.pk, TODAY, "13900009999",
    )
    assert kinds() == ["person_added", "post_given"]


def test_sent_twice_is_given_once(home: Cast, as_: SignIn):
    client, sent = as_("secretary"), NEW | {"grid": str(home.grid.pk)}
    client.post(GIVE, sent)
    again = client.post(GIVE, sent)

    assert again.status_code == 422
    assert again.context["form"].errors == {"starts_on": ["此人在这段时间已任该职务"]}
    assert Person.objects.of(home.community).filter(name="傅新来").count() == 1
    assert kinds() == ["person_added", "post_given"]


def test_a_resident_takes_a_post(home: Cast, as_: SignIn):
    client = as_("secretary")
    found = client.get(GIVE, {"who": "赵明"})
    by_number = client.get(GIVE, {"who": "138 0000 1234"})
    sent = NEW | {"who": "赵明", "person": str(home.resident.pk), "kind": "committee", "title": "民生委员"}

    assert list(found.context["form"].people) == list(by_number.context["form"].people) == [str(home.resident.pk)]
    assert "赵明明(1234)" in found.content.decode()
    assert client.post(GIVE, sent).status_code == 302
    assert Post.objects.of(home.community).get(person=home.resident).title == "民生委员"
    assert kinds() == ["post_given"]


def test_who_only_runs_the_system_sees_posts_and_no_residents(home: Cast, as_: SignIn):
    client, post = as_("admin"), home.posts["neighbour"]

    assert "给职务" not in client.get(URL).content.decode()
    assert client.get(GIVE).status_code == 403
    assert client.post(GIVE, NEW).status_code == 403
    assert client.get(post_url(post, "households/")).status_code == 403
    page = client.get(post_url(post)).content.decode()
    assert "安排联系户" not in page and "卸任" in page


def test_refusals_stand_beside_their_field(home: Cast, as_: SignIn):
    client = as_("secretary")

    def errors(**changes: str) -> dict[str, list[str]]:
        answer = client.post(GIVE, NEW | {"grid": str(home.grid.pk)} | changes)
        assert answer.status_code == 422
        assert 'value="13900009999"' in answer.content.decode() or "phone" in changes
        return dict(answer.context["form"].errors)

    assert errors(grid="") == {"grid": ["这个职务要选网格"]}
    assert errors(kind="group_leader") == {"group": ["这个职务要选村组"]}
    assert errors(name=" ") == {"name": ["请填写姓名"]}
    assert list(errors(phone="12")) == ["phone"]
    assert list(errors(starts_on="x")) == ["starts_on"]
    assert not Person.objects.of(home.community).filter(name="傅新来").exists()
    assert kinds() == []


def test_a_person_or_grid_of_another_community_is_not_on_offer(home: Cast, as_: SignIn):
    other = cast("乙社区")
    client = as_("secretary")
    person = client.post(GIVE, NEW | {"who": "赵明明", "person": str(other.resident.pk), "grid": str(home.grid.pk)})
    grid = client.post(GIVE, NEW | {"grid": str(other.grid.pk)})

    assert list(person.context["form"].errors) == ["person"]
    assert list(grid.context["form"].errors) == ["grid"]
    assert Post.objects.of(other.community).count() == 7


def test_a_post_ends_and_its_households_become_free(home: Cast, as_: SignIn):
    client, post = as_("secretary"), home.posts["neighbour"]
    answer = client.post(post_url(post, "end/"), {"ends_on": "2026-04-13"})
    again = client.post(post_url(post, "end/"), {"ends_on": "2026-04-13"})

    assert (answer.status_code, again.status_code) == (302, 302)
    assert Post.objects.of(home.community).get(pk=post.pk).ends_on == TODAY
    assert Care.objects.of(home.community).get(post=post).ends_on == TODAY
    assert kinds() == ["post_ended"]


def test_a_post_cannot_end_before_it_began_nor_later_than_it_did(home: Cast, as_: SignIn):
    client, post = as_("secretary"), home.posts["second"]
    early = client.post(post_url(post, "end/"), {"ends_on": "2019-01-01"})
    client.post(post_url(post, "end/"), {"ends_on": "2026-04-13"})
    later = client.post(post_url(post, "end/"), {"ends_on": "2026-05-01"})

    assert early.context["end"].errors == {"ends_on": ["结束日期须晚于开始日期"]}
    assert later.context["end"].errors == {"ends_on": ["这个职务到那天已经结束"]}
    assert (early.status_code, later.status_code) == (422, 422)
    assert client.post(post_url(post, "end/"), {"ends_on": "x"}).status_code == 422


def free_login(home: Cast, username: str = "xinlai") -> User:
    user = User.objects.create(username=username, name="傅新来")
    Membership.objects.create(user=user, role="committee", community=home.community, starts_on=SINCE)
    return user


def test_a_login_is_linked_and_unlinked(home: Cast, as_: SignIn):
    client, post, user = as_("admin"), home.posts["second"], free_login(home)
    client.post(post_url(post, "login/off/"))
    assert Person.objects.of(home.community).get(pk=post.person_id).user is None
    first = client.post(post_url(post, "login/"), {"user": str(user.pk)})
    again = client.post(post_url(post, "login/"), {"user": str(user.pk)})

    assert (first.status_code, again.status_code) == (302, 302)
    assert Person.objects.of(home.community).get(pk=post.person_id).user == user
    assert kinds() == ["login_unlinked", "login_linked"]
    client.post(post_url(post, "login/off/"))
    client.post(post_url(post, "login/off/"))
    assert kinds() == ["login_unlinked", "login_linked", "login_unlinked"]


def test_a_login_that_stands_for_another_is_not_on_offer(home: Cast, as_: SignIn):
    other = cast("乙社区")
    post = home.posts["second"]
    client = as_("secretary")
    client.post(post_url(post, "login/off/"))
    for user in (home.users["committee"], other.users["committee"], other.users["admin"]):
        answer = client.post(post_url(post, "login/"), {"user": str(user.pk)})
        assert answer.status_code == 422
        assert list(answer.context["login"].errors) == ["user"]


def test_households_are_given_and_taken_back(home: Cast, as_: SignIn):
    first, second = another_home(home, 1), another_home(home, 2)
    client, post = as_("secretary"), home.posts["neighbour"]
    url = f"{post_url(post, 'households/')}?group={home.group.pk}"
    page = client.get(url)
    assert [row.address for row in page.context["free"]] == ["傅家组101号", "傅家组102号"]
    assert "何*" in page.content.decode() and "何住户1" not in page.content.decode()

    sent = {"households": [str(first.pk), str(second.pk)], "starts_on": "2026-04-13"}
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)
    assert again.status_code == 422
    assert again.context["form"].errors == {"households": ["其中有住户已由其他中心户联系"]}

    care = Care.objects.of(home.community).get(household=first)
    end = f"{URL}households/{care.pk}/end/"
    assert (client.post(end).status_code, client.post(end).status_code) == (302, 404)
    old = Care.objects.of(home.community).get(household=home.household)
    end = f"{URL}households/{old.pk}/end/"
    assert (client.post(end).status_code, client.post(end).status_code) == (302, 302)
    assert Care.objects.of(home.community).get(pk=old.pk).ends_on == TODAY
    assert kinds() == ["care_given", "care_ended", "care_ended"]


def test_nothing_ticked_and_somebody_elses_household(home: Cast, as_: SignIn):
    other = cast("乙社区")
    client, url = as_("secretary"), post_url(home.posts["neighbour"], "households/")
    none = client.post(url, {"starts_on": "2026-04-13"})
    theirs = client.post(url, {"households": [str(other.household.pk)], "starts_on": "2026-04-13"})

    assert none.context["form"].errors == {"households": ["请至少选一户"]}
    assert theirs.status_code == 422
    assert Care.objects.of(home.community).count() == 1


def test_only_a_member_household_has_households(home: Cast, as_: SignIn):
    assert as_("secretary").get(post_url(home.posts["worker"], "households/")).status_code == 404


def test_the_statements_do_not_grow_with_the_households(home: Cast, as_: SignIn):
    another_home(home, 1)
    client, url = as_("secretary"), f"{post_url(home.posts['neighbour'], 'households/')}?group={home.group.pk}"
    count_queries(client, url)
    few = count_queries(client, url)
    for number in range(2, 32):
        another_home(home, number)

    assert few == count_queries(client, url) == 12


def test_wrong_method(home: Cast, as_: SignIn):
    client, post = as_("secretary"), home.posts["neighbour"]
    care = Care.objects.of(home.community).get()
    assert client.post(URL).status_code == 405
    assert client.post(post_url(post)).status_code == 405
    assert client.put(GIVE).status_code == 405
    for url in (post_url(post, "end/"), post_url(post, "login/"), post_url(post, "login/off/"),
                f"{URL}households/{care.pk}/end/"):
        assert client.get(url).status_code == 405, url


def test_wrong_role(home: Cast, as_: SignIn):
    post = home.posts["neighbour"]
    care = Care.objects.of(home.community).get()
    gets = [URL, GIVE, post_url(post), post_url(post, "households/")]
    posts = [GIVE, post_url(post, "end/"), post_url(post, "login/"), post_url(post, "login/off/"),
             post_url(post, "households/"), f"{URL}households/{care.pk}/end/"]
    for who in ("committee", "operator", "worker", "neighbour", "street", "auditor"):
        client = as_(who)
        assert {client.get(url).status_code for url in gets} == {403}, who
        assert {client.post(url).status_code for url in posts} == {403}, who
    assert {Client().get(url).status_code for url in gets} == {302}
    assert kinds() == []


def test_another_community(home: Cast, as_: SignIn):
    client = signed_in(cast("乙社区"), "secretary")
    post, care = home.posts["neighbour"], Care.objects.of(home.community).get()
    assert client.get(post_url(post)).status_code == 404
    assert client.get(post_url(post, "households/")).status_code == 404
    for url in (post_url(post, "end/"), post_url(post, "login/"), post_url(post, "login/off/"),
                f"{URL}households/{care.pk}/end/"):
        assert client.post(url, {"ends_on": "2026-04-13"}).status_code == 404, url
    assert "陈中心" in client.get(URL).content.decode()
    assert post.pk not in [row.pk for row in client.get(URL).context["posts"]]
    assert kinds() == []

"""启用向导: steps that tick themselves, the checklist, and the opening."""

import pytest
from django.test import Client

from huijia.core.opening import actions, guide, readiness
from huijia.core.people.models import Post
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry
from tests.cast import MONDAY, Cast
from tests.core.opening.conftest import browser

URL = "/desk/setup/"
SOMEBODY = {"name": "吴惠民", "phone": "13900002222", "kind": "committee", "login": "on"}


def done(access: Access) -> list[str]:
    here = Access.system(Community.objects.get(pk=access.community.pk))
    return [line.step.code for line in guide.shown(here) if line.done]


def missing(access: Access) -> dict[str, str]:
    here = Community.objects.get(pk=access.community.pk)
    return {line.code: line.missing for line in readiness.lines(here, MONDAY.date()) if line.must and not line.ok}


def test_the_guide_begins_with_what_is_next(empty: Access, desk: Client) -> None:
    page = desk.get(URL).content.decode()
    assert "还剩 7 步" in page
    assert [line.step.code for line in guide.shown(empty) if line.next] == ["places"]
    assert done(empty) == ["name"]
    assert "社区还没有启用：接着做启用向导" in desk.get("/desk/").content.decode()


def test_from_empty_to_open(empty: Access, desk: Client) -> None:
    assert set(missing(empty)) == {"grids", "hotline", "checkers"}
    assert desk.post(f"{URL}check/").status_code == 409
    desk.post(f"{URL}places/grids/", {"grids-names": "第一网格\n第二网格"})
    desk.post(f"{URL}places/groups/", {"groups-names": "傅家组", "groups-kind": "village"})
    hours = {"office_opens": "09:00", "office_closes": "17:00", "office_hours_note": "周一至周五"}
    desk.post(f"{URL}hotline/", {"hotline": "0511-85550000", **hours})
    desk.post(f"{URL}posts/", SOMEBODY)
    assert missing(empty) == {}
    assert done(empty) == ["name", "places", "posts", "hotline"]
    answer = desk.post(f"{URL}check/")
    assert answer.status_code == 302
    assert Community.objects.get().opened_on == MONDAY.date()
    assert "从今天起启用" in desk.get(f"{URL}check/").content.decode()
    assert "社区还没有启用" not in desk.get("/desk/").content.decode()


def test_opening_twice_records_once(empty: Access, desk: Client) -> None:
    test_from_empty_to_open(empty, desk)
    assert actions.open_community(by=Access.system(Community.objects.get())) is False
    assert desk.post(f"{URL}check/").status_code == 302
    assert Entry.objects.filter(kind="opening.opened").count() == 1


def test_the_checklist_says_what_is_missing_and_where_to_mend_it(empty: Access, desk: Client) -> None:
    page = desk.get(f"{URL}check/").content.decode()
    assert "还没有网格" in page and f'href="{URL}places/"' in page
    assert "至少要 2 个" in page and f'href="{URL}posts/"' in page
    assert "开始启用</button>" not in page


def test_a_step_is_put_off_and_taken_back(empty: Access, desk: Client) -> None:
    desk.post(f"{URL}later/", {"step": "places", "later": "1"})
    desk.post(f"{URL}later/", {"step": "places", "later": "1"})
    assert options.get(empty.community, guide.LATER_KEY) == ["places"]
    assert [line.step.code for line in guide.shown(empty) if line.next] == ["rosters"]
    desk.post(f"{URL}later/", {"step": "places", "later": "0"})
    assert options.get(empty.community, guide.LATER_KEY) == []
    with pytest.raises(Refusal):
        actions.put_off("nothing", later=True, by=empty)


def test_name_and_code_until_it_is_opened(empty: Access, desk: Client) -> None:
    fields = {"name": "新回龙社区", "code12": "321111002009", "motto": "一家亲"}
    assert desk.post(f"{URL}name/", fields).status_code == 302
    here = Community.objects.get()
    assert (here.name, here.code12, here.motto) == ("新回龙社区", "321111002009", "一家亲")
    assert "区划代码应为 12 位数字" in desk.post(f"{URL}name/", {**fields, "code12": "1"}).content.decode()
    Community.objects.update(opened_on=MONDAY.date())
    assert "区划代码" not in desk.get(f"{URL}name/").content.decode()
    with pytest.raises(Refusal) as refused:
        actions.edit_details(empty, code12="321111002010")
    assert refused.value.code == "opened"


def test_hours_in_one_go_whatever_they_were(empty: Access, desk: Client) -> None:
    sent = {"hotline": "0511-1234", "office_opens": "18:00", "office_closes": "21:00", "office_hours_note": "夜间"}
    assert desk.post(f"{URL}hotline/", sent).status_code == 302
    assert options.get(empty.community, "office_opens") == "18:00"
    wrong = desk.post(f"{URL}hotline/", {**sent, "office_closes": "07:00"})
    assert wrong.status_code == 422 and "上班时间应早于下班时间" in wrong.content.decode()
    assert desk.post(f"{URL}hotline/", {**sent, "hotline": "没有"}).status_code == 422


def test_lists_of_grids_and_groups_in_the_browser(empty: Access, desk: Client) -> None:
    assert "还没有网格" in desk.get(f"{URL}places/").content.decode()
    assert desk.post(f"{URL}places/grids/", {"grids-names": ""}).status_code == 422
    wrong = desk.post(f"{URL}places/groups/", {"groups-names": "甲" * 61, "groups-kind": "village"})
    assert wrong.status_code == 422 and "甲甲甲" in wrong.content.decode()
    desk.post(f"{URL}places/grids/", {"grids-names": "第一网格"})
    grid = Grid.objects.of(empty.community).get()
    place = f"{URL}places/grid/{grid.pk}/"
    desk.post(place, {"name": "东网格", "code": grid.code})
    assert "东网格" in desk.get(place).content.decode()
    assert desk.post(place, {"name": "东网格", "code": "1"}).status_code == 422
    desk.post(f"{place}remove/")
    assert not Grid.objects.of(empty.community).exists()
    assert desk.post(f"{place}remove/").status_code == 404
    desk.post(f"{URL}places/groups/", {"groups-names": "甲组", "groups-kind": "village"})
    group = Group.objects.of(empty.community).get()
    assert desk.post(f"{URL}places/group/{group.pk}/", {"name": "乙组"}).status_code == 302
    assert desk.get(f"{URL}places/group/{group.pk}/").status_code == 200


def test_somebody_is_appointed_in_one_go(empty: Access, desk: Client) -> None:
    slip = desk.post(f"{URL}posts/", SOMEBODY)
    assert slip.status_code == 200 and "首次登录单" in slip.content.decode()
    user = User.objects.get(username="whm2222")
    assert user.must_change_password
    password = slip.context["made"].password
    assert user.check_password(password) and password in slip.content.decode()
    post = Post.objects.of(empty.community).get(person__user=user)
    assert (post.kind, post.person.name) == ("committee", "吴惠民")
    assert Membership.objects.get(user=user).role == "committee"
    again = desk.post(f"{URL}posts/", SOMEBODY)
    assert again.status_code == 422 and "已任该职务" in again.content.decode()
    assert User.objects.count() == 2


def test_a_worker_is_limited_to_the_grid(empty: Access, desk: Client) -> None:
    sent = {**SOMEBODY, "kind": "grid_worker"}
    assert "要选网格" in desk.post(f"{URL}posts/", sent).content.decode()
    assert not User.objects.filter(username="whm2222").exists()
    grid = Grid.objects.create(community=empty.community, code="321111002008001", name="第一网格")
    assert desk.post(f"{URL}posts/", {**sent, "grid": grid.pk}).status_code == 200
    assert Membership.objects.get(role="grid_worker").grids == [grid.pk]


def test_a_second_post_keeps_the_login(empty: Access, desk: Client) -> None:
    desk.post(f"{URL}posts/", SOMEBODY)
    assert desk.post(f"{URL}posts/", {**SOMEBODY, "kind": "operator"}).status_code == 302
    assert User.objects.count() == 2
    without = {**SOMEBODY, "name": "郑安澜", "phone": "13900003333", "login": ""}
    assert desk.post(f"{URL}posts/", without).status_code == 302
    assert User.objects.count() == 2


def test_user_names_do_not_collide(empty: Access, desk: Client) -> None:
    desk.post(f"{URL}posts/", SOMEBODY)
    desk.post(f"{URL}posts/", {**SOMEBODY, "name": "吴海明", "phone": "13800002222"})
    assert User.objects.filter(username="whm2222-2").exists()


def test_who_may(home: Cast) -> None:
    for who, status in (("operator", 403), ("committee", 403), ("worker", 403), ("admin", 200), ("secretary", 200)):
        assert browser(home.users[who]).get(URL).status_code == status
        assert browser(home.users[who]).get(f"{URL}check/").status_code == status
    assert browser(home.users["admin"]).get(f"{URL}posts/").status_code == 403
    assert "要书记来办" in browser(home.users["admin"]).get(URL).content.decode()
    with pytest.raises(Refusal):
        actions.open_community(by=home.access("operator"))

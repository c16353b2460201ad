"""The accounts pages: each act with success, wrong method, wrong role, other community, done twice."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts import actions, grids
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.kernel.accounts.conftest import PASSWORD, House

Enter = Callable[[User], Client]
ADD = "/accounts/users/add/"
ONCE = re.compile(r"<code>([a-z2-9-]{14})</code>")


def _new(house: House, **changed: str) -> dict[str, str]:
    form = {
        "username": "Zhou",
        "name": "周某某",
        "phone": "138 0000 1234",
        "email": "",
        "role": "operator",
        "place": f"community:{house.community.pk}",
        "starts_on": clock.today().isoformat(),
        "ends_on": "",
    }
    return {**form, **changed}


def _acts(house: House, user: User) -> dict[str, str]:
    """Every POST that changes `user`."""
    base = f"/accounts/users/{user.pk}/"
    return {
        "edit": base,
        "grant": base + "grant/",
        "deactivate": base + "deactivate/",
        "reactivate": base + "reactivate/",
        "reset": base + "reset/",
        "end": f"/accounts/memberships/{user.memberships.get().pk}/end/",
    }


def test_the_list(house: House, enter: Enter) -> None:
    house.add("fern", "operator", community=house.far)
    house.add("jie", "street", street=house.street)
    text = enter(house.admin).get("/accounts/users/").content.decode()
    assert "值班员(甲社区)" in text
    assert "街道(甲街道)" in text
    assert "fern" not in text


def test_the_list_costs_the_same_for_many(house: House, enter: Enter) -> None:
    client = enter(house.admin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get("/accounts/users/")
        return len(made)

    before = cost()
    for number in range(10):
        house.add(f"u{number}", "operator")
    assert cost() == before


def test_pages_of_the_list(house: House, enter: Enter) -> None:
    for number in range(60):
        house.add(f"u{number:02}", "operator")
    client = enter(house.admin)
    assert "第 1 页，共 2 页" in client.get("/accounts/users/").content.decode()
    assert "wang 某" in client.get("/accounts/users/?page=2").content.decode()
    assert client.get("/accounts/users/?page=x").status_code == 200


def test_adding(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    assert client.get(ADD).status_code == 200
    answer = client.post(ADD, _new(house))
    assert answer.status_code == 200
    user = User.objects.get(username="zhou")
    assert (user.name, user.phone, user.must_change_password, user.is_active) == (
        "周某某",
        "13800001234",
        True,
        True,
    )
    assert "138" not in user.phone_sealed
    row = user.memberships.get()
    assert (row.role, row.community, row.grids) == ("operator", house.community, [])
    found = ONCE.search(answer.content.decode())
    assert found
    assert user.check_password(found[1])
    assert found[1] not in client.get(f"/accounts/users/{user.pk}/").content.decode()
    assert found[1] not in "".join(str((entry.data, entry.personal)) for entry in Entry.objects.all())
    assert list(Entry.objects.order_by("id").values_list("kind", flat=True))[-2:] == [
        "accounts.created",
        "accounts.granted",
    ]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_new_one_signs_in_and_has_to_change(house: House, enter: Enter) -> None:
    found = ONCE.search(enter(house.admin).post(ADD, _new(house)).content.decode())
    assert found
    client = Client()
    client.post("/accounts/login/", {"username": "zhou", "password": found[1]})
    assert client.get("/accounts/roles/").headers["Location"].startswith("/accounts/password/")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": "WANG"}, "这个用户名已有人用。"),
        ({"username": "a b"}, "用户名应为 2 到 60 个字符，不含空格。"),
        ({"username": ""}, "field-wrong"),
        ({"name": "\u200b"}, "请填写姓名。"),
        ({"phone": "12"}, "手机号不对。"),
        ({"role": "street"}, "field-wrong"),
        ({"place": "community:999999"}, "field-wrong"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "结束日期应晚于开始日期。"),
    ],
)
def test_adding_what_can_not_be(house: House, enter: Enter, changed: dict[str, str], said: str) -> None:
    answer = enter(house.admin).post(ADD, _new(house, **changed))
    assert said in answer.content.decode()
    assert User.objects.count() == 2
    assert not Entry.objects.filter(kind="accounts.created").exists()


def test_adding_twice(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    client.post(ADD, _new(house))
    assert "这个用户名已有人用。" in client.post(ADD, _new(house)).content.decode()
    assert Membership.objects.filter(user__username="zhou").count() == 1


def test_adding_elsewhere(house: House, enter: Enter) -> None:
    wanted = _new(house, place=f"community:{house.neighbour.pk}")
    assert "field-wrong" in enter(house.admin).post(ADD, wanted).content.decode()
    assert not User.objects.filter(username="zhou").exists()


def test_grids_are_offered_when_the_house_knows_some(
    house: House, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(community: Community) -> list[tuple[int, str]]:
        return [(7, "第一网格"), (8, "第二网格")]

    monkeypatch.setattr(grids, "_find", [grids._none])
    monkeypatch.setattr(grids, "_twins", [grids._no_twins])
    client = enter(house.admin)
    assert "第一网格" not in client.get(ADD).content.decode()
    grids.register(find)
    assert "第一网格" in client.get(ADD).content.decode()
    client.post(ADD, {**_new(house, role="grid_worker"), "grids": ["8"]})
    assert Membership.objects.get(user__username="zhou").grids == [8]
    assert "field-wrong" in client.post(ADD, {**_new(house, username="b2"), "grids": ["9"]}).content.decode()


def test_correcting(house: House, enter: Enter) -> None:
    url = f"/accounts/users/{house.operator.pk}/"
    client = enter(house.admin)
    answer = client.post(url, {"name": "王接线", "phone": "13900001234", "email": "w@example.org"})
    assert answer.headers["Location"] == url
    house.operator.refresh_from_db()
    assert (house.operator.name, house.operator.phone) == ("王接线", "13900001234")
    assert "已保存。" in client.get(url).content.decode()
    assert "手机号不对。" in client.post(url, {"name": "王", "phone": "1"}).content.decode()


def test_granting_and_ending(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    url = f"/accounts/users/{house.operator.pk}/"
    client.post(url + "grant/", _new(house, role="committee"))
    assert "wang 某 有了角色“两委成员”。" in client.get(url).content.decode()
    assert "这段时间里已有这个角色。" in client.post(url + "grant/", _new(house, role="committee")).content.decode()
    row = house.operator.memberships.get(role="committee")
    end = f"/accounts/memberships/{row.pk}/end/"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    client.post(end, {"on": tomorrow})
    row.refresh_from_db()
    assert row.ends_on.isoformat() == tomorrow
    client.post(end, {"on": tomorrow})
    assert "这个角色到那天已经结束。" in client.get(url).content.decode()
    client.post(end, {"on": "x"})
    assert "日期不对，没有改动。" in client.get(url).content.decode()


def test_switching_off_and_on(house: House, enter: Enter) -> None:
    client, theirs = enter(house.admin), enter(house.operator)
    url = f"/accounts/users/{house.operator.pk}/"
    client.post(url + "deactivate/")
    assert "账号已停用" in client.get(url).content.decode()
    assert theirs.get("/accounts/roles/").status_code == 302
    client.post(url + "deactivate/")
    assert "账号已经是这个状态。" in client.get(url).content.decode()
    client.post(url + "reactivate/")
    assert "账号已恢复。" in client.get(url).content.decode()
    house.operator.refresh_from_db()
    assert house.operator.is_active
    kinds = Entry.objects.exclude(kind="accounts.login").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["accounts.deactivated", "accounts.reactivated"]


def test_a_new_first_password(house: House, enter: Enter) -> None:
    client, theirs = enter(house.admin), enter(house.operator)
    answer = client.post(f"/accounts/users/{house.operator.pk}/reset/")
    found = ONCE.search(answer.content.decode())
    house.operator.refresh_from_db()
    assert found
    assert house.operator.check_password(found[1])
    assert house.operator.must_change_password
    assert theirs.get("/accounts/roles/").status_code == 302
    assert Entry.objects.filter(kind="accounts.password_set").count() == 1
    again = ONCE.search(client.post(f"/accounts/users/{house.operator.pk}/reset/").content.decode())
    assert again
    assert again[1] != found[1]


def test_only_posts_change(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    for name, url in _acts(house, house.operator).items():
        if name != "edit":
            assert client.get(url).status_code == 405
    assert client.put(ADD).status_code == 405
    assert client.post("/accounts/users/").status_code == 405


def test_without_the_right(house: House, enter: Enter) -> None:
    client = enter(house.operator)
    before = Entry.objects.count()
    for url in _acts(house, house.admin).values():
        assert client.post(url, _new(house)).status_code == 403
    assert client.get("/accounts/users/").status_code == 403
    assert client.post(ADD, _new(house)).status_code == 403
    assert Client().post(ADD, _new(house)).status_code == 302
    assert Entry.objects.count() == before


def test_people_of_another_community_are_not_there(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    other = house.add("fern", "operator", community=house.neighbour)
    before = Entry.objects.count()
    for url in _acts(house, other).values():
        assert client.post(url, _new(house)).status_code == 404
    assert client.get(f"/accounts/users/{other.pk}/").status_code == 404
    assert Entry.objects.count() == before


def test_people_who_also_work_above_can_be_seen_but_not_changed(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    above = house.add("jie", "street", street=house.street)
    before = Entry.objects.count()
    text = client.get(f"/accounts/users/{above.pk}/").content.decode()
    assert "此人还在别处任职" in text
    assert "重设密码" not in text
    for name, url in _acts(house, above).items():
        if name != "grant":
            client.post(url, _new(house))
    assert Entry.objects.count() == before
    above.refresh_from_db()
    assert above.check_password(PASSWORD)
    assert above.is_active


def test_nobody_changes_ones_own_rights(house: House, enter: Enter) -> None:
    client = enter(house.admin)
    text = client.get(f"/accounts/users/{house.admin.pk}/").content.decode()
    assert "这是您自己的账号" in text
    acts = _acts(house, house.admin)
    for name in ("grant", "deactivate", "reset", "end"):
        client.post(acts[name], _new(house, role="auditor"))
    house.admin.refresh_from_db()
    assert house.admin.check_password(PASSWORD)
    assert house.admin.is_active
    assert [(row.role, row.ends_on) for row in house.admin.memberships.all()] == [("admin", None)]


def test_weak_passwords_are_refused(house: House) -> None:
    for password in ("short", "1234567890", "wang 某-W1x", "password123"):
        with pytest.raises(Refusal) as refused:
            actions.set_password(house.operator, password, by=house.by)
        assert (refused.value.code, refused.value.field) == ("weak", "password")


def test_the_system_may_manage_everywhere(house: House) -> None:
    by = Access.system(house.community)
    above = house.add("jie", "street", street=house.street)
    assert actions.deactivate(above, by=by).is_active is False

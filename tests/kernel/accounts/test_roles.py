"""The table of roles, and the page that shows it."""

from collections.abc import Callable

from django.test import Client

from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.roles import LEVELS, PERMISSIONS, ROLES, label_of, permissions_of
from tests.kernel.accounts.conftest import House

PRIVATE = {"contacts.reveal", "people.view", "households.mine", "matters.view", "matters.view_own", "matters.export"}


def test_every_permission_is_in_the_table_and_held_by_somebody() -> None:
    held = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert held == frozenset(PERMISSIONS)


def test_the_roles() -> None:
    assert {code: str(role.label) for code, role in ROLES.items()} == {
        "secretary": "书记",
        "committee": "两委成员",
        "operator": "值班员",
        "grid_worker": "网格员",
        "group_leader": "组长",
        "member_household": "党员中心户",
        "health": "健康角人员",
        "street": "街道",
        "auditor": "审计员",
        "admin": "系统管理员",
        "resident": "居民",
    }


def test_a_resident_has_no_right_of_the_staff() -> None:
    assert ROLES["resident"].permissions == frozenset()
    assert ROLES["resident"].levels == ()


def test_who_must_not_see_private_data() -> None:
    for role in ("street", "auditor", "admin", "health"):
        assert not ROLES[role].permissions & PRIVATE


def test_nobody_but_the_health_role_may_see_what_was_measured() -> None:
    assert [code for code, role in ROLES.items() if "health.measure" in role.permissions] == ["health"]


def test_separations() -> None:
    assert "audit.view" not in ROLES["secretary"].permissions
    assert ROLES["auditor"].permissions == {"audit.view"}
    assert not {"matters.check", "matters.approve"} & ROLES["operator"].permissions
    assert "matters.view" not in ROLES["grid_worker"].permissions
    assert ROLES["street"].levels == ("street", "district")
    assert ROLES["admin"].levels == LEVELS


def test_a_role_that_is_gone() -> None:
    assert permissions_of("gone") == frozenset()
    assert label_of("gone") == "gone"


def test_the_page(house: House, enter: Callable[[User], Client]) -> None:
    answer = enter(house.operator).get("/accounts/roles/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(str(label) in text for label in PERMISSIONS.values())
    assert text.count("✓") == sum(len(role.permissions) for role in ROLES.values())
    assert Client().get("/accounts/roles/").status_code == 302
    assert enter(house.add("ling")).get("/accounts/roles/").status_code == 403
    assert enter(house.operator).post("/accounts/roles/").status_code == 405

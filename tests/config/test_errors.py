"""What people see at a wrong address, at a closed door, and when the system is broken."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from huijia.kernel.communities.models import Community
from tests.cast import Cast, cast
from tests.doors.desk.conftest import signed_in


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


def test_residents_are_told_the_hotline_at_a_wrong_address(client: Client, home: Cast) -> None:
    Community.objects.exclude(pk=home.community.pk).delete()
    Community.objects.filter(pk=home.community.pk).update(hotline="0000-8888 8888")
    answer = client.get("/no-such-page/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'href="tel:0000-88888888"' in page
    assert "回工作台" not in page


def test_staff_are_led_back_to_their_desk(home: Cast) -> None:
    answer = signed_in(home, "operator").get("/no-such-page/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "不归您的岗位看" in page
    assert 'class="btn" href="/desk/"' in page
    assert "扫门牌" not in page


def test_a_closed_door_shows_staff_the_way_back(home: Cast) -> None:
    answer = signed_in(home, "worker").get("/desk/audit/")
    assert answer.status_code == 403
    assert 'class="btn" href="/desk/"' in answer.content.decode()


def test_the_page_of_a_broken_system_asks_no_database() -> None:
    """Without the `db` fixture every query would raise."""
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()

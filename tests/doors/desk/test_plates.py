"""网格服务牌."""

import pytest

from huijia.core.places.models import DoorPlate
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import NOW, SignIn, count_queries

URL = "/desk/plates/"


def test_issue_for_a_home(home: Cast, as_: SignIn) -> None:
    answer = as_("secretary").post(f"{URL}issue/", {"place_name": "回龙苑3幢1单元201室"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    plate = DoorPlate.objects.of(home.community).exclude(pk=home.plate.pk).get()
    assert (plate.dwelling, plate.grid, plate.issued_at) == (home.flat, home.grid2, NOW)
    assert len(plate.token) >= 16
    assert "回龙苑3幢1单元201室" in as_("secretary").get(URL).content.decode()


def test_issue_for_a_spot_needs_its_grid(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    wrong = client.post(f"{URL}issue/", {"place_name": "幸福广场"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"grid": ["名册里没有这个地址；如果是公共地点，请选网格"]}
    assert client.post(f"{URL}issue/", {"place_name": "幸福广场", "grid": str(home.grid.pk)}).status_code == 302
    assert DoorPlate.objects.of(home.community).filter(place_name="幸福广场", dwelling=None).count() == 1


def test_issue_twice_is_refused(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    for sent in ({"place_name": "傅家组12号"}, {"place_name": "广场", "grid": str(home.grid.pk)}):
        client.post(f"{URL}issue/", sent)
        again = client.post(f"{URL}issue/", sent)
        assert again.status_code == 422
        assert "这里已有在用的服务牌；要换新的，请先停用旧的" in again.content.decode()
    assert DoorPlate.objects.of(home.community).count() == 2


def test_issue_for_a_whole_grid(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert "还有 1 户没有服务牌" in client.get(URL, {"grid": home.grid2.pk}).content.decode()
    for _time in range(2):
        assert client.post(f"{URL}issue-grid/", {"grid": home.grid2.pk}).status_code == 302
    assert DoorPlate.objects.of(home.community).filter(grid=home.grid2).count() == 1
    assert client.post(f"{URL}issue-grid/", {"grid": "x"}).status_code == 404


def test_revoke_with_a_reason(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    url = f"{URL}{home.plate.pk}/revoke/"
    assert client.post(url, {"reason": ""}).status_code == 422
    for _time in range(2):
        assert client.post(url, {"reason": "牌子丢了"}).status_code == 302
    home.plate.refresh_from_db()
    assert (home.plate.revoked_at, home.plate.revoked_reason) == (NOW, "牌子丢了")
    assert Entry.objects.filter(kind="places.plate_revoked").count() == 1
    assert client.get(URL).context["plates"] == []
    assert "牌子丢了" in client.get(URL, {"state": "revoked"}).content.decode()


def test_search_and_filter(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert client.get(URL, {"q": "傅家 12"}).context["plates"] == [home.plate]
    assert client.get(URL, {"q": "没有"}).context["plates"] == []
    assert client.get(URL, {"grid": home.grid2.pk}).context["plates"] == []
    assert client.get(URL, {"grid": "x"}).context["plates"] == []


def test_paper_has_place_hotline_and_a_code(home: Cast, as_: SignIn, settings: object) -> None:
    page = as_("secretary").get(f"{URL}print/", {"chosen": home.plate.pk}).content.decode()
    assert "傅家组12号" in page
    assert "0511-12345678" in page
    assert 'src="data:image/svg+xml' in page
    assert home.plate.token not in page
    assert "没有可以打印的服务牌" in as_("secretary").get(f"{URL}print/", {"q": "没有"}).content.decode()


EVERYBODY_ELSE = ["committee", "operator", "worker", "leader", "neighbour", "street", "auditor", "admin"]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_who_may_not(home: Cast, as_: SignIn, who: str) -> None:
    client = as_(who)
    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}print/").status_code == 403
    assert client.post(f"{URL}issue/", {"place_name": "傅家组12号"}).status_code == 403
    assert client.post(f"{URL}issue-grid/", {"grid": home.grid.pk}).status_code == 403
    assert client.post(f"{URL}{home.plate.pk}/revoke/", {"reason": "x"}).status_code == 403


def test_another_community(home: Cast, as_: SignIn) -> None:
    other = cast("乙社区")
    client = as_("secretary")
    assert client.post(f"{URL}{other.plate.pk}/revoke/", {"reason": "x"}).status_code == 404
    assert client.get(f"{URL}print/", {"chosen": other.plate.pk}).context["sheets"] == []
    assert client.post(f"{URL}issue/", {"place_name": "甲", "grid": str(other.grid.pk)}).status_code == 422
    client.post(f"{URL}issue-grid/", {"grid": other.grid2.pk})
    assert DoorPlate.objects.of(other.community).count() == 1


def test_methods(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert client.post(URL).status_code == 405
    for part in ("issue/", "issue-grid/", f"{home.plate.pk}/revoke/"):
        assert client.get(f"{URL}{part}").status_code == 405


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    def issue(count: int) -> None:
        start = DoorPlate.objects.of(home.community).count()
        for number in range(start, start + count):
            DoorPlate.objects.create(
                community=home.community, token=f"{home.plate.token}-{number}", place_name=f"地点{number}",
                grid=home.grid, issued_at=NOW,
            )

    client = as_("secretary")
    issue(2)
    client.get(URL)
    few = count_queries(client, URL)
    issue(27)
    client.get(URL)
    assert count_queries(client, URL) == few == 8
    few = count_queries(client, f"{URL}print/")
    assert few == 6

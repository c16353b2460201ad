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
    for sent in ({}, {"grid": home.grid2.pk}):
        assert f"{home.grid2.name}还有 1 户没有服务牌" in client.get(URL, sent).content.decode()
    assert "户没有服务牌" not in client.get(URL, {"q": "广场"}).content.decode()
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
    assert client.get(f"{URL}{other.plate.pk}/").status_code == 404
    for act in ("replace", "trouble", "found", "mount"):
        assert client.post(f"{URL}{other.plate.pk}/{act}/", {"reason": "x"}).status_code == 404
    assert client.get(f"{URL}print/", {"chosen": other.plate.pk}).context["count"] == 0
    assert client.post(f"{URL}issue/", {"place_name": "甲", "grid": str(other.grid.pk)}).status_code == 422
    client.post(f"{URL}issue-grid/", {"grid": other.grid2.pk})
    assert DoorPlate.objects.of(other.community).count() == 1


def test_methods(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    assert client.post(URL).status_code == 405
    acts = [f"{home.plate.pk}/{act}/" for act in ("revoke", "replace", "trouble", "found", "mount")]
    for part in ("issue/", "issue-grid/", *acts):
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
    assert count_queries(client, URL) == few == 12


def test_counts_lead_to_their_lists(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    page = client.get(URL)
    assert [(view["state"], view["count"]) for view in page.context["views"]] == [
        ("", 1), ("unprinted", 1), ("unmounted", 0), ("mounted", 0), ("damaged", 0), ("lost", 0), ("revoked", 0),
    ]
    for view in page.context["views"]:
        assert len(client.get(URL, {"state": view["state"]}).context["plates"]) == view["count"]
    assert client.get(URL, {"state": "nonsense"}).context["plates"] == []


def test_filter_by_group_and_building(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    client.post(f"{URL}issue/", {"place_name": "回龙苑3幢1单元201室"})
    assert client.get(URL).context["buildings"] == ["回龙苑3幢"]
    found = client.get(URL, {"building": "回龙苑3幢"}).context["plates"]
    assert [plate.place_name for plate in found] == ["回龙苑3幢1单元201室"]
    assert client.get(URL, {"group": home.group.pk}).context["plates"] == [home.plate]


def test_replace(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    url = f"{URL}{home.plate.pk}/replace/"
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "涂改"})
    new = DoorPlate.objects.of(home.community).get(replaces=home.plate)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}{new.pk}/")
    assert client.post(url, {"reason": "涂改"}).status_code == 409
    assert DoorPlate.objects.of(home.community).count() == 2
    assert client.get(f"/d/{home.plate.token}/").status_code == 410
    assert client.get(f"/d/{new.token}/").status_code == 200


def test_lost_from_the_hotline(home: Cast, as_: SignIn) -> None:
    operator = as_("operator")
    url = f"{URL}{home.plate.pk}/"
    assert operator.post(f"{url}trouble/", {"what": "stolen", "told": "hotline"}).status_code == 422
    assert operator.post(f"{url}trouble/", {"what": "lost", "told": "hotline"}).status_code == 302
    gone = operator.get(f"/d/{home.plate.token}/")
    assert gone.status_code == 410
    assert "0511-12345678" in gone.content.decode()
    assert operator.post(f"{url}trouble/", {"what": "lost", "told": "hotline"}).status_code == 409
    assert operator.post(f"{url}found/").status_code == 302
    assert operator.get(f"/d/{home.plate.token}/").status_code == 200
    page = operator.get(url).content.decode()
    assert "换一块新牌" not in page
    assert "丢了、坏了、找到了" in page

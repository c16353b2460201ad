"""网格: the list, a new one, one grid's page, and grids as files."""

import json
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from huijia.core.people.models import Household, Post, Residence
from huijia.core.places import grids
from huijia.core.places.models import DoorPlate, Dwelling, Grid
from huijia.kernel.communities.actions import set_option
from huijia.lib import outlines
from tests.cast import SINCE, Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries

URL = "/desk/grids/"
NEW = "321100001000019"


def square(west: float, south: float = 32.1) -> dict[str, Any]:
    return outlines.to_geojson(shapely.box(west, south, west + 0.01, south + 0.01))


def feature(code: str, name: str, west: float) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": square(west)}


def test_the_list_says_what_each_grid_holds(home: Cast, as_: SignIn) -> None:
    Post.objects.create(
        community=home.community, person=home.persons["second"], kind="grid_head", grid=home.grid, starts_on=SINCE
    )
    lines = as_("operator").get(URL).context["lines"]
    assert [(line.grid, line.homes, line.unplaced, line.households, line.crowded) for line in lines] == [
        (home.grid, 1, 0, 1, False), (home.grid2, 1, 0, 0, False),
    ]
    assert (lines[0].heads, lines[0].workers) == (["郑双全"], ["冯走访"])
    assert round(lines[0].area) == 1_047_354


def test_too_many_households_is_a_hint_and_no_bar(home: Cast, as_: SignIn) -> None:
    set_option(home.community, "grid_households_most", 1, by=home.access("secretary"))
    for number in range(2):
        family = Household.objects.create(community=home.community, number=f"H1{number}")
        Residence.objects.create(community=home.community, household=family, dwelling=home.dwelling, starts_on=SINCE)
    client = as_("secretary")
    assert "超过 1 户" in client.get(URL).content.decode()
    page = client.get(f"{URL}{home.grid.pk}/").content.decode()
    assert "这个网格有 3 户，超过 1 户(本社区约定)" in page
    checked = client.post(f"{URL}{home.grid.pk}/outline/check/", {"outline": json.dumps(square(119.42))}).json()
    assert checked["ok"] is True
    assert checked["said"] == "1.047 平方公里，1 处房屋，3 户，超过 1 户，可以考虑拆分"


def test_an_empty_community_is_told_how_to_begin(home: Cast, as_: SignIn) -> None:
    Post.objects.of(home.community).update(grid=None)
    for rows in (DoorPlate, Residence, Dwelling, Grid):
        rows.objects.of(home.community).delete()  # type: ignore[attr-defined]
    page = as_("secretary").get(URL).content.decode()
    assert "还没有网格" in page
    assert "登记第一个网格" in page


def test_a_new_grid(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    wrong = client.post(f"{URL}new/", {"code": home.grid.code, "name": "又一个"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"code": ["这个编码已经是“第1网格”的"]}
    answer = client.post(f"{URL}new/", {"code": NEW, "name": "新网格", "party_group": "甲小组"})
    made = Grid.objects.of(home.community).get(code=NEW)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}{made.pk}/outline/")
    assert (made.name, made.party_group) == ("新网格", "甲小组")


def test_change_the_name(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/"
    sent = {"name": "龙溪网格", "party_group": "", "version": 1}
    assert client.post(url, sent).status_code == 302
    late = client.post(url, {**sent, "name": "晚了的名字"})
    assert late.status_code == 409
    assert "晚了的名字" in late.content.decode()
    home.grid.refresh_from_db()
    assert home.grid.name == "龙溪网格"


def test_take_the_outline_away(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/erase/"
    assert client.post(url, {"version": "x"}).status_code == 404
    assert client.post(url, {"version": "1"}).status_code == 302
    assert client.post(url, {"version": "1"}).status_code == 409
    home.grid.refresh_from_db()
    assert home.grid.polygon is None
    assert "还没有画" in client.get(URL).content.decode()


def test_the_map_of_all_grids(home: Cast, as_: SignIn) -> None:
    data = as_("worker").get(f"{URL}data.json").json()
    assert [(row["name"], row["households"]) for row in data["grids"]] == [("第1网格", 1), ("第2网格", 0)]
    assert data["tiles"] is None


def test_out_as_geojson_and_kml(home: Cast, as_: SignIn) -> None:
    client = as_("operator")
    answer = client.get(f"{URL}export/")
    assert answer["Content-Disposition"] == f'attachment; filename="grids-{home.community.code12}-20260413.geojson"'
    assert [row["properties"]["code"] for row in answer.json()["features"]] == [home.grid.code, home.grid2.code]
    one = client.get(f"{URL}export/", {"format": "kml", "code": home.grid.code})
    assert one["Content-Type"] == "application/vnd.google-earth.kml+xml"
    assert one.content.decode().count("<Placemark>") == 1
    for wrong in ({"format": "shp"}, {"code": "1"}):
        assert client.get(f"{URL}export/", wrong).status_code == 404


def test_in_after_a_look(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}import/"
    features = [feature(NEW, "新网格", 119.46), feature("1", "错", 119.5)]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    file = SimpleUploadedFile("网格.geojson", b"\xef\xbb\xbf" + text.encode())
    look = client.post(url, {"file": file, "crs": "wgs84"})
    assert look.status_code == 200
    assert [line.what for line in look.context["plan"].lines] == ["new", "wrong"]
    assert "导入这 1 个" in look.content.decode()
    assert Grid.objects.of(home.community).count() == 2
    shown = look.context["form"].initial
    done = client.post(url, shown)
    assert (done.status_code, done["Location"]) == (302, f"{URL}homes/")
    assert Grid.objects.of(home.community).get(code=NEW).name == "新网格"
    again = client.post(url, shown)
    assert again.status_code == 409
    assert "这些网格刚才被别人改过，请再看一遍" in again.content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"text": ""}, "file", "请选一个文件，或贴上 GeoJSON"),
        ({"text": "{"}, "text", "这不是 GeoJSON"),
        ({"file": SimpleUploadedFile("a.json", b"\xff\xfe")}, "file", "文件不是 UTF-8 文本"),
    ],
)
def test_a_file_that_is_none(home: Cast, as_: SignIn, sent: dict[str, Any], field: str, said: str) -> None:
    answer = as_("secretary").post(f"{URL}import/", {"crs": "wgs84", **sent})
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]


def test_queries_do_not_grow(home: Cast, as_: SignIn) -> None:
    def more(count: int) -> None:
        for _time in range(count):
            number = Grid.objects.of(home.community).count()
            grid = grids.add_grid(code=f"3211000010001{number:02d}", name=f"网格{number}", by=home.access("secretary"))
            Dwelling.objects.create(
                community=home.community, kind="village", grid=grid, group=home.group, door_number=f"{number}",
                address=f"傅家组 {number}",
            )

    client = as_("secretary")
    tails = ("", "data.json", "doors/", "doors/data.json", "homes/", f"{home.grid.pk}/outline/", f"{home.grid.pk}/")
    paths = [f"{URL}{tail}" for tail in tails]
    more(2)
    for path in paths:
        client.get(path)
    few = [count_queries(client, path) for path in paths]
    more(15)
    assert [count_queries(client, path) for path in paths] == few
    assert max(few) <= 14


def test_another_community(home: Cast, as_: SignIn) -> None:
    other, client = cast("乙社区"), as_("secretary")
    for path in ("", "outline/", "outline/data.json"):
        assert client.get(f"{URL}{other.grid.pk}/{path}").status_code == 404
    for path in ("", "outline/", "outline/check/", "split/", "erase/"):
        assert client.post(f"{URL}{other.grid.pk}/{path}", {"version": 1}).status_code == 404
    Grid.objects.of(other.community).update(name="乙的网格")
    assert "乙的网格" not in client.get(f"{URL}export/").content.decode()
    assert [line.grid.community for line in client.get(URL).context["lines"]] == [home.community] * 2

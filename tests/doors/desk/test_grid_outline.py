"""The editor's page without a browser: what is saved, what is refused, what the map is told."""

import json
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.actions import set_option
from huijia.kernel.ledger.models import Entry
from huijia.lib import geo, outlines
from tests.cast import Cast
from tests.doors.desk.conftest import SignIn

URL = "/desk/grids/"
KEY = "0123456789abcdef0123456789abcdef"


def square(west: float, south: float = 32.1, width: float = 0.01) -> dict[str, Any]:
    return outlines.to_geojson(shapely.box(west, south, west + width, south + 0.01))


def sent(shape: Any, version: int = 1, crs: str = "wgs84") -> dict[str, Any]:
    return {"outline": json.dumps(shape), "version": version, "crs": crs}


def test_save(home: Cast, as_: SignIn) -> None:
    answer = as_("secretary").post(f"{URL}{home.grid.pk}/outline/", sent(square(119.41)))
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}homes/")
    home.grid.refresh_from_db()
    assert outlines.read(home.grid.polygon).equals(shapely.box(119.41, 32.1, 119.42, 32.11))


def test_from_a_file_in_another_system(home: Cast, as_: SignIn) -> None:
    there = outlines.to_geojson(outlines.moved(shapely.box(119.41, 32.1, 119.42, 32.11), geo.wgs84_to_gcj02))
    file = SimpleUploadedFile("a.geojson", json.dumps(there).encode())
    answer = as_("secretary").post(
        f"{URL}{home.grid.pk}/outline/", {"file": file, "version": 1, "crs": "gcj02", "outline": ""}
    )
    assert answer.status_code == 302
    home.grid.refresh_from_db()
    assert home.grid.source_crs == "gcj02"
    assert outlines.read(home.grid.polygon).bounds == pytest.approx((119.41, 32.1, 119.42, 32.11), abs=1e-7)


def test_an_overlap_keeps_what_was_drawn(home: Cast, as_: SignIn) -> None:
    answer = as_("secretary").post(f"{URL}{home.grid.pk}/outline/", sent(square(119.435)))
    assert answer.status_code == 422
    assert "和别的网格重叠：“第2网格”" in answer.context["form"].errors["outline"][0]
    assert answer.context["form"]["outline"].value() == json.dumps(square(119.435))


def test_nothing_drawn(home: Cast, as_: SignIn) -> None:
    answer = as_("secretary").post(f"{URL}{home.grid.pk}/outline/", {"outline": "", "version": 1, "crs": "wgs84"})
    assert (answer.status_code, answer.context["form"].errors["outline"]) == (422, ["请先画出边界，或贴上 GeoJSON"])


def test_who_comes_second_sees_both(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/outline/"
    client.post(url, sent(square(119.41)))
    late = client.post(url, sent(square(119.40)))
    assert late.status_code == 409
    page = late.content.decode()
    assert "周书文已经存了另一个边界" in page
    assert late.context["form"]["outline"].value() == json.dumps(square(119.40))
    assert outlines.read(late.context["saved"]).equals(outlines.read(square(119.41)))
    assert 'name="version" value="2"' in page
    assert client.post(url, sent(square(119.40), version=2)).status_code == 302


def test_an_outline_of_before_is_taken_up_again(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/outline/"
    client.post(url, sent(square(119.41)))
    client.post(url, sent(square(119.40), version=2))
    first = Entry.objects.filter(kind="places.grid_drawn").order_by("pk").first()
    assert f"outline/?from={first.pk}" in client.get(f"{URL}{home.grid.pk}/").content.decode()
    page = client.get(url, {"from": first.pk})
    assert outlines.read(page.context["form"]["outline"].value()).equals(outlines.read(square(119.41)))
    for unknown in ("x", "999999"):
        now = client.get(url, {"from": unknown}).context["form"]["outline"].value()
        assert outlines.read(now).equals(outlines.read(square(119.40)))


def test_what_the_map_is_told(home: Cast, as_: SignIn) -> None:
    answer = as_("secretary").get(f"{URL}{home.grid.pk}/outline/data.json")
    data = answer.json()
    assert [row["name"] for row in data["grids"]] == ["第2网格"]
    assert data["dots"] == [[119.421, 32.101, True], [119.441, 32.101, False]]
    assert data["centre"] == [119.4, 32.1]
    assert "赵明明" not in answer.content.decode() and "傅家组12号" not in answer.content.decode()


def test_check_says_how_large_or_what_is_wrong(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/outline/check/"
    good = client.post(url, sent(square(119.42))).json()
    assert good == {"ok": True, "problem": "", "clashes": [], "said": "1.047 平方公里，1 处房屋，1 户"}
    clash = client.post(url, sent(square(119.435))).json()
    assert (clash["ok"], len(clash["clashes"])) == (False, 1)
    assert clash["problem"].startswith("和别的网格重叠")
    broken = client.post(url, {"outline": "{"}).json()
    assert (broken["ok"], broken["problem"]) == (False, "这不是 GeoJSON，或者内容不完整(首尾两点要相同)")
    line = {"type": "LineString", "coordinates": [[119.423, 32.09], [119.423, 32.12]]}
    cut = client.post(url, {"line": json.dumps(line)}).json()
    assert [part["said"] for part in cut["parts"]] == [
        "较大的一块：0.733 平方公里，0 处房屋，0 户", "较小的一块：0.314 平方公里，1 处房屋，1 户",
    ]


def test_cut_and_move_the_homes(home: Cast, as_: SignIn) -> None:
    client = as_("secretary")
    line = {"type": "LineString", "coordinates": [[119.423, 32.09], [119.423, 32.12]]}
    form = {"line": json.dumps(line), "part": "small", "code": "321100001000019", "name": "西网格", "version": 1}
    wrong = client.post(f"{URL}{home.grid.pk}/split/", {**form, "code": home.grid2.code})
    assert wrong.status_code == 422
    assert wrong.context["cut"].errors == {"code": ["这个编码已经是“第2网格”的"]}
    answer = client.post(f"{URL}{home.grid.pk}/split/", form)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}homes/")
    assert client.post(f"{URL}{home.grid.pk}/split/", {**form, "code": "321100001000018"}).status_code == 409
    new = Grid.objects.of(home.community).get(name="西网格")

    page = client.get(f"{URL}homes/")
    assert "把这 1 处移到“西网格”" in page.content.decode()
    lot = {"source": home.grid.pk, "target": new.pk, "count": 2}
    assert client.post(f"{URL}homes/", lot).status_code == 409
    assert client.post(f"{URL}homes/", {**lot, "count": 1}).status_code == 302
    home.dwelling.refresh_from_db()
    assert home.dwelling.grid == new
    assert "没有落在别的网格里的房屋" in client.get(f"{URL}homes/").content.decode()
    assert client.post(f"{URL}homes/", {**lot, "count": 1}).status_code == 409


def test_doors_by_group_and_grid(home: Cast, as_: SignIn) -> None:
    Dwelling.objects.of(home.community).filter(pk=home.flat.pk).update(lon=None, lat=None)
    client = as_("secretary")

    def doors(**words: object) -> list[Dwelling]:
        found: list[Dwelling] = client.get(f"{URL}doors/", words).context["doors"]
        return found

    assert doors() == [home.dwelling, home.flat]
    assert doors(group=home.group.pk) == doors(where="placed") == doors(q="傅家 12") == [home.dwelling]
    assert doors(estate="回龙苑") == doors(where="missing") == doors(grid=home.grid2.pk) == [home.flat]
    assert doors(group="x") == []
    assert as_("worker").get(f"{URL}doors/").context["doors"] == [home.dwelling]
    data = client.get(f"{URL}doors/data.json").json()
    assert data["doors"] == [{"lon": 119.421, "lat": 32.101, "title": "傅家组12号"}]
    page = client.get(f"{URL}doors/").content.decode()
    lon, lat = geo.wgs84_to_gcj02((119.421, 32.101))
    assert f"https://uri.amap.com/navigation?to={lon:.6f},{lat:.6f}," in page


def test_place_ticked_and_all(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}doors/place/"
    at = {"lon": "119.43", "lat": "32.105", "crs": "wgs84"}
    none = client.post(url, at)
    assert none.status_code == 422
    assert "请至少选一处房屋" in none.content.decode()
    wrong = client.post(url, {**at, "lon": "east", "homes": home.flat.pk})
    assert (wrong.status_code, wrong.context["chosen"]) == (422, [str(home.flat.pk)])
    assert client.post(url, {**at, "homes": home.flat.pk}).status_code == 302
    home.flat.refresh_from_db()
    assert (home.flat.lon, home.flat.lat) == (119.43, 32.105)
    assert client.post(f"{url}?group={home.group.pk}", {**at, "all": "1"}).status_code == 302
    home.dwelling.refresh_from_db()
    assert (home.dwelling.lon, home.dwelling.lat) == (119.43, 32.105)
    assert client.post(url, {**at, "homes": "x"}).status_code == 404


def test_tiles_only_with_a_key(home: Cast, as_: SignIn) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/outline/"
    closed = client.get(url)["Content-Security-Policy"]
    assert "img-src 'self' data: blob:;" in closed
    assert client.get(f"{url}data.json").json()["tiles"] is None

    set_option(home.community, "tianditu_key", KEY, by=home.access("secretary"))
    for page in (url, "/desk/map/", "/desk/", URL, f"{URL}doors/"):
        assert "img-src 'self' data: blob: https://*.tianditu.gov.cn;" in client.get(page)["Content-Security-Policy"]
    assert client.get("/desk/matters/")["Content-Security-Policy"] == closed
    tiles = client.get(f"{url}data.json").json()["tiles"]
    assert [layer["name"] for layer in tiles["layers"]] == ["地图", "影像"]
    assert tiles["layers"][0]["urls"][0].startswith("https://t{s}.tianditu.gov.cn/vec_w/wmts?")
    assert tiles["layers"][0]["urls"][0].endswith(f"&tk={KEY}")


def test_a_key_that_is_none_opens_nothing(home: Cast, as_: SignIn, settings: Any) -> None:
    client, url = as_("secretary"), f"{URL}{home.grid.pk}/outline/"
    settings.TIANDITU_KEY = "x; script-src *"
    assert "tianditu" not in client.get(url)["Content-Security-Policy"]
    settings.TIANDITU_KEY = KEY
    assert "tianditu" in client.get(url)["Content-Security-Policy"]

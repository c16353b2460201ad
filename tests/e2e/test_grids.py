"""The grid editor in a real browser: drawn and cut with the mouse and by touch, undone, saved; and without scripts."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from huijia.core.places import grids
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.communities.actions import set_option
from huijia.lib import outlines
from tests.cast import Cast, cast
from tests.e2e.conftest import DESK, PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., BrowserContext]


@pytest.fixture
def home() -> Cast:
    return cast()


def page_of(home: Cast, visit: Visit, url: str, device: dict[str, object], **more: Any) -> Page:
    client = Client()
    client.force_login(home.users["secretary"])
    context = visit(device, **more)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.faults = []  # type: ignore[attr-defined]
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    return page


def spot(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where on the screen a place is."""
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    assert frame is not None
    at = page.evaluate(
        "([lat, lon]) => { const p = document.querySelector('[data-map]').huijiaMap"
        ".latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
        [lat, lon],
    )
    return frame["x"] + at[0], frame["y"] + at[1]


def press(page: Page, lon: float, lat: float) -> None:
    x, y = spot(page, lon, lat)
    page.touchscreen.tap(x, y) if page.viewport_size["width"] < 800 else page.mouse.click(x, y)
    # Leaflet takes two presses within a fifth of a second for a double press.
    page.wait_for_timeout(350)


def tool(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def look_at(page: Page, west: float, south: float, east: float, north: float) -> None:
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()
    page.evaluate(
        "bounds => document.querySelector('[data-map]').huijiaMap.fitBounds(bounds, {animate: false})",
        [[south, west], [north, east]],
    )


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["mouse", "touch"])
def test_draw_undo_cut_and_save(visit: Visit, live_server, home: Cast, device: dict[str, object]) -> None:
    new = grids.add_grid(code="321100001000019", name="新网格", by=home.access("secretary"))
    page = page_of(home, visit, live_server.url, device)
    page.goto(f"/desk/grids/{new.pk}/outline/")
    look_at(page, 119.435, 32.095, 119.475, 32.115)
    for lon, lat in ((119.4501, 32.1001), (119.47, 32.1), (119.47, 32.11), (119.455, 32.113), (119.4501, 32.1099)):
        press(page, lon, lat)
    tool(page, "撤销")
    press(page, 119.4501, 32.1099)
    tool(page, "画完了")
    expect(page.locator("[data-outline-facts]")).to_contain_text("平方公里")
    first = page.locator("#f_outline").input_value()
    assert first.startswith('{"type":"Polygon"')

    # A corner is pulled out, and back by undo; the handles are as large as a finger.
    handle = page.locator(".marker-icon:not(.marker-icon-middle)").nth(1)
    size = handle.bounding_box()
    assert size is not None and size["width"] >= 44 and size["height"] >= 44
    x, y = spot(page, 119.47, 32.1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 12, steps=4)
    page.mouse.up()
    expect(page.locator("#f_outline")).not_to_have_value(first)
    tool(page, "撤销")
    expect(page.locator("#f_outline")).to_have_value(first)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.get_by_role("button", name="保存边界").click()
    expect(page.get_by_text("“新网格”的边界已保存")).to_be_visible()
    new.refresh_from_db()
    assert new.version == 2
    saved = outlines.read_area(new.polygon)
    assert outlines.square_metres(saved.intersection(outlines.read(home.grid2.polygon))) < 0.05
    # It snapped to the corner of its neighbour.
    assert saved.distance(outlines.read(home.grid2.polygon)) == 0

    page.goto(f"/desk/grids/{new.pk}/outline/")
    look_at(page, 119.445, 32.095, 119.475, 32.116)
    tool(page, "切开")
    press(page, 119.463, 32.098)
    press(page, 119.463, 32.115)
    tool(page, "画完了")
    expect(page.locator("[data-split-parts] li")).to_have_count(2)
    page.get_by_label("新网格编码").fill("321100001000018")
    page.get_by_label("新网格名称").fill("东网格")
    page.get_by_role("button", name="切开，成为两个网格").click()
    expect(page.get_by_text("已从“新网格”拆出“东网格”")).to_be_visible()
    east = Grid.objects.of(home.community).get(name="东网格")
    new.refresh_from_db()
    parts = [outlines.read_area(grid.polygon) for grid in (new, east)]
    assert sum(map(outlines.square_metres, parts)) == pytest.approx(outlines.square_metres(saved), rel=1e-4)
    assert page.faults == []  # type: ignore[attr-defined]


def test_an_overlap_is_told_while_drawing_and_not_saved(visit: Visit, live_server, home: Cast) -> None:
    page = page_of(home, visit, live_server.url, DESK)
    page.goto(f"/desk/grids/{home.grid.pk}/outline/")
    look_at(page, 119.415, 32.095, 119.455, 32.115)
    tool(page, "画边界")
    for lon, lat in ((119.42, 32.1), (119.445, 32.101), (119.445, 32.109), (119.42, 32.109)):
        press(page, lon, lat)
    tool(page, "画完了")
    expect(page.locator("[data-outline-facts]")).to_contain_text("和别的网格重叠：“第2网格”")
    page.get_by_role("button", name="保存边界").click()
    expect(page.get_by_role("heading", name="边界", exact=True)).to_be_visible()
    expect(page.locator("#f_outline")).to_have_value(page.locator("#f_outline").input_value())
    home.grid.refresh_from_db()
    assert home.grid.version == 1


def test_stale_shows_both_and_loses_nothing(visit: Visit, live_server, home: Cast) -> None:
    page = page_of(home, visit, live_server.url, DESK)
    page.goto(f"/desk/grids/{home.grid.pk}/outline/")
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()
    mine = '{"type":"Polygon","coordinates":[[[119.41,32.1],[119.42,32.1],[119.42,32.11],[119.41,32.1]]]}'
    theirs = outlines.read_area(
        {"type": "Polygon", "coordinates": [[[119.40, 32.1], [119.41, 32.1], [119.41, 32.11], [119.40, 32.1]]]}
    )
    page.locator("summary", has_text="不用地图").click()
    page.locator("#f_outline").fill(mine)
    page.locator("#f_outline").dispatch_event("change")
    grids.draw_outline(home.grid, outline=theirs, version=1, by=home.access("secretary"))
    page.get_by_role("button", name="保存边界").click()
    expect(page.get_by_text("周书文已经存了另一个边界")).to_be_visible()
    page.get_by_role("button", name="用我的，存上去").click()
    expect(page.get_by_text("“第1网格”的边界已保存")).to_be_visible()
    home.grid.refresh_from_db()
    assert outlines.read_area(home.grid.polygon).bounds == pytest.approx((119.41, 32.1, 119.42, 32.11))


def test_place_homes_by_a_tap(visit: Visit, live_server, home: Cast) -> None:
    Dwelling.objects.of(home.community).filter(pk=home.flat.pk).update(lon=None, lat=None)
    page = page_of(home, visit, live_server.url, PHONE)
    page.goto("/desk/grids/doors/?where=missing")
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()
    press(page, 119.445, 32.105)
    page.get_by_label("回龙苑3幢1单元201室").check()
    page.get_by_role("button", name="放到这里").click()
    expect(page.get_by_text("1 处房屋已放到地图上")).to_be_visible()
    home.flat.refresh_from_db()
    assert (home.flat.lon, home.flat.lat) == pytest.approx((119.445, 32.105), abs=2e-4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.faults == []  # type: ignore[attr-defined]


def test_where_tiles_fail_the_map_is_whole_without_them(visit: Visit, live_server, home: Cast) -> None:
    set_option(home.community, "tianditu_key", "0123456789abcdef0123456789abcdef", by=home.access("secretary"))
    page = page_of(home, visit, live_server.url, DESK)
    wanted: list[str] = []
    page.route("**/*.tianditu.gov.cn/**", lambda route: (wanted.append(route.request.url), route.abort()))
    page.goto("/desk/map/")
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()
    expect(page.locator(".leaflet-control-layers")).to_have_count(0)
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".map-name span", has_text="第1网格")).to_be_visible()
    # They were let through by the page's policy, and asked for.
    assert wanted and "/vec_w/wmts?" in wanted[0]
    assert [fault for fault in page.faults if "Content Security Policy" in fault] == []  # type: ignore[attr-defined]


def test_tiles_stand_under_the_outlines_with_their_source(visit: Visit, live_server, home: Cast) -> None:
    set_option(home.community, "tianditu_key", "0123456789abcdef0123456789abcdef", by=home.access("secretary"))
    page = page_of(home, visit, live_server.url, DESK)
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), "#dfe9df").save(stream, "PNG")
    page.route(
        "**/*.tianditu.gov.cn/**",
        lambda route: route.fulfill(body=stream.getvalue(), content_type="image/png"),
    )
    page.goto("/desk/map/")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("天地图")
    page.get_by_label("影像").check()
    expect(page.locator(".leaflet-tile-loaded").first).to_have_attribute("src", re.compile("/img_w/wmts"))
    assert page.faults == []  # type: ignore[attr-defined]


def test_without_javascript(visit: Visit, live_server, home: Cast) -> None:
    page = page_of(home, visit, live_server.url, PHONE, java_script_enabled=False)
    page.goto(f"/desk/grids/{home.grid.pk}/outline/")
    page.locator("summary", has_text="不用地图").click()
    page.get_by_label("边界(GeoJSON)").fill(
        '{"type":"Polygon","coordinates":[[[119.41,32.1],[119.43,32.1],[119.43,32.11],[119.41,32.11],[119.41,32.1]]]}'
    )
    page.get_by_role("button", name="保存边界").click()
    expect(page.get_by_text("“第1网格”的边界已保存")).to_be_visible()
    home.grid.refresh_from_db()
    assert home.grid.version == 2

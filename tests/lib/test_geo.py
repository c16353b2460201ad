"""Distances, areas, and the shifted system of published maps."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.geo import contains, gcj02_to_wgs84, metres, navigation_url, outside_china, wgs84_to_gcj02

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[112.0, 28.0], [112.1, 28.0], [112.1, 28.1], [112.0, 28.1], [112.0, 28.0]]],
}
points = st.tuples(st.floats(74, 134), st.floats(18.5, 53))


def test_metres():
    assert metres((112.0, 28.0), (112.0, 28.0)) == 0
    assert round(metres((0, 0), (0, 1))) == 111195
    assert round(metres((116.3975, 39.9087), (121.4737, 31.2304)) / 1000) == 1068
    assert round(metres((0, 0), (180, 0)) / 1000) == 20015


@given(points, points)
def test_distance_is_the_same_both_ways(a, b):
    assert metres(a, b) == pytest.approx(metres(b, a))


def test_contains_with_its_edge():
    assert contains(SQUARE, (112.05, 28.05)) is True
    assert contains(SQUARE, (112.0, 28.05)) is True
    assert contains(SQUARE, (112.2, 28.05)) is False
    assert contains(json.dumps(SQUARE), (112.05, 28.05)) is True
    assert contains({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}, (112.05, 28.05)) is True
    assert contains({"type": "Feature", "properties": {}, "geometry": SQUARE}, (112.05, 28.05)) is True


def test_an_outline_that_crosses_itself_still_answers():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    assert contains(bow, (0.2, 1.0)) is True
    assert contains(bow, (1.0, 0.2)) is False


@pytest.mark.parametrize("broken", ["", "{", "{}", '{"type": "Point", "coordinates": [1, 2]}', "null", "[]"])
def test_no_area(broken):
    with pytest.raises(ValueError, match="GeoJSON"):
        contains(broken, (0, 0))


def test_the_shift_at_known_places():
    lon, lat = wgs84_to_gcj02((116.404, 39.915))
    assert (round(lon, 6), round(lat, 6)) == (116.410244, 39.916404)


@given(points)
def test_there_and_back(point):
    lon, lat = gcj02_to_wgs84(wgs84_to_gcj02(point))
    assert abs(lon - point[0]) < 1e-6
    assert abs(lat - point[1]) < 1e-6
    assert 20 < metres(point, wgs84_to_gcj02(point)) < 2000


def test_abroad_nothing_is_shifted():
    london = (-0.1276, 51.5072)
    assert outside_china(london) is True
    assert outside_china((112.9, 28.2)) is False
    assert wgs84_to_gcj02(london) == london
    assert gcj02_to_wgs84(london) == london


def test_the_way_there_is_asked_in_the_maps_own_system():
    lon, lat = wgs84_to_gcj02((119.421, 32.101))
    assert navigation_url((119.421, 32.101), "目的地") == (
        f"https://uri.amap.com/navigation?to={lon:.6f},{lat:.6f},%E7%9B%AE%E7%9A%84%E5%9C%B0"
        "&mode=walk&coordinate=gaode&callnative=1"
    )

"""Outlines: reading, fitting among neighbours, cutting, and which one holds a point."""

import math
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from huijia.lib import geo, outlines
from huijia.lib.outlines import OutlineError

WEST, SOUTH = 119.40, 32.10
# One degree at this latitude, in metres.
ACROSS = outlines.METRES_PER_DEGREE * math.cos(math.radians(SOUTH + 0.005))


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Metres from the corner of the town."""
    return shapely.box(WEST + west / ACROSS, SOUTH + south / 111_195, WEST + east / ACROSS, SOUTH + north / 111_195)


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(WEST + x / ACROSS, SOUTH + y / 111_195) for x, y in points])


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def test_square_metres():
    assert outlines.square_metres(box(0, 0, 1000, 500)) == pytest.approx(500_000, rel=0.002)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{", "not_geojson"),
        ("[]", "not_geojson"),
        ({"type": "Polygon", "coordinates": [[[119.4, 32.1], [119.5, 32.1], [119.5, 32.2]]]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": []}, "no_area"),
        ({"type": "Point", "coordinates": [119.4, 32.1]}, "no_area"),
        (polygon((32.1, 119.4), (32.2, 119.4), (32.2, 119.5), (32.1, 119.4)), "swapped"),
        (polygon((4e5, 3.5e6), (4.1e5, 3.5e6), (4.1e5, 3.6e6), (4e5, 3.5e6)), "projected"),
        (polygon((2.3, 48.8), (2.4, 48.8), (2.4, 48.9), (2.3, 48.8)), "elsewhere"),
        (polygon((119.4, 32.1), (119.5, 32.2), (119.5, 32.1), (119.4, 32.2), (119.4, 32.1)), "crosses"),
    ],
)
def test_what_is_no_area(given: Any, code: str):
    with pytest.raises(OutlineError) as caught:
        outlines.read_area(given)
    assert caught.value.code == code


def test_too_many_points():
    points = [[119.4 + step / 1e6, 32.1] for step in range(outlines.MOST_POINTS + 1)]
    with pytest.raises(OutlineError, match="too_many"):
        outlines.read({"type": "LineString", "coordinates": points})


def test_a_line_is_read_and_nothing_else():
    assert outlines.read_line({"type": "LineString", "coordinates": [[119.4, 32.1], [119.5, 32.1]]}).length > 0
    loop = {"type": "LineString", "coordinates": [[119.4, 32.1], [119.5, 32.2], [119.5, 32.1], [119.4, 32.2]]}
    for wrong, code in (
        (polygon((119.4, 32.1), (119.5, 32.1), (119.5, 32.2), (119.4, 32.1)), "no_line"), (loop, "crosses"),
    ):
        with pytest.raises(OutlineError, match=code):
            outlines.read_line(wrong)


def test_heights_are_dropped_and_a_feature_is_opened():
    ring = [[119.4, 32.1, 5], [119.5, 32.1, 5], [119.5, 32.2, 5], [119.4, 32.1, 5]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    area = outlines.read_area({"type": "Feature", "properties": {}, "geometry": shape})
    assert outlines.to_geojson(area)["coordinates"][0][0] == [119.4, 32.1]


def test_another_reference_system_and_back():
    area = box(0, 0, 100, 100)
    there = outlines.moved(area, geo.wgs84_to_gcj02)
    assert geo.metres(there.exterior.coords[0], area.exterior.coords[0]) > 100
    back = outlines.moved(there, geo.gcj02_to_wgs84)
    assert geo.metres(back.exterior.coords[0], area.exterior.coords[0]) < 0.01


def test_a_thin_overlap_is_cut_off():
    left, right = box(0, 0, 501, 500), box(500, 0, 1000, 500)
    found = outlines.fitted(left, [right], 2)
    assert found.clashes == []
    assert outlines.square_metres(found.area.intersection(right)) < 0.01
    assert outlines.square_metres(found.area) == pytest.approx(250_000, rel=0.002)


def test_a_thin_gap_is_filled_and_a_wide_one_stays():
    right = box(500, -200, 1000, 700)
    close = outlines.fitted(box(0, 0, 499, 500), [right], 2)
    assert close.area.union(right).geom_type == "Polygon"
    assert outlines.square_metres(close.area) == pytest.approx(250_000, rel=0.002)
    assert len(shapely.get_coordinates(close.area)) <= 7
    far = outlines.fitted(box(0, 0, 490, 500), [right], 2)
    assert far.area.equals(box(0, 0, 490, 500))


def test_more_than_a_sliver_is_told_and_left():
    left, right = box(0, 0, 600, 500), box(500, 0, 1000, 500)
    found = outlines.fitted(left, [box(3000, 0, 3100, 100), right], 2)
    assert [(clash.place, round(clash.square_metres, -3)) for clash in found.clashes] == [(1, 50_000)]
    assert found.area.equals(left)


def test_with_no_tolerance_nothing_changes():
    left = box(0, 0, 499, 500)
    found = outlines.fitted(left, [box(500, 0, 1000, 500)], 0)
    assert (found.clashes, found.area.equals(left)) == ([], True)


def test_inside_another_is_no_sliver():
    assert len(outlines.fitted(box(100, 100, 200, 200), [box(0, 0, 500, 500)], 2).clashes) == 1


def test_cut_in_two():
    large, small = outlines.split(box(0, 0, 1000, 500), line((300, -50), (300, 550)), 2)
    assert outlines.square_metres(small) == pytest.approx(150_000, rel=0.002)
    assert outlines.square_metres(large) == pytest.approx(350_000, rel=0.002)


def test_a_line_that_just_reaches_the_border_cuts():
    assert len(outlines.split(box(0, 0, 1000, 500), line((300, 1), (300, 499)), 2)) == 2


def test_a_line_that_stops_inside_does_not_cut():
    area = box(0, 0, 1000, 500)
    assert outlines.split(area, line((300, -50), (300, 250)), 2) == [area]


def test_what_a_line_does_not_touch_stays_with_the_larger_part():
    scattered = shapely.MultiPolygon([box(0, 0, 1000, 500), box(2000, 0, 2100, 100)])
    large, small = outlines.split(scattered, line((300, -50), (300, 550)), 2)
    assert (large.geom_type, small.geom_type) == ("MultiPolygon", "Polygon")
    assert outlines.square_metres(large) == pytest.approx(360_000, rel=0.002)


def test_who_holds_a_point_and_who_is_asked_first():
    left, right = box(0, 0, 500, 500), box(500, 0, 1000, 500)
    border = (left.exterior.coords[0][0], SOUTH + 0.001)
    inside, outside = (WEST + 0.001, SOUTH + 0.001), (WEST - 1, SOUTH)
    assert outlines.holders([left, right], [border, inside, outside], [1, 1, 0]) == [1, 0, None]
    assert outlines.holders([left, right], [border], [None]) == [0]
    assert outlines.holders([], [], []) == []


metres = st.floats(-300, 1300, allow_nan=False)
cuts = st.lists(st.tuples(metres, metres, metres, metres), max_size=6)


@settings(max_examples=60, deadline=None)
@given(cuts)
def test_after_any_cuts_the_parts_are_the_whole_and_overlap_nowhere(drawn: list[tuple[float, float, float, float]]):
    whole = shapely.Polygon(
        [(WEST + x / ACROSS, SOUTH + y / 111_195) for x, y in ((0, 0), (900, 100), (1000, 700), (500, 400), (100, 900))]
    )
    parts: list[Any] = [whole]
    for x1, y1, x2, y2 in drawn:
        if math.dist((x1, y1), (x2, y2)) > 1:
            parts = [piece for part in parts for piece in outlines.split(part, line((x1, y1), (x2, y2)), 2)]
    total = sum(outlines.square_metres(part) for part in parts)
    assert total == pytest.approx(outlines.square_metres(whole), rel=1e-4)
    assert outlines.square_metres(shapely.union_all(parts).symmetric_difference(whole)) < 0.01
    for place, part in enumerate(parts):
        for other in parts[place + 1 :]:
            assert outlines.square_metres(part.intersection(other)) < 0.01


@settings(max_examples=60, deadline=None)
@given(cuts, st.lists(st.tuples(st.floats(0, 999), st.floats(0, 499)), min_size=1, max_size=20))
def test_each_point_of_the_whole_lies_in_a_part(
    drawn: list[tuple[float, float, float, float]], points: list[tuple[float, float]]
):
    parts: list[Any] = [box(0, 0, 1000, 500)]
    for x1, y1, x2, y2 in drawn:
        if math.dist((x1, y1), (x2, y2)) > 1:
            parts = [piece for part in parts for piece in outlines.split(part, line((x1, y1), (x2, y2)), 2)]
    # A hair's breadth inside, since a cut may be rounded away from a point that lies exactly on it.
    grown = [part.buffer(1e-10) for part in parts]
    places = [(WEST + x / ACROSS, SOUTH + y / 111_195) for x, y in points]
    assert None not in outlines.holders(grown, places, [None] * len(places))


@settings(max_examples=60, deadline=None)
@given(st.floats(0.05, 1.9), st.booleans(), st.floats(-100, 100))
def test_what_is_fitted_never_overlaps_and_leaves_no_gap(off: float, over: bool, up: float):
    right = box(500, up, 1000, up + 500)
    left = box(0, 0, 500 + off if over else 500 - off, 500)
    found = outlines.fitted(left, [right], 2)
    assert found.clashes == []
    assert found.area.is_valid
    assert outlines.square_metres(found.area.intersection(right)) < 0.05
    assert found.area.distance(right) == 0
    assert outlines.square_metres(found.area) == pytest.approx(250_000, rel=0.003)

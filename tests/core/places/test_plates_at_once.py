"""Two people press at the same moment: a door has one plate in use, whoever came first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from huijia.core.places import plates
from huijia.core.places.models import DoorPlate
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast

AT_ONCE = 6


def outcomes(act: Callable[[], object]) -> list[str]:
    def run(_number: int) -> str:
        try:
            act()
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


def in_use(home: Cast, place: str) -> int:
    return DoorPlate.objects.of(home.community).filter(place_name=place, revoked_at=None).count()


@pytest.fixture
def home(transactional_db: None) -> Cast:
    return cast()


def test_one_plate_for_a_spot(home: Cast) -> None:
    by = home.access("secretary")
    said = outcomes(lambda: plates.issue_plate(place_name="幸福广场", grid=home.grid, by=by))
    assert said == ["done", *["refused"] * (AT_ONCE - 1)]
    assert in_use(home, "幸福广场") == 1


def test_a_whole_grid_once(home: Cast) -> None:
    by = home.access("secretary")
    assert outcomes(lambda: plates.issue_to_homes(home.grid2, by=by)) == ["done"] * AT_ONCE
    assert in_use(home, home.flat.address) == 1
    assert Entry.objects.filter(kind="places.plate_issued").count() == 1


def test_replaced_once(home: Cast) -> None:
    by = home.access("secretary")
    said = outcomes(lambda: plates.replace_plate(home.plate, reason="旧了", by=by))
    assert said == ["done", *["refused"] * (AT_ONCE - 1)]
    assert in_use(home, home.plate.place_name) == 1

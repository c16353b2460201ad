"""What other rooms add to a person's and a household's page."""

from collections.abc import Iterator
from typing import Any

import pytest

from huijia.core.people import panels
from huijia.core.people.panels import Panel
from tests.cast import cast


@pytest.fixture(autouse=True)
def only_mine() -> Iterator[None]:
    kept = dict(panels._PANELS)
    panels._PANELS.clear()
    yield
    panels._PANELS.clear()
    panels._PANELS.update(kept)


def _panel(code: str, about: Any, permission: str, found: Any, order: int) -> Panel:
    return Panel(code, code, about, (permission,), f"{code}.html", lambda subject, access: found, order)


def test_by_kind_permission_and_order(db: None) -> None:
    house = cast()
    panels.register(_panel("late", "person", "people.view", {"rows": 1}, 90))
    panels.register(_panel("soon", "person", "people.view", {"rows": 2}, 10))
    panels.register(_panel("empty", "person", "people.view", None, 20))
    panels.register(_panel("secret", "person", "audit.view", {"rows": 3}, 30))
    panels.register(_panel("home", "household", "people.view", {"rows": 4}, 30))
    access = house.access("secretary")
    assert [shown.template for shown in panels.of(house.resident, access)] == ["soon.html", "late.html"]
    assert [shown.context for shown in panels.of(house.household, access)] == [{"rows": 4}]
    assert panels.of(house.resident, house.access("worker")) == []

"""What waits, from every app that says so."""

from collections.abc import Iterator

import pytest
from django.test import Client

from huijia.kernel.accounts import due
from huijia.kernel.accounts.due import Due, Source
from tests.cast import MONDAY, cast


@pytest.fixture(autouse=True)
def only_mine() -> Iterator[None]:
    kept = dict(due._SOURCES)
    due._SOURCES.clear()
    yield
    due._SOURCES.clear()
    due._SOURCES.update(kept)


def test_those_with_something_to_say_in_order(db: None) -> None:
    access = cast().access("secretary")
    many = [Due(f"第{number}件", "/x/") for number in range(20)]
    due.register(Source("empty", "没有", lambda access, at: []))
    due.register(Source("many", "好多", lambda access, at: many))
    sections = due.sections_for(access, MONDAY)
    assert [(section.label, len(section.rows)) for section in sections] == [("好多", due.MOST)]


@pytest.mark.parametrize("who", ["secretary", "operator", "worker"])
def test_on_the_first_page(db: None, who: str) -> None:
    house = cast()
    due.register(Source("one", "上门服务", lambda access, at: [Due("量血压", "/x/", place="傅家组12号")]))
    client = Client()
    client.force_login(house.users[who])
    page = client.get("/desk/").content.decode()
    assert "上门服务" in page
    assert 'href="/x/"' in page

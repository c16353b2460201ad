"""Finding: two characters are enough, nobody finds what they may not see, newest first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.search import actions, queries
from huijia.kernel.search.actions import Draft
from huijia.kernel.search.models import Document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def reader(community_id: int = 1, *, grids: frozenset[int] | None = None, **more: Any) -> Access:
    values: dict[str, Any] = {"permissions": frozenset({"matters.view", "places.view"}), **more}
    return Access(user_id=7, label="周敏", kind="user", community=Community(pk=community_id), grids=grids, **values)


def put(number: int, text: str, **more: Any) -> None:
    values: dict[str, Any] = {
        "community_id": 1, "permission": "matters.view", "title": f"SD-{number}", "happened_at": NOW, **more,
    }
    actions.index(values.pop("kind", "matter"), number, text=text, **values)


def found(text: str, access: Access | None = None, **more: Any) -> list[int]:
    return [hit.object_id for hit in queries.find(access or reader(), text, **more)]


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("路灯", [1]), ("灯不", [1]), ("漏水", [3, 2]), ("5号楼", [3]), ("5号楼漏水", []),
            ("漏水 5", [3]), ("漏 水", [3, 2]),
        ("ldbl", [1]), ("WiFi", [3]), ("wifi坏", [3]), ("水漏", []), ("蜂窝", []), ("sd-2", [2]),
    ],
)
def test_words(text: str, hits: list[int]) -> None:
    put(1, "村口路灯不亮三天了")
    put(2, "三楼卫生间漏水")
    put(3, "5号楼楼顶漏水,WIFI坏了")
    assert found(text) == hits


@pytest.mark.parametrize(
    "text", ["", "  ", "?!", "'", '"', "' | 'a", '" OR "漏水', "NOT", "*", "漏水 & !灯", "\x00", "。,"]
)
def test_nothing_to_look_for_and_nothing_to_break(text: str) -> None:
    put(1, "村口路灯不亮三天了")
    assert found(text) == []


def test_any_length() -> None:
    put(1, "村口路灯不亮三天了")
    assert found("漏" * 5000) == []
    assert found("村口路灯不亮三天了") == [1]


def test_a_hit() -> None:
    put(1, "三楼漏水", title="楼顶" + "漏" * 200, happened_at=NOW)
    hit = queries.find(reader(), "漏水")[0]
    assert (hit.kind, hit.object_id, hit.title, hit.happened_at) == ("matter", 1, "楼顶" + "漏" * 118, NOW)
    assert found("楼顶") == [1]


# -- who may --------------------------------------------------------------------------------------------------------


def test_only_of_the_own_community() -> None:
    put(1, "漏水")
    put(2, "漏水", community_id=2)
    assert (found("漏水"), found("漏水", reader(2)), found("漏水", reader(3))) == ([1], [2], [])


def test_only_with_the_permission() -> None:
    put(1, "漏水")
    put(2, "漏水", permission="people.view")
    assert found("漏水") == [1]
    assert found("漏水", reader(permissions=frozenset({"people.view"}))) == [2]
    assert found("漏水", reader(permissions=frozenset())) == []


def test_only_in_the_own_grids() -> None:
    put(1, "漏水", grid_id=4)
    put(2, "漏水", grid_id=5)
    put(3, "漏水", grid_id=None)
    assert found("漏水") == [3, 2, 1]
    assert found("漏水", reader(grids=frozenset({4}))) == [1]
    assert found("漏水", reader(grids=frozenset({4, 5}))) == [2, 1]
    assert found("漏水", reader(grids=frozenset())) == []


def test_only_of_some_kinds() -> None:
    put(1, "漏水")
    put(1, "漏水", kind="place", permission="places.view")
    assert [hit.kind for hit in queries.find(reader(), "漏水")] == ["place", "matter"]
    assert [hit.kind for hit in queries.find(reader(), "漏水", kinds=["place"])] == ["place"]
    assert found("漏水", kinds=[]) == []


# -- pages ------------------------------------------------------------------------------------------------------------


def test_pages_newest_first() -> None:
    for number in range(1, 8):
        put(number, "漏水")
    first = queries.find(reader(), "漏水", limit=3)
    second = queries.find(reader(), "漏水", before=first[-1].id, limit=3)
    third = queries.find(reader(), "漏水", before=second[-1].id, limit=3)
    assert [[hit.object_id for hit in page] for page in (first, second, third)] == [[7, 6, 5], [4, 3, 2], [1]]


def test_an_old_one_behind_many_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """With each of PostgreSQL's tries cut down to a few documents."""
    monkeypatch.setattr(queries, "NEWEST", 2)
    monkeypatch.setattr(queries, "STRETCHES", (4, 6))
    put(1, "蜂窝")
    put(2, "蜂窝")
    for number in range(3, 13):
        put(number, "漏水")
    put(13, "蜂窝")
    assert found("蜂窝") == [13, 2, 1]
    assert found("蜂窝", limit=2) == [13, 2]
    assert found("漏水", limit=2) == [12, 11]


# -- writing ----------------------------------------------------------------------------------------------------------


def test_one_statement() -> None:
    with CaptureQueriesContext(connection) as context:
        put(1, "漏水")
    assert len(context) == 1


def test_indexing_again_replaces() -> None:
    put(1, "漏水")
    before = Document.objects.get().pk
    put(2, "路灯")
    put(1, "停电", permission="places.view", community_id=2, grid_id=4, title="新的")
    assert (found("漏水"), found("停电"), found("停电", reader(2))) == ([], [], [1])
    assert Document.objects.get(object_id=1).pk == before
    put(1, "停电", permission="places.view", community_id=2, grid_id=4, title="新的")
    assert found("停电", reader(2)) == [1]


def test_removing() -> None:
    for number in (1, 2, 3):
        put(number, "漏水")
    assert actions.remove("matter", 1) == 1
    assert actions.remove("matter", 1) == 0
    assert actions.remove("matter", [2, 99]) == 1
    assert found("漏水") == [3]


def test_a_rolled_back_verb_is_not_found() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put(1, "漏水")
        raise RuntimeError
    assert found("漏水") == []


def test_many_at_once() -> None:
    drafts = [
        Draft(kind="matter", object_id=n, community_id=1, permission="matters.view", title=f"SD-{n}",
              text="漏水" if n % 2 else "路灯", happened_at=NOW)
        for n in range(1, 1102)
    ]
    assert actions.index_many(drafts) == 1101
    assert found("漏水", limit=3) == [1101, 1099, 1097]
    assert actions.index_many([]) == 0


# -- alike ------------------------------------------------------------------------------------------------------------


def alike(text: str, **more: Any) -> list[tuple[int, int]]:
    values: dict[str, Any] = {"kind": "matter", "since": NOW - timedelta(days=7), **more}
    return [(hit.object_id, hit.shared) for hit in queries.alike(1, text, **values)]


def test_alike() -> None:
    put(1, "村口的路灯不亮了")
    put(2, "三楼漏水")
    put(3, "路灯坏了，不亮")
    put(4, "路灯不亮", community_id=2)
    put(5, "路灯不亮", kind="place")
    put(6, "路灯不亮", happened_at=NOW - timedelta(days=8))
    put(7, "路灯修好了")
    assert alike("村口路灯不亮") == [(3, 2), (1, 4)]
    assert alike("路灯") == [(7, 1), (3, 1), (1, 1)]
    assert alike("村口路灯不亮", limit=1) == [(3, 2)]
    assert alike("灯") == []
    assert alike("!!") == []
    assert alike("路" * 3000 + "路灯不亮" * 50) == [(3, 2), (1, 3)]

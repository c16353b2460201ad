"""The same UUID: the same content changes nothing, other content is refused and nothing is swallowed."""

from dataclasses import dataclass

import pytest

from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Conflict


@dataclass
class Row:
    draft_hash: str = ""


def test_a_retry_gives_the_row() -> None:
    row = Row(retries.hash_of("路灯不亮", 7, None))
    assert retries.same(row, "路灯不亮", 7, None) is row
    assert len(row.draft_hash) == 46


def test_other_content_is_refused() -> None:
    row = Row(retries.hash_of("路灯不亮", 7))
    with pytest.raises(Conflict) as refused:
        retries.same(row, "路灯亮了", 7)
    assert (refused.value.code, refused.value.field) == ("conflict", None)


def test_where_nothing_is_kept_nothing_is_compared() -> None:
    row = Row()
    assert retries.same(row, "什么都行") is row

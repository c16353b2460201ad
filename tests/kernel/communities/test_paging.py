"""Keyset pages in the order of a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.matters.models import Matter
from huijia.kernel.communities.paging import EPOCH, behind, key_of
from tests.cast import MONDAY, cast

moments = st.datetimes(datetime(2019, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(moments, st.integers(1, 2**62))
def test_a_key_holds_the_moment_to_the_microsecond(at: datetime, pk: int) -> None:
    micro, _dash, row = key_of(at, pk).partition("-")
    assert EPOCH + timedelta(microseconds=int(micro)) == at
    assert int(row) == pk


@pytest.mark.parametrize("newest_first", [True, False])
def test_each_row_stands_on_one_page(db: None, newest_first: bool) -> None:
    home = cast()
    for hours in (1, 2, 2, 2, 3):
        home.raise_matter(f"{hours} 点的事", at=MONDAY + timedelta(hours=hours))
    order = ("-received_at", "-pk") if newest_first else ("received_at", "pk")
    rows = Matter.objects.of(home.community).order_by(*order)
    seen: list[int] = []
    key = ""
    while page := list(behind(rows, key, "received_at", newest_first=newest_first)[:2]):
        seen += [row.pk for row in page]
        key = key_of(page[-1].received_at, page[-1].pk)
    assert seen == list(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("key", ["", "x", "1-", "-1", "1-x", "9" * 30 + "-1", "1-" + "9" * 30])
def test_what_is_no_key_begins_at_the_beginning(db: None, key: str) -> None:
    home = cast()
    home.raise_matter()
    assert behind(Matter.objects.of(home.community), key, "received_at").count() == 1

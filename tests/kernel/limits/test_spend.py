"""Allowances: counting, refusing, windows, several keys, threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from huijia.kernel.limits import actions
from huijia.kernel.limits.actions import Verdict
from huijia.kernel.limits.models import Allowance

HALF_HOUR = 1800
NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


@pytest.mark.django_db
def test_the_limit_is_the_last_allowed() -> None:
    tries = [actions.spend([("a", 3, HALF_HOUR)], at=NOON) for _n in range(5)]
    assert tries == [
        Verdict(True),
        Verdict(True),
        Verdict(True),
        Verdict(False, "a", 1800, first=True),
        Verdict(False, "a", 1800, first=False),
    ]


@pytest.mark.django_db
def test_a_new_window_begins_anew() -> None:
    late = NOON + timedelta(minutes=29, seconds=59)
    assert actions.spend([("a", 1, HALF_HOUR)], at=NOON).allowed
    assert actions.spend([("a", 1, HALF_HOUR)], at=late) == Verdict(False, "a", 1, first=True)
    assert actions.spend([("a", 1, HALF_HOUR)], at=NOON + timedelta(minutes=30)).allowed


@pytest.mark.django_db
def test_a_day_begins_at_local_midnight() -> None:
    before, after = datetime(2026, 4, 13, 15, 59, tzinfo=UTC), datetime(2026, 4, 13, 16, 0, tzinfo=UTC)
    assert actions.spend([("a", 1, 86400)], at=before).allowed
    assert not actions.spend([("a", 1, 86400)], at=before).allowed
    assert actions.spend([("a", 1, 86400)], at=after).allowed


@pytest.mark.django_db
def test_several_keys_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as made:
        actions.spend([("b", 5, 60), ("a", 5, 3600), ("a", 9, 86400)], at=NOON)
    assert len(made) == 1
    assert Allowance.objects.count() == 3


@pytest.mark.django_db
def test_the_key_that_stays_closed_longest_is_named() -> None:
    wanted = [("hour", 0, 3600), ("day", 0, 86400), ("free", 9, 60)]
    assert actions.spend(wanted, at=NOON) == Verdict(False, "day", 43200, first=True)


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [[], [("a", 1, 60), ("a", 2, 60)], [("a", 1, 0)]])
def test_what_can_not_be_counted(wanted: list[tuple[str, int, int]]) -> None:
    with pytest.raises(ValueError, match=r"once|second"):
        actions.spend(wanted)


@pytest.mark.django_db
def test_no_key_can_be_read() -> None:
    actions.spend([("phone:13800001234", 5, 60)], at=NOON)
    row = Allowance.objects.get()
    assert "138" not in row.key_hash
    assert row.key_hash.startswith("h")
    assert str(row).endswith("… 1")


@pytest.mark.django_db
def test_peek_counts_nothing() -> None:
    assert actions.peek([("a", 1, 60)], at=NOON).allowed
    actions.spend([("a", 1, 60)], at=NOON)
    assert actions.peek([("a", 1, 60)], at=NOON) == Verdict(False, "a", 60, first=True)
    assert Allowance.objects.get().used == 1


@pytest.mark.django_db
def test_give_back_and_clear() -> None:
    wanted = [("a", 1, 60), ("b", 1, 60)]
    actions.spend(wanted, at=NOON)
    actions.give_back(wanted, at=NOON)
    actions.give_back(wanted, at=NOON)
    assert actions.spend(wanted, at=NOON).allowed
    actions.clear("a")
    assert actions.peek([("a", 1, 60)], at=NOON).allowed
    assert not actions.peek([("b", 1, 60)], at=NOON).allowed


@pytest.mark.django_db
def test_purge() -> None:
    actions.spend([("old", 1, 60)], at=NOON)
    actions.spend([("new", 1, 60)], at=NOON + timedelta(days=1))
    assert actions.purge(NOON + timedelta(hours=1)) == 1
    assert Allowance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusing_transaction_takes_its_count_with_it() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.spend([("a", 1, 60)], at=NOON)
        raise RuntimeError
    assert actions.spend([("a", 1, 60)], at=NOON).allowed


def _spend_crosswise(number: int) -> list[bool]:
    keys = [("x", 20, HALF_HOUR), ("y", 20, HALF_HOUR), ("z", 20, HALF_HOUR)]
    try:
        return [actions.spend(keys[:: (-1) ** number], at=NOON).allowed for _n in range(10)]
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_count_and_do_not_wait_crosswise() -> None:
    with ThreadPoolExecutor(6) as pool:
        allowed = [one for made in pool.map(_spend_crosswise, range(6)) for one in made]
    assert allowed.count(True) == 20
    assert list(Allowance.objects.values_list("used", flat=True)) == [60, 60, 60]

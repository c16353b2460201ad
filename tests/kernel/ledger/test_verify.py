"""What someone with the database in hand does, and what `ledger verify` says of it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.kernel.ledger import actions, queries
from huijia.kernel.ledger.models import Entry, Seal, SealedEntry
from huijia.lib import clock

from .conftest import ZHOU, codes, open_up, sql, write

pytestmark = pytest.mark.django_db
Sealing = Callable[..., int]


@pytest.fixture
def sealed(seal: Sealing) -> list[Entry]:
    """Six entries in two seals, everything fine."""
    entries = write(3, personal=True)
    seal()
    entries += write(3)
    seal()
    return entries


def test_all_is_well(sealed: list[Entry]) -> None:
    seen: list[int] = []
    write(2)
    report = queries.verify(seen.append)
    assert (report.ok, report.sealed, report.unsealed, report.heads_checked) == (True, 6, 2, True)
    assert seen == [6]


def test_nothing_written_is_well() -> None:
    report = queries.verify()
    assert (report.ok, report.sealed, report.heads_checked) == (True, 0, False)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'matters.other'", "subject_id = 99", "actor_label = '别人'", "community_id = NULL",
        "actor_id = NULL", "for_label = 'x'", "personal_mac = NULL",
    ],
)
def test_a_changed_column(sealed: list[Entry], change: str) -> None:
    open_up()
    sql(f"UPDATE ledger_entry SET {change} WHERE id = %s", sealed[1].pk)
    assert codes(queries.verify()) == [f"changed {sealed[1].pk}"]


def test_a_changed_payload(sealed: list[Entry]) -> None:
    open_up()
    sql("UPDATE ledger_entry SET data = %s WHERE id = %s", '{"ticket": "SD-99"}', sealed[0].pk)
    sql("UPDATE ledger_entry SET personal = %s WHERE id = %s", '{"name": "别人"}', sealed[1].pk)
    assert codes(queries.verify()) == [f"changed {sealed[0].pk}", f"changed {sealed[1].pk}"]


def test_a_changed_time_even_by_a_microsecond(sealed: list[Entry]) -> None:
    open_up()
    moved = connection.ops.adapt_datetimefield_value(sealed[2].occurred_at + timedelta(microseconds=1))
    sql("UPDATE ledger_entry SET occurred_at = %s WHERE id = %s", moved, sealed[2].pk)
    assert codes(queries.verify()) == [f"changed {sealed[2].pk}"]


def test_a_change_with_a_fresh_leaf(sealed: list[Entry]) -> None:
    """Whoever also rewrites the leaf in both tables is caught by the root."""
    open_up()
    entry = Entry.objects.get(pk=sealed[0].pk)
    entry.kind = "matters.other"
    from huijia.kernel.ledger.leaves import leaf_of

    leaf = leaf_of(entry)
    sql("UPDATE ledger_entry SET kind = %s, leaf = %s WHERE id = %s", entry.kind, leaf, entry.pk)
    assert codes(queries.verify()) == [f"changed {entry.pk}"]
    sql("UPDATE ledger_sealedentry SET leaf = %s WHERE entry_id = %s", leaf, entry.pk)
    assert codes(queries.verify()) == ["reordered"]


def test_a_deleted_entry(sealed: list[Entry]) -> None:
    open_up()
    sql("DELETE FROM ledger_entry WHERE id = %s", sealed[4].pk)
    assert codes(queries.verify()) == [f"missing {sealed[4].pk}"]


def test_a_deleted_entry_with_its_number(sealed: list[Entry]) -> None:
    open_up()
    sql("DELETE FROM ledger_entry WHERE id = %s", sealed[4].pk)
    sql("DELETE FROM ledger_sealedentry WHERE entry_id = %s", sealed[4].pk)
    assert codes(queries.verify()) == ["missing 5"]


def test_two_entries_swapped(sealed: list[Entry]) -> None:
    open_up()
    first, second = sealed[3].pk, sealed[4].pk
    for old, new in ((first, -1), (second, first), (-1, second)):
        sql("UPDATE ledger_entry SET id = %s WHERE id = %s", new, old)
    assert codes(queries.verify()) == [f"reordered {first}", f"reordered {second}"]


def test_two_numbers_swapped(sealed: list[Entry]) -> None:
    open_up()
    for old, new in ((4, -1), (5, 4), (-1, 5)):
        sql("UPDATE ledger_sealedentry SET position = %s WHERE position = %s", new, old)
    assert codes(queries.verify()) == ["reordered"]


def test_an_entry_slipped_in_behind(sealed: list[Entry]) -> None:
    """Under an id that the sealer has passed and no gap explains."""
    [extra] = write(1)
    open_up()
    sql("UPDATE ledger_entry SET id = 0 WHERE id = %s", extra.pk)
    report = queries.verify()
    assert [(problem.code, problem.entry_id) for problem in report.problems] == [("extra", 0)]


def test_a_number_without_a_seal(sealed: list[Entry]) -> None:
    [extra] = write(1)
    SealedEntry.objects.create(position=7, entry_id=extra.pk, leaf=extra.leaf)
    assert codes(queries.verify()) == [f"extra {extra.pk}"]


def test_a_broken_chain(sealed: list[Entry]) -> None:
    open_up()
    sql("UPDATE ledger_seal SET head = %s WHERE number = 1", b"\x01" * 32)
    assert codes(queries.verify()) == ["chain", "chain", "cut"]


def test_a_seal_taken_out(sealed: list[Entry]) -> None:
    open_up()
    sql("DELETE FROM ledger_seal WHERE number = 1")
    found = codes(queries.verify())
    assert found[0] == "chain"
    assert "cut" in found


def test_the_tail_cut_off(sealed: list[Entry]) -> None:
    """Everything inside fits: only the file outside knows."""
    open_up()
    for statement in (
        "DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_sealedentry WHERE position > 3)",
        "DELETE FROM ledger_sealedentry WHERE position > 3",
        "DELETE FROM ledger_seal WHERE number > 1",
    ):
        sql(statement)
    assert codes(queries.verify()) == ["cut"]


def test_the_tail_cut_off_and_grown_again(sealed: list[Entry], seal: Sealing) -> None:
    open_up()
    sql("DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_sealedentry WHERE position > 3)")
    sql("DELETE FROM ledger_sealedentry WHERE position > 3")
    sql("DELETE FROM ledger_seal WHERE number > 1")
    write(3)
    seal()
    assert codes(queries.verify()) == ["cut"]


def test_an_unreadable_heads_file_vouches_for_nothing(sealed: list[Entry], heads_file: Path) -> None:
    heads_file.write_text("rubbish\n[1]\n")
    report = queries.verify()
    assert (report.ok, report.heads_checked) == (True, False)


def test_an_entry_without_a_seal_for_a_day(sealed: list[Entry]) -> None:
    with clock.frozen(clock.now() - timedelta(days=2)):
        [old] = write(1)
    assert codes(queries.verify()) == [f"stale {old.pk}"]


def test_an_unsealed_entry_changed(sealed: list[Entry]) -> None:
    [entry] = write(1)
    open_up()
    sql("UPDATE ledger_entry SET kind = 'x' WHERE id = %s", entry.pk)
    assert codes(queries.verify()) == [f"changed {entry.pk}"]


def test_shredding_leaves_the_seal_whole(sealed: list[Entry], seal: Sealing) -> None:
    actions.shred(sealed[0].pk, by=ZHOU, reason="本人要求")
    assert queries.verify().ok
    seal()
    assert queries.verify().ok


def test_personal_data_gone_in_silence(sealed: list[Entry]) -> None:
    open_up()
    sql("UPDATE ledger_entry SET personal = NULL, salt = NULL WHERE id = %s", sealed[0].pk)
    assert codes(queries.verify()) == [f"shredded {sealed[0].pk}"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 10_000),
    st.sampled_from(["change", "delete", "swap", "cut"]),
)
def test_any_tampering_is_found(seal: Sealing, batches: list[int], where: int, how: str) -> None:
    from django.db import transaction

    with transaction.atomic():
        for count in batches:
            write(count)
            seal()
        assert queries.verify().sealed == sum(batches)
        assert not queries.verify().found.keys() - {"cut"}  # heads of the rounds before lie in the same file
        open_up()
        _tamper(how, where % sum(batches) + 1, sum(batches))
        assert queries.verify().found.keys() - {"cut"} or (how == "cut" and queries.verify().found["cut"])
        transaction.set_rollback(True)


def _tamper(how: str, position: int, last: int) -> None:
    entry_id = SealedEntry.objects.get(position=position).entry_id
    if how == "change":
        sql("UPDATE ledger_entry SET data = %s WHERE id = %s", '{"x": 1}', entry_id)
    elif how == "delete" or (how == "swap" and last == 1):
        sql("DELETE FROM ledger_entry WHERE id = %s", entry_id)
    elif how == "swap":
        other = SealedEntry.objects.exclude(position=position).earliest("position").entry_id
        for old, new in ((entry_id, -1), (other, entry_id), (-1, other)):
            sql("UPDATE ledger_entry SET id = %s WHERE id = %s", new, old)
    else:
        newest = Seal.objects.latest("number")
        sql("DELETE FROM ledger_sealedentry WHERE position >= %s", newest.first_position)
        sql("DELETE FROM ledger_seal WHERE number = %s", newest.number)


def test_the_command_says_it_plainly(sealed: list[Entry], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ledger", "verify")
    assert capsys.readouterr().out == "已封存 6 条，待封存 0 条\n操作日志完好\n"


def test_the_command_fails_when_something_is_wrong(
    sealed: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    open_up()
    sql("DELETE FROM ledger_entry WHERE id = %s", sealed[4].pk)
    with pytest.raises(SystemExit) as stopped:
        call_command("ledger", "verify", "--json")
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False, "sealed": 6, "unsealed": 0, "heads_checked": True, "found": {"missing": 1},
        "problems": [
            {
                "code": "missing", "position": 5, "entry_id": sealed[4].pk,
                "text": f"第 {sealed[4].pk} 号记录不见了",
            }
        ],
    }

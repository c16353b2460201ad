"""The sealer: contiguous numbers, late commits, two at once, and the heads file."""

import json
import os
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from huijia.kernel.ledger import actions, heads, queries
from huijia.kernel.ledger.leaves import GENESIS, head_of, root_of
from huijia.kernel.ledger.models import Entry, Gap, Seal, SealedEntry
from huijia.lib import clock

from .conftest import ZHOU, write

pytestmark = pytest.mark.django_db


def positions() -> list[tuple[int, int]]:
    return list(SealedEntry.objects.order_by("position").values_list("position", "entry_id"))


def test_a_batch_is_numbered_from_one(seal: Callable[..., int]) -> None:
    first, second, third = [entry.pk for entry in write(3)]
    assert seal(limit=2) == 2
    assert seal(limit=2) == 1
    assert seal() == 0
    assert positions() == [(1, first), (2, second), (3, third)]
    one, two = Seal.objects.order_by("number")
    assert (one.number, one.first_position, one.last_position, bytes(one.previous_head)) == (1, 1, 2, GENESIS)
    assert (two.number, two.first_position, two.last_position) == (2, 3, 3)
    assert bytes(two.previous_head) == bytes(one.head)


def test_root_and_head_are_what_the_docs_say() -> None:
    """Recomputed here by hand, so that a change of the format can't pass unseen."""
    from hashlib import sha256

    leaves = [(number, bytes([number]) * 32) for number in (5, 6, 9)]
    low = [sha256(b"\x00" + number.to_bytes(8, "big") + leaf).digest() for number, leaf in leaves]
    root = sha256(b"\x01" + sha256(b"\x01" + low[0] + low[1]).digest() + low[2]).digest()
    assert root_of(leaves) == root
    numbers = b"".join(n.to_bytes(8, "big") for n in (1, 1, 3))
    expected = sha256(b"huijia.seal.1" + GENESIS + numbers + root).digest()
    assert head_of(previous_head=GENESIS, number=1, first=1, last=3, root=root) == expected


def test_a_late_commit_is_sealed_after_all(seal: Callable[..., int]) -> None:
    """An entry whose lower id shows up only after higher ones were sealed."""
    write(1)
    seal()
    Gap.objects.all().delete()
    made = write(5)
    late = [made[1], made[2]]
    hide(late)
    assert seal() == 3
    assert list(Gap.objects.values_list("first_id", "last_id")) == [(made[1].pk, made[2].pk)]
    show([late[1]])
    assert seal() == 1
    assert list(Gap.objects.values_list("first_id", "last_id")) == [(made[1].pk, made[1].pk)]
    show([late[0]])
    assert seal() == 1
    assert Gap.objects.count() == 0
    assert [entry_id for _position, entry_id in positions()][1:] == [
        made[0].pk, made[3].pk, made[4].pk, made[2].pk, made[1].pk,
    ]
    assert queries.verify().ok


def hide(entries: list[Entry]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        for entry in entries:
            cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.pk])


def show(entries: list[Entry]) -> None:
    for entry in entries:
        entry._state.adding = True
    Entry.objects.bulk_create(entries)


def test_an_old_gap_is_forgotten(seal: Callable[..., int]) -> None:
    made = write(3)
    hide([made[1]])
    seal()
    with clock.frozen(clock.now() + timedelta(days=8)):
        write(1)
        seal()
    assert not Gap.objects.filter(first_id=made[1].pk).exists()


def test_many_entries_fast_enough(seal: Callable[..., int]) -> None:
    actions.record_many(
        actions.Record(kind="x", subject=("x", n), by=ZHOU, community_id=1) for n in range(4500)
    )
    assert [seal(limit=2000) for _ in range(4)] == [2000, 2000, 500, 0]
    assert SealedEntry.objects.count() == 4500
    assert queries.verify().sealed == 4500


# -- the heads file -------------------------------------------------------------------------------------------------


def test_each_head_is_a_line_outside(seal: Callable[..., int], heads_file: Path) -> None:
    for _ in range(2):
        write(2)
        seal()
    lines = [json.loads(line) for line in heads_file.read_text().splitlines()]
    assert [(line["number"], line["last"]) for line in lines] == [(1, 2), (2, 4)]
    assert [line["head"] for line in lines] == [bytes(row.head).hex() for row in Seal.objects.order_by("number")]
    assert stat.S_IMODE(heads_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(heads_file.parent.stat().st_mode) == 0o700


def test_a_missed_head_is_caught_up(seal: Callable[..., int], heads_file: Path) -> None:
    write(1)
    actions.seal_pending()  # killed before the line was written
    assert not heads_file.exists()
    write(1)
    seal()
    assert [number for number, _head in heads.published()] == [1, 2]


def test_a_torn_line_does_no_harm(seal: Callable[..., int], heads_file: Path) -> None:
    write(1)
    seal()
    with heads_file.open("a") as file:
        file.write('{"number": 2, "he')
    write(1)
    seal()
    assert [number for number, _head in heads.published()] == [1, 2]
    assert queries.verify().ok


def test_an_unwritable_file_is_only_a_warning(
    seal: Callable[..., int], settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "blocked").write_text("")
    settings.LEDGER_HEADS_FILE = tmp_path / "blocked" / "heads.log"
    write(1)
    assert seal() == 1
    assert "can't be written" in caplog.text


# -- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once() -> None:
    write(300)
    total, errors = [0, 0], []
    start = threading.Barrier(2)

    def run(place: int) -> None:
        try:
            start.wait()
            for _ in range(30):
                total[place] += actions.seal_pending(limit=20)
        except Exception as error:  # shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while rest := actions.seal_pending():
        total[0] += rest
    assert errors == []
    assert sum(total) == 300
    assert [position for position, _entry_id in positions()] == list(range(1, 301))
    assert queries.verify().ok
    assert [number for number, _head in heads.published()] == list(range(1, Seal.objects.count() + 1))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late() -> None:
    """On PostgreSQL a slow transaction holds a lower id than one that was sealed already."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(1)
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    write(1)
    assert actions.seal_pending() == 1
    may_commit.set()
    thread.join()
    assert actions.seal_pending() == 1
    report = queries.verify()
    assert (report.ok, report.sealed, report.unsealed) == (True, 2, 0)


def test_the_command_seals_everything(capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    call_command("ledger", "seal")
    assert capsys.readouterr().out == "已封存 3 条记录\n"


def test_umask_does_not_widen_the_file(seal: Callable[..., int], heads_file: Path) -> None:
    before = os.umask(0)
    try:
        write(1)
        seal()
    finally:
        os.umask(before)
    assert stat.S_IMODE(heads_file.stat().st_mode) == 0o600

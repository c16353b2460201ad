"""Writers of one file take turns; nobody starves, nobody keeps a turn after an error."""

import os
import signal
import sqlite3
import threading
import time

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.utils import IntegrityError, OperationalError

from huijia.lib.sqlite_queue.queue import WriterQueue

ALIAS = "queued"


@pytest.fixture
def database(tmp_path, django_db_blocker):
    connections.settings[ALIAS] = {
        **connections.settings["default"],
        "ENGINE": "huijia.lib.sqlite_queue",
        "NAME": str(tmp_path / "queued.sqlite3"),
        "OPTIONS": {},
    }
    with django_db_blocker.unblock():
        connection = connections[ALIAS]
        run(
            "CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL UNIQUE, "
            "up integer REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        yield connection
        connection.close()
    del connections[ALIAS], connections.settings[ALIAS]


def run(sql, params=()):
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def insert(text, up=None):
    run("INSERT INTO t (a, up) VALUES (%s, %s)", [text, up])


def is_free(connection):
    """Whether another place in the queue would come in at once."""
    import fcntl

    descriptor = os.open(f"{connection.settings_dict['NAME']}.queue", os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def test_the_database_is_durable_and_waits(database):
    assert [
        run(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    ] == [
        "wal",
        2,
        1,
        30000,
    ]


def test_a_transaction_takes_the_turn_and_gives_it_up(database):
    assert is_free(database)
    with transaction.atomic(using=ALIAS):
        assert not is_free(database)
        assert database.connection.in_transaction
        with transaction.atomic(using=ALIAS):
            insert("a")
        assert not is_free(database)
    assert is_free(database)
    assert run("SELECT a FROM t") == [("a",)]


def test_reading_never_takes_the_turn(database):
    place = WriterQueue(f"{database.settings_dict['NAME']}.queue")
    place.enter()
    try:
        assert run("SELECT count(*) FROM t") == [(0,)]
    finally:
        place.close()


def test_the_turn_is_given_up_after_an_error(database):
    with pytest.raises(RuntimeError), transaction.atomic(using=ALIAS):
        insert("a")
        raise RuntimeError
    assert is_free(database)
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        insert("a")
        insert("a")
    assert is_free(database)
    assert run("SELECT count(*) FROM t") == [(0,)]


def test_the_turn_is_given_up_when_the_commit_fails(database):
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        insert("a", up=99)
    assert is_free(database)
    with transaction.atomic(using=ALIAS):
        insert("b")
    assert run("SELECT a FROM t") == [("b",)]


def test_the_turn_is_given_up_when_begin_fails(database):
    other = sqlite3.connect(database.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    run("PRAGMA busy_timeout = 1")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic(using=ALIAS):
        pass
    assert is_free(database)
    with pytest.raises(OperationalError, match="locked"):
        insert("a")
    assert is_free(database)
    other.execute("ROLLBACK")
    other.close()
    insert("a")


def test_the_turn_is_given_up_on_close(database):
    with pytest.raises(DatabaseError), transaction.atomic(using=ALIAS):
        insert("a")
        database.close()
        assert is_free(database)
        insert("b")
    assert is_free(database)
    insert("c")
    assert run("SELECT a FROM t") == [("c",)]


def test_an_inner_block_rolled_back_keeps_the_turn(database):
    with transaction.atomic(using=ALIAS):
        with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
            insert("a")
            insert("a")
        assert not is_free(database)
        insert("b")
    assert run("SELECT a FROM t") == [("b",)]


def test_a_single_write_stands_in_the_queue(database):
    place = WriterQueue(f"{database.settings_dict['NAME']}.queue")
    place.enter()
    done = threading.Event()

    def write():
        try:
            insert("a")
            done.set()
        finally:
            connections[ALIAS].close()

    writer = threading.Thread(target=write)
    writer.start()
    assert not done.wait(0.2)
    place.leave()
    assert done.wait(5)
    writer.join()
    place.close()


def test_a_single_write_returns_its_rows_after_it_is_committed(database):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO t (a) VALUES ('x'), ('y'), ('z') RETURNING id, a")
        other = sqlite3.connect(database.settings_dict["NAME"], timeout=0, isolation_level=None)
        other.execute("INSERT INTO t (a) VALUES ('other')")
        other.close()
        assert cursor.fetchone() == (1, "x")
        assert cursor.fetchmany(1) == [(2, "y")]
        assert cursor.fetchall() == [(3, "z")]
        assert cursor.fetchone() is None
        cursor.execute("SELECT a FROM t WHERE id = %s", [2])
        assert list(cursor) == [("y",)]
        cursor.executemany("INSERT INTO t (a) VALUES (%s)", [("p",), ("q",)])
        cursor.execute("DELETE FROM t WHERE a IN ('p', 'q') RETURNING a")
        assert sorted(cursor) == [("p",), ("q",)]


def test_with_autocommit_off_the_first_write_takes_the_turn(database):
    transaction.set_autocommit(False, using=ALIAS)
    try:
        assert run("SELECT count(*) FROM t") == [(0,)]
        assert is_free(database)
        insert("a")
        assert not is_free(database)
        transaction.rollback(using=ALIAS)
        assert is_free(database)
        insert("b")
        transaction.commit(using=ALIAS)
        assert is_free(database)
    finally:
        transaction.set_autocommit(True, using=ALIAS)
    assert run("SELECT a FROM t") == [("b",)]


def test_a_forked_child_neither_holds_nor_gives_up_the_turn(database):
    with transaction.atomic(using=ALIAS):
        insert("a")
        child = os.fork()
        if not child:
            database._leave()
            signal.pause()
        time.sleep(0.05)
        assert not is_free(database)
    try:
        assert is_free(database)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_holder_that_is_killed_frees_the_turn(database):
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        place = WriterQueue(f"{database.settings_dict['NAME']}.queue")
        place.enter()
        os.write(tell, b".")
        signal.pause()
    os.read(ready, 1)
    assert not is_free(database)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert is_free(database)
    os.close(ready)
    os.close(tell)


def test_threads_take_turns_and_nobody_starves(database):
    waits = {number: [] for number in range(8)}
    errors = []
    until = time.monotonic() + 1.5

    def write(number):
        try:
            while time.monotonic() < until:
                begin = time.perf_counter()
                with transaction.atomic(using=ALIAS):
                    waits[number].append(time.perf_counter() - begin)
                    insert(f"{number}/{len(waits[number])}")
        except Exception as error:
            errors.append(error)
        finally:
            connections[ALIAS].close()

    threads = [threading.Thread(target=write, args=(number,)) for number in waits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert max(max(own) for own in waits.values()) < 1
    assert min(len(own) for own in waits.values()) > 0.2 * max(len(own) for own in waits.values())
    assert run("SELECT count(*) FROM t") == [(sum(len(own) for own in waits.values()),)]


def test_a_database_in_memory_has_no_queue(django_db_blocker, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    connections.settings["memory"] = {
        **connections.settings["default"],
        "ENGINE": "huijia.lib.sqlite_queue",
        "NAME": "file:memorydb_queue?mode=memory&cache=shared",
        "OPTIONS": {},
    }
    with django_db_blocker.unblock(), transaction.atomic(using="memory"), connections["memory"].cursor() as cursor:
        cursor.execute("CREATE TABLE t (a)")
    assert list(tmp_path.iterdir()) == []
    del connections["memory"], connections.settings["memory"]

"""Writing an entry: what it says, that it stays, and how few statements it takes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huijia.kernel.ledger import actions, kinds, queries
from huijia.kernel.ledger.actors import SYSTEM, Actor
from huijia.kernel.ledger.leaves import leaf_of
from huijia.kernel.ledger.models import AppendOnly, Entry

pytestmark = pytest.mark.django_db

ZHOU = Actor("user", 7, "周敏", for_label="书记")
NINE = datetime(2026, 11, 23, 1, 0, 0, 123456, tzinfo=UTC)


def one(**values: Any) -> Entry:
    given = {"subject": ("matter", 12), "by": ZHOU, "community_id": 3, **values}
    return actions.record("matters.accepted", **given)


def test_an_entry_keeps_what_it_was_told() -> None:
    made = one(at=NINE, data={"ticket": "SD-1"}, personal={"name": "李桂兰"})
    stored = Entry.objects.get(pk=made.pk)
    assert (stored.kind, stored.subject, stored.community_id) == ("matters.accepted", ("matter", 12), 3)
    assert (stored.actor_kind, stored.actor_id, stored.actor_label, stored.for_label) == ("user", 7, "周敏", "书记")
    assert (stored.occurred_at, stored.data, stored.personal) == (NINE, {"ticket": "SD-1"}, {"name": "李桂兰"})
    assert stored.uuid == made.uuid
    assert stored.recorded_at == made.recorded_at > NINE
    assert bytes(stored.leaf) == made.leaf == leaf_of(stored)
    assert len(bytes(stored.salt or b"")) == 16
    assert len(bytes(stored.personal_mac or b"")) == 32


def test_one_statement() -> None:
    with CaptureQueriesContext(connection) as context:
        one(data={"ticket": "SD-1"}, personal={"name": "李桂兰"})
    assert len(context) == 1


def test_without_payloads() -> None:
    stored = Entry.objects.get(pk=one(by=SYSTEM, community_id=None).pk)
    assert (stored.data, stored.personal, stored.salt, stored.personal_mac) == ({}, None, None, None)
    assert (stored.community_id, stored.actor_id, stored.is_shredded) == (None, None, False)


def test_values_json_does_not_know_become_text() -> None:
    stored = Entry.objects.get(pk=one(data={"at": NINE, "sum": Decimal("1.50"), "days": (1, 2), "rate": 2.0}).pk)
    assert stored.data == {"at": "2026-11-23T01:00:00.123456+00:00", "sum": "1.50", "days": [1, 2], "rate": 2}


@pytest.mark.parametrize("bad", [{"a": float("nan")}, {"a": "x\x00y"}, {"a": "\ud800"}])
def test_what_no_database_keeps_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        one(data=bad)
    assert Entry.objects.count() == 0


def test_a_long_label_is_cut() -> None:
    assert Entry.objects.get(pk=one(by=Actor("user", 1, "长" * 200)).pk).actor_label == "长" * 80


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=5), inner, max_size=3
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("abc"), json_values, max_size=3))
def test_any_payload_reads_back_to_the_same_leaf(data: dict[str, Any]) -> None:
    made = one(data=data, personal=data)
    stored = Entry.objects.get(pk=made.pk)
    assert leaf_of(stored) == made.leaf
    assert stored.data == made.data


def test_record_many_in_few_statements() -> None:
    rows = [
        actions.Record(kind="matters.imported", subject=("matter", n), by=ZHOU, community_id=3, at=NINE, data={"n": n})
        for n in range(2500)
    ]
    assert actions.record_many(rows) == 2500
    assert Entry.objects.count() == 2500
    last = Entry.objects.order_by("id").last()
    assert last is not None
    assert (last.data, last.occurred_at, leaf_of(last)) == ({"n": 2499}, NINE, bytes(last.leaf))


def test_history_and_recent() -> None:
    first, second = one(), one()
    other = one(subject=("matter", 13))
    elsewhere = one(community_id=4)
    assert list(queries.history(("matter", 12))) == [first, second, elsewhere]
    assert queries.recent(3) == [other, second, first]
    assert queries.recent(3, before=other.pk, limit=1) == [second]


# -- it stays -------------------------------------------------------------------------------------------------------


def test_models_refuse_change_and_deletion() -> None:
    entry = one()
    entry.kind = "matters.other"
    for verb in (
        entry.save, entry.delete, Entry.objects.all().delete,
        lambda: Entry.objects.update(kind="x"),
        lambda: Entry.objects.bulk_update([entry], ["kind"]),
    ):
        with pytest.raises(AppendOnly):
            verb()
    assert Entry.objects.get().kind == "matters.accepted"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "UPDATE ledger_entry SET leaf = salt",
        "UPDATE ledger_entry SET personal = NULL",
        "UPDATE ledger_entry SET personal_mac = NULL, personal = NULL, salt = NULL",
    ],
)
def test_the_database_refuses_changes(statement: str) -> None:
    one(personal={"name": "李桂兰"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get().kind == "matters.accepted"


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_seal", "ledger_sealedentry"])
def test_the_database_refuses_deletion(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one()
    actions.seal_pending()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL huijia.ledger_may_erase = 'off'")
            statements = [f"DELETE FROM {table}", f"TRUNCATE {table}"]
        else:
            connection.connection.create_function("ledger_may_erase", 0, lambda: 0)
            statements = [f"DELETE FROM {table}"]
    try:
        for statement in statements:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    finally:
        if connection.vendor == "sqlite":
            connection.connection.create_function("ledger_may_erase", 0, lambda: 1)
    assert Entry.objects.count() == 1


# -- shredding --------------------------------------------------------------------------------------------------------


def test_shredding_drops_the_payload_and_says_so() -> None:
    entry = one(data={"ticket": "SD-1"}, personal={"name": "李桂兰"})
    assert actions.shred(entry.pk, by=ZHOU, reason="本人要求") is True
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.personal, stored.salt, stored.is_shredded) == (None, None, True)
    assert bytes(stored.leaf) == leaf_of(stored)
    assert not models.QuerySet(Entry).filter(pk=entry.pk, personal__isnull=False).exists()
    said = Entry.objects.latest("id")
    assert (said.kind, said.subject, said.community_id) == ("ledger.shredded", ("entry", entry.pk), 3)
    assert kinds.say(said) == f"清除第 {entry.pk} 号记录中的个人信息：本人要求"


def test_shredding_twice_or_nothing_is_no_entry() -> None:
    entry, bare = one(personal={"name": "李桂兰"}), one()
    assert actions.shred(entry.pk, by=ZHOU, reason="本人要求") is True
    assert actions.shred(entry.pk, by=ZHOU, reason="本人要求") is False
    assert actions.shred(bare.pk, by=ZHOU, reason="本人要求") is False
    assert Entry.objects.filter(kind="ledger.shredded").count() == 1


# -- sentences --------------------------------------------------------------------------------------------------------


@pytest.fixture
def sentence() -> str:
    kinds.register("matters.accepted", "受理 {ticket}:{name}({phone})", personal_fields=("name", "phone"))
    return "matters.accepted"


def test_say(sentence: str) -> None:
    entry = one(data={"ticket": "SD-1"}, personal={"name": "李桂兰", "phone": "138****1234"})
    assert kinds.say(entry) == "受理 SD-1:李桂兰(138****1234)"


def test_say_a_shredded_one(sentence: str) -> None:
    entry = one(data={"ticket": "SD-1"}, personal={"name": "李桂兰"})
    actions.shred(entry.pk, by=ZHOU, reason="本人要求")
    assert kinds.say(Entry.objects.get(pk=entry.pk)) == "受理 SD-1:〔已清除〕(〔已清除〕)"


def test_say_never_raises(sentence: str) -> None:
    assert kinds.say(one()) == "受理 :()"
    kinds.register("matters.accepted", "坏 {a.__class__.__name__} {b[0]} {}")
    assert kinds.say(one(data={"a": "x", "b": [1]})) == "坏   "
    kinds.register("matters.accepted", "坏 {")
    assert kinds.say(one()) == "坏 {"
    assert kinds.say(Entry(kind="nobody.knows")) == "nobody.knows"

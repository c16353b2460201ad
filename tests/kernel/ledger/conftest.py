"""Ways into the tables that the product itself does not have: what someone with the database in hand could do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huijia.kernel.ledger import actions
from huijia.kernel.ledger.actors import Actor
from huijia.kernel.ledger.models import Entry

ZHOU = Actor("user", 7, "周敏")


@pytest.fixture(autouse=True)
def heads_file(settings: Any, tmp_path: Path) -> Path:
    settings.LEDGER_HEADS_FILE = tmp_path / "heads" / "heads.log"
    return settings.LEDGER_HEADS_FILE  # type: ignore[no-any-return]


@pytest.fixture
def seal(django_capture_on_commit_callbacks: Any) -> Callable[..., int]:
    """Seals as the worker does, heads file included."""

    def run(limit: int = 10_000) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.seal_pending(limit)

    return run


def write(count: int, *, personal: bool = False) -> list[Entry]:
    return [
        actions.record(
            "matters.accepted", subject=("matter", number), by=ZHOU, community_id=1, data={"ticket": f"SD-{number}"},
            personal={"name": "李桂兰", "phone": "13800001234"} if personal else None,
        )
        for number in range(1, count + 1)
    ]


def open_up() -> None:
    """Takes the triggers away, as a database administrator can; the test's transaction brings them back."""
    tables = ("ledger_entry", "ledger_seal", "ledger_sealedentry")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def codes(report: Any) -> list[str]:
    """The problems in words: "changed 3" for entry 3, "chain" for a seal."""
    return [f"{problem.code} {problem.entry_id or problem.position or ''}".strip() for problem in report.problems]

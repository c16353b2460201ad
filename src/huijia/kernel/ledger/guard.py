"""Tells the database's append-only triggers whether this process may empty tables: only a test run may."""

import os
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def may_erase() -> bool:
    """True in a test run (HUIJIA_TEST), where each test empties the tables after itself."""
    return os.environ.get("HUIJIA_TEST", "").lower() in {"1", "true", "yes", "on"}


def prepare(sender: object, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Once per connection. On SQLite the triggers ask the function `ledger_may_erase()`, on PostgreSQL a setting."""
    if connection.vendor == "sqlite":
        answer = int(may_erase())
        connection.connection.create_function("ledger_may_erase", 0, lambda: answer, deterministic=True)
    elif connection.vendor == "postgresql" and may_erase():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('huijia.ledger_may_erase', 'on', false)")

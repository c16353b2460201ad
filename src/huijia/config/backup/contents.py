"""What a database snapshot holds, read in one consistent view of it: rows, migrations, ledger head, files named."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from huijia.lib.crypto import Keyring

Rows = list[tuple[Any, ...]]
Run = Callable[[str], Rows]


def described(run: Run, tables: Iterable[str]) -> dict[str, Any]:
    """The part of the manifest that is about the database. `run` reads one consistent view."""
    names = sorted(tables)
    return {
        "rows": {name: run(f'SELECT count(*) FROM "{name}"')[0][0] for name in names},
        "migrations": [list(row) for row in run("SELECT app, name FROM django_migrations ORDER BY id")],
        "ledger": _head(run) if "ledger_seal" in names else None,
    }


def _head(run: Run) -> dict[str, Any] | None:
    rows = run("SELECT number, last_position, head FROM ledger_seal ORDER BY number DESC LIMIT 1")
    return {"number": rows[0][0], "last_position": rows[0][1], "head": bytes(rows[0][2]).hex()} if rows else None


def named_files(run: Run, tables: Iterable[str]) -> set[str]:
    """The SHA-256 of every file that the database names."""
    if "files_file" not in tables:
        return set()
    return {row[0] for row in run("SELECT DISTINCT sha256 FROM files_file")}


def key_checks(ring: Keyring) -> dict[str, str]:
    """For each key a value by which it is known again and which says nothing of the key (32 random bytes)."""
    every = {**ring.keys, **ring.hash_keys}
    return {key_id: hashlib.sha256(b"huijia key check\0" + key).hexdigest()[:24] for key_id, key in every.items()}

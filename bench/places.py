"""A scratch installation: its own var/, keys and database, gone afterwards; nothing of the live one is touched."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SERVER = os.environ.get("HUIJIA_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
DATABASES = ("sqlite", "postgresql")
_CLEARED = ("DEBUG", "HUIJIA_TEST", "PUBLIC_URL", "ALLOWED_HOSTS", "NOTIFY_CHANNEL", "SECRET_KEY", "TRUSTED_PROXY")


@contextmanager
def scratch(database: str, *, kept: str = "") -> Iterator[dict[str, str]]:
    """The environment of a fresh installation. With `kept`, a name, it stays for the next run under this name.

    Raises:
        psycopg.OperationalError: no PostgreSQL answers at HUIJIA_BENCH_POSTGRES.
    """
    name = f"huijia_bench_{kept or os.getpid()}"
    folder = Path(tempfile.gettempdir()) / f"{name}_{database}"
    folder.mkdir(exist_ok=True, mode=0o700)
    variables = {name: value for name, value in os.environ.items() if name not in _CLEARED} | {
        "HUIJIA_VAR": str(folder / "var"), "HUIJIA_KEY_FILE": str(folder / "keys.json"),
        "LEDGER_HEADS_FILE": str(folder / "heads.log"), "HUIJIA_DEMO": "0", "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "huijia.config.settings", "LOG_LEVEL": "WARNING",
    }
    try:
        if database == "postgresql":
            _make(name)
            variables["DATABASE_URL"] = f"{SERVER}/{name}"
        yield variables
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
            if database == "postgresql":
                _drop(name)


def _make(name: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING \'UTF8\'')


def _drop(name: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

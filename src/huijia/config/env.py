"""Reads the process environment once, with plain messages when a value cannot be used."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(os.environ.get("HUIJIA_ROOT", Path(__file__).resolve().parents[3]))


def text(name: str, default: str = "") -> str:
    """The value of `name`, stripped; `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on in any case."""
    value = text(name).lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """A whole number.

    Raises:
        SystemExit: the value is no whole number.
    """
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise SystemExit(f"{name} 应为整数 / must be a whole number: {value!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty items."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def _sqlite(name: str) -> dict[str, object]:
    """Each thread keeps its connection: opening one anew for each request took twice as long as the request."""
    return {"ENGINE": "huijia.lib.sqlite_queue", "NAME": name, "CONN_MAX_AGE": None}


def database(url: str, var: Path) -> dict[str, object]:
    """Django's DATABASES entry for `DATABASE_URL`; SQLite under `var` when it is empty.

    Raises:
        SystemExit: the scheme is neither sqlite nor postgres(ql).
    """
    if not url:
        return _sqlite(str(var / "huijia.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "huijia",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": number("DATABASE_MAX_AGE", 600),
            "CONN_HEALTH_CHECKS": False,
        }
    raise SystemExit(f"DATABASE_URL 只支持 sqlite 与 postgresql / only sqlite and postgresql: {parts.scheme}")

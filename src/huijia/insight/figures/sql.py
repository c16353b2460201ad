"""The recount: SQL that a person can run by hand on either database and that leans on none of our code."""

from datetime import UTC, date, datetime

from django.db import connection


def counted(source: str) -> str:
    """How many rows `source` ("table … WHERE …") has."""
    return f"SELECT count(*) AS value, count(*) AS numerator, NULL AS denominator FROM {source}"


def part_of(source: str, hit: str) -> str:
    """How many rows of `source` fulfil `hit`, beside how many there are."""
    return f"SELECT part AS value, part AS numerator, whole AS denominator FROM ({_both(source, hit)}) AS counted"


def share_of(source: str, hit: str) -> str:
    """The same as a percentage with one decimal, half rounded up."""
    value = "(2000 * part + whole) / NULLIF(2 * whole, 0) / 10.0"
    return f"SELECT {value} AS value, part AS numerator, whole AS denominator FROM ({_both(source, hit)}) AS counted"


def per_of(source: str, amount: str, per: int) -> str:
    """The sum of a column divided by `per`, with one decimal, half rounded up; the numerator is the sum itself."""
    total = f"COALESCE(sum({amount}), 0)"
    value = f"(20 * {total} + {per}) / {2 * per} / 10.0"
    return f"SELECT {value} AS value, {total} AS numerator, NULL AS denominator FROM {source}"


def _both(source: str, hit: str) -> str:
    return f"SELECT count(CASE WHEN {hit} THEN 1 END) AS part, count(*) AS whole FROM {source}"


def moment(at: datetime) -> str:
    """A literal. SQLite keeps moments as UTC text without a zone; PostgreSQL would read such text in its own zone."""
    text = str(at.astimezone(UTC).replace(tzinfo=None))
    return f"'{text}+00'" if connection.vendor == "postgresql" else f"'{text}'"


def day(of: date) -> str:
    return f"'{of.isoformat()}'"


def words(codes: tuple[str, ...]) -> str:
    """A list of codes for IN."""
    return ", ".join(f"'{code!s}'" for code in codes)

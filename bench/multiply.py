"""Many rows out of few: copies of the filled tables by SQL, so that a million is a matter of minutes.

Matters and search documents only, since these are what lists and searches read; a copy has its own key, UUID and time.
"""

from django.db import connection, models, transaction

from huijia.core.matters.models import Matter
from huijia.kernel.search.models import Document

GIN = "SELECT indexdef FROM pg_indexes WHERE indexname = 'document_vector'"


def multiply(times: int, days: int) -> None:
    """Makes `times` as many rows as there are. The time of `days` is parted: each copy fills one part of it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {Matter._meta.db_table}")
        step = cursor.fetchone()[0]
        gin = _without_gin(cursor)
        for copy in range(1, times):
            # What was received on day d of all days comes into the part of this copy, on its own day of it.
            back = days * (times - 1 - copy) / times
            _copy(cursor, Matter, copy * step, step, times, back)
            _copy(cursor, Document, copy * step, step, times, back)
        _moved(cursor, Matter, step, times, days * (times - 1) / times)
        _moved(cursor, Document, step, times, days * (times - 1) / times)
        if gin:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute(gin)
            for model in (Matter, Document):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _without_gin(cursor: "connection.cursor") -> str:  # type: ignore[name-defined]
    """Drops PostgreSQL's word index, which is made much faster anew; returns how."""
    if connection.vendor != "postgresql":
        return ""
    cursor.execute(GIN)
    found = str(cursor.fetchone()[0])
    cursor.execute("DROP INDEX document_vector")
    return found


def _copy(cursor, model: type[models.Model], offset: int, step: int, times: int, back: float) -> None:  # type: ignore[no-untyped-def]
    names, values = [], []
    for field in model._meta.local_concrete_fields:
        names.append(field.column)
        values.append(_value(field, offset, times, back))
    if model is Document and connection.vendor == "postgresql":
        names.append("vector")
        values.append("vector")
    table = model._meta.db_table
    listed = ", ".join(f'"{name}"' for name in names)
    taken = f"SELECT {', '.join(values)} FROM {table} WHERE id <= {step} ORDER BY id"
    cursor.execute(f"INSERT INTO {table} ({listed}) {taken}")


def _value(field: "models.Field[object, object]", offset: int, times: int, back: float) -> str:
    column = f'"{field.column}"'
    if field.primary_key or field.column == "object_id":
        return f"{column} + {offset}"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    if isinstance(field, models.DateTimeField):
        return _shifted(column, times, back)
    return column


def _shifted(column: str, times: int, back: float) -> str:
    """The moment in the part of time that belongs to a copy, `back` days before the newest part."""
    if connection.vendor == "postgresql":
        return f"now() - (now() - {column}) / {times} - interval '{back} days'"
    return (
        f"strftime('%Y-%m-%d %H:%M:%f', julianday('now') - (julianday('now') - julianday({column})) / {times} - {back})"
    )


def _moved(cursor, model: type[models.Model], step: int, times: int, back: float) -> None:  # type: ignore[no-untyped-def]
    """The first rows go into the oldest part."""
    fields = [field for field in model._meta.local_concrete_fields if isinstance(field, models.DateTimeField)]
    changes = ", ".join(f'"{field.column}" = {_shifted(field.column, times, back)}' for field in fields)
    cursor.execute(f"UPDATE {model._meta.db_table} SET {changes} WHERE id <= {step}")

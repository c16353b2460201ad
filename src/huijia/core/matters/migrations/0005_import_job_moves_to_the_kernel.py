"""The rows of imports move to `kernel.imports`; nothing is lost."""

from django.core.management.color import no_style
from django.db import migrations

SAME = (
    "id", "community_id", "uuid", "file_id", "columns", "labels", "state", "problem", "total", "done", "added",
    "doubled", "failed", "errors", "created_at", "created_by_id", "created_label", "ended_at",
)


def move(apps, schema_editor):
    old, new = apps.get_model("matters", "ImportJob"), apps.get_model("imports", "ImportJob")
    rows = old._base_manager.order_by("id").values(*SAME, "source", "mapping", "samples", "with_answer", "cursor")
    made = []
    for row in rows.iterator(chunk_size=50):
        mapping, samples = row.pop("mapping"), row.pop("samples")
        source, answered, cursor = row.pop("source"), row.pop("with_answer"), row.pop("cursor")
        made.append(new(
            **row, kind="matters", options={"source": source}, figures={"with_answer": answered},
            mapping={"columns": mapping.get("columns", {}), "words": mapping.get("categories", {})},
            # It was the number of the last saved row and counts the saved rows from now on.
            cursor=row["done"] if cursor else 0, samples=[sample(each) for each in samples],
        ))
        if len(made) == 50:
            new._base_manager.bulk_create(made)
            made = []
    new._base_manager.bulk_create(made)
    with schema_editor.connection.cursor() as cursor:
        for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [new]):
            cursor.execute(statement)


def sample(old):
    above = " · ".join(part for part in (old.get("received", ""), old.get("category", "")) if part)
    return {"above": above, "title": old.get("title", ""), "text": old.get("text", ""), "below": old.get("answer", "")}


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0004_import_job"),
        ("imports", "0001_import_job"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
    ]

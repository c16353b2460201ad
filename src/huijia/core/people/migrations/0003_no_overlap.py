"""Overlaps of dated relations are refused by the database where it can (PostgreSQL); SQLite's verbs hold the write lock."""

from django.db import migrations

RULES = [
    ("people_care", "care_one_at_a_time", "household_id WITH =", "community_id WITH ="),
    ("people_householdmember", "household_member_once", "household_id WITH =", "person_id WITH ="),
    ("people_residence", "residence_once", "household_id WITH =", "dwelling_id WITH ="),
]


def add(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table, name, *keys in RULES:
        editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" EXCLUDE USING gist ({', '.join(keys)}, daterange(starts_on, ends_on) WITH &&)"
        )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for table, name, *_keys in RULES:
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_initial")]
    operations = [migrations.RunPython(add, drop)]

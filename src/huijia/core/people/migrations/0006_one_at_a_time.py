"""One head and one main home of a household at a time, one household of a person: PostgreSQL refuses the rest itself."""

from django.db import migrations

RULES = [
    ("people_householdmember", "household_one_head", "household_id WITH =", "is_head"),
    ("people_householdmember", "person_one_household", "person_id WITH =", ""),
    ("people_residence", "household_one_main_home", "household_id WITH =", "is_main"),
]


def add(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for table, name, key, only in RULES:
        where = f" WHERE ({only})" if only else ""
        editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" EXCLUDE USING gist ({key}, daterange(starts_on, ends_on) WITH &&){where}"
        )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for table, name, _key, _only in RULES:
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_roster_changes")]
    operations = [migrations.RunPython(add, drop)]

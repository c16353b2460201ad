"""A driver and whoever rides along are in one car at a time, held by the database where it can; SQLite's verb holds the
write lock."""

from django.db import migrations

NAMES = {"ride_trip_one_driver": "driver_id", "ride_trip_one_escort": "escort_id"}


def add(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for name, column in NAMES.items():
            editor.execute(
                f"ALTER TABLE rides_trip ADD CONSTRAINT {name} EXCLUDE USING gist"
                f" ({column} WITH =, tstzrange(starts_at, ends_at) WITH &&)"
                " WHERE (state IN ('planned', 'under_way'))"
            )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name in NAMES:
            editor.execute(f"ALTER TABLE rides_trip DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("rides", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]

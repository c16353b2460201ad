"""One worker at one door at a time, held by the database where it can; SQLite's verb holds the write lock."""

from django.db import migrations

NAME = "home_order_one_door"


def add(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        editor.execute(
            f"ALTER TABLE home_orders_homeorder ADD CONSTRAINT {NAME} EXCLUDE USING gist"
            " (worker_person_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
            " WHERE (state IN ('arranged', 'on_the_way'))"
        )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE home_orders_homeorder DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("home_orders", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]

"""The database itself refuses to change or delete what the ledger holds.

Allowed: inserting, and dropping `personal` and `salt` of an entry (shredding). A test run may empty the tables: see
`ledger.guard`. A later migration that rebuilds one of these tables on SQLite must create its triggers again.
"""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_seal", "ledger_sealedentry")
FIXED = (
    "id", "uuid", "community_id", "kind", "subject_type", "subject_id", "actor_kind", "actor_id", "actor_label",
    "for_label", "occurred_at", "recorded_at", "data", "personal_mac", "leaf",
)

POSTGRES = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('huijia.ledger_may_erase', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION ledger_only_shred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.personal := NULL;
    OLD.salt := NULL;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_only_shred();
CREATE TRIGGER ledger_seal_update BEFORE UPDATE ON ledger_seal
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_sealedentry_update BEFORE UPDATE ON ledger_sealedentry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
""" + "".join(
    f"""
CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)

POSTGRES_BACK = "".join(
    f"DROP TRIGGER {table}_{verb} ON {table};" for table in TABLES for verb in ("update", "delete", "truncate")
) + "DROP FUNCTION ledger_only_shred(); DROP FUNCTION ledger_refuse();"

_SAME = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in FIXED)
SQLITE = [
    f"""CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
    WHEN NOT (NEW.personal IS NULL AND NEW.salt IS NULL AND {_SAME})
    BEGIN SELECT RAISE(ABORT, 'rows of ledger_entry are never changed'); END""",
    *(
        f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"""
        for table in TABLES[1:]
    ),
    *(
        f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN NOT ledger_may_erase()
    BEGIN SELECT RAISE(ABORT, 'rows of {table} are never deleted'); END"""
        for table in TABLES
    ),
]
SQLITE_BACK = [f"DROP TRIGGER {table}_{verb}" for table in TABLES for verb in ("update", "delete")]


def forwards(apps, schema_editor):
    for statement in [POSTGRES] if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in [POSTGRES_BACK] if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]

"""The index proper: a tsvector with GIN on PostgreSQL, an FTS5 table kept by triggers on SQLite."""

from django.db import migrations

POSTGRES = """
ALTER TABLE search_document ADD COLUMN vector tsvector NOT NULL DEFAULT ''::tsvector;
ALTER TABLE search_document ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE search_document ALTER COLUMN vector SET STATISTICS 1000;
ALTER TABLE search_document SET (toast_tuple_target = 4080);
CREATE INDEX document_vector ON search_document USING gin (vector) WITH (gin_pending_list_limit = 1024);
"""
POSTGRES_BACK = "ALTER TABLE search_document DROP COLUMN vector;"

# Tokens hold only letters, digits and Chinese characters, so unicode61 keeps them whole.
SQLITE = [
    """CREATE VIRTUAL TABLE search_index USING fts5(
    tokens, content = 'search_document', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'", detail = none, columnsize = 0)""",
    """CREATE TRIGGER search_document_insert AFTER INSERT ON search_document BEGIN
    INSERT INTO search_index (rowid, tokens) VALUES (NEW.id, NEW.tokens); END""",
    """CREATE TRIGGER search_document_delete AFTER DELETE ON search_document BEGIN
    INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', OLD.id, OLD.tokens); END""",
    """CREATE TRIGGER search_document_update AFTER UPDATE ON search_document
    WHEN NEW.tokens IS NOT OLD.tokens OR NEW.id IS NOT OLD.id BEGIN
    INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', OLD.id, OLD.tokens);
    INSERT INTO search_index (rowid, tokens) VALUES (NEW.id, NEW.tokens); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_document_insert",
    "DROP TRIGGER search_document_delete",
    "DROP TRIGGER search_document_update",
    "DROP TABLE search_index",
]


def forwards(apps, schema_editor):
    for statement in [POSTGRES] if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in [POSTGRES_BACK] if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]

"""Database backend: SQLite with one fair queue of writers. `ENGINE = "huijia.lib.sqlite_queue"`."""

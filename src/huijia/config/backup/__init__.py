"""Backup and restore: one archive with a snapshot of the database and every kept file, never the keys."""

"""Spreadsheets of messages become matters with their true dates; those with a reply, historic endings."""

from huijia.core.matters.imports.importer import MatterImporter

__all__ = ["MatterImporter"]

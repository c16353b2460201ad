"""Spreadsheets of messages become matters with their true dates; those with a reply, historic endings."""

from huijia.core.matters.imports.jobs import go_on, missing, open_job, remap, start
from huijia.core.matters.imports.layouts import FIELDS, Field
from huijia.core.matters.imports.work import work

__all__ = ["FIELDS", "Field", "go_on", "missing", "open_job", "remap", "start", "work"]

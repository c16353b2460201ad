"""Spreadsheets as offices keep them: read as they come (xlsx, csv), written to be printed."""

from .reader import Cell, Row, Table, read_rows, read_table, sheet_names
from .source import SpreadsheetError
from .values import lost_digits, parse_date, parse_datetime, plain_text
from .writer import Column, Sheet, safe_cell, write_book, write_csv

__all__ = [
    "Cell",
    "Column",
    "Row",
    "Sheet",
    "SpreadsheetError",
    "Table",
    "lost_digits",
    "parse_date",
    "parse_datetime",
    "plain_text",
    "read_rows",
    "read_table",
    "safe_cell",
    "sheet_names",
    "write_book",
    "write_csv",
]

"""Spreadsheets on their way in, of any kind: checked first, then saved chunk by chunk; see `importers`."""

"""The residents' roster as a table: read from spreadsheets, matched with who is there, recorded in bulk, handed out."""

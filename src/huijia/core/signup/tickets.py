"""Ticket numbers of sign-ups as people write them."""

import re
import unicodedata

_TICKET = re.compile(r"#?\s*H?\s*(\d{6})\s*-?\s*(\d{3,})", re.ASCII | re.IGNORECASE)
# Hyphens, dashes and the minus, and what an input method gives for them (ー, 一).
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\u4e00]")


def has_letter(ticket: str) -> bool:
    """Whether this is plainly a number of a sign-up and not of a matter."""
    return unicodedata.normalize("NFKC", ticket).strip().lstrip("#").strip().upper().startswith("H")


def parse_ticket(ticket: str) -> tuple[str, int] | None:
    """`("260411", 31)` of "H260411-031", "h260411 031", also without the letter; None where it is none."""
    found = _TICKET.fullmatch(_DASHES.sub("-", unicodedata.normalize("NFKC", ticket)).strip())
    return (found[1], int(found[2])) if found and int(found[2]) < 2**62 else None

"""Ticket numbers as people write them."""

import re
import unicodedata

TICKET = re.compile(r"^#?\s*(?:练习\s*)?(\d{6})\s*-?\s*(\d{3,})$", re.ASCII)
# Hyphens, dashes and the minus, and what an input method gives for them (ー, 一).
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\u4e00]")


def parse_ticket(ticket: str) -> tuple[str, int] | None:
    """`("260411", 31)` of "260411-031", "#260411-031" or "260411 031"; None where it is no ticket number.

    Full-width digits and every kind of dash are read as the plain ones.
    """
    found = TICKET.match(_DASHES.sub("-", unicodedata.normalize("NFKC", ticket)).strip())
    return (found[1], int(found[2])) if found and int(found[2]) < 2**62 else None

"""Closed sets of words used by the ledger."""

from enum import StrEnum


class ProblemCode(StrEnum):
    """What `queries.verify` can find wrong."""

    CHANGED = "changed"  # a sealed row no longer says what it said
    MISSING = "missing"  # a sealed row or its seal line is gone
    REORDERED = "reordered"  # the rows are there, in another order or under other ids
    EXTRA = "extra"  # a row slipped in behind the sealer's back
    CHAIN = "chain"  # a seal does not follow from the one before it
    CUT = "cut"  # the heads file knows seals that the database has lost or has otherwise
    STALE = "stale"  # a row older than a day still waits for its seal
    SHREDDED = "shredded"  # personal data gone without an entry that says who and why

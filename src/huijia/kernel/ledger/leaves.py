"""What an entry's 32-byte leaf is made of, and how leaves become one root.

leaf = SHA-256(canonical(envelope) ‖ personal_mac), personal_mac = HMAC-SHA-256(salt, canonical(personal)) or nothing.
The tree binds each leaf to its entry id: tree leaf = SHA-256(0x00 ‖ id ‖ leaf), node = SHA-256(0x01 ‖ left ‖ right);
an odd node at the end of a row moves up as it is.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from huijia.kernel.ledger.models import Entry

GENESIS = bytes(32)
"""The head before the first seal."""


def plain(value: Any) -> Any:
    """Only what JSON has and both databases give back unchanged; dates and the like become text.

    Whole floats become ints (jsonb gives 1e16 back as an int and -0.0 as 0).

    Raises:
        ValueError: U+0000 in a text.
    """
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("U+0000 can't be kept")
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime) and value.tzinfo:
        return moment(value)
    return plain(str(value))


def canonical(value: Any) -> str:
    """The one JSON text of a value that went through `plain`: sorted keys, no blanks.

    Raises:
        ValueError: NaN, infinity, or a lone surrogate.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def moment(at: datetime) -> str:
    """An aware time as text, always UTC with six digits: both databases give it back the same."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def personal_mac(salt: bytes, personal_text: str) -> bytes:
    """32 bytes over canonical(personal)."""
    return hmac.digest(salt, personal_text.encode(), "sha256")


def leaf_of(entry: Entry, data_text: str | None = None) -> bytes:
    """The 32 bytes for the entry as it stands now, from its columns. `data_text`: canonical(entry.data), if at hand."""
    envelope = [
        "huijia.ledger.1", entry.uuid.hex, entry.community_id, entry.kind, entry.subject_type, entry.subject_id,
        entry.actor_kind, entry.actor_id, entry.actor_label, entry.for_label, moment(entry.occurred_at),
        moment(entry.recorded_at), canonical(entry.data) if data_text is None else data_text,
    ]
    text = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode() + (entry.personal_mac or b"")).digest()


def tree_leaf(entry_id: int, leaf: bytes) -> bytes:
    return sha256(b"\x00" + entry_id.to_bytes(8, "big", signed=True) + leaf).digest()


def root_of(leaves: Iterable[tuple[int, bytes]]) -> bytes:
    """The Merkle root over (entry id, leaf) in sealed order.

    Raises:
        ValueError: there are none.
    """
    row: Sequence[bytes] = [tree_leaf(entry_id, leaf) for entry_id, leaf in leaves]
    if not row:
        raise ValueError("a seal holds at least one entry")
    while len(row) > 1:
        pairs = [sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = [*pairs, row[-1]] if len(row) % 2 else pairs
    return row[0]


def head_of(*, previous_head: bytes, number: int, first: int, last: int, root: bytes) -> bytes:
    """32 bytes that stand for this seal and all before it."""
    numbers = b"".join(value.to_bytes(8, "big") for value in (number, first, last))
    return sha256(b"huijia.seal.1" + previous_head + numbers + root).digest()

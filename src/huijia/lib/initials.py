"""Pinyin initials of Chinese characters, from a table beside this file (made by `tools/initials.py`).

The table takes 2 MB in memory where pypinyin's own takes 60, and loads in some 20 ms.
"""

from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("initials.txt")
_LAST: Final = 0x3FFFF


@cache
def _tables() -> tuple[bytes, dict[str, str]]:
    """The letter of each code point, `0` where there is none; and the pairs that are read otherwise as a word."""
    alone, _blank, words = _TABLE.read_text(encoding="utf-8").partition("\n\n")
    letters = bytearray(b"0") * (_LAST + 1)
    for line in alone.splitlines():
        letter = ord(line[0])
        for character in line[2:]:
            letters[ord(character)] = letter
    pairs = {}
    for line in words.splitlines():
        read, _space, run = line.partition(" ")
        pairs.update(dict.fromkeys(map(str.__add__, run[::2], run[1::2]), read))
    return bytes(letters), pairs


def of_pair(pair: str) -> str:
    """The two initials of two Chinese characters, read as a word where they are one: 银行 `yh`, 行走 `xz`."""
    letters, pairs = _tables()
    return pairs.get(pair) or chr(letters[ord(pair[0])]) + chr(letters[ord(pair[1])])

"""Text as it is stored, and the tokens by which it is found.

One tokeniser for both databases. A token holds only `0-9`, `a-z` and Chinese characters, so that it can be put into
FTS5 or a tsvector as it is. For a document:

- each Chinese character, and each pair of neighbours: `路` `灯` `路灯`
- `0` + two letters for the pinyin initials of each pair, and for each pair of letters inside a latin word: `0ld`
- latin words in small letters `wifi`, and runs of digits `5`

A query's tokens must all be found. A query in letters becomes pairs as well, so that `ldbl` finds 路灯不亮 and
`wifi` finds WiFi, without an "or".
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from huijia.lib import initials

_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES: Final = re.compile(rf"([{_HAN}]+)|([a-z]+)|[0-9]+")
_HAN_RUN: Final = re.compile(rf"[{_HAN}]+")
_LONGEST: Final = 40

# Control characters but the line feed, text direction overrides, byte order marks, lone surrogates.
_UNWANTED: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def clean(text: str, limit: int) -> str:
    """Text ready to be kept: NFC, `\\n` line ends, no control characters, outer space gone; emoji stay.

    Raises `ValueError` with a message for the reader when it is longer than `limit` characters: nothing is cut.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()
    if len(text) > limit:
        raise ValueError(_("最多 %(limit)s 个字，现在有 %(count)s 个字。") % {"limit": limit, "count": len(text)})
    return text


def tokens(text: str) -> list[str]:
    """The tokens of a document, each once, in order of appearance."""
    found: dict[str, None] = {}
    for piece in _PIECES.finditer(_folded(text)):
        word = piece[0]
        if piece.lastindex == 1:
            found.update(dict.fromkeys(word))
            for pair in map(str.__add__, word, word[1:]):
                found[pair] = None
                found[_initials(pair)] = None
        else:
            found[word[:_LONGEST]] = None
            if piece.lastindex == 2:
                found.update(dict.fromkeys(_letter_pairs(word)))
    return list(found)


def query_tokens(text: str) -> list[str]:
    """The tokens of a query, each once; a document must hold all of them. Empty when nothing can be looked for."""
    found: dict[str, None] = {}
    for piece in _PIECES.finditer(_folded(text)):
        word = piece[0]
        if len(word) == 1 or piece.lastindex is None:
            found[word[:_LONGEST]] = None
        elif piece.lastindex == 1:
            found.update(dict.fromkeys(map(str.__add__, word, word[1:])))
        else:
            found.update(dict.fromkeys(_letter_pairs(word)))
    return list(found)


def shared_bigrams(a: str, b: str) -> set[str]:
    """The pairs of neighbouring Chinese characters that both texts hold: what makes two texts alike."""
    return _bigrams(a) & _bigrams(b)


def _bigrams(text: str) -> set[str]:
    return {pair for run in _HAN_RUN.findall(_folded(text)) for pair in map(str.__add__, run, run[1:])}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _letter_pairs(word: str) -> list[str]:
    return ["0" + pair for pair in map(str.__add__, word[:_LONGEST], word[1:_LONGEST])]


@lru_cache(maxsize=50_000)
def _initials(pair: str) -> str:
    """`0` and the first letters of a pair, read as a word where it is one: 银行 `0yh`, 行走 `0xz`."""
    return f"0{initials.of_pair(pair)}"

"""The small table says what the large one says."""

import unicodedata

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from huijia.lib import initials


def letter(syllable: str) -> str:
    first = unicodedata.normalize("NFD", syllable[:1]).lower()[:1]
    return first if "a" <= first <= "z" else "0"


def test_words_are_read_as_words():
    pairs = ["银行", "行走", "重庆", "路灯", "a路"]
    assert [initials.of_pair(pair) for pair in pairs] == ["yh", "xz", "cq", "ld", "0l"]


def test_every_word_of_two_characters():
    words = {word: read for word, read in PHRASES_DICT.items() if len(word) == 2 and len(read) == 2}
    assert len(words) > 10_000
    assert {word: initials.of_pair(word) for word in words} == {
        word: letter(read[0][0]) + letter(read[1][0]) for word, read in words.items()
    }


def test_every_character():
    alone = {chr(code): letter(read.split(",")[0]) for code, read in PINYIN_DICT.items()}
    assert len(alone) > 20_000
    # No word is made of one character twice with a latin letter between: each is read alone.
    assert {one: initials.of_pair(f"a{one}")[1] for one in alone} == alone

"""Makes `src/huijia/lib/initials.txt` from pypinyin: `python tools/initials.py`. Loading all of pypinyin costs 60 MB.

Its lines: a letter and all characters read with it first; then, behind a blank line, two letters and all pairs that
are a word and read otherwise than their characters alone.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).parents[1] / "src" / "huijia" / "lib" / "initials.txt"


def first_letter(syllable: str) -> str:
    letter = unicodedata.normalize("NFD", syllable[:1]).lower()[:1]
    return letter if "a" <= letter <= "z" else "0"


def letters() -> dict[str, str]:
    """The first letter of each character, in its most frequent reading."""
    found = {chr(code): first_letter(readings.split(",")[0]) for code, readings in PINYIN_DICT.items()}
    return {character: letter for character, letter in found.items() if letter != "0"}


def pairs(alone: dict[str, str]) -> dict[str, str]:
    """The pairs that are read in another way than `alone` says."""
    found = {}
    for word, syllables in PHRASES_DICT.items():
        if len(word) == 2 and len(syllables) == 2:
            read = first_letter(syllables[0][0]) + first_letter(syllables[1][0])
            if read != alone.get(word[0], "0") + alone.get(word[1], "0"):
                found[word] = read
    return found


def grouped(found: dict[str, str]) -> list[str]:
    groups = defaultdict(list)
    for key, letter in found.items():
        groups[letter].append(key)
    return [f"{letter} {''.join(sorted(groups[letter]))}" for letter in sorted(groups)]


if __name__ == "__main__":
    alone = letters()
    TARGET.write_text("\n".join([*grouped(alone), "", *grouped(pairs(alone)), ""]), encoding="utf-8")

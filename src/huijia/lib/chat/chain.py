"""接龙: one line for each who comes, in the many ways people write it.

Nothing is lost: every line that is not blank stands in the title or in a row, and what was guessed is named in the
row's `doubts`, so that a person can put it right.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_LINES = 500
MOST_PEOPLE = 50

# 1. 1、 1） (1) 1: 1 ① 1️⃣ and "1张三"; never the beginning of a phone number, a room or "2大1小".
_NUMBER = re.compile(
    r"^[(（【\[]?\s*(?P<number>\d{1,3})(?!\d)\ufe0f?\u20e3?\s*"
    r"(?:(?P<mark>[.．。、,，)）】\]:：]+)\s*|(?P<space>\s+)|(?=[^\W\d_大小人位个口户份幢栋号室楼组月年日点-]))(?P<rest>.*)$"
)
_CIRCLED = re.compile(r"^([①-⑳㉑-㉟㊱-㊿])\s*(.*)$")
_HEAD = re.compile(r"^#?\s*(群)?接龙\s*$|^#\s*接龙")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[-\s]?(\d{7,8})(?!\d)")
_DIGIT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = r"(\d{1,2}|[一两二三四五六七八九十])"
_ADULTS = re.compile(rf"{_COUNT}\s*大\s*(?:{_COUNT}\s*小)?(?:孩)?")
_PEOPLE = re.compile(rf"(?:共|一共|全家|一家)?\s*{_COUNT}\s*(?:个人|人|位|名|口人|口)")
_PLUS = re.compile(r"[+＋]\s*(\d{1,2})(?!\d)")
_BRACKETS = re.compile(r"[(（【\[]([^)）】\]]*)[)）】\]]")
_WITH = re.compile(r"带(?:着)?(?:[一两1-9]个?)?(老人|老伴|孩子|小孩|娃|家属|朋友|孙子|孙女|爱人|老婆|老公|妈妈|爸爸)")
_GONE = re.compile(r"取消|退出|不去了|去不了|不参加")
_SPLIT = re.compile(r"[\s、,，/;；|—–_~～-]+")
_PLACE = re.compile(r"(?:组|苑|幢|栋|单元|室|号|村|楼|小区|花园|花苑|网格)$|\d")
_NAME = re.compile(r"^[\u3400-\u9fff·]{2,4}$")
_POLITE = re.compile(r"(?:报名|参加|我来|算我|一个)$")


@dataclass(frozen=True)
class ChainRow:
    """One line understood as somebody who comes. `people` counts all of them, `names` are those that were named.

    `doubts`: codes of what was guessed: number, name, plus, with, many, gone, twice.
    """

    line: int
    number: int | None
    names: tuple[str, ...]
    people: int
    phone: str
    place: str
    note: str
    raw: str
    doubts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The first of them, "" where none was understood."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class Chain:
    """`title`: what stands above the first line. `left_out`: how many lines were beyond the most that is read."""

    title: str
    rows: tuple[ChainRow, ...]
    left_out: int = 0


def parse_chain(text: str) -> Chain:
    """What a pasted 接龙 says; without any numbered line, every line is a row whose number is in doubt."""
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    kept, left_out = lines[:MOST_LINES], max(0, len(lines) - MOST_LINES)
    numbered = [place for place, line in kept if _numbered(line) is not None]
    first = numbered[0] if numbered else None
    title, rows = [], []
    for place, line in kept:
        if (first is not None and place < first) or (first is None and _HEAD.search(line)):
            title.append(line)
        else:
            rows.append(_row(place, line))
    return Chain("\n".join(title), tuple(_doubled(rows)), left_out)


def _numbered(line: str) -> tuple[int, str] | None:
    """The number at the head of a line and the rest of it; None where it has none."""
    circled = _CIRCLED.match(line)
    if circled:
        return int(unicodedata.numeric(circled[1])), circled[2]
    found = _NUMBER.match(line)
    return (int(found["number"]), found["rest"].strip()) if found else None


def _row(place: int, line: str) -> ChainRow:
    numbered = _numbered(line)
    number, rest = numbered if numbered is not None else (None, line)
    doubts = [] if numbered is not None else ["number"]
    phone, rest = _phone(rest)
    if _GONE.search(rest):
        doubts.append("gone")
    brackets = [found.strip() for found in _BRACKETS.findall(rest) if found.strip()]
    bare = _BRACKETS.sub(" ", rest)
    people, bare = _people(bare, doubts)
    if people is None:
        people, _rest = _people(" ".join(brackets), doubts)
    with_whom = _WITH.search(rest)
    names, where, words = _words(_WITH.sub(" ", bare))
    if not names:
        doubts.append("name")
    if people is None:
        people = max(1, len(names))
        if with_whom:
            people += 1
            doubts.append("with")
    if people > MOST_PEOPLE:
        people, doubts = MOST_PEOPLE, [*doubts, "many"]
    company = [with_whom[0]] if with_whom and with_whom[0] not in " ".join(brackets) else []
    note = " ".join([*words, *company, *brackets])
    return ChainRow(place, number, names, max(1, people), phone, where, note, line, tuple(dict.fromkeys(doubts)))


def phone_in(text: str) -> str:
    """The first phone number that a text holds, digits only; "" for none."""
    return _phone(text)[0]


def _phone(text: str) -> tuple[str, str]:
    for pattern in (_MOBILE, _LANDLINE):
        found = pattern.search(unicodedata.normalize("NFKC", text))
        if found:
            plain = unicodedata.normalize("NFKC", text)
            return "".join(found.groups()), f"{plain[: found.start()]} {plain[found.end() :]}"
    return "", text


def _value(word: str | None) -> int:
    return 0 if not word else int(word) if word.isdecimal() else _DIGIT[word]


def _people(text: str, doubts: list[str]) -> tuple[int | None, str]:
    """How many it says, and the text without it."""
    plain = unicodedata.normalize("NFKC", text)
    found = _ADULTS.search(plain)
    if found:
        return _value(found[1]) + _value(found[2]), plain.replace(found[0], " ", 1)
    found = _PEOPLE.search(plain)
    if found:
        return _value(found[1]), plain.replace(found[0], " ", 1)
    found = _PLUS.search(plain)
    if found:
        doubts.append("plus")
        return 1 + _value(found[1]), plain.replace(found[0], " ", 1)
    return None, text


def _words(text: str) -> tuple[tuple[str, ...], str, list[str]]:
    """Names, place, and the other words of what is left of a line."""
    names: list[str] = []
    places: list[str] = []
    others: list[str] = []
    for word in (_plain(part) for part in _SPLIT.split(text)):
        if not word:
            continue
        name = _POLITE.sub("", word)
        if _PLACE.search(word):
            places.append(word)
        elif _NAME.match(name):
            names.append(name)
        else:
            others.append(word)
    if not names and others and len(others[0]) <= 20:
        names.append(others.pop(0))
    return tuple(names), " ".join(places), others


def _plain(word: str) -> str:
    """Without emoji and other signs around it."""
    return "".join(sign for sign in word if unicodedata.category(sign)[0] in "LN" or sign in "·.@:：").strip(".:：")


def _doubled(rows: list[ChainRow]) -> list[ChainRow]:
    """A name, or a phone, that stands in an earlier row too is in doubt."""
    seen: set[str] = set()
    found = []
    for row in rows:
        keys = {f"{name}{row.place}" for name in row.names} | ({row.phone} if row.phone else set())
        again = bool(keys & seen)
        seen |= keys
        found.append(
            ChainRow(**{**row.__dict__, "doubts": (*row.doubts, "twice")}) if again else row
        )
    return found

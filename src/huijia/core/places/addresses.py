"""Addresses as people write them: 3-1-201, 3幢1单元201室, 傅家组12号, and both with the whole town before them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from huijia.core.places.enums import DwellingKind
from huijia.core.places.models import Dwelling, Group

_PART: Final = "[0-9A-Z甲乙丙丁东南西北中一二三四五六七八九十]{1,8}"
_SEPARATOR: Final = r"[-/\\._·、~]"
_BUILDING: Final = re.compile(r"(?:号楼|幢|栋|座|楼|#)(?:楼)?" + f"{_SEPARATOR}?")
_UNIT: Final = re.compile(r"(?:单元|门洞|门)" + f"{_SEPARATOR}?")
_ROOM_END: Final = re.compile(r"(?:室|号|户|房)$")
_WORDED: Final = re.compile(rf"({_PART})幢(?:({_PART})单元)?({_PART})?")
_HALF_WORDED: Final = re.compile(rf"({_PART})-({_PART})单元({_PART})?|({_PART})幢({_PART})-({_PART})")
_DASHED: Final = re.compile(rf"{_PART}(?:-{_PART}){{0,2}}")
_DOOR: Final = re.compile(r"([0-9]{1,5})(?:号?[-之附]([0-9]{1,4}))?号?(?:房|院|户)?")
_DASHES: Final = dict.fromkeys(map(ord, "—–−‐‑―－"), "-")
_NUMERALS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_HAN_NUMBER: Final = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
# The town above the home; each is taken off only where something is left of the name.
_ABOVE: Final = tuple(
    re.compile(pattern) for pattern in (
        r"^.*?(?:省|自治区)", r"^[^小]{1,6}?市", r"^[^小苑园]{1,5}?[区县]", r"^[^小苑园]{1,8}?(?:街道|镇|乡)",
        r"^[^小苑园]{1,8}?(?:社区|居委会|村委会)", r"^[^小苑园]{1,12}?(?:路|街|巷|大道)[0-9]+号",
    )
)
_VILLAGE_NAME: Final = re.compile(r".*(?:组|队|村|庄|湾)$")


def in_words(
    kind: str, place: str, *, building: str = "", unit: str = "", room: str = "", door: str = ""
) -> str:
    """The address of a home, for both kinds."""
    if kind == DwellingKind.ESTATE:
        return f"{place}{building}幢" + (f"{unit}单元" if unit else "") + (f"{room}室" if room else "")
    return f"{place}{door}号"


@dataclass(frozen=True)
class Home:
    """A home in its parts: `place` is the estate's or the group's name; a village house has a `door` only."""

    kind: DwellingKind
    place: str
    building: str = ""
    unit: str = ""
    room: str = ""
    door: str = ""

    def dwelling(self, group: Group | None = None) -> Dwelling:
        """The unsaved row, without its grid."""
        if self.kind == DwellingKind.VILLAGE:
            return Dwelling(kind=self.kind, group=group or Group(name=self.place), door_number=self.door)
        return Dwelling(
            kind=self.kind, estate=self.place, building=self.building, unit=self.unit, room=self.room
        )

    @property
    def address(self) -> str:
        """In words, by which the dwelling is found again."""
        return in_words(
            self.kind, self.place, building=self.building, unit=self.unit, room=self.room, door=self.door
        )


def parse_flat(text: str) -> tuple[str, str, str]:
    """Building, unit, room of 3-1-201, 3幢1单元201室, 3栋201, 3号楼1单元201, 3#201; parts that are not said are "".

    Raises:
        ValueError: with a sentence for the reader.
    """
    plain = _plain(text)
    named = _UNIT.sub("单元", _BUILDING.sub("幢", plain, count=1), count=1)
    named = _ROOM_END.sub("", named).rstrip("-")
    if found := _WORDED.fullmatch(named):
        return _tidy(found[1]), _tidy(found[2] or ""), _tidy(found[3] or "")
    if found := _HALF_WORDED.fullmatch(named):
        parts = (found[1], found[2], found[3] or "") if found[1] else (found[4], found[5], found[6])
        return _tidy(parts[0]), _tidy(parts[1]), _tidy(parts[2])
    dashed = re.sub(_SEPARATOR, "-", _ROOM_END.sub("", plain))
    if _DASHED.fullmatch(dashed):
        parts_ = [_tidy(part) for part in dashed.split("-")]
        if len(parts_) == 3:
            return parts_[0], parts_[1], parts_[2]
        return parts_[0], "", parts_[1] if len(parts_) == 2 else ""
    raise ValueError(_("看不懂楼栋单元室：“%(value)s”，请写成 3-1-201 或 3幢1单元201室") % {"value": text.strip()[:30]})


def parse_door(text: str, group: str = "") -> str:
    """The number of a village house: 12, 12号, 傅家组12号, 12-1.

    Raises:
        ValueError: with a sentence for the reader.
    """
    plain = _plain(text)
    if group:
        plain = plain.rpartition(_plain(group))[2]
    found = _DOOR.fullmatch(re.sub("^(?:门牌|第)", "", plain))
    if not found:
        raise ValueError(_("看不懂门牌号：“%(value)s”，请写成 12 或 12-1") % {"value": text.strip()[:30]})
    number = found[1].lstrip("0") or "0"
    return f"{number}-{found[2]}" if found[2] else number


def parse_address(text: str) -> Home:
    """A whole address in one cell: 回龙苑3幢1单元201室, 润州区回龙社区傅家组12号, 回龙苑3-1-201.

    Raises:
        ValueError: with a sentence for the reader.
    """
    plain = _plain(text)
    start = re.search(r"[0-9]|[A-Z](?=[0-9]*[座幢栋-])|[一二三四五六七八九十]+(?=[幢栋座]|号楼)", _below(plain))
    below = _below(plain)
    if start is None or not start.start():
        raise ValueError(_("看不懂地址：“%(value)s”，请写明小区和楼栋，或村组和门牌") % {"value": text.strip()[:30]})
    name, rest = below[: start.start()], below[start.start() :]
    if is_village_name(name):
        return Home(DwellingKind.VILLAGE, name, door=parse_door(rest))
    building, unit, room = parse_flat(rest)
    return Home(DwellingKind.ESTATE, name, building, unit, room)


def is_village_name(name: str) -> bool:
    """Whether a place is a group by its name (傅家组), not an estate (回龙苑, 幸福新村)."""
    return bool(_VILLAGE_NAME.match(name)) and not name.endswith(("新村", "小村"))


def _below(plain: str) -> str:
    for pattern in _ABOVE:
        rest = pattern.sub("", plain, count=1)
        if rest and not re.match("[0-9-]", rest):
            plain = rest
    return plain


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_DASHES)).upper()


def _tidy(part: str) -> str:
    """03 is 3 and 三 is 3; 0201 and A1 stay."""
    if _HAN_NUMBER.fullmatch(part):
        tens, ten, ones = part.rpartition("十")
        return str((_NUMERALS.get(tens, 1) * 10 if ten else 0) + (_NUMERALS[ones] if ones else 0))
    return part.lstrip("0") or part if len(part) <= 2 else part

"""The face of a plate. One layout for all sizes (about 1.4 wide to 1 high), three calm designs.

From 3 m a digit is read by people who see a third of what young eyes see when it is at least 12 mm high (1/250 of the
distance, the usual rule of sign makers). `digits_of` says how high they come out, so that the page can say it too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from huijia.core.places.enums import PlateDesign
from huijia.doors.desk.plates.canvas import NARROW, fitting, line, number, polygon, qr, rect, text

BASE_WIDTH, BASE_HEIGHT = 190, 138
DIGIT_HEIGHT = 0.73
"""Height of a digit as a share of the font size in the common Han fonts."""
WANTED_MM = 15
LEAST_FROM_3M = 12
DO = ("反映问题  扫一扫，说一声", "查进度  看办到哪一步", "找人  网格员和中心户的电话")
EMERGENCY = "报警 110    火警 119    急救 120"
KIND = "网格服务牌"
CALL = "一个电话  服务到家"


@dataclass(frozen=True)
class Words:
    """What stands on a plate. Nothing in it is about a person; `url` holds the opaque token."""

    place: str
    grid: str
    community: str
    motto: str
    hotline: str
    url: str


@dataclass(frozen=True)
class Slot:
    """Where the name strip slides in, in mm from the plate's upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Digits:
    """The hotline as it fits: an area code at half size, then the rest. `height_mm` of the large digits."""

    area: str
    rest: str
    size: float
    squeeze: float

    @property
    def height_mm(self) -> float:
        return round(self.size * DIGIT_HEIGHT, 1)

    @property
    def width(self) -> float:
        return self.area_width + len(self.rest) * NARROW * self.size * self.squeeze

    @property
    def area_width(self) -> float:
        return (len(self.area) * NARROW * 0.5 + 0.25) * self.size * self.squeeze if self.area else 0


def scale_of(width: float, height: float) -> float:
    return min(width / BASE_WIDTH, height / BASE_HEIGHT)


def slot_of(width: float, height: float) -> Slot:
    scale = scale_of(width, height)
    return Slot(8 * scale, height - 63 * scale, width - 16 * scale, 16 * scale)


def digits_of(hotline: str, width: float, height: float) -> Digits:
    """The largest of: in one line; the area code smaller; both drawn narrower, at most by a seventh."""
    scale = scale_of(width, height)
    room, most = width - 16 * scale, 25 * scale / DIGIT_HEIGHT
    area, dash, rest = hotline.partition("-")
    tries = [("", hotline, 1.0)]
    if dash and len(area) <= 5:
        tries += [(area, rest, 1.0), (area, rest, 0.86)]
    else:
        tries.append(("", hotline, 0.86))
    found = [_sized(*one, room, most) for one in tries]
    good = [digits for digits in found if digits.height_mm >= min(WANTED_MM, most * DIGIT_HEIGHT)]
    return good[0] if good else max(found, key=lambda digits: digits.size)


def _sized(area: str, rest: str, squeeze: float, room: float, most: float) -> Digits:
    units = Digits(area, rest, 1, squeeze).width
    return Digits(area, rest, min(most, room / units) if units else most, squeeze)


@dataclass(frozen=True)
class Look:
    """Colours of a design: `band` behind the head, its words `on_band`, `accent` for the number."""

    band: str
    on_band: str
    accent: str


LOOKS = {
    PlateDesign.EAVES: Look("#b3261e", "#fff", "#b3261e"),
    PlateDesign.PINE: Look("#2f6b4f", "#fff", "#1f4d38"),
    PlateDesign.INK: Look("none", "#000", "#000"),
}


def face(words: Words, design: PlateDesign, width: float, height: float, *, error: str = "q") -> str:
    """The shapes of one plate, to be put into a picture of `width` by `height` mm."""
    look = LOOKS[design]
    parts = [
        rect(0, 0, width, height, fill="#fff"), *_FRAMES[design](words, width, height),
        *_head(words, look, width, height),
        *_middle(words, look, width, height, error), *_slot(width, height), *_hotline(words, look, width, height),
    ]
    return "".join(parts)


def _eaves(words: Words, width: float, height: float) -> list[str]:
    """A roof of one sweep: the house."""
    s, red = scale_of(width, height), "#b3261e"
    roof = [(4 * s, 25 * s), (4 * s, 9 * s), (width / 2, 3.5 * s), (width - 4 * s, 9 * s), (width - 4 * s, 25 * s)]
    return [
        rect(4 * s, 9 * s, width - 8 * s, height - 13 * s, stroke=red, line=0.8 * s),
        polygon(roof, red),
    ]


def _pine(words: Words, width: float, height: float) -> list[str]:
    s, green = scale_of(width, height), "#2f6b4f"
    return [
        rect(4 * s, 4 * s, width - 8 * s, height - 8 * s, stroke=green, line=1.2 * s, round_by=5 * s),
        rect(5.6 * s, 5.6 * s, width - 11.2 * s, 19.4 * s, fill=green, round_by=3.6 * s),
    ]


def _ink(words: Words, width: float, height: float) -> list[str]:
    """Black alone, with the community's name cut like a seal."""
    s = scale_of(width, height)
    side = 15 * s
    x, y = width - 8 * s - side, 7.5 * s
    letters = words.community[:4].ljust(4)
    half = side / 2
    # A seal is read from the right, downwards.
    spots = [(1, 0), (1, 1), (0, 0), (0, 1)]
    seal = [
        text(
            x + half * (column + 0.5), y + half * (row + 0.85), letter, 6.6 * s, fill="#fff", bold=True, anchor="middle"
        )
        for letter, (column, row) in zip(letters, spots, strict=True) if letter.strip()
    ]
    return [
        rect(4 * s, 4 * s, width - 8 * s, height - 8 * s, stroke="#000", line=1 * s),
        rect(5.4 * s, 5.4 * s, width - 10.8 * s, height - 10.8 * s, stroke="#000", line=0.3 * s),
        rect(x, y, side, side, fill="#000", round_by=1 * s), *seal,
        line(8 * s, 25 * s, width - 8 * s, 25 * s, width=0.5 * s),
    ]


_FRAMES: dict[PlateDesign, Callable[[Words, float, float], list[str]]] = {
    PlateDesign.EAVES: _eaves, PlateDesign.PINE: _pine, PlateDesign.INK: _ink,
}


def _head(words: Words, look: Look, width: float, height: float) -> list[str]:
    s = scale_of(width, height)
    right = width - (28 if look.band == "none" else 10) * s
    room = right - 10 * s
    kind = f"{words.grid} · {KIND}" if words.grid else KIND
    parts = [
        text(
            10 * s, 21 * s, words.community, fitting(words.community, 10 * s, room * 0.55), fill=look.on_band, bold=True
        ),
        text(
            right, 16.5 * s if words.motto else 20 * s, kind, fitting(kind, 5.6 * s, room * 0.42), fill=look.on_band,
            anchor="end",
        ),
    ]
    if words.motto:
        size = fitting(words.motto, 4.4 * s, room * 0.4)
        parts.append(text(right, 22.3 * s, words.motto, size, fill=look.on_band, anchor="end"))
    return parts


def _middle(words: Words, look: Look, width: float, height: float, error: str) -> list[str]:
    s = scale_of(width, height)
    top, bottom = 28 * s, height - 65 * s
    side = min(bottom - top, 60 * s)
    left = 8 * s + side + 5 * s
    room = width - 9 * s - left
    lines = _broken(words.place, 12 * s, room)
    size = min(fitting(each, 12 * s, room) for each in lines)
    y = top + size * 0.95
    parts = [qr(words.url, 8 * s, top, side, error=error)]
    for each in lines:
        parts.append(text(left, y, each, size, bold=True))
        y += size * 1.12
    step = 7.2 * s
    first = bottom - 2 * step - 1 * s
    for place, each in enumerate(DO):
        here = first + place * step
        parts.append(rect(left, here - 3.9 * s, 4.2 * s, 4.2 * s, fill=look.accent, round_by=0.8 * s))
        mark = str(place + 1)
        parts.append(text(left + 2.1 * s, here - 0.6 * s, mark, 3.4 * s, fill="#fff", bold=True, anchor="middle"))
        parts.append(text(left + 6.2 * s, here, each, fitting(each, 5.2 * s, room - 6.2 * s)))
    return parts


def _broken(place: str, size: float, width: float) -> list[str]:
    """A long name of a place in two lines of about the same length."""
    if fitting(place, size, width) >= size * 0.62 or len(place) < 8:
        return [place]
    half = (len(place) + 1) // 2
    return [place[:half], place[half:]]


def _slot(width: float, height: float) -> list[str]:
    slot, s = slot_of(width, height), scale_of(width, height)
    hint = f"姓名条插在这里  {number(slot.width)} × {number(slot.height)} 毫米"
    return [
        rect(slot.x, slot.y, slot.width, slot.height, stroke="#555", line=0.25, round_by=1 * s, dash="1.5 1"),
        text(width / 2, slot.y + slot.height / 2 + 1.4 * s, hint, 4 * s, fill="#767676", anchor="middle"),
    ]


def _hotline(words: Words, look: Look, width: float, height: float) -> list[str]:
    s = scale_of(width, height)
    foot = height - 8.5 * s
    parts = [text(width / 2, foot, EMERGENCY, 5.4 * s, bold=True, anchor="middle")]
    if not words.hotline:
        return parts
    digits = digits_of(words.hotline, width, height)
    base = foot - 8.5 * s
    x = (width - digits.width) / 2
    if digits.area:
        gap = 0.25 * digits.size * digits.squeeze
        parts.append(text(
            x, base, digits.area, digits.size / 2, fill=look.accent, bold=True, width=digits.area_width - gap
        ))
    rest = digits.width - digits.area_width
    parts.append(text(x + digits.area_width, base, digits.rest, digits.size, fill=look.accent, bold=True, width=rest))
    room = base - digits.height_mm - (height - 47 * s)
    if room > 3.5 * s:
        parts.append(text(width / 2, base - digits.height_mm - 1.4 * s, CALL, min(5 * s, room - 1), anchor="middle"))
    return parts

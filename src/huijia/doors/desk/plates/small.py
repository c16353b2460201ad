"""What is printed beside the plates: name strips that slide in, and stickers with nothing but the code."""

from collections.abc import Sequence
from dataclasses import dataclass

from huijia.doors.desk.plates.canvas import fitting, qr, rect, text
from huijia.doors.desk.plates.faces import Words, slot_of

PLAY = 1.0
"""By how many mm a strip is smaller than its slot."""


@dataclass(frozen=True)
class Named:
    """One person on a strip: what they are, the name, and the number that the post gives to residents."""

    post: str
    name: str
    phone: str


def strip_size(width: float, height: float) -> tuple[float, float]:
    """Of the strip for a plate of this size, in mm."""
    slot = slot_of(width, height)
    return slot.width - PLAY, slot.height - PLAY


def strip(place: str, people: Sequence[Named], width: float, height: float) -> str:
    """The place small at the left, so that it finds its plate; then up to three persons."""
    head = width * 0.16
    parts = [
        rect(0, 0, width, height, fill="#fff", stroke="#999", line=0.15),
        text(2, height * 0.6, place, fitting(place, height * 0.24, head - 3), fill="#333"),
    ]
    shown = list(people)[:3]
    if not shown:
        parts.append(text(head, height * 0.62, "网格员：              电话：", height * 0.34))
        return "".join(parts)
    each = (width - head) / len(shown)
    for place_, person in enumerate(shown):
        x = head + place_ * each
        room = each - 3
        parts.append(text(x, height * 0.4, f"{person.post} {person.name}", _size(person, height, room), bold=True))
        if person.phone:
            parts.append(text(x, height * 0.86, person.phone, fitting(person.phone, height * 0.42, room), bold=True))
    return "".join(parts)


def _size(person: Named, height: float, room: float) -> float:
    return fitting(f"{person.post} {person.name}", height * 0.32, room)


def sticker(words: Words, width: float, height: float) -> str:
    """A code to stick over a scratched one, or beside the bell."""
    side = height - 4
    left = side + 4
    room = width - left - 2
    return "".join([
        rect(0, 0, width, height, fill="#fff"), qr(words.url, 2, 2, side),
        text(left, height * 0.3, words.place, fitting(words.place, 5, room), bold=True),
        text(left, height * 0.5, "扫一扫，说一声", fitting("扫一扫，说一声", 4, room)),
        text(left, height * 0.68, words.community, fitting(words.community, 4, room)),
        text(left, height * 0.88, words.hotline, fitting(words.hotline, 5, room), bold=True),
    ])

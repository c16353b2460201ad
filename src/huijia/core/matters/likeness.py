"""Whether two matters may be the same one: shared words, and near by or in one building."""

from dataclasses import dataclass

from huijia.core.matters.models import Matter
from huijia.lib import geo
from huijia.lib.text import shared_bigrams


@dataclass(frozen=True)
class Twin:
    """A matter that may be the same one, and why."""

    matter: Matter
    words: tuple[str, ...]
    metres: int | None
    same_building: bool


def twin_of(matter: Matter, text: str, point: geo.Point | None, building: str, reach: int) -> Twin | None:
    # The name of the place says where, not what: "傅家组" makes no two concerns alike.
    place = f"{matter.place_name} {matter.dwelling.address if matter.dwelling else ''}"
    words = tuple(sorted(shared_bigrams(text, f"{matter.title}{matter.text}") - shared_bigrams(place, place)))
    if len(words) < 2:
        return None
    same = bool(building and matter.dwelling and matter.dwelling.same_building == building)
    metres = None
    if point is not None and matter.lon is not None and matter.lat is not None:
        metres = round(geo.metres(point, (matter.lon, matter.lat)))
    somewhere = point is not None or bool(building)
    if somewhere and not same and (metres is None or metres > reach):
        return None
    return Twin(matter, words, metres, same)

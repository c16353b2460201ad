"""Which names of the roster stand in a text, so that they can be hidden where they are no business of the reader."""

import re
from collections.abc import Iterable

from huijia.core.people.models import Person
from huijia.kernel.communities.models import Community
from huijia.lib.masks import mask_in_text, mask_name

_HAN = re.compile(r"[\u3400-\u9fff·]{2,}")
LONGEST_NAME = 4
READ = 3000
"""Characters of one text that are looked at."""


def names_in(texts: Iterable[str], communities: Iterable[Community | int]) -> list[str]:
    """Names of people on these rosters that occur in one of the texts, the longest first; one statement.

    Every run of two to four Han characters is looked up, so that also a common word that is somebody's name is found.
    """
    runs = {
        run[start : start + length]
        for text in texts
        for run in _HAN.findall(text[:READ])
        for length in range(2, LONGEST_NAME + 1)
        for start in range(len(run) - length + 1)
    }
    if not runs:
        return []
    rows = Person.objects.among(communities).filter(name__in=runs)
    return sorted(set(rows.order_by().values_list("name", flat=True)), key=lambda name: (-len(name), name))


def without_names(text: str, names: Iterable[str]) -> str:
    """`text` with these names, phones and document numbers masked."""
    for name in names:
        text = text.replace(name, mask_name(name))
    return mask_in_text(text)

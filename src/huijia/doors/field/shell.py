"""The app itself: the files that a phone keeps, and their version."""

import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static

PARTS = ("words", "vault", "store", "photos", "queue", "lock", "lists", "forms", "checks", "app")
SCRIPTS = ("js/huijia.js", "js/photos.js", "vendor/dexie.min.js", *(f"js/field/{name}.js" for name in PARTS))
STYLES = ("css/portal.css", "css/field.css")
PICTURES = ("img/house.svg", "img/mark.svg")
FILES = (*STYLES, *SCRIPTS, *PICTURES)


def addresses() -> list[str]:
    """Where the files lie; their names change with their content on a server that is set up for use."""
    return [static(name) for name in FILES]


@lru_cache(maxsize=1)
def version() -> str:
    """A digest of all files, so that a phone takes a new edition as a whole or not at all."""
    digest = hashlib.sha256()
    for name in FILES:
        path = finders.find(name)
        assert isinstance(path, str), f"missing: {name}"
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:16]

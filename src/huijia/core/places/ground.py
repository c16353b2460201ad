"""What lies under every map of ours: landmarks, and tiles where there is a key for them."""

from typing import Any

from huijia.core.places.models import Landmark
from huijia.core.places.tiles import tiles_of
from huijia.kernel.communities.models import Community


def ground(community: Community) -> dict[str, Any]:
    """`landmarks` and `tiles` as `map.js` takes them; one statement."""
    return {"landmarks": _landmarks(community), "tiles": tiles_of(community)}


def _landmarks(community: Community) -> list[dict[str, Any]]:
    found = []
    for mark in Landmark.objects.of(community):
        shape = "point" if mark.shape.get("type") == "Point" else "polygon"
        found.append({"name": mark.name, "kind": mark.kind, shape: mark.shape})
    return found

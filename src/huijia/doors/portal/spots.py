"""Where a resident stands: at a plate, or on the web in a community."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huijia.core.places.models import DoorPlate
from huijia.core.places.queries import plate_by_token, plate_with_place
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import live, only_community

COMMUNITY_FIELD = "c"
"""The query field that names the community, where there are several."""
MOST_COMMUNITIES = 300
_TOKEN = re.compile(r"[0-9A-Za-z_-]{4,40}")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,40}")


@dataclass(frozen=True)
class Spot:
    """A place from which something can be reported; `plate` is None on the web."""

    community: Community
    plate: DoorPlate | None = None

    @property
    def report_url(self) -> str:
        if self.plate is not None:
            return reverse("portal:door_report", args=[self.plate.token])
        return with_community(reverse("portal:report"), self.community)

    @property
    def back_url(self) -> str:
        if self.plate is not None:
            return reverse("portal:door", args=[self.plate.token])
        return with_community(reverse("portal:home"), self.community)


def plate_of(token: str) -> DoorPlate | None:
    """The plate, revoked or not; anything that cannot be a token is none, without asking the database."""
    return plate_by_token(token) if _TOKEN.fullmatch(token) else None


def placed(token: str) -> DoorPlate | None:
    """The same with the names of its grid and group and its dwelling."""
    return plate_with_place(token) if _TOKEN.fullmatch(token) else None


def with_community(url: str, community: Community | None) -> str:
    """`url` with the community in its query."""
    return f"{url}?{COMMUNITY_FIELD}={community.slug}" if community is not None else url


def community_of(request: HttpRequest) -> Community | None:
    """The one named in the address, else the only one there is; None where the reader has to choose."""
    slug = request.GET.get(COMMUNITY_FIELD, "")
    if slug and _SLUG.fullmatch(slug):
        return Community.objects.filter(slug=slug).first()
    return only_community()


def choose(request: HttpRequest) -> HttpResponse:
    """The page that asks which community; each link comes back to the same address."""
    communities = live().select_related("street").order_by("street__name", "name", "pk")
    context = {"communities": communities[:MOST_COMMUNITIES], "here": request.path, "field": COMMUNITY_FIELD}
    return render(request, "portal/choose.html", context)


def gone(request: HttpRequest, plate: DoorPlate | None) -> HttpResponse:
    """A plate that was revoked (410) or never issued (404): kind words and the hotline."""
    community = plate.community if plate is not None else only_community()
    status = 404 if plate is None else 410
    return render(request, "portal/gone.html", {"community": community, "plate": plate}, status=status)

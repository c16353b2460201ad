"""What a resident sent, read from the posted form as plainly as can be: this is the hot path."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from huijia.core.matters.actions import Draft
from huijia.core.matters.enums import Nature, Source
from huijia.core.matters.models import Category
from huijia.doors.portal.spots import Spot

MOST_PHOTOS = 6
SPOKEN = "(语音)"
"""The text of a report that was only spoken; the operator types what they hear. Data, so never translated."""
TYPED = ("text", "name", "phone", "place", "category")


@dataclass
class Sent:
    """`values` as typed, `errors` by field name ("" for the whole form), files still unread."""

    uuid: uuids.UUID
    nature: Nature
    values: dict[str, str]
    photos: list[UploadedFile[Any]] = field(default_factory=list)
    audio: UploadedFile[Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def has_files(self) -> bool:
        return bool(self.photos) or self.audio is not None


def blank(nature: str = "") -> Sent:
    return Sent(uuids.uuid4(), _nature(nature), dict.fromkeys(TYPED, ""))


def read(request: HttpRequest) -> Sent:
    """The posted form; what makes no sense falls back to what an empty form has."""
    post = request.POST
    values = {name: post.get(name, "") for name in TYPED}
    sent = Sent(_uuid(post.get("uuid", "")), _nature(post.get("nature", "")), values)
    if request.FILES:
        sent.photos = [photo for photo in request.FILES.getlist("photos") if photo.name]
        sent.audio = request.FILES.get("audio") or None
    return sent


def draft_of(sent: Sent, spot: Spot) -> Draft:
    """The draft that the verb checks; the place comes from the plate where there is one."""
    values = sent.values
    text = values["text"]
    if sent.audio is not None and not text.strip():
        text = SPOKEN
    draft = Draft(
        text=text, source=Source.ONLINE, uuid=sent.uuid, nature=sent.nature, place_name=values["place"],
        category=_category(values["category"], spot), reporter_name=values["name"], phone=values["phone"].strip(),
    )
    plate = spot.plate
    if plate is not None:
        draft.source, draft.plate, draft.place_name = Source.DOOR, plate, plate.place_name
        draft.lon, draft.lat = plate.lon, plate.lat
    return draft


def _category(value: str, spot: Spot) -> Category | None:
    if not value.isdecimal() or len(value) > 18:
        return None
    return Category.objects.of(spot.community).filter(pk=int(value), parent=None, is_active=True).first()


def _uuid(text: str) -> uuids.UUID:
    try:
        return uuids.UUID(text)
    except ValueError:
        return uuids.uuid4()


def _nature(text: str) -> Nature:
    try:
        return Nature(text)
    except ValueError:
        return Nature.HELP

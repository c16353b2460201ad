"""What a pasted message says of a matter: a guess at each field of the intake form, looked at before it is saved."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from huijia.core.matters.models import Category
from huijia.core.places.models import Dwelling, Group, Landmark
from huijia.kernel.accounts.access import Access
from huijia.lib import clock
from huijia.lib.chat import Message, phone_in

KEY = "pasted"
"""Session key: the fields of the intake form that is opened next; never in an address."""
LONGEST = 120
_NUMBER = r"\s*\d{1,4}\s*(?:号|幢|栋)(?:\s*\d{1,2}\s*单元)?(?:\s*\d{3,4}\s*室?)?"


def guessed(messages: Iterable[Message], access: Access) -> dict[str, Any]:
    """Fields of the intake form. With several speakers each line of the text names its own."""
    chosen = list(messages)
    speakers = list(dict.fromkeys(message.speaker for message in chosen if message.speaker))
    text = "\n".join(_told(message, len(speakers) > 1) for message in chosen).strip()
    return {
        "text": text, "phone": phone_in(text), "place_name": place_in(text, access),
        "category": category_in(text, access), "reporter_name": speakers[0] if len(speakers) == 1 else "",
    }


def _told(message: Message, several: bool) -> str:
    when = f"{clock.local(message.at):%Y-%m-%d %H:%M}" if message.at is not None else ""
    head = " ".join(part for part in (when, message.speaker if several else "") if part)
    return f"[{head}] {message.text}" if head else message.text


def place_in(text: str, access: Access) -> str:
    """The longest name of a group, estate or landmark that the text holds, with the number behind it; "" for none."""
    community = access.community
    names = {*Group.objects.of(community).values_list("name", flat=True)}
    names |= {*Landmark.objects.of(community).values_list("name", flat=True)}
    names |= {*Dwelling.objects.of(community).exclude(estate="").values_list("estate", flat=True).distinct()}
    for name in sorted(names, key=len, reverse=True):
        found = re.search(re.escape(name) + f"(?:{_NUMBER})?", text)
        if found:
            return re.sub(r"\s", "", found[0])[:LONGEST]
    return ""


def category_in(text: str, access: Access) -> str:
    """The id of the category whose name stands in the text, the longest name first; "" for none."""
    rows = Category.objects.of(access.community).filter(is_active=True).values_list("name", "pk")
    for name, pk in sorted(rows, key=lambda row: len(row[0]), reverse=True):
        if len(name) > 1 and name in text:
            return str(pk)
    return ""


def keep(request: HttpRequest, fields: dict[str, Any]) -> None:
    request.session[KEY] = fields


def take(request: HttpRequest) -> dict[str, Any]:
    """The fields that were kept, once."""
    found: dict[str, Any] = request.session.pop(KEY, {})
    return found

"""What a resident typed to sign up, read from the posted form."""

from __future__ import annotations

import re
import uuid as uuids
from contextlib import suppress
from dataclasses import dataclass, field

from django.http import HttpRequest

from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.enums import Channel
from huijia.lib import numbers

TYPED = ("name", "phone", "party", "company", "note")
_BETWEEN = re.compile(r"[、,，;；\s]+")
_MOST_NAMES = 50


@dataclass
class Typed:
    """`values` as typed, `errors` by field name ("" for the whole form)."""

    uuid: uuids.UUID
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


def blank() -> Typed:
    return Typed(uuids.uuid4(), {**dict.fromkeys(TYPED, ""), "party": "1"})


def read(request: HttpRequest) -> Typed:
    """The posted form; what makes no sense falls back to what an empty form has."""
    typed = blank()
    typed.values = {name: request.POST.get(name, "")[:600] for name in TYPED}
    with suppress(ValueError):
        typed.uuid = uuids.UUID(request.POST.get("uuid", ""))
    return typed


def draft_of(typed: Typed) -> SignupDraft:
    values = typed.values
    party = values["party"]
    names = [name for name in _BETWEEN.split(values["company"]) if name][:_MOST_NAMES]
    return SignupDraft(
        name=values["name"], phone=values["phone"].strip(), company=names, note=values["note"],
        party=int(party) if party.isdecimal() and 0 < len(party) < 4 else 1, channel=Channel.ONLINE, uuid=typed.uuid,
    )


def plain_phone(written: str) -> str:
    """The number in its one written form; "" for none, and for what the verb will refuse anyway."""
    try:
        return numbers.normal_phone(written) if written else ""
    except ValueError:
        return ""

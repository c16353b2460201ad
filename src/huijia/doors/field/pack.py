"""What a phone takes along: my doors, my matters, and what the forms offer. No number of anybody is among it."""

from datetime import datetime, timedelta
from typing import Any

from huijia.core.matters import queries as matters
from huijia.core.matters.enums import Channel
from huijia.core.matters.models import Matter
from huijia.core.matters.workflow import EDGES
from huijia.doors.desk.cards import cards
from huijia.doors.desk.forms.intake import FootIntake
from huijia.doors.field import checks, doors
from huijia.doors.field.agreed import HOURS_KEY
from huijia.doors.field.kinds.moves import MOVES
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.lib import clock, masks

MOST_MATTERS = 200


def packed(access: Access, at: datetime | None = None) -> dict[str, Any]:
    """A fixed number of statements; about 200 bytes a door."""
    moment = at or clock.now()
    hours = int(options.get(access.community, HOURS_KEY))
    form = FootIntake(access=access)
    return {
        "user": access.user_id, "name": access.label, "made_at": moment.isoformat(),
        "expires_at": (moment + timedelta(hours=hours)).isoformat(),
        "community": {
            "id": access.community.pk, "name": access.community.name, "hotline": access.community.hotline,
        },
        "doors": doors.packed(access, moment) if access.may("households.mine") else [],
        "visits": doors.visit_choices(access), "checks": checks.packed(access, moment),
        "matters": _matters(access, moment),
        "categories": _choices(form.fields["category"]), "sources": _choices(form.fields["source"]),
        "source": str(form.fields["source"].initial or ""),
        "channels": [[value, str(label)] for value, label in Channel.choices],
    }


def _choices(field: Any) -> list[list[str]]:
    return [[str(value), str(label)] for value, label in field.choices if value]


def _matters(access: Access, at: datetime) -> list[dict[str, Any]]:
    if not access.may("matters.handle"):
        return []
    rows = matters.mine(access, at).select_related("grid", "category", "responsible__person").order_by("next_due", "pk")
    return [_matter(card, access) for card in cards(rows[:MOST_MATTERS], at)]


def _matter(card: Any, access: Access) -> dict[str, Any]:
    matter: Matter = card.matter
    sensitive = matter.category is not None and matter.category.is_sensitive
    return {
        "ticket": matter.ticket, "title": card.title, "text": "" if sensitive else masks.mask_in_text(matter.text),
        "place": card.place, "state": card.state, "lamp": card.lamp, "lamp_text": card.lamp_text,
        "version": matter.version, "url": card.url, "lon": matter.lon, "lat": matter.lat,
        # By the table alone: whether it still holds is asked again when the record arrives.
        "moves": [
            [move, str(EDGES[move].label)] for move in MOVES
            if matter.state in EDGES[move].before and access.may(EDGES[move].permission)
        ],
    }


"""Every write of places."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.places.addresses import in_words
from huijia.core.places.enums import DwellingKind, GroupKind
from huijia.core.places.models import Dwelling, Grid, Group, Landmark
from huijia.core.places.plates import issue_plate, issue_plates, revoke_plate
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger

__all__ = [
    "add_dwellings", "add_landmarks", "address_of", "issue_plate", "issue_plates", "revoke_plate", "save_grid",
    "save_group",
]


def save_grid(
    *, code: str, name: str, by: Access, polygon: dict[str, Any] | None = None, party_group: str = ""
) -> Grid:
    """Creates the grid with this code, or gives it a new name, party group and outline; without one its own stays."""
    by.require("settings.edit")
    if not (15 <= len(code) <= 18 and code.isdigit()):
        raise Refusal(_("网格编码应为 15 至 18 位数字"), field="code")
    with transaction.atomic():
        values: dict[str, Any] = {"name": name, "party_group": party_group}
        if polygon is not None:
            values["polygon"] = polygon
        grid, made = Grid.objects.of(by.community).select_for_update().get_or_create(
            code=code, community=by.community, defaults=values
        )
        if not made:
            for field, value in {**values, "version": grid.version + 1}.items():
                setattr(grid, field, value)
            grid.save(update_fields=[*values, "version"])
        ledger.record(
            "places.grid_saved", subject=("grid", grid.pk), by=by.actor(), community_id=by.community.pk,
            data={"name": name, "code": code},
        )
    return grid


def save_group(*, name: str, kind: GroupKind, by: Access) -> Group:
    """The group of this name, made if there is none."""
    by.require("settings.edit")
    with transaction.atomic():
        group, made = Group.objects.of(by.community).get_or_create(
            community=by.community, name=name, defaults={"kind": kind}
        )
        if made:
            ledger.record(
                "places.group_saved", subject=("group", group.pk), by=by.actor(), community_id=by.community.pk,
                data={"name": name},
            )
    return group


def add_landmarks(rows: Iterable[Landmark], *, by: Access) -> list[Landmark]:
    """Bulk verb: unsaved landmarks of one community."""
    by.require("settings.edit")
    made = list(rows)
    for landmark in made:
        landmark.community = by.community
    with transaction.atomic():
        made = Landmark.objects.bulk_create(made)
        ledger.record(
            "places.landmarks_added", subject=("community", by.community.pk), by=by.actor(),
            community_id=by.community.pk, data={"count": len(made)},
        )
    return made


def address_of(dwelling: Dwelling) -> str:
    """The address in words, for both kinds."""
    place = dwelling.estate if dwelling.kind == DwellingKind.ESTATE else dwelling.group.name if dwelling.group else ""
    return in_words(
        dwelling.kind, place, building=dwelling.building, unit=dwelling.unit, room=dwelling.room,
        door=dwelling.door_number,
    )


def add_dwellings(rows: Iterable[Dwelling], *, by: Access) -> list[Dwelling]:
    """Bulk verb: unsaved dwellings of one community, addresses filled in here."""
    by.require("settings.edit")
    made = list(rows)
    for dwelling in made:
        dwelling.community = by.community
        dwelling.address = address_of(dwelling)
    return Dwelling.objects.bulk_create(made, batch_size=500)

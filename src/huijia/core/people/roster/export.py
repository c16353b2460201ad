"""The residents' roster handed out in the columns in which it is brought in; what goes out comes back unchanged."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.texts import short_text
from huijia.core.people.enums import DocumentKind
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import holding, person_id_number, person_phone
from huijia.core.people.roster.differences import said
from huijia.core.people.roster.fields import COLUMNS
from huijia.core.places.enums import DwellingKind
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, masks
from huijia.lib.spreadsheet import Column

CHUNK = 500
REASON_LIMIT = 120


def columns() -> list[Column]:
    """In Chinese for every reader: it is the office's own form."""
    return [Column(field.names[0], field.width, "text") for field in COLUMNS]


def lines(access: Access, *, unmasked: bool = False) -> Iterator[list[Any]]:
    """The rows, household by household in the order of grid and address, then who is in none.

    Never more than one chunk of people in memory beside the ids of the households. Who died, was merged, or has left
    the community is left out. Masked: names, phones, documents, and of the birth date all but the year.
    """
    serial = 0
    for ids in _chunks(_households(access)):
        for line in _of_households(access, ids, unmasked=unmasked):
            serial += 1
            yield [str(serial), *line]
    for ids in _chunks(_without(access)):
        for person in Person.objects.of(access.community).filter(pk__in=ids).order_by("pk"):
            serial += 1
            yield [str(serial), *_line(person, None, None, "", unmasked=unmasked)]


def _households(access: Access) -> Iterable[int]:
    where = holding(Residence.objects.of(access.community).filter(is_main=True))
    rows = where.order_by("dwelling__grid__code", "dwelling__address", "household_id")
    if access.grids is not None:
        return list(rows.filter(dwelling__grid_id__in=access.grids).values_list("household_id", flat=True))
    housed = list(rows.values_list("household_id", flat=True))
    homeless = Household.objects.of(access.community).exclude(
        Exists(where.filter(household_id=OuterRef("pk")))
    ).order_by("pk")
    return list(dict.fromkeys([*housed, *homeless.values_list("pk", flat=True)]))


def _living(access: Access) -> QuerySet[Person]:
    return Person.objects.of(access.community).filter(merged_into=None, died_on=None)


def _without(access: Access) -> Iterable[int]:
    """Who never was in a household; who has been in one and is no longer has left."""
    if access.grids is not None:
        return []
    ever = HouseholdMember.objects.of(access.community).filter(person_id=OuterRef("pk"))
    return list(_living(access).exclude(Exists(ever)).order_by("pk").values_list("pk", flat=True))


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _of_households(access: Access, ids: list[int], *, unmasked: bool) -> Iterator[list[Any]]:
    community = access.community
    homes = {
        row.household_id: row.dwelling
        for row in holding(Residence.objects.of(community).filter(household_id__in=ids, is_main=True))
        .select_related("dwelling__grid", "dwelling__group").defer("dwelling__grid__polygon")
    }
    rows = holding(HouseholdMember.objects.of(community).filter(
        household_id__in=ids, person__merged_into=None, person__died_on=None
    )).select_related("person").order_by("-is_head", "pk")
    members: dict[int, list[HouseholdMember]] = {}
    for row in rows:
        members.setdefault(row.household_id, []).append(row)
    for pk in ids:
        family = members.get(pk, [])
        head = next((row.person.name for row in family if row.is_head), "")
        for row in family:
            yield _line(row.person, row, homes.get(pk), head, unmasked=unmasked)


def _line(
    person: Person, member: HouseholdMember | None, home: Dwelling | None, head: str, *, unmasked: bool
) -> list[Any]:
    """In the order of `COLUMNS` without the serial number."""
    address = home.address if home else ""
    return [
        home.grid.name if home else "", _place(home), _flat(home), _name(head, unmasked),
        member.relation if member else "", _name(person.name, unmasked), said("sex", person.sex),
        _born(person.born_on, unmasked), _document(person, unmasked), person.ethnicity, person.education,
        said("politics", person.politics), _text(person.registered_address, unmasked), address,
        said("register_status", person.register_status), _phone(person, unmasked), person.employment,
        said("key_groups", person.key_groups), _text(person.note, unmasked), said("updated_on", person.updated_on),
    ]


def _place(home: Dwelling | None) -> str:
    if home is None:
        return ""
    return home.estate if home.kind == DwellingKind.ESTATE else home.group.name if home.group else ""


def _flat(home: Dwelling | None) -> str:
    """3-1-201 where all parts are known, else in words, so that a missing one is not mistaken for another."""
    if home is None:
        return ""
    if home.kind == DwellingKind.VILLAGE:
        return home.door_number
    if home.unit and home.room:
        return f"{home.building}-{home.unit}-{home.room}"
    return home.address.removeprefix(home.estate)


def _name(name: str, unmasked: bool) -> str:
    return name if unmasked else masks.mask_name(name)


def _text(text: str, unmasked: bool) -> str:
    return text if unmasked else masks.mask_in_text(text)


def _born(day: date | None, unmasked: bool) -> str:
    if day is None:
        return ""
    return day.isoformat() if unmasked else f"{day.year}-**-**"


def _document(person: Person, unmasked: bool) -> str:
    if person.id_kind == DocumentKind.NONE:
        return "无"
    number = person_id_number(person)
    return number if unmasked else masks.mask_id_number(number)


def _phone(person: Person, unmasked: bool) -> str:
    number = person_phone(person)
    return number if unmasked or not number else masks.mask_phone(number)


def allow_export(*, reason: str, unmasked: bool, by: Access) -> str:
    """The reason as it is kept.

    Raises:
        Refusal: no right to, beside "unmasked" where only that is missing, or no reason.
    """
    by.require("people.view")
    if unmasked and not by.may("people.export"):
        raise Refusal(_("您没有导出原文的权限，请导出打星号的"), field="unmasked", code="forbidden")
    written = short_text(reason, "reason", REASON_LIMIT)
    if not written:
        raise Refusal(_("请写明导出做什么用"), field="reason")
    return written


def record_roster_export(
    *, rows: int, reason: str, unmasked: bool, by: Access, at: datetime | None = None
) -> None:
    """One entry for a roster that left the house: who, how many rows, masked or not, and what for."""
    written = allow_export(reason=reason, unmasked=unmasked, by=by)
    with transaction.atomic():
        ledger.record(
            "people.exported_whole" if unmasked else "people.exported", subject=("community", by.community.pk),
            by=by.actor(), community_id=by.community.pk, at=at or clock.now(), data={"rows": rows, "reason": written},
        )

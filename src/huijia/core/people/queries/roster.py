"""The list of residents: what it is narrowed to. Values that make no sense give an empty list, never an error."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import KeyGroup, RegisterStatus
from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries.dates import holding
from huijia.core.people.queries.persons import id_hash, phone_hash
from huijia.kernel.accounts.access import Access
from huijia.kernel.search import queries as search
from huijia.lib import clock

FOUND = 1000
# code, what it is called, youngest, oldest (both in full years; None without end)
AGES: tuple[tuple[str, Promise | str, int, int | None], ...] = (
    ("0-6", _("6 岁及以下"), 0, 6), ("7-17", _("7 至 17 岁"), 7, 17), ("18-59", _("18 至 59 岁"), 18, 59),
    ("60-79", _("60 至 79 岁"), 60, 79), ("80", _("80 岁及以上"), 80, None),
)


@dataclass(frozen=True)
class Wanted:
    """The same words stand in the address. `state`: "" the living, `none` those in no household, `died`."""

    q: str = ""
    grid: str = ""
    group: str = ""
    key: str = ""
    status: str = ""
    age: str = ""
    state: str = ""


def residents(access: Access, wanted: Wanted) -> QuerySet[Person]:
    """People on the roster whom this reader may see, without merged doubles."""
    rows: QuerySet[Person] = Person.objects.of(access.community).filter(merged_into=None)
    if access.grids is not None:
        rows = rows.filter(pk__in=_living_in(access, Q(dwelling__grid_id__in=access.grids)))
    rows = rows.filter(died_on__isnull=wanted.state != "died")
    if wanted.state == "none":
        rows = rows.exclude(pk__in=holding(HouseholdMember.objects.of(access.community)).values("person_id"))
    elif wanted.state not in ("", "died"):
        return rows.none()
    for name in ("grid", "group"):
        value = getattr(wanted, name)
        if value:
            where = Q(**{f"dwelling__{name}_id": int(value)}) if value.isdecimal() and int(value) < 2**62 else None
            rows = rows.filter(pk__in=_living_in(access, where)) if where is not None else rows.none()
    if wanted.key:
        rows = _in_group(rows, wanted.key)
    if wanted.status:
        rows = rows.filter(register_status=wanted.status) if wanted.status in RegisterStatus.values else rows.none()
    if wanted.age:
        rows = _of_age(rows, wanted.age)
    return with_words(rows, wanted.q, access) if wanted.q else rows


def _living_in(access: Access, where: Q) -> QuerySet[Any]:
    homes = holding(Residence.objects.of(access.community).filter(where))
    members = holding(HouseholdMember.objects.of(access.community))
    return members.filter(household_id__in=homes.values("household_id")).values("person_id")


def _in_group(rows: QuerySet[Person], group: str) -> QuerySet[Person]:
    """The list is kept as JSON text, of codes that hold nothing to escape."""
    return rows.filter(key_groups__icontains=group) if group in KeyGroup.values else rows.none()


def _of_age(rows: QuerySet[Person], code: str) -> QuerySet[Person]:
    for age, _label, youngest, oldest in AGES:
        if age == code:
            today = clock.today()
            rows = rows.filter(born_on__lte=_years_before(today, youngest))
            return rows if oldest is None else rows.filter(born_on__gt=_years_before(today, oldest + 1))
    return rows.none()


def _years_before(day: date, years: int) -> date:
    """29 February becomes 28 February in other years."""
    with suppress(ValueError):
        return day.replace(year=day.year - years)
    return day.replace(year=day.year - years, day=28)


def with_words(rows: QuerySet[Person], words: str, access: Access) -> QuerySet[Person]:
    """A whole phone or document number, or words of name, initials, phone tail, address, household number."""
    exact = Q(id_hash=id_hash(words))
    with suppress(ValueError):
        exact |= Q(phone_hash=phone_hash(words))
    hits = search.find(access, words, kinds=["person"], limit=FOUND)
    return rows.filter(exact | Q(pk__in=[hit.object_id for hit in hits]))


def count_up_to(rows: QuerySet[Any], most: int = 1000) -> int:
    """How many, at the most `most` + 1: a list says "1000+" instead of counting all."""
    return int(rows.order_by()[: most + 1].count())

"""Two rows for one person: who they may be, and what is re-pointed when one is merged into the other.

Every foreign key to `Person` is re-pointed, whoever holds it; an app registers a `Repoint` where that is not enough
(a person may be named once only, rows must be joined) or where it names people by something else than a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Change, Distinct, HouseholdMember, Person
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community

PAGE = 20


@dataclass(frozen=True)
class Repoint:
    """`model` and `field`: the foreign key that it looks after ("" for none).

    `count(person)` says how many rows would move; `move(drop, keep, by)` moves them in the merge's transaction and
    gives back how many; it raises Refusal where both stand for something that must be put right first.
    """

    code: str
    label: Promise | str
    count: Callable[[Person], int]
    move: Callable[[Person, Person, Access], int]
    model: type[Any] | None = None
    field: str = ""


_OWN: dict[str, Repoint] = {}
# Neither counted nor moved: what only describes a row itself.
_STAY = {(Person, "merged_into"), (Distinct, "left"), (Distinct, "right")}


def register(repoint: Repoint) -> None:
    _OWN[repoint.code] = repoint


def all_repoints() -> list[Repoint]:
    """The registered ones first, then every other foreign key to a person."""
    looked_after = {(own.model, own.field) for own in _OWN.values()} | _STAY
    found = list(_OWN.values())
    return found + [_plain(model, field) for model, field in keys_to_person() if (model, field) not in looked_after]


def keys_to_person() -> list[tuple[Any, str]]:
    """(model, field) of every key to a person, also of those without a way back (`related_name="+"`)."""
    hidden = Person._meta.get_fields(include_hidden=True)
    relations = [field for field in hidden if isinstance(field, ForeignObjectRel) and field.concrete is False]
    return [(relation.related_model, relation.field.name) for relation in relations]


def _plain(model: Any, field: str) -> Repoint:
    def rows(person: Person) -> QuerySet[Any]:
        manager = model.objects
        opened = manager.everywhere() if hasattr(manager, "everywhere") else manager.all()
        found: QuerySet[Any] = opened.filter(**{field: person})
        return found

    label = _("变动记录") if model is Change else model._meta.verbose_name
    return Repoint(
        f"{model._meta.label_lower}.{field}", label, lambda person: rows(person).count(),
        lambda drop, keep, by: rows(drop).update(**{field: keep}), model, field,
    )


@dataclass(frozen=True)
class Pair:
    """Two people who may be one; `reasons` in words."""

    left: Person
    right: Person
    reasons: list[Promise | str]


@dataclass(frozen=True)
class Page:
    pairs: list[Pair]
    next: str


def likely(community: Community, after: str = "") -> Page:
    """Likely doubles: same document; same name and phone; same name and birth date. Twenty people to a page, by id.

    `after` is the id that the page before ended with. Pairs that somebody called different people are left out.
    """
    rows = Person.objects.of(community).filter(merged_into=None)
    said = Distinct.objects.of(community).filter(left=OuterRef(OuterRef("pk")), right=OuterRef("pk"))
    others = rows.filter(pk__gt=OuterRef("pk")).filter(~Exists(said))
    by_document = others.filter(id_hash=OuterRef("id_hash"))
    by_phone = others.filter(name=OuterRef("name"), phone_hash=OuterRef("phone_hash"))
    by_birth = others.filter(name=OuterRef("name"), born_on=OuterRef("born_on"))
    found = rows.filter(
        (~Q(id_hash="") & Exists(by_document)) | (~Q(phone_hash="") & Exists(by_phone))
        | (Q(born_on__isnull=False) & Exists(by_birth))
    ).order_by("pk")
    if after.isdecimal() and int(after) < 2**62:
        found = found.filter(pk__gt=int(after))
    lefts = list(found[: PAGE + 1])
    return Page(_pairs(community, lefts[:PAGE]), str(lefts[PAGE - 1].pk) if len(lefts) > PAGE else "")


def _pairs(community: Community, lefts: list[Person]) -> list[Pair]:
    """At most five for each left one; four statements."""
    alike = Q(name__in={row.name for row in lefts}) | Q(id_hash__in={row.id_hash for row in lefts if row.id_hash})
    rights = list(Person.objects.of(community).filter(alike, merged_into=None).order_by("pk")[: PAGE * 50])
    said = set(Distinct.objects.of(community).filter(left__in=lefts).values_list("left_id", "right_id"))
    house_of = _households(community, [*lefts, *rights])
    found = []
    for left in lefts:
        mine = [row for row in rights if row.pk > left.pk and (left.pk, row.pk) not in said]
        pairs = [Pair(left, row, why) for row in mine if (why := reasons(left, row, house_of))]
        found += pairs[:5]
    return found


def _households(community: Community, people: list[Person]) -> dict[int, int]:
    members = holding(HouseholdMember.objects.of(community).filter(person__in=people))
    return dict(members.values_list("person_id", "household_id"))


def reasons(left: Person, right: Person, house_of: dict[int, int]) -> list[Promise | str]:
    """Why the two may be one; [] where nothing says so."""
    found: list[Promise | str] = []
    if left.id_hash and left.id_hash == right.id_hash:
        found.append(_("证件号码相同"))
    if left.name == right.name and left.phone_hash and left.phone_hash == right.phone_hash:
        found.append(_("姓名和电话相同"))
    if left.name == right.name and left.born_on and left.born_on == right.born_on:
        found.append(_("姓名和出生日期相同"))
    home = house_of.get(left.pk)
    if found and home is not None and home == house_of.get(right.pk):
        found.append(_("在同一户"))
    return found

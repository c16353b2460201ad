"""Reads of people used more than once. Days are local dates; a relation holds on [starts_on, ends_on)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Absence, Care, Household, HouseholdMember, Person, Post, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.lib import clock, crypto, numbers


def holding(rows: QuerySet[Any], day: date | None = None) -> QuerySet[Any]:
    """Of dated relations those that hold on `day`, today where none is given."""
    when = day or clock.today()
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=when), starts_on__lte=when)


def people_of_user(user_id: int, community_id: int, day: date) -> tuple[frozenset[int], frozenset[int]]:
    """The roster persons that this login is, and the posts that they hold on `day` (ids)."""
    persons = frozenset(
        Person.objects.of(community_id).filter(user_id=user_id).values_list("pk", flat=True)
    )
    if not persons:
        return persons, frozenset()
    posts = holding(Post.objects.of(community_id).filter(person_id__in=persons), day)
    return persons, frozenset(posts.values_list("pk", flat=True))


def posts_of_kinds(community: Community, kinds: list[str], day: date | None = None) -> QuerySet[Post]:
    """Posts of these kinds that are held on `day`, with their person and grid, in the order of `PostKind`."""
    rows = Post.objects.of(community).filter(kind__in=kinds).select_related("person", "grid", "group")
    return holding(rows.defer("grid__polygon"), day).order_by("kind", "pk")


def phone_hash(phone: str) -> str:
    """The keyed hash by which a phone number is looked up. ValueError where it is no phone number."""
    return crypto.keyed_hash(numbers.normal_phone(phone), "phone")


def person_phone(person: Person) -> str:
    """The number in the clear, "" where none is known. The caller shows it only to those who may see it."""
    return crypto.open_sealed(person.phone_sealed) if person.phone_sealed else ""


@dataclass(frozen=True)
class Carer:
    """Somebody on whom a door can call. `phone` is the number that the post gives to residents."""

    label: str
    kind: str
    phone: str


def carers_of(dwelling: Dwelling | None, grid_id: int, community: Community) -> list[Carer]:
    """My people at a door: the grid workers of its grid, then the member household that looks after who lives here."""
    workers = Post.objects.of(community).filter(
        Q(kind=PostKind.GRID_WORKER, grid_id=grid_id)
    ).select_related("person")
    posts = list(holding(workers).order_by("pk"))
    if dwelling is not None:
        living = holding(Residence.objects.of(community).filter(dwelling=dwelling)).values("household_id")
        cares = Care.objects.of(community).filter(household_id__in=living).select_related("post__person")
        posts += [care.post for care in holding(cares).order_by("pk") if care.post.holds_on(clock.today())]
    # One person looks after several households of a house: named once.
    posts = list({post.pk: post for post in posts}.values())
    return [Carer(post.person.name, post.kind, person_phone(post.person)) for post in posts]


def people_with_phone(community: Community, phone: str) -> list[Person]:
    """Those on the roster with exactly this number; empty where it is no phone number."""
    try:
        key = phone_hash(phone)
    except ValueError:
        return []
    return list(Person.objects.of(community).filter(phone_hash=key).order_by("pk")[:20])


def home_of(person: Person, day: date | None = None) -> tuple[Household | None, Dwelling | None]:
    """The household and dwelling of a person on `day`."""
    member = holding(
        HouseholdMember.objects.of(person.community_id).filter(person=person).select_related("household"), day
    ).first()
    if member is None:
        return None, None
    residence = holding(
        Residence.objects.of(person.community_id).filter(household=member.household)
        .select_related("dwelling__grid", "dwelling__group"), day
    ).order_by("-starts_on").first()
    return member.household, residence.dwelling if residence else None


def households_of_carer(access: Access, day: date | None = None) -> QuerySet[Care]:
    """我的联系户: what the posts of this login look after, with the household."""
    cares = Care.objects.of(access.community).filter(post_id__in=access.post_ids).select_related("household")
    return holding(cares, day).order_by("pk")


def cares_for(access: Access, person: Person, day: date | None = None) -> bool:
    """True where one of this login's posts looks after the household that this person belongs to."""
    own = holding(HouseholdMember.objects.of(access.community).filter(person=person), day)
    return households_of_carer(access, day).filter(household_id__in=own.values("household_id")).exists()


def deputies_of(person_id: int, community: Community, at: datetime) -> list[int]:
    """Persons who act for `person_id` at this moment."""
    rows = Absence.objects.of(community).filter(
        person_id=person_id, starts_at__lte=at, ends_at__gt=at, cancelled_at=None
    )
    return list(rows.values_list("deputy_id", flat=True))


def acts_for(access: Access, person_id: int, at: datetime) -> bool:
    """True where this login is the deputy of that person at this moment."""
    return bool(access.person_ids.intersection(deputies_of(person_id, access.community, at)))


def absent_for_me(access: Access, at: datetime) -> list[int]:
    """Persons for whom this login is the deputy at this moment."""
    rows = Absence.objects.of(access.community).filter(
        deputy_id__in=access.person_ids, starts_at__lte=at, ends_at__gt=at, cancelled_at=None
    )
    return list(rows.values_list("person_id", flat=True))


def overlaps(rows: QuerySet[Any], starts_on: date, ends_on: date | None, *, but: Model | None = None) -> bool:
    """True where one of the dated `rows` shares a day with [starts_on, ends_on)."""
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        rows = rows.filter(starts_on__lt=ends_on)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return bool(rows.exists())

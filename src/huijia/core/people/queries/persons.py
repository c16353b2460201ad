"""Reads of people on the roster."""

import re
import unicodedata
from datetime import date

from huijia.core.people.models import Household, HouseholdMember, Person, Post, Residence
from huijia.core.people.queries.dates import holding
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.models import Community
from huijia.lib import crypto, numbers


def people_of_user(user_id: int, community_id: int, day: date) -> tuple[frozenset[int], frozenset[int]]:
    """The roster persons that this login is, and the posts that they hold on `day` (ids)."""
    persons = frozenset(
        Person.objects.of(community_id).filter(user_id=user_id).values_list("pk", flat=True)
    )
    if not persons:
        return persons, frozenset()
    posts = holding(Post.objects.of(community_id).filter(person_id__in=persons), day)
    return persons, frozenset(posts.values_list("pk", flat=True))


def phone_hash(phone: str) -> str:
    """The keyed hash by which a phone number is looked up. ValueError where it is no phone number."""
    return crypto.keyed_hash(numbers.normal_phone(phone), "phone")


def person_phone(person: Person) -> str:
    """The number in the clear, "" where none is known. The caller shows it only to those who may see it."""
    return crypto.open_sealed(person.phone_sealed) if person.phone_sealed else ""


def id_hash(number: str) -> str:
    """The keyed hash by which a document number is looked up, whatever its kind; spaces and case make no difference."""
    return crypto.keyed_hash(re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper(), "id")


def person_id_number(person: Person) -> str:
    """The document number in the clear, "" where none is known. The caller shows it only to those who may see it."""
    return crypto.open_sealed(person.id_sealed) if person.id_sealed else ""


def people_with_id(community: Community, number: str) -> list[Person]:
    """Those on the roster with exactly this document number."""
    rows = Person.objects.of(community).filter(id_hash=id_hash(number), merged_into=None)
    return list(rows.order_by("pk")[:20]) if number.strip() else []


def people_with_phone(community: Community, phone: str) -> list[Person]:
    """Those on the roster with exactly this number; empty where it is no phone number."""
    try:
        key = phone_hash(phone)
    except ValueError:
        return []
    return list(Person.objects.of(community).filter(phone_hash=key, merged_into=None).order_by("pk")[:20])


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
    ).order_by("-is_main", "-starts_on").first()
    return member.household, residence.dwelling if residence else None

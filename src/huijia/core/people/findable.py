"""What the search table keeps of a person and of a household; for single verbs and for imports alike.

Found by name, pinyin initials, the last four digits of the phone, address and household number; the whole number and
documents are looked up by their keyed hash instead. The title is shown as it is: no phone, no document.
"""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import holding
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.models import Community
from huijia.kernel.search import actions as search
from huijia.kernel.search.actions import Draft
from huijia.lib import clock

PERSON, HOUSEHOLD = "person", "household"
PERMISSION = "people.view"
CHUNK = 500


def refresh(community: Community, *, persons: Collection[int] = (), households: Collection[int] = ()) -> None:
    """Finds these anew, the households' people with them: call it in the transaction of the verb, with ids.

    Any number of ids; four statements for each 500. Who was merged into another row is found no longer.
    """
    members = holding(HouseholdMember.objects.of(community).filter(household_id__in=[*households]))
    people = sorted({*persons, *(members.values_list("person_id", flat=True) if households else ())})
    for chunk in _chunks(people):
        search.index_many(person_drafts(community, chunk))
        gone = Person.objects.of(community).filter(pk__in=chunk, merged_into__isnull=False)
        search.remove(PERSON, list(gone.values_list("pk", flat=True)))
    for chunk in _chunks(sorted({*households})):
        search.index_many(household_drafts(community, chunk))


def person_drafts(community: Community, ids: Collection[int]) -> list[Draft]:
    """One document for each person of these that goes on (is merged into no other)."""
    people = list(Person.objects.of(community).filter(pk__in=ids, merged_into=None))
    members = holding(HouseholdMember.objects.of(community).filter(person__in=people)).select_related("household")
    house_of: dict[int, Household] = {row.person_id: row.household for row in members.order_by("starts_on", "pk")}
    where = _homes(community, {house.pk for house in house_of.values()})
    found = []
    for person in people:
        house = house_of.get(person.pk)
        dwelling = where.get(house.pk) if house else None
        address = dwelling.address if dwelling else ""
        found.append(Draft(
            kind=PERSON, object_id=person.pk, community_id=community.pk, permission=PERMISSION,
            title=" · ".join(part for part in (person.name, address) if part),
            text=f"{person.phone_tail}\n{house.number if house else ''}",
            happened_at=clock.now(), grid_id=dwelling.grid_id if dwelling else None,
        ))
    return found


def household_drafts(community: Community, ids: Collection[int]) -> list[Draft]:
    """One document for each household: its number, address and head; its people have their own."""
    houses = list(Household.objects.of(community).filter(pk__in=ids))
    heads = holding(HouseholdMember.objects.of(community).filter(household__in=houses, is_head=True))
    head_of = {row.household_id: row.person.name for row in heads.select_related("person")}
    where = _homes(community, {house.pk for house in houses})
    found = []
    for house in houses:
        dwelling = where.get(house.pk)
        parts = (house.number, head_of.get(house.pk, ""), dwelling.address if dwelling else "")
        found.append(Draft(
            kind=HOUSEHOLD, object_id=house.pk, community_id=community.pk, permission=PERMISSION,
            title=" · ".join(part for part in parts if part), text="",
            happened_at=clock.now(), grid_id=dwelling.grid_id if dwelling else None,
        ))
    return found


def _homes(community: Community, households: Collection[int]) -> dict[int, Dwelling]:
    """Household id to the dwelling that is its main one today."""
    living: QuerySet[Residence] = holding(Residence.objects.of(community).filter(household_id__in=households))
    rows = living.select_related("dwelling").order_by("is_main", "starts_on", "pk")
    return {row.household_id: row.dwelling for row in rows}


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]

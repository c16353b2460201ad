"""Many households at once: the demo and the setting-up of a community."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from huijia.core.people import findable
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.ledger import actions as ledger


@dataclass
class HouseholdDraft:
    """One household to be entered: who is in it (the head first), and where it lives."""

    number: str
    dwelling: Dwelling
    members: list[tuple[Person, str]]
    since: date


def add_households(drafts: Iterable[HouseholdDraft], *, by: Access) -> list[Household]:
    """Bulk verb: households with their people, all in one transaction and one ledger entry."""
    by.require("settings.edit")
    made = list(drafts)
    community = by.community
    with transaction.atomic():
        households = Household.objects.bulk_create(
            [Household(community=community, number=draft.number) for draft in made], batch_size=500
        )
        people = [person for draft in made for person, _relation in draft.members]
        for person in people:
            person.community = community
        Person.objects.bulk_create(people, batch_size=500)
        HouseholdMember.objects.bulk_create(
            [
                HouseholdMember(
                    community=community, household=household, person=person, relation=relation, is_head=place == 0,
                    starts_on=draft.since,
                )
                for household, draft in zip(households, made, strict=True)
                for place, (person, relation) in enumerate(draft.members)
            ],
            batch_size=500,
        )
        Residence.objects.bulk_create(
            [
                Residence(community=community, household=household, dwelling=draft.dwelling, starts_on=draft.since)
                for household, draft in zip(households, made, strict=True)
            ],
            batch_size=500,
        )
        ledger.record(
            "people.roster_added", subject=("community", community.pk), by=by.actor(), community_id=community.pk,
            data={"count": len(people), "households": len(households)},
        )
        findable.refresh(community, households=[household.pk for household in households])
    return households

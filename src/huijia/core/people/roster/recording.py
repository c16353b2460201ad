"""The bulk verb of the roster: people with their homes and households, by the rules of the single verbs.

New homes, groups and grids come through the verbs of `places`; columns are written by `actions.facts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from huijia.core.people import findable
from huijia.core.people.actions import facts
from huijia.core.people.models import Person
from huijia.core.people.roster.housing import house
from huijia.core.people.roster.rows import RosterRow
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock


@dataclass
class Recorded:
    people: list[Person] = field(default_factory=list)
    households: set[int] = field(default_factory=set)


def record_roster(rows: Sequence[RosterRow], *, by: Access, at: datetime | None = None) -> Recorded:
    """Enters people who are not there yet, in one transaction, with one ledger entry each; they live there from today.

    The rows of one family (the same head and address, or the same household number) become one household, or join the
    one that is there. Who is there already is the caller's concern (`matching`).

    Raises:
        Refusal: no right to, or a value that cannot be used; then nothing of the chunk is kept.
    """
    by.require("people.import")
    moment = at or clock.now()
    today = clock.local(moment).date()
    with transaction.atomic():
        lock(by.community)
        people = [_person(row, by, today) for row in rows]
        Person.objects.bulk_create(people, batch_size=500)
        households = house(list(zip(people, rows, strict=True)), by=by, on=today)
        actor = by.actor()
        ledger.record_many(
            ledger.Record(
                kind="people.imported", subject=("person", person.pk), by=actor, community_id=by.community.pk,
                at=moment, personal={"name": person.name},
            )
            for person in people
        )
        findable.refresh(by.community, persons=[person.pk for person in people], households=households)
    return Recorded(people, households)


def lock(community: Community) -> None:
    """Two imports into one community go one after the other, so that neither makes what the other has just made.

    Rows that merely point at the community are not held up (FOR NO KEY UPDATE).
    """
    list(Community.objects.select_for_update(no_key=True).filter(pk=community.pk).values_list("pk"))


def _person(row: RosterRow, by: Access, today: date) -> Person:
    person = Person(community=by.community)
    facts.fill(person, row.facts)
    person.updated_on = row.updated_on or today
    return person

"""Who of the roster is there already: by document, then by name and phone, then by name in the same home.

All look-ups are made for a whole chunk: a fixed number of statements, however many rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import holding
from huijia.core.people.roster.rows import RosterRow
from huijia.core.places.models import Dwelling
from huijia.kernel.communities.models import Community


@dataclass(frozen=True)
class Standing:
    """A person with the household and the main home of today."""

    person: Person
    member: HouseholdMember | None = None
    dwelling: Dwelling | None = None

    @property
    def address(self) -> str:
        return self.dwelling.address if self.dwelling else ""


@dataclass
class Roll:
    """Those who may be meant by the rows of a chunk."""

    by_id: dict[str, Standing] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], Standing] = field(default_factory=dict)
    by_home: dict[tuple[str, str], Standing] = field(default_factory=dict)
    nowhere: dict[str, Standing] = field(default_factory=dict)

    def find(self, row: RosterRow) -> Standing | None:
        """The person of a row. A name alone is enough only in the same home, where no document says otherwise."""
        found = self.by_id.get(row.id_hash) if row.id_hash else None
        if found is None and row.phone_hash:
            found = self.by_phone.get((row.name, row.phone_hash))
            if found is not None and _others(found.person, row):
                found = None
        if found is None:
            found = self.by_home.get((row.name, row.address)) if row.address else self.nowhere.get(row.name)
            if found is not None and (_others(found.person, row) or _other_birth(found.person, row)):
                found = None
        return found


def _others(person: Person, row: RosterRow) -> bool:
    return bool(row.id_hash and person.id_hash and row.id_hash != person.id_hash)


def _other_birth(person: Person, row: RosterRow) -> bool:
    born_on = row.facts.get("born_on")
    return bool(born_on and person.born_on and born_on != person.born_on)


def call_roll(community: Community, rows: Sequence[RosterRow]) -> Roll:
    """Five statements."""
    people = _candidates(community, rows)
    roll = Roll()
    for standing in standings(community, people.values()):
        person = standing.person
        if person.id_hash:
            roll.by_id.setdefault(person.id_hash, standing)
        if person.phone_hash:
            roll.by_phone.setdefault((person.name, person.phone_hash), standing)
        if standing.address:
            roll.by_home.setdefault((person.name, standing.address), standing)
        else:
            roll.nowhere.setdefault(person.name, standing)
    return roll


def _candidates(community: Community, rows: Sequence[RosterRow]) -> dict[int, Person]:
    """The rows that go on: who was merged is found by what the row that goes on holds."""
    alive = Person.objects.of(community).filter(merged_into=None).order_by("pk")
    found: dict[int, Person] = {}
    wanted = (
        ("id_hash__in", {row.id_hash for row in rows if row.id_hash}),
        ("phone_hash__in", {row.phone_hash for row in rows if row.phone_hash}),
        ("name__in", {row.name for row in rows}),
    )
    for look_up, keys in wanted:
        if keys:
            found.update((person.pk, person) for person in alive.filter(**{look_up: keys}))
    return dict(sorted(found.items()))


def standings(community: Community, people: Iterable[Person]) -> list[Standing]:
    """Two statements."""
    people = list(people)
    rows = holding(HouseholdMember.objects.of(community).filter(person__in=people)).select_related("household")
    member_of = {row.person_id: row for row in rows.order_by("starts_on", "pk")}
    homes = main_homes(community, {row.household_id for row in member_of.values()})
    found = []
    for person in people:
        member = member_of.get(person.pk)
        found.append(Standing(person, member, homes.get(member.household_id) if member else None))
    return found


def main_homes(community: Community, households: Iterable[int]) -> dict[int, Dwelling]:
    """Household id to the main home of today."""
    living = holding(Residence.objects.of(community).filter(household_id__in=list(households)))
    rows = living.select_related("dwelling").order_by("is_main", "starts_on", "pk")
    return {row.household_id: row.dwelling for row in rows}

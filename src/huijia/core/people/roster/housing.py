"""Where the people of a roster live and with whom: homes found or made, households found or made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast, Concat, LPad

from huijia.core.people.actions.members import HEAD
from huijia.core.people.models import Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import holding
from huijia.core.people.roster.rows import RosterRow
from huijia.core.places.actions import add_dwellings, save_grid, save_group
from huijia.core.places.enums import DwellingKind, GroupKind
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community

Placed = tuple[Person, RosterRow]
# The office's number alone tells a household; else its address and its head's name.
Key = tuple[str, str, str]


@dataclass
class Home:
    """A household that is there or is being made. `head` is the member row of its head, `is_sure` if named so."""

    household: Household
    head: HouseholdMember | None = None
    is_new: bool = False

    @property
    def is_sure(self) -> bool:
        return self.head is not None and self.head.relation == HEAD


def key_of(row: RosterRow) -> Key | None:
    """None for somebody of whom neither home, household nor head is written."""
    if row.number:
        return (row.number, "", "")
    if row.address or (row.head and row.head != row.name):
        return ("", row.address, row.head)
    return ("", "", row.head) if row.head else None


def house(placed: Sequence[Placed], *, by: Access, on: date) -> set[int]:
    """Gives each of these people, who are in no household, their place in one. Returns the households concerned."""
    rows = [row for _person, row in placed]
    dwellings = dwellings_of(rows, by)
    homes = find_households(by.community, rows)
    made = _found(homes, rows, by)
    # A household that was empty until now may have no home.
    _live(made, rows, homes, dwellings, by, on)
    members = []
    for person, row in _heads_first(placed):
        key = key_of(row)
        if key is not None:
            members.append(_member(homes[key], person, row, by, on))
    HouseholdMember.objects.bulk_create(members, batch_size=500)
    return {homes[key].household.pk for row in rows if (key := key_of(row)) is not None}


def _heads_first(placed: Sequence[Placed]) -> list[Placed]:
    return sorted(placed, key=lambda each: not each[1].is_head)


def _member(home: Home, person: Person, row: RosterRow, by: Access, on: date) -> HouseholdMember:
    """The first one is the head until somebody comes who is called so."""
    takes_over = row.is_head and home.head is not None and not home.is_sure
    if takes_over and home.head is not None:
        home.head.is_head = False
        if home.head.pk:
            HouseholdMember.objects.of(by.community).filter(pk=home.head.pk).update(is_head=False)
    is_head = home.head is None or takes_over
    member = HouseholdMember(
        community=by.community, household=home.household, person=person, relation=row.relation, is_head=is_head,
        starts_on=on,
    )
    if is_head:
        home.head = member
    return member


def find_households(community: Community, rows: Iterable[RosterRow]) -> dict[Key, Home]:
    """Those that are there: by number, else at the address with a head of that name, or one not yet called a head."""
    keys = {key for row in rows if (key := key_of(row)) is not None}
    found: dict[Key, Home] = {}
    numbers = {key[0] for key in keys if key[0]}
    for household in Household.objects.of(community).filter(number__in=numbers) if numbers else ():
        found[household.number, "", ""] = Home(household)
    addresses = {key[1] for key in keys if key[1]}
    living = holding(Residence.objects.of(community).filter(dwelling__address__in=addresses)).select_related(
        "household", "dwelling"
    ) if addresses else ()
    at = {(row.household_id, row.dwelling.address): row.household for row in living}
    heads = _heads(community, {*(pk for pk, _address in at), *(home.household.pk for home in found.values())})
    for home in found.values():
        home.head = heads.get(home.household.pk)
    unsure: dict[str, Home] = {}
    for (pk, address), household in at.items():
        head = heads.get(pk)
        home = Home(household, head)
        if head is not None:
            found.setdefault(("", address, head.person.name), home)
        if not home.is_sure:
            unsure.setdefault(address, home)
    for key in keys:
        if key not in found and key[1] in unsure:
            found[key] = unsure[key[1]]
    return {key: home for key, home in found.items() if key in keys}


def _heads(community: Community, households: set[int]) -> dict[int, HouseholdMember]:
    rows = holding(HouseholdMember.objects.of(community).filter(household_id__in=households, is_head=True))
    return {row.household_id: row for row in rows.select_related("person")}


def _found(homes: dict[Key, Home], rows: Iterable[RosterRow], by: Access) -> dict[Key, Home]:
    """Households for the keys that have none; numbered like those of the single verb: H and the row's own number."""
    wanted = dict.fromkeys(key for row in rows if (key := key_of(row)) is not None and key not in homes)
    made = {
        key: Home(Household(community=by.community, number=key[0] or uuid4().hex[:20]), is_new=True) for key in wanted
    }
    households = Household.objects.bulk_create([home.household for home in made.values()], batch_size=500)
    _number([household.pk for household, key in zip(households, made, strict=True) if not key[0]], by.community)
    homes.update(made)
    return made


def _number(ids: list[int], community: Community) -> None:
    """H and the row's own number, in one statement; a letter more where an office has used that already."""
    rows = Household.objects.of(community).filter(pk__in=ids)
    numbers = [f"H{pk:05d}" for pk in ids]
    taken = Household.objects.of(community).filter(number__in=numbers).exclude(pk__in=ids)
    used = {int(number[1:]) for number in taken.values_list("number", flat=True)}
    own = Cast("pk", CharField())
    padded = Case(When(pk__lt=100_000, then=LPad(own, 5, Value("0"))), default=own)
    rows.exclude(pk__in=used).update(number=Concat(Value("H"), padded))
    if used:
        rows.filter(pk__in=used).update(number=Concat(Value("H"), padded, Value("A")))


def _live(
    made: dict[Key, Home], rows: Iterable[RosterRow], homes: dict[Key, Home], dwellings: dict[str, Dwelling],
    by: Access, on: date,
) -> None:
    """New households live where the first of their rows that says so says."""
    where: dict[Key, Dwelling] = {}
    for row in rows:
        key = key_of(row)
        if key in made and row.address and key is not None:
            where.setdefault(key, dwellings[row.address])
    Residence.objects.bulk_create(
        [
            Residence(community=by.community, household=homes[key].household, dwelling=dwelling, starts_on=on)
            for key, dwelling in where.items()
        ],
        batch_size=500,
    )


def dwellings_of(rows: Iterable[RosterRow], by: Access) -> dict[str, Dwelling]:
    """By address, made where they are new."""
    wanted = {row.address: row for row in rows if row.address}
    there = Dwelling.objects.of(by.community).filter(address__in=list(wanted)) if wanted else ()
    found = {dwelling.address: dwelling for dwelling in there}
    missing = [row for address, row in wanted.items() if address not in found]
    grids, groups = _grids(missing, by), _groups(missing, by)
    fresh = []
    for row in missing:
        assert row.home is not None and row.grid is not None, "checked by the importer"
        dwelling = row.home.dwelling(groups.get(row.home.place) if row.home.kind == DwellingKind.VILLAGE else None)
        dwelling.grid = grids[row.grid.code]
        fresh.append(dwelling)
    return found | {dwelling.address: dwelling for dwelling in add_dwellings(fresh, by=by)} if fresh else found


def _grids(rows: Iterable[RosterRow], by: Access) -> dict[str, Grid]:
    refs = {row.grid.code: row.grid for row in rows if row.grid is not None}
    if not refs:
        return {}
    found = {grid.code: grid for grid in Grid.objects.of(by.community).defer("polygon").filter(code__in=refs)}
    for code, ref in refs.items():
        if code not in found:
            found[code] = save_grid(code=code, name=ref.name, by=by)
    return found


def _groups(rows: Iterable[RosterRow], by: Access) -> dict[str, Group]:
    names = {row.home.place for row in rows if row.home is not None and row.home.kind == DwellingKind.VILLAGE}
    if not names:
        return {}
    found = {group.name: group for group in Group.objects.of(by.community).filter(name__in=names)}
    for name in names - set(found):
        kind = GroupKind.RESIDENTS if "居民" in name else GroupKind.VILLAGE
        found[name] = save_group(name=name, kind=kind, by=by)
    return found

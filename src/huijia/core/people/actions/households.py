"""A household comes to be: registered, or split off from another."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.homes import live_at
from huijia.core.people.actions.journal import Journal, day_of
from huijia.core.people.actions.members import HEAD, alive, locked, membership_of, open_members, put_in, take_out
from huijia.core.people.actions.texts import short_text
from huijia.core.people.enums import ChangeKind
from huijia.core.people.models import Household, HouseholdMember, Person
from huijia.core.places.models import Dwelling
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal

NUMBER_LENGTH = 20


def register_household(
    *, dwelling: Dwelling, head: Person, on: date, by: Access, number: str = "", uuid: UUID | None = None,
    at: datetime | None = None,
) -> Household:
    """A new household with its head, living in `dwelling` from that day. Without a `number` it gets the next one.

    Others join it by `join_household`. The same `uuid` again gives the same household.

    Raises:
        Refusal: no right to, the number is taken, the head is in another household, or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        again = Household.objects.of(by.community).filter(client_uuid=uuid).first() if uuid is not None else None
        if again is not None:
            return _same(again, head)
        head, journal = alive(head, by), Journal(by)
        if (old := membership_of(head, by)) is not None:
            says = _("%(name)s现在在户号 %(number)s；请用“分户”或先离开那一户")
            values = {"name": head.name, "number": old.household.number}
            raise Refusal(says % values, field="head", code="elsewhere")
        household = _found(journal, number, uuid)
        put_in(journal, household, head, HEAD, on)
        live_at(journal, household, dwelling, on)
        journal.keep(ChangeKind.FOUNDED, person=head, household=household, on=on, at=at)
    return household


def _same(again: Household, head: Person) -> Household:
    if not again.members.filter(person=head).exists():
        raise Conflict(_("这一页已经登记过另一户，请重新打开再填"))
    return again


def split_household(
    household: Household, *, members: Mapping[int, str], head: Person, dwelling: Dwelling, on: date, by: Access,
    number: str = "", new_head: Person | None = None, uuid: UUID | None = None, at: datetime | None = None,
) -> Household:
    """Some members become a household of their own from that day. `members`: person id to what each is to `head`.

    `new_head` heads those who stay, where the head goes.

    Raises:
        Refusal: no right to, not members, all of them (that is a move), or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        again = Household.objects.of(by.community).filter(client_uuid=uuid).first() if uuid is not None else None
        if again is not None:
            return _same(again, head)
        (now,), journal = locked(household, by=by), Journal(by)
        going = _going(open_members(now), members, head)
        # Whoever heads the old household goes last: until then it has its head.
        for member in sorted(going, key=lambda row: row.is_head):
            take_out(journal, _now(member), on, new_head)
        made = _found(journal, number, uuid)
        for member in sorted(going, key=lambda row: row.person_id != head.pk):
            put_in(journal, made, member.person, members[member.person_id] or HEAD, on)
        live_at(journal, made, dwelling, on)
        journal.keep(ChangeKind.SPLIT, person=head, household=made, on=on, at=at, data={"from": now.number})
    return made


def _going(now: list[HouseholdMember], members: Mapping[int, str], head: Person) -> list[HouseholdMember]:
    going = [row for row in now if row.person_id in members]
    if not going or len(going) != len(members):
        raise Refusal(_("请勾选要分出去的成员"), field="members")
    if len(going) == len(now):
        raise Refusal(_("全部成员都走，请登记“搬家”"), field="members", code="all")
    if head.pk not in members:
        raise Refusal(_("新户主要在分出去的成员里"), field="head")
    return going


def _now(member: HouseholdMember) -> HouseholdMember:
    """The row may have been made anew by a change of head within this verb."""
    rows = HouseholdMember.objects.of(member.community_id).select_related("household", "person")
    return rows.get(household_id=member.household_id, person_id=member.person_id, ends_on=None)


def _found(journal: Journal, number: str, uuid: UUID | None) -> Household:
    community = journal.by.community
    written = short_text(number, "number", NUMBER_LENGTH)
    if written and Household.objects.of(community).filter(number=written).exists():
        raise Refusal(_("这个户号已经有了"), field="number", code="taken")
    household = Household(community=community, number=written or uuid4().hex[:NUMBER_LENGTH], client_uuid=uuid)
    household.save(force_insert=True)
    if not written:
        household.number = _free_number(household)
        household.save(update_fields=["number"])
    journal.made(household)
    return household


def _free_number(household: Household) -> str:
    """H and the row's own number; nobody waits for a counter. A letter more where an office has used that already."""
    number = f"H{household.pk:05d}"
    while Household.objects.of(household.community_id).filter(number=number).exists():
        number += "A"
    return number

"""Who belongs to which household from which day: joining, leaving, heads. Exactly one head as long as anybody is in it.

The parts that other verbs share take a journal and write in its transaction; those without `_` are the verbs.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.journal import Journal, day_of
from huijia.core.people.actions.persons import living_row
from huijia.core.people.actions.texts import short_text
from huijia.core.people.enums import ChangeKind
from huijia.core.people.models import Care, Household, HouseholdMember, Person, Residence
from huijia.core.people.queries import overlaps
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

# As the usual forms have it; kept as text, since offices write their own words for the rest.
HEAD, MEMBER = "户主", "家庭成员"


def locked(*households: Household, by: Access) -> list[Household]:
    """The rows as they are now. Lock people before households, so that no two verbs wait for each other.

    Raises:
        Refusal: of another community.
    """
    ids = [household.pk for household in households]
    rows = Household.objects.of(by.community).select_for_update().filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    if set(ids) - set(found):
        raise Refusal(_("这不是您所在的社区。"), code="other_community")
    return [found[pk] for pk in ids]


def alive(person: Person, by: Access) -> Person:
    """The row as it is now, of somebody who can join a household."""
    now = living_row(person, by)
    if now.died_on is not None:
        raise Refusal(_("此人已登记去世"), field="person", code="dead")
    return now


def membership_of(person: Person, by: Access) -> HouseholdMember | None:
    """The open membership of a person."""
    rows = HouseholdMember.objects.of(by.community).filter(person=person, ends_on=None)
    return rows.select_related("household", "person").first()


def join_household(
    household: Household, *, person: Person, relation: str, on: date, by: Access, leave: bool = False,
    new_head: Person | None = None, at: datetime | None = None,
) -> HouseholdMember:
    """Somebody belongs to this household from `on`; the first one is its head.

    `leave`: leaves the household they are in on the same day (marriage, moving in with the children); `new_head`
    heads that one where they did. Already in it changes nothing.

    Raises:
        Refusal: no right to, another community, died, in another household (`elsewhere`), or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        person, journal = alive(person, by), Journal(by)
        old = membership_of(person, by)
        now, *_others = locked(household, *([old.household] if old else []), by=by)
        old = membership_of(person, by)
        if old is not None:
            if old.household_id == now.pk:
                return old
            if not leave:
                says = _("%(name)s现在在户号 %(number)s；要转过来，请勾选同时离开那一户")
                raise Refusal(
                    says % {"name": person.name, "number": old.household.number}, field="leave", code="elsewhere"
                )
            take_out(journal, old, on, new_head)
        member = put_in(journal, now, person, relation, on)
        journal.keep(ChangeKind.JOINED, person=person, household=now, on=on, at=at)
    return member


def leave_household(
    person: Person, *, on: date, by: Access, new_head: Person | None = None, at: datetime | None = None
) -> None:
    """Somebody belongs to their household no longer from `on` on; the last one to go ends it. Twice changes nothing.

    Raises:
        Refusal: no right to, the head goes and no `new_head` is named, or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        person = living_row(person, by)
        member = membership_of(person, by)
        if member is None:
            return
        (household,), journal = locked(member.household, by=by), Journal(by)
        take_out(journal, membership_of(person, by) or member, on, new_head)
        journal.keep(ChangeKind.LEFT, person=person, household=household, on=on, at=at)


def change_head(
    household: Household, *, head: Person, on: date, by: Access, relations: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> None:
    """Another member heads the household from `on`. `relations`: person id to what each is to the new head.

    Raises:
        Refusal: no right to, not a member since then, or days that do not fit.
    """
    by.require("people.edit")
    day_of(on, at=at)
    with transaction.atomic():
        (now,) = locked(household, by=by)
        members = {member.person_id: member for member in open_members(now)}
        new = members.get(head.pk)
        if new is None:
            raise Refusal(_("新户主要是这一户的成员"), field="head")
        journal = Journal(by)
        if not new.is_head:
            hand_over(journal, now, new, on)
        for member in open_members(now):
            written = short_text((relations or {}).get(member.person_id, ""), "relation", 20)
            if written and not member.is_head and written != member.relation:
                _reopen(journal, member, on, relation=written)
        if not journal.rows:
            return
        journal.keep(ChangeKind.HEAD, person=new.person, household=now, on=on, at=at)


def open_members(household: Household) -> list[HouseholdMember]:
    rows = HouseholdMember.objects.of(household.community_id).filter(household=household, ends_on=None)
    return list(rows.select_related("person").order_by("-is_head", "pk"))


def put_in(journal: Journal, household: Household, person: Person, relation: str, on: date) -> HouseholdMember:
    """A new membership; the head where the household has nobody."""
    if person.born_on is not None and on < person.born_on:
        raise Refusal(_("不能早于出生日期"), field="on")
    own = HouseholdMember.objects.of(household.community_id).filter(person=person)
    if overlaps(own, on, None):
        raise Refusal(_("此人在这一天之后还属于某一户，请先更正日期"), field="on", code="overlap")
    members = open_members(household)
    first = not members
    if first:
        _empty_since(household, on)
    elif on < headed_since(household):
        raise Refusal(_("那一天这一户还没有户主，请填更晚的日期"), field="on", code="early")
    written = short_text(relation, "relation", 20)
    if not first and (not written or written == HEAD):
        raise Refusal(_("请填写与户主的关系"), field="relation")
    return journal.create(
        HouseholdMember, household=household, person=person, relation=HEAD if first else written, is_head=first,
        starts_on=on,
    )


def _empty_since(household: Household, on: date) -> None:
    if overlaps(HouseholdMember.objects.of(household.community_id).filter(household=household), on, None):
        raise Refusal(_("那一天这一户还有别的成员，请填更晚的日期"), field="on", code="overlap")


def headed_since(household: Household) -> date:
    """The first day of the unbroken line of heads that leads to today's."""
    heads = HouseholdMember.objects.of(household.community_id).filter(household=household, is_head=True)
    return unbroken_since(heads)


def unbroken_since(rows: QuerySet[Any]) -> date:
    """Of rows that follow each other: the first day of the line without a gap that ends with the last one.

    The first of all days where there is none.
    """
    since: date | None = None
    for row in rows.order_by("-starts_on"):
        if since is not None and row.ends_on != since:
            break
        since = row.starts_on
    return since or date.min


def take_out(journal: Journal, member: HouseholdMember, on: date, new_head: Person | None) -> None:
    """Ends a membership; its household gets `new_head`, or ends with its last member."""
    if on < member.starts_on:
        raise Refusal(_("早于加入这一户的日期，请核对"), field="on", code="early")
    household = member.household
    if member.is_head:
        others = [row for row in open_members(household) if row.pk != member.pk]
        if others:
            hand_over(journal, household, _chosen(others, new_head), on)
            again = HouseholdMember.objects.of(journal.by.community).filter(
                household=household, person_id=member.person_id, ends_on=None
            ).first()
            if again is not None:
                journal.drop(again)
            return
        _dissolve(journal, household, member, on)
    journal.end(member, on)


def _chosen(others: list[HouseholdMember], new_head: Person | None) -> HouseholdMember:
    for row in others:
        if new_head is not None and row.person_id == new_head.pk:
            return row
    raise Refusal(_("户主离开，请从其余成员里选一位新户主"), field="new_head", code="new_head")


def hand_over(journal: Journal, household: Household, new: HouseholdMember, on: date) -> None:
    """The old head's row ends and goes on as a member's, the new one's as the head's. Old first: one at a time."""
    old = next((row for row in open_members(household) if row.is_head), None)
    if on < new.starts_on:
        raise Refusal(_("这一天新户主还不在这一户"), field="on", code="early")
    if old is not None:
        if on < old.starts_on:
            raise Refusal(_("这一天之后换过户主，请填更晚的日期"), field="on", code="early")
        _reopen(journal, old, on, relation=MEMBER if old.relation == HEAD else old.relation, is_head=False)
    _reopen(journal, new, on, relation=HEAD, is_head=True)


def _reopen(journal: Journal, member: HouseholdMember, on: date, **values: object) -> None:
    """The row goes on from `on` with other values: in a new row, or in itself where it began that day."""
    if member.starts_on == on:
        journal.change(member, **values)
        return
    if on < member.starts_on:
        raise Refusal(_("早于加入这一户的日期，请核对"), field="on", code="early")
    kept = {"relation": member.relation, "is_head": member.is_head, **values}
    journal.end(member, on)
    journal.create(
        HouseholdMember, household_id=member.household_id, person_id=member.person_id, starts_on=on, **kept
    )


def _dissolve(journal: Journal, household: Household, last: HouseholdMember, on: date) -> None:
    """Nobody is left: where it lives and who looks after it end with it."""
    rows = HouseholdMember.objects.of(household.community_id).filter(household=household).exclude(pk=last.pk)
    if overlaps(rows, on, None):
        raise Refusal(_("这一天之后还有别的成员离开，请填更晚的日期"), field="on", code="later")
    end_all(journal, Residence, household, on)
    end_all(journal, Care, household, on)


def end_all(journal: Journal, model: type[Residence] | type[Care], household: Household, on: date) -> None:
    """All homes of a household, or all cares for it, end on that day."""
    rows = model.objects.of(household.community_id).filter(household=household)
    for row in rows.order_by("pk"):
        journal.end(row, on)

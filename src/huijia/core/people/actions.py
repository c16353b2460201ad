"""Every write of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.core.people.models import Absence, Care, Household, HouseholdMember, Person, Post, Residence
from huijia.core.people.queries import overlaps, person_phone, phone_hash
from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, crypto, numbers


def set_phone(person: Person, phone: str) -> None:
    """Fills the three phone columns of an unsaved or loaded person. ValueError where it is no phone number."""
    number = numbers.normal_phone(phone)
    person.phone_sealed = crypto.seal(number)
    person.phone_hash = phone_hash(number)
    person.phone_tail = number[-4:]


def link_login(person: Person, *, user: User, by: Access) -> None:
    """Says which login a person on the roster has; one login is one person in a community."""
    by.require("accounts.manage")
    with transaction.atomic():
        Person.objects.of(by.community).filter(pk=person.pk).update(user=user)
        person.user = user
        ledger.record(
            "people.login_linked", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"login": user.username},
        )


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
    return households


def give_post(
    person: Person, *, kind: PostKind, by: Access, starts_on: date, title: str = "", grid: Grid | None = None,
    group: Group | None = None, ends_on: date | None = None,
) -> Post:
    """Puts a person into a post. The same post twice for one person over the same days is refused."""
    by.require("settings.edit")
    with transaction.atomic():
        same = Post.objects.of(by.community).filter(person=person, kind=kind, grid=grid, group=group)
        if overlaps(same, starts_on, ends_on):
            raise Refusal(_("此人在这段时间已任该职务"), field="starts_on")
        post = Post.objects.create(
            community=by.community, person=person, kind=kind, title=title, grid=grid, group=group,
            starts_on=starts_on, ends_on=ends_on,
        )
        ledger.record(
            "people.post_given", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"post": kind.value}, personal={"name": person.name},
        )
    return post


def end_post(post: Post, *, ends_on: date, by: Access) -> None:
    """Ends a post; what it is still responsible for stays until a new person accepts it."""
    by.require("settings.edit")
    if ends_on <= post.starts_on:
        raise Refusal(_("结束日期须晚于开始日期"), field="ends_on")
    with transaction.atomic():
        Post.objects.of(by.community).filter(pk=post.pk).update(ends_on=ends_on)
        ledger.record(
            "people.post_ended", subject=("person", post.person_id), by=by.actor(), community_id=by.community.pk,
            data={"post": post.kind}, personal={"name": post.person.name},
        )


def look_after(post: Post, *, households: list[Household], by: Access, starts_on: date) -> list[Care]:
    """Ties a member household to those it looks after; a household that somebody has already is refused."""
    by.require("settings.edit")
    if post.kind != PostKind.MEMBER_HOUSEHOLD:
        raise Refusal(_("只有党员中心户可以有联系户"), field="post")
    with transaction.atomic():
        taken = Care.objects.of(by.community).filter(household__in=households)
        if overlaps(taken, starts_on, None):
            raise Refusal(_("其中有住户已由其他中心户联系"), field="households")
        made = Care.objects.bulk_create(
            [Care(community=by.community, post=post, household=row, starts_on=starts_on) for row in households]
        )
        ledger.record(
            "people.care_given", subject=("post", post.pk), by=by.actor(), community_id=by.community.pk,
            data={"count": len(made)},
        )
    return made


def set_absence(
    person: Person, *, deputy: Person, starts_at: datetime, ends_at: datetime, reason: str, by: Access
) -> Absence:
    """Leave with a deputy; set by the person or by who may assign. A deputy is never absent at the same time."""
    if person.pk not in by.person_ids:
        by.require("matters.assign")
    if ends_at <= starts_at:
        raise Refusal(_("结束时间须晚于开始时间"), field="ends_at")
    if deputy.pk == person.pk:
        raise Refusal(_("代理人不能是本人"), field="deputy")
    with transaction.atomic():
        open_rows = Absence.objects.of(by.community).filter(
            starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None
        )
        if open_rows.filter(person=person).exists():
            raise Refusal(_("这段时间已登记请假"), field="starts_at")
        if open_rows.filter(person=deputy).exists():
            raise Refusal(_("代理人这段时间也请假"), field="deputy")
        absence = Absence.objects.create(
            community=by.community, person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, reason=reason
        )
        ledger.record(
            "people.absence_set", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"reason": reason}, personal={"deputy": deputy.name},
        )
    return absence


def cancel_absence(absence: Absence, *, by: Access, at: datetime | None = None) -> None:
    """The person is back early. Doing it twice changes nothing."""
    if absence.person_id not in by.person_ids:
        by.require("matters.assign")
    with transaction.atomic():
        rows = Absence.objects.of(by.community).filter(pk=absence.pk, cancelled_at=None)
        if rows.update(cancelled_at=at or clock.now()):
            ledger.record(
                "people.absence_cancelled", subject=("person", absence.person_id), by=by.actor(),
                community_id=by.community.pk,
            )


def reveal_phone(person: Person, *, reason: str, by: Access) -> str:
    """One number in the clear, one ledger entry."""
    by.require("contacts.reveal")
    with transaction.atomic():
        ledger.record(
            "people.phone_revealed", subject=("person", person.pk), by=by.actor(), community_id=by.community.pk,
            data={"reason": reason},
        )
    return person_phone(person)
